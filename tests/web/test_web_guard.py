"""Who may ask, and what every answer carries."""

import pytest
from starlette.datastructures import Headers

from heed.web.guard import CSP, MAX_UPLOAD_BYTES, Guard, host_name, same_origin
from heed.web.look import local_path


async def nothing(*_: object) -> None:
    """An app that is never reached."""


GUARD = Guard(nothing)


def refused(method: str = "GET", **headers: str) -> int | None:
    given = Headers(
        {"host": "127.0.0.1:8421"} | {k.replace("_", "-"): v for k, v in headers.items()}
    )
    answer = GUARD.refusal(method, given)
    return answer[0] if answer else None


@pytest.mark.parametrize("host", ["127.0.0.1:8421", "localhost", "[::1]:80", "LOCALHOST:1"])
def test_the_loopback_may_ask(host: str) -> None:
    assert refused(host=host) is None


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "0.0.0.0"])
def test_any_other_name_is_refused_so_rebinding_fails(host: str) -> None:
    assert refused(host=host) == 421


def test_a_named_host_may_be_allowed() -> None:
    guard = Guard(nothing, hosts=["heed.lan"])
    assert guard.refusal("GET", Headers({"host": "heed.lan:8421"})) is None


def test_a_write_needs_a_sign_of_our_own_page() -> None:
    assert refused("POST") == 403
    assert refused("POST", origin="http://127.0.0.1:8421") is None
    assert refused("POST", origin="null", sec_fetch_site="same-origin") is None
    assert refused("POST", sec_fetch_site="none") is None


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "sec_fetch_site": "same-origin"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_a_write_from_another_site_is_refused(headers: dict[str, str]) -> None:
    assert refused("POST", **headers) == 403


def test_a_body_larger_than_the_limit_is_refused() -> None:
    origin = "http://127.0.0.1:8421"
    assert refused("POST", origin=origin, content_length=str(MAX_UPLOAD_BYTES + 1)) == 413
    assert refused("POST", origin=origin, content_length="-1") == 413


def test_the_policy_lets_nothing_in_but_our_own_files() -> None:
    assert "default-src 'none'" in CSP
    assert "unsafe" not in CSP
    assert "data:" not in CSP
    assert "http" not in CSP


def test_a_host_that_cannot_be_read_has_no_name() -> None:
    assert host_name("[") == ""


def test_an_origin_of_another_port_is_another_site() -> None:
    assert not same_origin(Headers({"origin": "http://127.0.0.1:1"}), "127.0.0.1:2")


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil", "", "/a\r\nb"]
)
def test_a_way_back_stays_on_this_site(path: str) -> None:
    assert local_path(path) == "/"


def test_a_way_back_keeps_its_query() -> None:
    assert local_path("/search?q=tea") == "/search?q=tea"

"""The guarded client against a real loopback server."""

import gzip
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import brotli
import pytest

from fakes.server import Answer, Server, document, drip, endless, gzipped, redirect, refusal, slow
from heed.errors import Unreachable
from heed.types import Web
from heed.wire.http import GuardedWeb

BODY = b"<rss>hello</rss>" * 100


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def web() -> Web:
    return GuardedWeb(("127.0.0.1",), timeout_s=5)


def said(web: Web, url: str) -> str:
    with pytest.raises(Unreachable) as caught:
        web.get(url)
    return str(caught.value)


def test_a_document_comes_back_with_its_validators_and_type(server: Server, web: Web) -> None:
    server.routes["/feed"] = document(BODY, modified="Mon, 02 Feb 2026 03:04:05 GMT")
    got = web.get(server.url("/feed"))
    assert (got.status, got.body, got.content_type) == (200, BODY, "application/rss+xml")
    assert got.modified == "Mon, 02 Feb 2026 03:04:05 GMT"
    assert got.url == server.url("/feed")


def test_validators_go_back_byte_for_byte(server: Server, web: Web) -> None:
    server.routes["/feed"] = Answer(304)
    web.get(server.url("/feed"), etag='W/"a\xe9;b"', modified="some odd date")
    assert server.seen[0].headers["if-none-match"] == 'W/"a\xe9;b"'
    assert server.seen[0].headers["if-modified-since"] == "some odd date"


def test_an_unchanged_document_is_304_without_a_body(server: Server, web: Web) -> None:
    server.routes["/feed"] = document(BODY)
    first = web.get(server.url("/feed"))
    again = web.get(server.url("/feed"), etag=first.etag)
    assert (again.status, again.body, again.etag) == (304, b"", first.etag)


def test_heed_says_who_it_is_and_leaves_no_traces(server: Server, web: Web) -> None:
    server.routes["/set"] = Answer(302, headers={"Location": "/feed", "Set-Cookie": "who=you"})
    server.routes["/feed"] = BODY
    web.get(server.url("/set"))
    headers = server.seen[1].headers
    assert headers["user-agent"].startswith("heed/")
    assert "+https://" in headers["user-agent"]
    assert not headers.keys() & {"cookie", "referer", "if-none-match", "authorization"}


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("GZIP", gzip.compress(BODY[:10], mtime=0) + gzip.compress(BODY[10:], mtime=0)),
        ("x-gzip", gzip.compress(BODY, mtime=0) + b"\0" * 64),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY, wbits=-15)),
        ("br", brotli.compress(BODY)),
        ("gzip, br", brotli.compress(gzip.compress(BODY, mtime=0))),
        ("identity", BODY),
    ],
)
def test_every_common_encoding_is_undone(
    server: Server, web: Web, encoding: str, packed: bytes
) -> None:
    server.routes["/feed"] = Answer(200, packed, {"Content-Encoding": encoding})
    assert web.get(server.url("/feed")).body == BODY


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)[:-12]),
        ("gzip", b"no gzip at all"),
        ("br", brotli.compress(BODY)[:-3]),
        ("br", b"\xff\xff\xff no brotli"),
        ("rot13", BODY),
    ],
)
def test_damaged_or_unknown_encodings_end_with_a_sentence(
    server: Server, web: Web, encoding: str, packed: bytes
) -> None:
    server.routes["/feed"] = Answer(200, packed, {"Content-Encoding": encoding})
    assert said(web, server.url("/feed")).startswith("127.0.0.1 sent ")


def test_an_endless_body_ends_at_the_cap(server: Server) -> None:
    server.routes["/feed"] = endless()
    web = GuardedWeb(("127.0.0.1",), timeout_s=5, max_body_bytes=2**20)
    assert said(web, server.url("/feed")) == (
        "127.0.0.1 sent more than 1 MiB; heed reads no further."
    )


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_the_cap_counts_decoded_bytes(server: Server, encoding: str) -> None:
    zeros = b"\0" * (50 * 2**20)
    packed = (
        gzip.compress(zeros, 1, mtime=0)
        if encoding == "gzip"
        else brotli.compress(zeros, quality=1)
    )
    server.routes["/feed"] = Answer(200, packed, {"Content-Encoding": encoding})
    web = GuardedWeb(("127.0.0.1",), timeout_s=5, max_body_bytes=2**20)
    assert "more than 1 MiB" in said(web, server.url("/feed"))


def test_a_body_of_exactly_the_cap_is_read(server: Server) -> None:
    server.routes["/feed"] = gzipped(b"x" * 1000)
    web = GuardedWeb(("127.0.0.1",), timeout_s=5, max_body_bytes=1000)
    assert len(web.get(server.url("/feed")).body) == 1000


def test_a_dripping_body_cannot_hold_us(server: Server) -> None:
    server.routes["/feed"] = drip()
    started = time.monotonic()
    sentence = said(GuardedWeb(("127.0.0.1",), timeout_s=0.5), server.url("/feed"))
    assert sentence == "127.0.0.1 did not answer within 0.5 s."
    assert time.monotonic() - started < 4


def test_a_late_first_byte_cannot_hold_us(server: Server) -> None:
    server.routes["/feed"] = slow(1.5)
    assert said(GuardedWeb(("127.0.0.1",), timeout_s=0.3), server.url("/feed")) == (
        "127.0.0.1 did not answer within 0.3 s."
    )


def test_redirects_are_followed_and_lasting_ones_reported(server: Server, web: Web) -> None:
    server.routes |= {
        "/old": redirect("/older", 301),
        "/older": redirect("/new", 308),
        "/new": redirect("/today", 302),
        "/today": BODY,
    }
    got = web.get(server.url("/old"))
    assert (got.url, got.moved_to) == (server.url("/today"), server.url("/new"))


def test_a_passing_redirect_reports_no_move(server: Server, web: Web) -> None:
    server.routes |= {"/a": redirect("/b", 302), "/b": redirect("/c", 301), "/c": BODY}
    assert web.get(server.url("/a")).moved_to == ""


def test_five_redirects_are_enough(server: Server, web: Web) -> None:
    server.routes |= {f"/{at}": redirect(f"/{at + 1}") for at in range(6)}
    server.routes["/6"] = server.routes["/5b"] = BODY
    assert said(web, server.url("/0")) == "127.0.0.1 redirected more than 5 times."
    assert web.get(server.url("/1")).body == BODY


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)"]
)
def test_redirects_lead_to_web_addresses_only(server: Server, web: Web, target: str) -> None:
    server.routes["/a"] = redirect(target)
    assert "is not a web address" in said(web, server.url("/a"))


def test_gone_for_good_is_told_apart(server: Server, web: Web) -> None:
    server.routes["/feed"] = refusal(410)
    with pytest.raises(Unreachable, match="gone for good") as caught:
        web.get(server.url("/feed"))
    assert caught.value.gone
    with pytest.raises(Unreachable) as missing:
        web.get(server.url("/missing"))
    assert not missing.value.gone


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("Fri, 06 Feb 2026 00:10:00 GMT", 600), ("soon", None), ("", None)],
)
def test_retry_after_is_read_as_seconds_or_date(
    server: Server, value: str, seconds: int | None
) -> None:
    server.routes["/feed"] = refusal(429, Retry_After=value)
    web = GuardedWeb(("127.0.0.1",), now=lambda: datetime(2026, 2, 6, tzinfo=UTC))
    with pytest.raises(Unreachable, match="less often") as caught:
        web.get(server.url("/feed"))
    assert caught.value.retry_after_s == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "public, max-age=3600"}, 3600),
        ({"Cache-Control": "no-cache, max-age=3600"}, None),
        (
            {"Expires": "Fri, 06 Feb 2026 02:00:00 GMT", "Date": "Fri, 06 Feb 2026 01:00:00 GMT"},
            3600,
        ),
        ({"Expires": "0"}, None),
        ({}, None),
    ],
)
def test_freshness_is_read_from_the_answer(
    server: Server, web: Web, headers: dict[str, str], seconds: int | None
) -> None:
    server.routes["/feed"] = Answer(200, BODY, headers)
    assert web.get(server.url("/feed")).max_age_s == seconds


def test_a_bot_challenge_is_named(server: Server, web: Web) -> None:
    server.routes["/feed"] = Answer(403, headers={"CF-Mitigated": "challenge"})
    assert "bot challenge" in said(web, server.url("/feed"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 500, 502, 503])
def test_every_refusal_is_one_sentence_naming_host_and_status(
    server: Server, web: Web, status: int
) -> None:
    server.routes["/feed"] = refusal(status)
    sentence = said(web, server.url("/feed"))
    assert sentence.startswith("127.0.0.1 ")
    assert sentence.endswith(f"({status}).")


@pytest.mark.parametrize(
    "url", ["", "feed", "file:///etc/passwd", "javascript:alert(1)", "http://"]
)
def test_only_web_addresses_are_asked(web: Web, url: str) -> None:
    assert "is not a web address" in said(web, url)


def test_a_closed_port_and_an_unknown_name_are_sentences(web: Web) -> None:
    with Server() as gone:
        url = gone.url("/")
    assert said(web, url) == "127.0.0.1 refuses connections."
    assert said(web, "http://no-such-host.invalid/") == (
        "no-such-host.invalid is not known; check the address for typos."
    )


def test_something_that_speaks_no_http_is_a_sentence(server: Server, web: Web) -> None:
    server.routes["/feed"] = Answer(200, b"short", {"Transfer-Encoding": "chunked"})
    assert said(web, server.url("/feed")) == "127.0.0.1 broke off or did not speak HTTP."


def test_one_host_is_asked_at_most_twice_at_a_time(server: Server, web: Web) -> None:
    server.routes["/feed"] = slow(0.1, BODY)
    asking = [
        threading.Thread(target=web.get, args=(server.url("/feed"),), daemon=True) for _ in range(6)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(10)
    assert len(server.seen) == 6
    assert server.most_at_once == 2


def test_proxies_of_the_environment_are_ignored(
    server: Server, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.routes["/feed"] = BODY
    assert web.get(server.url("/feed")).body == BODY

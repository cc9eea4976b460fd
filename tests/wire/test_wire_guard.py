"""No request reaches a private address, by any spelling, redirect or change of mind of a name."""

import time
from collections.abc import Sequence
from typing import ClassVar

import httpcore2
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.server import Server, redirect
from heed.errors import Unreachable
from heed.wire.address import AllowList, Resolver, is_public
from heed.wire.dial import Deadline, GuardedBackend, GuardedTransport
from heed.wire.http import GuardedWeb

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2001:0:7f00:1::1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "localhost",
    "",
]
PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_hiding_an_ipv4_address_in_ipv6_changes_nothing(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0.0.0.0",
        "0",
    ],
)
def test_no_spelling_of_loopback_gets_through(host: str) -> None:
    with Server({"/": b"secret"}) as server:
        with pytest.raises(Unreachable) as caught:
            GuardedWeb(timeout_s=5).get(f"http://{host}:{server.port}/")
        assert not server.seen
    # Some spellings are no host name at all, some no resolver knows; most are loopback.
    assert any(words in str(caught.value) for words in ("private", "not known", "not a web"))


def names(**hosts: Sequence[str]) -> Resolver:
    """A resolver of our own: host names with dots written as underscores."""
    book = {name.replace("_", "."): addresses for name, addresses in hosts.items()}

    def resolver(host: str, port: int) -> Sequence[str]:
        if host not in book:
            raise OSError("unknown")
        return book[host]

    return resolver


def test_a_public_name_with_a_private_address_is_refused_with_the_fix() -> None:
    web = GuardedWeb(resolver=names(intranet_example=["192.168.0.7"]))
    with pytest.raises(Unreachable) as caught:
        web.get("http://intranet.example/")
    assert str(caught.value) == (
        "intranet.example is at 192.168.0.7, a private address; if you trust it, "
        "name it in HEED_ALLOW_HOSTS."
    )


class Dialled(httpcore2.NetworkBackend):
    """Sockets of our own that only remember which addresses were really dialled."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def connect_tcp(self, host: str, port: int, *_: object) -> httpcore2.NetworkStream:
        self.addresses.append(host)
        raise httpcore2.ConnectError("refused")


def dialled(resolver: Resolver, *, private_ok: bool = False) -> list[str]:
    sockets = Dialled()
    backend = GuardedBackend(
        resolver=resolver, deadline=Deadline(5), private_ok=private_ok, sockets=sockets
    )
    with pytest.raises(httpcore2.ConnectError):
        backend.connect_tcp("name.example", 80)
    return sockets.addresses


def test_a_name_that_changes_its_mind_is_looked_up_once() -> None:
    """DNS rebinding: the second answer, a private one, is never asked for."""
    answers = iter((["203.0.114.1"], ["127.0.0.1"]))
    assert dialled(lambda host, port: next(answers)) == ["203.0.114.1"]
    assert next(answers) == ["127.0.0.1"]


def test_private_addresses_among_public_ones_are_left_out() -> None:
    mixed = names(name_example=["127.0.0.1", "203.0.114.1", "fd00::1", "203.0.114.2"])
    assert dialled(mixed) == ["203.0.114.1", "203.0.114.2"]
    assert len(dialled(mixed, private_ok=True)) == 4


def test_an_allowed_name_may_be_private_and_keeps_its_host_header() -> None:
    with Server({"/": b"box"}) as server:
        entry = f"box.example:{server.port}"
        web = GuardedWeb((entry,), resolver=names(box_example=["127.0.0.1"]))
        assert web.get(f"http://{entry}/").body == b"box"
        assert server.seen[0].headers["host"] == entry


def test_an_allowed_port_allows_no_other_port() -> None:
    with Server({"/": b"secret"}) as server:
        web = GuardedWeb((f"127.0.0.1:{server.port + 1}",))
        with pytest.raises(Unreachable, match="private address"):
            web.get(server.url())
        assert not server.seen


def test_an_allowed_host_redirecting_to_another_private_one_is_refused() -> None:
    with Server({"/": b"secret"}) as inner, Server() as outer:
        outer.routes["/"] = redirect(f"http://localhost:{inner.port}/")
        with pytest.raises(Unreachable, match="localhost is at"):
            GuardedWeb((f"127.0.0.1:{outer.port}",)).get(outer.url())
        assert not inner.seen


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "[::1]", "localhost", "169.254.169.254"]
)
def test_a_redirect_to_a_private_address_is_refused(host: str) -> None:
    with Server() as server:
        server.routes["/"] = redirect(f"http://{host}:9/")
        web = GuardedWeb((f"127.0.0.1:{server.port}",), timeout_s=5)
        with pytest.raises(Unreachable, match="private address"):
            web.get(server.url())
        assert len(server.seen) == 1


def test_the_next_address_is_tried_where_the_first_does_not_answer() -> None:
    with Server({"/": b"here"}) as server:
        resolver = names(two_example=["::1", "127.0.0.1"])
        web = GuardedWeb(("two.example",), timeout_s=5, resolver=resolver)
        assert web.get(f"http://two.example:{server.port}/").body == b"here"


def test_a_resolver_that_never_answers_cannot_hold_us() -> None:
    def hanging(host: str, port: int) -> Sequence[str]:
        time.sleep(2)
        return ["127.0.0.1"]

    started = time.monotonic()
    with pytest.raises(Unreachable, match=r"did not answer within 0\.2 s"):
        GuardedWeb(timeout_s=0.2, resolver=hanging).get("http://slow.example/")
    assert time.monotonic() - started < 1.5


def test_allow_entries_match_whole_hosts_in_any_case() -> None:
    allow = AllowList(("Box.Example", "[::1]:8080", "10.0.0.2:81"))
    assert allow.allows("box.example", 80)
    assert allow.allows("::1", 8080)
    assert allow.allows("10.0.0.2", 81)
    assert not allow.allows("evil-box.example", 80)
    assert not allow.allows("box.example.evil.org", 80)
    assert not allow.allows("::1", 80)
    assert not allow.allows("10.0.0.2", 80)


class Whispered(httpcore2.NetworkStream):
    """A stream that only remembers the name TLS was asked to check."""

    names: ClassVar[list[str | None]] = []

    def start_tls(self, *given: object, **named: object) -> httpcore2.NetworkStream:
        host = named.get("server_hostname", given[1] if len(given) > 1 else None)
        self.names.append(str(host))
        raise httpcore2.ConnectError("refused")

    def close(self) -> None:
        return


class Answered(httpcore2.NetworkBackend):
    """Sockets of our own that connect to anything."""

    def connect_tcp(self, *_: object) -> httpcore2.NetworkStream:
        return Whispered()


def test_tls_checks_the_name_asked_for_not_the_address() -> None:
    backend = GuardedBackend(
        resolver=names(name_example=["203.0.114.1"]),
        deadline=Deadline(5),
        private_ok=False,
        sockets=Answered(),
    )
    transport = GuardedTransport(backend, httpcore2.default_ssl_context())
    with pytest.raises(httpcore2.ConnectError):
        transport.handle_request(httpx2.Request("GET", "https://name.example/feed"))
    assert Whispered.names == ["name.example"]


def test_a_server_without_tls_is_a_sentence() -> None:
    web = GuardedWeb(("127.0.0.1",), timeout_s=5)
    refused = pytest.raises(Unreachable, match="no common way to speak securely")
    with Server({"/": b"plain"}) as server, refused:
        web.get(f"https://127.0.0.1:{server.port}/")

"""The late client is the guarded one: same answers, same refusals."""

from collections.abc import Iterator

import pytest

from fakes.server import Server, document
from heed.errors import Unreachable
from heed.wire.late import LateWeb


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.routes["/feed"] = document(b"<rss/>" * 9)
        yield running


def late(*allowed: str, most: int = 2**20) -> LateWeb:
    return LateWeb(allow_hosts=allowed, timeout_s=5, max_body_bytes=most)


def test_an_allowed_host_is_asked(server: Server) -> None:
    assert late("127.0.0.1").get(server.url("/feed")).body == b"<rss/>" * 9


def test_the_validators_are_passed_on(server: Server) -> None:
    web = late("127.0.0.1")
    first = web.get(server.url("/feed"))
    assert web.get(server.url("/feed"), etag=first.etag).status == 304


def test_a_private_host_is_still_refused(server: Server) -> None:
    with pytest.raises(Unreachable, match="private"):
        late().get(server.url("/feed"))


def test_the_cap_holds(server: Server) -> None:
    with pytest.raises(Unreachable, match="more than 10 bytes"):
        late("127.0.0.1", most=10).get(server.url("/feed"))

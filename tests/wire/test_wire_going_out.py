"""What leaves the home, against real loopback servers: JSON posted, guarded."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from fakes.server import Server, redirect
from heed.errors import Unreachable
from heed.wire.http import GuardedWeb

HOST = "127.0.0.1"


class Hook(BaseHTTPRequestHandler):
    """Keeps what is posted to it; sends on from /moved, refuses at /gone."""

    got: ClassVar[list[tuple[str, str | None, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.got.append((self.path, self.headers["content-type"], body))
        self.send_response({"/moved": 302, "/gone": 410}.get(self.path, 204))
        if self.path == "/moved":
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def hook() -> Iterator[str]:
    Hook.got = []
    with ThreadingHTTPServer((HOST, 0), Hook) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://{HOST}:{server.server_address[1]}"
        server.shutdown()


def test_json_is_posted_as_it_is(hook: str) -> None:
    GuardedWeb((HOST,), timeout_s=5).post(f"{hook}/a", '{"text": "阿沃"}'.encode())
    assert Hook.got == [("/a", "application/json", '{"text": "阿沃"}'.encode())]


def test_nothing_is_posted_to_a_private_address_unless_allowed(hook: str) -> None:
    with pytest.raises(Unreachable, match="a private address"):
        GuardedWeb((), timeout_s=5).post(f"{hook}/a", b"{}")
    assert Hook.got == []


def test_a_post_follows_no_redirect_and_tells_a_refusal(hook: str) -> None:
    web = GuardedWeb((HOST,), timeout_s=5)
    with pytest.raises(Unreachable, match="sends on to another address"):
        web.post(f"{hook}/moved", b"{}")
    with pytest.raises(Unreachable):
        web.post(f"{hook}/gone", b"{}")
    assert [path for path, _, _ in Hook.got] == ["/moved", "/gone"]


def test_an_answer_comes_back_and_a_key_goes_along_only_where_one_is_given() -> None:
    with Server({"/a": b"told"}) as server:
        web = GuardedWeb((HOST,), timeout_s=5)
        assert web.post(server.url("/a"), b"{}", bearer="sk").body == b"told"
        web.post(server.url("/a"), b"{}")
        assert [one.headers.get("authorization") for one in server.seen] == ["Bearer sk", None]


def test_a_key_does_not_follow_a_redirect() -> None:
    with Server({"/a": redirect("/b"), "/b": b"told"}) as server:
        with pytest.raises(Unreachable, match="sends on to another address"):
            GuardedWeb((HOST,), timeout_s=5).post(server.url("/a"), b"{}", bearer="sk")
        assert [one.path for one in server.seen] == ["/a"]

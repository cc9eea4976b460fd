"""What leaves the home, against real loopback servers: JSON posted, mail handed over, guarded."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from heed.errors import Unreachable
from heed.wire.http import GuardedWeb
from heed.wire.smtp import letter, send

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


class Post(socketserver.StreamRequestHandler):
    """As little SMTP as takes a mail; keeps what it was told, refuses `nobody`."""

    told: ClassVar[list[str]] = []

    def handle(self) -> None:
        self._say("220 here")
        in_letter = False
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            self.told.append(line)
            if in_letter:
                in_letter = line != "."
                self._say("250 kept") if not in_letter else None
            elif line.upper() == "DATA":
                in_letter = True
                self._say("354 go on")
            elif line.upper() == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("550 Nobody of that name." if "nobody" in line else "250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def post() -> Iterator[int]:
    Post.told = []
    with socketserver.ThreadingTCPServer((HOST, 0), Post) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1]
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


def mail(port: int, to: str = "ada@example.org", allow: tuple[str, ...] = (HOST,)) -> None:
    message = letter(sender=to, to=to, subject="heed:\nArvo", text="Why now: 8 pieces.\n阿沃")
    send(message, server=f"{HOST}:{port}", allow_hosts=allow, timeout_s=5)


def test_a_mail_is_handed_over(post: int) -> None:
    mail(post)
    assert "Subject: heed: Arvo" in Post.told
    assert "rcpt to:<ada@example.org>" in [line.lower() for line in Post.told]


def test_a_mail_server_that_says_no_is_quoted(post: int) -> None:
    with pytest.raises(Unreachable, match="did not take the mail"):
        mail(post, "nobody@example.org")


def test_a_password_is_not_sent_in_the_clear(post: int) -> None:
    message = letter(sender="a@b", to="a@b", subject="x", text="y")
    with pytest.raises(Unreachable, match="did not take the mail"):
        send(message, server=f"{HOST}:{post}", login="a:secret", allow_hosts=(HOST,), timeout_s=5)
    assert "secret" not in " ".join(Post.told)


def test_no_mail_goes_to_a_private_address_unless_allowed(post: int) -> None:
    with pytest.raises(Unreachable, match="a private address"):
        mail(post, allow=())
    assert Post.told == []


def test_a_mail_server_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match="cannot be reached"):
        mail(port)

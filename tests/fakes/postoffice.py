"""A mail server on this machine that keeps what it is sent: plain SMTP, one thread, our own."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from threading import Thread


@dataclass
class PostOffice:
    """Its port, what arrived, and what it says instead of 250 to a command."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)


class _Counter(socketserver.StreamRequestHandler):
    office: PostOffice

    def handle(self) -> None:
        self._say("220 post office")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            word = line.split()[0].upper()
            self.office.heard.append(line)
            if word == "DATA" and "DATA" not in self.office.says:
                self._say("354 go on")
                self._take()
            self._say(self.office.says.get(word) or self._usual(word))
            if word == "QUIT":
                return

    def _usual(self, word: str) -> str:
        usual = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "235 welcome", "QUIT": "221 bye"}
        return usual.get(word, "250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.office.letters.append(letter)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Open on a free port of the loopback until the block ends."""
    office = PostOffice()
    counter = type("Counter", (_Counter,), {"office": office})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), counter) as server:
        server.daemon_threads = True
        office.port = server.server_address[1]
        thread = Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
        thread.start()
        yield office
        server.shutdown()
        thread.join()

"""A small web of our own on loopback: serves real documents and misbehaves on demand."""

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import TypeAlias

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived; header names in lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send: a whole body, or `pieces` written one by one as they come."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterator[bytes]] | None = None


Route: TypeAlias = bytes | Answer | Callable[[Seen], Answer]


class Server:
    """Routes by path (without query) to bytes, an Answer, or a function; everything else is 404."""

    def __init__(self, routes: Mapping[str, Route] | None = None) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.seen: list[Seen] = []
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._http = ThreadingHTTPServer((HOST, 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    def url(self, path: str = "/") -> str:
        return f"http://{HOST}:{self.port}{path}"

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    def answer(self, seen: Seen) -> Answer:
        with self._lock:
            self.seen.append(seen)
        route = self.routes.get(seen.path.split("?")[0], Answer(404, b"nothing here"))
        if isinstance(route, bytes):
            return Answer(body=route)
        return route if isinstance(route, Answer) else route(seen)

    @contextmanager
    def busy(self) -> Iterator[None]:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1

    @property
    def closing(self) -> bool:
        return self._closing.is_set()


def lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def write(server: Server, answer: Answer, file: BufferedIOBase) -> None:
    for piece in answer.pieces() if answer.pieces else (answer.body,):
        if server.closing:
            return
        file.write(piece)
        file.flush()


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["content-length"])))

        def _answer(self, body: bytes) -> None:
            self.close_connection = True
            headers = lowered(self.headers)
            try:
                with server.busy():
                    self._send(server.answer(Seen(self.path, headers, body)))
            except (BrokenPipeError, ConnectionResetError):
                return

        def _send(self, answer: Answer) -> None:
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.pieces is None:
                self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            write(server, answer, self.wfile)

        def log_message(self, format: str, *args: object) -> None:
            return

    return Handler


def document(
    body: bytes, content_type: str = "application/rss+xml", *, modified: str = "", **more: str
) -> Callable[[Seen], Answer]:
    """A well-behaved document: an ETag of its bytes, 304 for whoever has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"Content-Type": content_type, "ETag": etag, **more}
    if modified:
        headers["Last-Modified"] = modified

    def answer(seen: Seen) -> Answer:
        known = seen.headers.get("if-none-match") == etag
        return Answer(304, headers=headers) if known else Answer(200, body, headers)

    return answer


def gzipped(body: bytes, content_type: str = "application/rss+xml") -> Answer:
    headers = {"Content-Type": content_type, "Content-Encoding": "gzip"}
    return Answer(200, gzip.compress(body), headers)


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status, headers={"Location": to})


def refusal(status: int, **headers: str) -> Answer:
    """An error; `Retry_After="60"` becomes the header Retry-After."""
    return Answer(status, b"no", {name.replace("_", "-"): value for name, value in headers.items()})


def drip(every_s: float = 0.05, piece: bytes = b"x") -> Answer:
    """A body that never ends and never hurries."""

    def pieces() -> Iterator[bytes]:
        while True:
            yield piece
            time.sleep(every_s)

    return Answer(200, pieces=pieces)


def endless(piece: bytes = b"x" * 65536, *, encoding: str = "") -> Answer:
    """A body that never ends and comes as fast as it is read."""

    def pieces() -> Iterator[bytes]:
        while True:
            yield piece

    return Answer(200, headers={"Content-Encoding": encoding} if encoding else {}, pieces=pieces)


def slow(seconds: float, body: bytes = b"late") -> Callable[[Seen], Answer]:
    """An answer whose first byte comes late."""

    def answer(_: Seen) -> Answer:
        time.sleep(seconds)
        return Answer(200, body)

    return answer


def rss(*titles: str, site: str = "https://example.org", name: str = "A feed") -> bytes:
    """A small valid feed; each title's link and guid come from its words."""
    items = "".join(
        f"<item><title>{title}</title><link>{site}/{slug}</link><guid>{slug}</guid>"
        f"<description>&lt;p&gt;About {title}.&lt;/p&gt;</description></item>"
        for title, slug in ((title, "-".join(title.lower().split())) for title in titles)
    )
    head = f"<title>{name}</title><link>{site}/</link>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'
    return feed.encode()


def opml_bomb(levels: int = 9) -> bytes:
    """A list whose entities would grow tenfold at each level."""
    entities = "".join(
        f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, levels)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY l0 "lol">{entities}]>'
        f'<opml><body><outline text="&l{levels - 1};" xmlUrl="http://example.org/"/></body></opml>'
    ).encode()

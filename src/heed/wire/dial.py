"""Opening connections: to checked addresses only, and never past a deadline. Knows no HTTP."""

import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence

import httpcore2
import httpx2

from heed.wire.address import Resolver, is_public


class Refused(Exception):
    """The host has no address heed may connect to; the text is the address it has."""


class Unknown(Exception):
    """The host's name cannot be resolved."""


class Deadline:
    """A moment after which nothing may wait any longer."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._ends - time.monotonic())

    def clip(self, timeout: float | None) -> float:
        """The shorter of a timeout and what is left. Raises httpcore2.ReadTimeout after the end."""
        left = self.left()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore2.NetworkStream):
    """A stream whose every wait ends by the deadline, however slowly bytes drip in."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.clip(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.clip(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        wait = self._deadline.clip(timeout)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, wait), self._deadline
        )

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore2.NetworkBackend):
    """Resolves a name once, checks every address, and connects to a checked one.

    The name is not looked up again, so an answer that changes between check and use changes
    nothing; Host header and TLS name stay those of the URL.
    """

    def __init__(
        self,
        *,
        resolver: Resolver,
        deadline: Deadline,
        private_ok: bool,
        sockets: httpcore2.NetworkBackend | None = None,
    ) -> None:
        self._resolver = resolver
        self._deadline = deadline
        self._private_ok = private_ok
        self._sockets = sockets or httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A stream to the first checked address that answers."""
        addresses = self._checked(host, port)
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            share = self._deadline.clip(timeout) / left
            try:
                stream = self._sockets.connect_tcp(address, port, share)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if left == 1:
                    raise
            else:
                return _TimedStream(stream, self._deadline)
        raise Unknown(host)

    def _checked(self, host: str, port: int) -> Sequence[str]:
        found = _resolve_in_time(self._resolver, host, port, self._deadline)
        allowed = [one for one in found if self._private_ok or is_public(one)]
        if found and not allowed:
            raise Refused(found[0])
        return allowed


def _resolve_in_time(resolver: Resolver, host: str, port: int, deadline: Deadline) -> Sequence[str]:
    """The resolver's answer; the system's one cannot be interrupted, so a thread waits for it."""
    answers: list[Sequence[str]] = []

    def ask() -> None:
        try:
            answers.append(resolver(host, port))
        except (OSError, UnicodeError):
            answers.append(())

    asking = threading.Thread(target=ask, name=f"resolve {host}", daemon=True)
    asking.start()
    asking.join(deadline.left())
    if not answers:
        raise httpcore2.ConnectTimeout(f"{host} was not resolved in time")
    return answers[0]


class GuardedTransport(httpx2.BaseTransport):
    """One request over one fresh connection through a guarded backend; no proxy, no environment."""

    def __init__(self, backend: GuardedBackend, ssl_context: ssl.SSLContext | None) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl_context, max_keepalive_connections=0, network_backend=backend
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer's head, its body still to be read. Raises httpcore2's errors."""
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.read() or None,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=answer.status, headers=answer.headers, stream=_Body(answer)
        )

    def close(self) -> None:
        """Closes the connection."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    """An answer's body as httpx2 wants it, still encoded."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()

"""The guarded client: how heed asks the web, politely and safely. Reads no document's meaning."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

import httpcore2
import httpx2

from heed import __version__
from heed.errors import Unreachable
from heed.types import Fetched
from heed.wire.address import AllowList, Resolver, resolve
from heed.wire.answer import fetched_from, redirect_of, refusal_of
from heed.wire.decode import ACCEPTED, Undecodable, decoded
from heed.wire.dial import Deadline, GuardedBackend, GuardedTransport, Refused, Unknown

USER_AGENT = f"heed/{__version__} (+https://github.com/heed-reader/heed)"
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "application/json;q=0.9, text/html;q=0.8, */*;q=0.5"
)
MAX_BODY_BYTES = 15 * 2**20
MAX_REDIRECTS = 5
MAX_URL_CHARACTERS = 4000
PER_HOST = 2


def _utc_now() -> datetime:
    return datetime.now(UTC)


class GuardedWeb:
    """Fetches over http and https; implements heed.types.Web; safe to share between threads.

    allow_hosts: hosts (`name` or `name:port`) that may be private; all others must be public at the
    address really connected to. timeout_s bounds the whole of each hop: name, connection, answer
    and body. max_body_bytes bounds the body after decompression. No cookies, no referrer, no proxy.
    """

    def __init__(
        self,
        allow_hosts: Sequence[str] = (),
        timeout_s: float = 20,
        max_body_bytes: int = MAX_BODY_BYTES,
        user_agent: str = USER_AGENT,
        *,
        resolver: Resolver = resolve,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._allow = AllowList(allow_hosts)
        self._timeout_s = timeout_s
        self._max_body_bytes = max_body_bytes
        self._user_agent = user_agent
        self._resolver = resolver
        self._now = now
        self._lock = threading.Lock()
        self._hosts: dict[str, threading.Semaphore] = {}

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Fetch `url`, conditionally where validators are given, through at most 5 redirects.

        Raises Unreachable with one sentence for everything that is no usable answer.
        """
        here = web_address(url)
        headers = self._headers(etag, modified)
        trusted = self._trusts(here)
        moved_to, permanent = "", True
        for _ in range(MAX_REDIRECTS + 1):
            outcome = self._hop(here, headers, private_ok=trusted and self._trusts(here))
            if isinstance(outcome, Fetched):
                return replace(outcome, moved_to=moved_to)
            here, lasting = web_address(outcome[0], base=here), outcome[1]
            permanent = permanent and lasting and here.scheme >= web_address(url).scheme
            moved_to = str(here) if permanent else moved_to
        raise Unreachable(f"{web_address(url).host} redirected more than {MAX_REDIRECTS} times.")

    def post(self, url: str, body: bytes, *, bearer: str = "") -> Fetched:
        """Send JSON to `url` and give back what it answers, guarded as `get` is.

        bearer: a key that goes along, to this address only: no redirect is followed. Raises
        Unreachable.
        """
        here = web_address(url)
        headers = [*self._headers("", ""), (b"Content-Type", b"application/json")]
        if bearer:
            headers.append((b"Authorization", f"Bearer {bearer}".encode("latin-1", "ignore")))
        outcome = self._hop(here, headers, private_ok=self._trusts(here), body=body)
        if not isinstance(outcome, Fetched):
            raise Unreachable(f"{here.host} sends on to another address; name that one instead.")
        return outcome

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The machine's trusted certificates, loaded once."""
        return httpcore2.default_ssl_context()

    def _trusts(self, url: httpx2.URL) -> bool:
        return self._allow.allows(url.host, _port(url))

    def _headers(self, etag: str, modified: str) -> list[tuple[bytes, bytes]]:
        given = {
            "User-Agent": self._user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
            "If-None-Match": etag,
            "If-Modified-Since": modified,
        }
        return [
            (name.encode(), value.encode("latin-1", "ignore"))
            for name, value in given.items()
            if value
        ]

    def _hop(
        self,
        url: httpx2.URL,
        headers: list[tuple[bytes, bytes]],
        *,
        private_ok: bool,
        body: bytes | None = None,
    ) -> Fetched | tuple[str, bool]:
        """One request: an answer, or (the Location it points to, whether for good).

        body: what is posted; None asks for the document.
        """
        method = "GET" if body is None else "POST"
        with self._turn(url.host):
            deadline = Deadline(self._timeout_s)
            backend = GuardedBackend(
                resolver=self._resolver, deadline=deadline, private_ok=private_ok
            )
            with (
                self._sentences(url.host),
                self._client(backend, secure=url.scheme == "https") as client,
                client.stream(method, url, headers=headers, content=body) as answer,
            ):
                return self._understand(url, answer)

    def _client(self, backend: GuardedBackend, *, secure: bool) -> httpx2.Client:
        """A client for one request: it can keep no cookie and no connection."""
        return httpx2.Client(
            transport=GuardedTransport(backend, self._tls if secure else None),
            timeout=self._timeout_s,
            trust_env=False,
            follow_redirects=False,
        )

    def _understand(self, url: httpx2.URL, answer: httpx2.Response) -> Fetched | tuple[str, bool]:
        redirect = redirect_of(answer.status_code, answer.headers)
        if redirect is not None:
            return redirect
        refusal = refusal_of(url.host, answer.status_code, answer.headers, now=self._now())
        if refusal is not None:
            raise refusal
        body = b"" if answer.status_code == 304 else self._body(url.host, answer)
        return fetched_from(str(url), answer.status_code, answer.headers, body)

    def _body(self, host: str, answer: httpx2.Response) -> bytes:
        """The decoded body, read no further than the cap."""
        body = bytearray()
        for piece in decoded(answer.iter_raw(), answer.headers.get("content-encoding", "")):
            body += piece
            if len(body) > self._max_body_bytes:
                raise Unreachable(
                    f"{host} sent more than {_size(self._max_body_bytes)}; heed reads no further."
                )
        return bytes(body)

    @contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        """At most two requests to one host at a time; others wait here."""
        with self._lock:
            turns = self._hosts.setdefault(host, threading.Semaphore(PER_HOST))
        with turns:
            yield

    @contextmanager
    def _sentences(self, host: str) -> Iterator[None]:
        """Every failure on the way as Unreachable with its one sentence."""
        try:
            yield
        except Refused as error:
            raise Unreachable(
                f"{host} is at {error}, a private address; if you trust it, "
                "name it in HEED_ALLOW_HOSTS."
            ) from error
        except Unknown as error:
            raise Unreachable(f"{host} is not known; check the address for typos.") from error
        except httpcore2.TimeoutException as error:
            raise Unreachable(f"{host} did not answer within {self._timeout_s:g} s.") from error
        except httpcore2.ConnectError as error:
            raise Unreachable(_connecting(host, error)) from error
        except Undecodable as error:
            raise Unreachable(f"{host} sent {error}.") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.HTTPError) as error:
            raise Unreachable(f"{host} broke off or did not speak HTTP.") from error


def web_address(url: str, *, base: httpx2.URL | None = None) -> httpx2.URL:
    """`url` as a checked http or https address, resolved against `base`. Raises Unreachable."""
    shown = url[:80].strip() or "An empty address"
    try:
        parsed = httpx2.URL(url.strip())
        joined = base.join(parsed) if base is not None else parsed
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise Unreachable(f"{shown} is not a web address.") from error
    if joined.scheme not in ("http", "https"):
        raise Unreachable(f"{shown} is not a web address: it must begin with http:// or https://.")
    if not joined.host or len(url) > MAX_URL_CHARACTERS:
        raise Unreachable(f"{shown} is not a web address.")
    return joined.copy_with(fragment=None)


def _port(url: httpx2.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _size(count: int) -> str:
    return f"{count / 2**20:g} MiB" if count >= 2**20 else f"{count} bytes"


def _connecting(host: str, error: Exception) -> str:
    words = str(error)
    causes: Mapping[str, str] = {
        "CERTIFICATE_VERIFY_FAILED": f"{host} shows a certificate that cannot be trusted.",
        "SSL": f"{host} and heed found no common way to speak securely.",
        "refused": f"{host} refuses connections.",
    }
    otherwise = f"{host} cannot be reached from here."
    return next((sentence for mark, sentence in causes.items() if mark in words), otherwise)

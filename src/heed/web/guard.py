"""What stands before every page: which requests may pass and which headers leave. Knows no page."""

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
FRAMED = "/desk/talk"
"""The one page that may stand in a frame, and only of the sites the settings name."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_UPLOAD_BYTES = 8 * 2**20


class Guard:
    """ASGI middleware: known hosts, no writes from other sites, bounded bodies, strict headers."""

    def __init__(
        self, app: ASGIApp, *, hosts: Iterable[str] = (), frames: Collection[str] = ()
    ) -> None:
        self.app = app
        self.hosts = frozenset(LOOPBACK) | frozenset(hosts)
        self.framed = HEADERS | {"content-security-policy": framed_by(frames)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with one sentence, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(scope["method"], Headers(scope=scope))
        headers = self.framed if scope["path"] == FRAMED else HEADERS
        if refusal is None:
            await self.app(scope, _bounded(receive), _guarded(send, headers))
        else:
            status, sentence = refusal
            answer = PlainTextResponse(sentence, status)
            await answer(scope, receive, _guarded(send, HEADERS))

    def refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        """Why a request may not pass, as status and sentence; None where it may."""
        host = headers.get("host", "")
        if host_name(host) not in self.hosts:
            return 421, "heed answers only to its own address; open it by the address it printed."
        # A browser never sends a token by itself, so what carries one was meant.
        meant = headers.get("authorization", "").startswith("Bearer ") or by_program(headers)
        if method not in SAFE_METHODS and not meant and not same_origin(headers, host):
            return 403, "This change came from another site, so heed did not make it."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_UPLOAD_BYTES:
            return (
                413,
                f"This is larger than {MAX_UPLOAD_BYTES >> 20} MB, more than heed takes at once.",
            )
        return None


def host_name(host: str) -> str:
    """The name in a Host header, without its port; empty where it cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def same_origin(headers: Headers, host: str) -> bool:
    """Whether the browser says that our own page asked; without either header it did not."""
    origin = headers.get("origin")
    if origin is not None and origin != "null":
        return urlsplit(origin).netloc == host
    return headers.get("sec-fetch-site") in {"same-origin", "none"}


def asked_here(headers: Headers) -> bool:
    """Whether no page of another site asked for this one, as far as the browser says."""
    return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}


def by_program(headers: Headers) -> bool:
    """Whether no browser sent this JSON: a browser names the origin of every change, and may not
    send JSON to another site unasked."""
    named = "origin" in headers or "sec-fetch-site" in headers or "cookie" in headers
    return not named and headers.get("content-type", "").split(";")[0] == "application/json"


def framed_by(sites: Collection[str]) -> str:
    """The policy of a page that these sites may show in a frame; none may where none is named."""
    return CSP.replace("ancestors 'none'", f"ancestors {' '.join(sites)}") if sites else CSP


def _guarded(send: Send, kept: Mapping[str, str]) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in kept.items():
                headers[name] = value
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return wrapped


def _bounded(receive: Receive) -> Receive:
    """Count a body that did not declare its length, too."""
    seen = 0

    async def wrapped() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_UPLOAD_BYTES:
            return {"type": "http.disconnect"}
        return message

    return wrapped

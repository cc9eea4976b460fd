"""Who comes in: where people are named, only they do, each into her own house. Knows no page."""

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from heed.actions import people
from heed.actions.people import Entered
from heed.store import people as store
from heed.web.houses import Houses
from heed.web.place import House

COOKIE = "heed_session"
OPEN = ("/login", "/join/", "/static/", "/favicon.ico", "/manifest.webmanifest", "/keeper.js")
WHO = "Say who you are: send a token as “Authorization: Bearer …”; heed person token makes one."


class Door:
    """ASGI middleware: sets the house of a request, or sends it to the door."""

    def __init__(self, app: ASGIApp, houses: Houses) -> None:
        self.app = app
        self.houses = houses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or turn away."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        entered, asks = await run_in_threadpool(self._seen, request)
        if entered is None and asks and not request.url.path.startswith(OPEN):
            await _turned_away(request)(scope, receive, send)
            return
        house = await run_in_threadpool(self._house, entered)
        scope.setdefault("state", {}).update(house=house, entered=entered)
        await self.app(scope, receive, send)

    def _seen(self, request: Request) -> tuple[Entered | None, bool]:
        """Who asks, and whether somebody has to."""
        diet = self.houses.own.diet
        token = bearer(request)
        secret = token or request.cookies.get(COOKIE)
        entered = people.known(diet, secret) if secret else None
        with diet.db.read() as tx:
            return entered, token is not None or store.any(tx)

    def _house(self, entered: Entered | None) -> House:
        return self.houses.of(entered.person) if entered else self.houses.own


def bearer(request: Request) -> str | None:
    """The token of a request that carries one."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret if kind == "Bearer" else None


def _turned_away(request: Request) -> Response:
    if request.url.path.startswith("/api/") or bearer(request) is not None:
        return JSONResponse({"error": WHO}, 401, headers={"www-authenticate": "Bearer"})
    back = {"back": request.url.path} if request.method == "GET" else {}
    return RedirectResponse(f"/login?{urlencode(back)}" if back else "/login", status_code=303)

"""The web app put together: guard, static files, one router a page. No page lives here."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from types import ModuleType

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from heed import __version__
from heed.actions.desk import Desk
from heed.diet import Diet
from heed.errors import BadInput, Denied, HeedError, NotFound, StoreError, Unreachable, Unreadable
from heed.web import (
    accounts,
    api,
    ask,
    attention,
    bought,
    cards,
    check,
    compute,
    desk,
    deskapi,
    desktaken,
    desktalk,
    diet,
    edition,
    evaluation,
    exchange,
    feeds,
    focus,
    goals,
    help,
    hindsight,
    kept,
    ledger,
    leftout,
    login,
    look,
    margin,
    newest,
    offline,
    reasons,
    recommend,
    rules,
    search,
    settings,
    since,
    sources,
    story,
    summary,
    team,
    teamaudit,
    teamdoor,
    teampeople,
    translate,
    value,
    watch,
    watchapi,
    watched,
    watchfeed,
    welcome,
    you,
)
from heed.web.door import Door
from heed.web.gathering import Gathering
from heed.web.guard import Guard
from heed.web.houses import Houses, Opener, open_or_make
from heed.web.place import House, place
from heed.web.render import STATIC, static

PAGES = (
    edition,
    welcome,
    story,
    margin,
    check,
    focus,
    kept,
    cards,
    goals,
    diet,
    feeds,
    hindsight,
    story,
    reasons,
    you,
    leftout,
    newest,
    sources,
    rules,
    ledger,
    accounts,
    evaluation,
    search,
    ask,
    recommend,
    attention,
    bought,
    value,
    team,
    teampeople,
    teamaudit,
    teamdoor,
    login,
    settings,
    help,
    watch,
    watchfeed,
    watched,
    desk,
    desktaken,
    desktalk,
    deskapi,
    look,
    offline,
    compute,
    exchange,
    api,
    watchapi,
    summary,
    since,
    translate,
)
CUSTOMERS = (desktalk, deskapi)
"""All that a help desk's customers may reach."""
NO_PAGE = "There is no such page."
NO_WAY = "This page cannot be asked that way."
TOO_LONG = "A field of this form holds more than 1 MB; write less."
NO_FORM = "What was sent cannot be read as a form; go back and send it again."
UNUSABLE = "What was sent as {name} cannot be used; go back and change it."
STATUS: dict[type[HeedError], int] = {
    BadInput: 400,
    NotFound: 404,
    Denied: 403,
    Unreachable: 502,
    Unreadable: 422,
    StoreError: 500,
}


def create_app(
    diet: Diet,
    *,
    sample: bool = False,
    hosts: Iterable[str] = (),
    opener: Opener = open_or_make,
    pages: Sequence[ModuleType] = PAGES,
) -> FastAPI:
    """heed's pages and API over one opened diet, and over a home for everybody else who may enter.

    sample: say on every page that these pieces are a sample. hosts: names the server may be called
    by, besides those of the loopback. opener: how the home of somebody else is opened. pages: those
    that are there.
    """
    house = House(diet, Gathering(), Desk(diet), sample)
    houses = Houses(house, opener)
    app = FastAPI(
        title="heed",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.house, app.state.houses = house, houses
    app.state.tries = login.Tries()
    app.state.customers = pages is CUSTOMERS
    for page in pages:
        app.router.routes.extend(page.router.routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(HeedError, _told)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(OverflowError, _nowhere)
    app.add_exception_handler(Exception, _broken)
    app.add_api_route("/favicon.ico", _icon, include_in_schema=False)
    if pages is not CUSTOMERS:
        app.add_middleware(Door, houses=houses)
    app.add_middleware(Guard, hosts=hosts, frames=diet.settings.desk_frames)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """A gathering under way is finished before the server goes."""
    yield
    houses: Houses = app.state.houses
    houses.close()


def _told(request: Request, error: Exception) -> Response:
    """One of heed's own errors: its sentence, no trace."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    return _failed(request, status, str(error))


def _misunderstood(request: Request, error: Exception) -> Response:
    """A request with a value heed cannot use; in an address it means there is no such page."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where, name = first["loc"][0], str(first["loc"][-1])
    if where == "path":
        return _refused(request, HTTPException(404))
    if _is_api(request):
        return _failed(request, 422, f"{name} cannot be used: {first['msg']}.")
    return _failed(request, 422, UNUSABLE.format(name=name))


def _refused(request: Request, error: Exception) -> Response:
    """An address or method that is not there, or a form that could not be taken apart."""
    assert isinstance(error, HTTPException)
    too_long = "exceeded maximum size" in str(error.detail)
    known = {400: TOO_LONG if too_long else NO_FORM, 404: NO_PAGE, 405: NO_WAY}
    sentence = known.get(error.status_code, error.detail)
    return _failed(request, error.status_code, sentence)


def _nowhere(request: Request, _: Exception) -> Response:
    """A number in an address that no home could hold."""
    return _refused(request, HTTPException(404))


def _broken(_: Request, __: Exception) -> Response:
    """A mistake of heed's own: no trace on the page; the log has it."""
    return PlainTextResponse("Something in heed broke. The log says what; nothing was lost.", 500)


def _icon() -> Response:
    """The icon, for browsers that ask at the old place."""
    return RedirectResponse(static("heed.svg"), status_code=301)


def _failed(request: Request, status: int, sentence: str) -> Response:
    if _is_api(request):
        return JSONResponse({"error": sentence}, status)
    here = place(request)
    told = here.words.told(sentence)
    if request.app.state.customers:
        return PlainTextResponse(told, status)
    return here.page("error.html", status=status, timed=False, page="", here="/", sentence=told)


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")

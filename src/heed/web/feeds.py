"""The edition for other readers, and the weekly letter as a page. Decides nothing."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from heed.actions import feeds
from heed.actions.letter import letter
from heed.web.place import Here

router = APIRouter(include_in_schema=False)


@router.get("/edition.atom")
def atom(here: Here) -> Response:
    """Today's edition as Atom."""
    body = feeds.atom(here.diet, here.words, str(here.request.url))
    return Response(body, media_type="application/atom+xml")


@router.get("/edition.json")
def json_feed(here: Here) -> Response:
    """Today's edition as JSON Feed."""
    body = feeds.json_text(here.diet, here.words, str(here.request.url))
    return Response(body, media_type="application/feed+json")


@router.get("/letter")
def show(here: Here) -> HTMLResponse:
    """What the last seven days' attention bought."""
    sheet = letter(here.diet, here.words)
    return here.page("letter.html", sheet=sheet)

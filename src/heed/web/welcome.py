"""The first minutes: what to read, how long, and three pieces one would like. No other page."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import seeds, settings
from heed.actions import sources as source_actions
from heed.actions import starters as actions
from heed.errors import BadInput, HeedError
from heed.web.place import Here, Place, sources_by_id

router = APIRouter(include_in_schema=False)


@router.get("/welcome")
def show(here: Here) -> HTMLResponse:
    """Choose what to read and how long."""
    return _welcome(here)


@router.post("/welcome")
def begin(
    here: Here,
    minutes: Annotated[str, Form(max_length=10)] = "",
    topics: Annotated[list[str] | None, Form()] = None,
    target: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Subscribe, set the minutes, fetch."""
    wanted = topics or []
    try:
        if not wanted and not target.strip():
            raise BadInput("Choose a topic or name an address, so that there is something to read.")
        if minutes:
            settings.change(here.diet, "minutes", minutes)
        actions.begin(here.diet, wanted)
        if target.strip():
            source_actions.add(here.diet, target.strip())
    except HeedError as error:
        told = here.words.told(str(error))
        return _welcome(here, trouble=told, chosen=wanted, target=target)
    here.house.gathering.start(here.diet)
    return RedirectResponse("/", status_code=303)


@router.get("/seeds")
def unlike(here: Here) -> HTMLResponse:
    """A few unlike pieces to pick from."""
    held = sources_by_id(here.diet)
    shown = [
        (number, one, held[one.source_id].title if one.source_id in held else "")
        for number, one in enumerate(seeds.show(here.diet), 1)
    ]
    return here.page("seeds.html", shown=shown)


@router.post("/seeds")
def pick(here: Here, numbers: Annotated[list[int] | None, Form()] = None) -> Response:
    """What one would like to read; today's edition is made anew by it, if it was not begun."""
    if numbers:
        seeds.pick(here.diet, numbers)
    with suppress(BadInput):  # one that was begun stays; tomorrow's will know
        here.diet.edition(again=True)
    return RedirectResponse("/", status_code=303)


def _welcome(
    here: Place, *, trouble: str = "", chosen: list[str] | None = None, target: str = ""
) -> HTMLResponse:
    zh = here.words.language == "zh"
    topics = [
        (one.name, one.name_zh if zh else one.name, " · ".join(feed.title for feed in one.feeds))
        for one in actions.starters()
    ]
    return here.page(
        "welcome.html",
        status=400 if trouble else 200,
        here="/welcome",
        topics=topics,
        chosen=chosen or [],
        target=target,
        minutes=f"{here.diet.settings.minutes:g}",
        trouble=trouble,
    )

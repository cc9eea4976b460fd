"""The API of search and ask."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from heed.actions import search as actions
from heed.actions.phrase import phrase
from heed.plain import finding_json, reply_json
from heed.store import sources
from heed.web.api.troubles import TROUBLES
from heed.web.guard import asked_here
from heed.web.place import Here

router = APIRouter(tags=["finding"], responses=TROUBLES)
Typed = Annotated[str, Query(alias="q", min_length=1, max_length=500)]


@router.get("/search", summary="Pieces by their words and meaning")
def search(here: Here, typed: Typed) -> list[dict[str, Any]]:
    """The same JSON as `heed search --json`."""
    with here.diet.db.read() as tx:
        held = sources.ever(tx)
    return [dict(finding_json(one, held)) for one in actions.search(here.diet, typed)]


@router.get("/ask", summary="A question, answered by sentences of your sources")
def ask(here: Here, question: Typed) -> dict[str, Any]:
    """The same JSON as `heed ask --json`."""
    with here.diet.db.read() as tx:
        held = sources.ever(tx)
    reply = actions.ask(here.diet, question)
    return dict(
        reply_json(reply, held, phrase(here.diet, reply, meant=asked_here(here.request.headers)))
    )

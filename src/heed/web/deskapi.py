"""The help desk's JSON API: ask, see what became of it, object. No page, nothing of the home."""

from typing import Annotated, Any

from fastapi import APIRouter, Body

from heed.actions import desk as actions
from heed.actions import deskwork
from heed.errors import NotFound
from heed.plain import desk_answer_json, desk_turn_json
from heed.store import deskturns
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

router = APIRouter(prefix="/api/desk", tags=["help desk"], responses=TROUBLES)


@router.post("/ask", summary="Ask the help desk")
def ask(
    here: Here,
    message: Annotated[str, Body()],
    talk: Annotated[str, Body()] = "",
) -> dict[str, Any]:
    """An answer with the words that decided, or null and a person will answer: look again at
    /api/desk/talks/TALK. Without `talk` a new conversation begins.
    """
    turn, found = here.desk.ask(message, talk=talk)
    return {**desk_answer_json(found), **desk_turn_json(turn)}


@router.get("/talks/{talk}", summary="A conversation so far")
def conversation(here: Here, talk: str) -> list[dict[str, Any]]:
    """Every message with its answer, oldest first."""
    actions.named(talk)
    with here.diet.db.read() as tx:
        turns = deskturns.of_talk(tx, talk)
    if not turns:
        raise NotFound("There is no conversation of this name at the desk.")
    return [dict(desk_turn_json(one)) for one in turns]


@router.post("/talks/{talk}/{turn_id}/object", summary="Say that an answer was none")
def object_to(here: Here, talk: str, turn_id: int) -> dict[str, Any]:
    """A person takes over."""
    return dict(desk_turn_json(deskwork.object_to(here.desk, turn_id, talk)))

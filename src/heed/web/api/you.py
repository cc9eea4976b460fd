"""The API of who heed thinks you are: what every answer taught, and what it may no longer teach."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import who as actions
from heed.plain import portrait_json
from heed.types import TagKind
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

router = APIRouter(tags=["you"], responses=TROUBLES)


class TagIn(BaseModel):
    """A topic, a source (by its number) or a word of titles."""

    kind: TagKind
    name: str = Field(max_length=200)


@router.get("/you", summary="Who heed thinks you are")
def portrait(here: Here) -> dict[str, Any]:
    """The same JSON as `heed who --json`."""
    return dict(portrait_json(actions.portrait(here.diet)))


@router.delete("/you/pieces/{item_id}", status_code=204, summary="Forget an answer")
def forget(here: Here, item_id: Id) -> None:
    """As `heed who forget`: it teaches no more; the ledger keeps it."""
    actions.forget(here.diet, item_id)


@router.put("/you/pieces/{item_id}", status_code=204, summary="Let an answer teach again")
def remember(here: Here, item_id: Id) -> None:
    """As `heed who remember`."""
    actions.remember(here.diet, item_id)


@router.put("/you/pinned", status_code=204, summary="Pin a topic, a source or a word")
def pin(here: Here, given: TagIn) -> None:
    """As `heed who pin`."""
    actions.pin(here.diet, given.kind, given.name)


@router.put("/you/muted", status_code=204, summary="Mute a topic, a source or a word")
def mute(here: Here, given: TagIn) -> None:
    """As `heed who mute`."""
    actions.mute(here.diet, given.kind, given.name)


@router.post("/you/cleared", status_code=204, summary="Neither pin nor mute")
def clear(here: Here, given: TagIn) -> None:
    """As `heed who clear`."""
    actions.clear(here.diet, given.kind, given.name)

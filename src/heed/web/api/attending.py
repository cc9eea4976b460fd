"""The API of one piece at a time: the next of today, its check, and the question a week later."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import check as checks
from heed.actions import hindsight as hindsights
from heed.plain import minutes, slot_json
from heed.store import items
from heed.types import Answer, Item
from heed.web.api.cards import GradeIn, shown
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here, progress
from heed.wording import Words

router = APIRouter(tags=["attending"], responses=TROUBLES)


class ReadIn(BaseModel):
    """Seconds of active reading."""

    seconds: int = Field(ge=0, le=86_400)


class SecondThought(BaseModel):
    """An answer a week later; none: never ask about this piece again."""

    answer: Answer | None = None


@router.get("/focus", summary="The next piece of today that is not read, with its text")
def focus(here: Here) -> dict[str, Any] | None:
    """As `heed focus`; null: that is all for today. Looking issues nothing. Cards have no text."""
    edition = here.diet.current() or here.diet.preview(here.diet.today())
    so_far = progress(here.diet)
    slot = next((one for one in edition.slots if not so_far.done(one.item_id)), None)
    if slot is None:
        return None
    told = dict(slot_json(slot, Words("en", here.diet.zone)))
    if slot.kind == "review":
        return told
    with here.diet.db.read() as tx:
        item = items.get(tx, slot.item_id)
    return told | {"text": item.text or item.lead}


@router.get("/items/{item_id}", summary="A piece with its text")
def piece(here: Here, item_id: Id) -> dict[str, Any]:
    """As its page."""
    with here.diet.db.read() as tx:
        item = items.get(tx, item_id)
    return head(item) | {"lead": item.lead, "text": item.text}


@router.post("/items/{item_id}/reading", status_code=204, summary="So long was it read")
def timed(here: Here, item_id: Id, given: ReadIn) -> None:
    """Seconds of active reading since this was last told, without an answer."""
    if given.seconds:
        here.diet.read(item_id, active_s=given.seconds, via="api")


@router.get("/items/{item_id}/check", summary="A sentence of a piece with a gap")
def check(here: Here, item_id: Id) -> dict[str, Any] | None:
    """As `heed check`; share: of its sentences' attention. null: none can be asked about."""
    asked = checks.check(here.diet, item_id)
    return None if asked is None else {**asked._asdict(), "share": round(asked.share, 4)}


@router.post("/items/{item_id}/check", summary="Answer it; the sentence becomes a card")
def answer(here: Here, item_id: Id, given: GradeIn) -> dict[str, Any] | None:
    """As `heed check ITEM GRADE`."""
    made = checks.answer(here.diet, item_id, given.grade, given.seconds)
    return None if made is None else shown(made, here)


@router.get("/hindsight", summary="The piece to think of again, a week later")
def hindsight(here: Here) -> dict[str, Any] | None:
    """One at a time; null: none now."""
    item = hindsights.due(here.diet)
    return None if item is None else head(item)


@router.post("/hindsight/{item_id}", status_code=204, summary="A second thought, or none")
def thought(here: Here, item_id: Id, given: SecondThought) -> None:
    """As the question at the foot of the edition."""
    if given.answer is None:
        hindsights.skip(here.diet, item_id)
    else:
        hindsights.answer(here.diet, item_id, given.answer)


def head(item: Item) -> dict[str, Any]:
    """What says which piece it is."""
    return {
        "item": item.id,
        "title": item.title,
        "url": item.url,
        "language": item.language,
        "minutes": minutes(item.seconds),
        "published_at": item.published_at.isoformat(),
    }

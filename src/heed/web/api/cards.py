"""The API of cards: make them of what was marked, look at those that are due, answer them."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import cards as actions
from heed.plain import card_json
from heed.store import cards
from heed.types import Card, Grade
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here, Place

router = APIRouter(tags=["cards"], responses=TROUBLES)


class CardIn(BaseModel):
    """A gap (hidden: its words, none: heed proposes), or a question and its answer."""

    hidden: str = Field("", max_length=2000)
    question: str = Field("", max_length=4000)
    answer: str = Field("", max_length=4000)


class GradeIn(BaseModel):
    """How well it was known; seconds: how long it was looked at."""

    grade: Grade
    seconds: int | None = Field(None, ge=0, le=86_400)


@router.get("/cards", summary="Every card, with how likely it is known now")
def listing(here: Here) -> list[dict[str, Any]]:
    """The same JSON as `heed cards list --json`."""
    with here.diet.db.read() as tx:
        kept = cards.all(tx)
    return [shown(one, here) for one in kept]


@router.get("/cards/due", summary="The cards to look at today")
def due(here: Here) -> dict[str, Any]:
    """As `heed cards review`. planned: how many today's edition holds; left: of those still to do;
    again: days until the card comes again, by answer.
    """
    waiting = actions.waiting(here.diet)
    return {
        "planned": waiting.planned,
        "left": waiting.left,
        "next_due_at": waiting.next.due_at.isoformat() if waiting.next else None,
        "cards": [
            shown(one, here) | {"again": actions.intervals(here.diet, one)} for one in waiting.cards
        ],
    }


@router.post("/highlights/{highlight_id}/cards", status_code=201, summary="Make a card of a mark")
def make(here: Here, highlight_id: Id, given: CardIn) -> dict[str, Any]:
    """As `heed cards make`."""
    made = actions.make(
        here.diet,
        highlight_id,
        hidden=given.hidden,
        question=given.question,
        answer=given.answer,
    )
    return shown(made, here)


@router.post("/cards/{card_id}/answer", summary="Answer a card")
def answer(here: Here, card_id: Id, given: GradeIn) -> dict[str, Any]:
    """As `heed cards review CARD GRADE`; its minutes are spent."""
    return shown(actions.answer(here.diet, card_id, given.grade, given.seconds), here)


@router.delete("/cards/{card_id}", status_code=204, summary="Take a card away")
def remove(here: Here, card_id: Id) -> None:
    """As `heed cards remove`."""
    actions.remove(here.diet, card_id)


def shown(one: Card, here: Place) -> dict[str, Any]:
    """A card as the command line prints it."""
    return dict(card_json(one, actions.recall(here.diet, one)))

"""The API of reading: an edition, an answer, the ledger, and how well the ranking does."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from heed.actions.evaluation import evaluate
from heed.actions.ledger import ledger
from heed.plain import edition_json, evaluation_json, ledger_json
from heed.store import sources
from heed.types import ITEM_ID_END, Answer, Edition
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here, Place
from heed.wording import Words

router = APIRouter(tags=["reading"], responses=TROUBLES)
Id = Annotated[int, Path(ge=0, lt=ITEM_ID_END)]
"""A number of this home's."""


class AnswerIn(BaseModel):
    """An answer to "would you spend these minutes again?"; seconds: how long it was read."""

    answer: Answer
    seconds: int | None = Field(None, ge=0, le=86_400)


class EditionIn(BaseModel):
    """Minutes for today, none: as set; again: anew, while none of it was read."""

    minutes: float | None = Field(None, ge=1, le=1440)
    again: bool = False


@router.get("/edition", summary="A day's edition, today's by default")
def edition(
    here: Here,
    day: Annotated[date | None, Query(alias="date")] = None,
    minutes: Annotated[float | None, Query(gt=0, le=1440)] = None,
) -> dict[str, Any]:
    """The same JSON as `heed edition --json`. Looking issues nothing: what is not in hand is told
    as it would be now.
    """
    day = day or here.diet.today()
    current = here.diet.current() if day == here.diet.today() and minutes is None else None
    return shown(current or here.diet.preview(day, minutes), here)


@router.post("/edition", summary="Issue today's edition")
def issue(here: Here, given: EditionIn) -> dict[str, Any]:
    """As `heed edition`: the one there is, unless other minutes are given or it is made anew."""
    return shown(here.diet.edition(given.minutes, again=given.again), here)


@router.post("/items/{item_id}/answer", status_code=204, summary="Was it worth it?")
def answer(here: Here, item_id: Id, given: AnswerIn) -> None:
    """As `heed verdict`."""
    here.diet.read(item_id, active_s=given.seconds, answer=given.answer, via="api")


@router.get("/ledger", summary="Minutes granted, spent and returned")
def account(here: Here) -> dict[str, Any]:
    """The same JSON as `heed ledger --json`."""
    return dict(ledger_json(ledger(here.diet)))


@router.get("/evaluation", summary="How well heed foretells your answers")
def evaluation(here: Here) -> dict[str, Any]:
    """The same JSON as `heed evaluate --json`."""
    return dict(evaluation_json(evaluate(here.diet), Words("en", here.diet.zone)))


def shown(edition: Edition, here: Place) -> dict[str, Any]:
    """An edition as the command line prints it."""
    with here.diet.db.read() as tx:
        held = sources.ever(tx)
    return dict(edition_json(edition, Words("en", here.diet.zone), held))

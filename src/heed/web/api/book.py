"""The API of the book behind the ledger: its lines, corrections, and what editions say of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from heed.accounted import accounts_json
from heed.actions import ledger as action
from heed.types import ITEM_ID_END, Entry
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

router = APIRouter(prefix="/ledger", tags=["ledger"], responses=TROUBLES)


class CorrectionIn(BaseModel):
    """How long a piece really took."""

    item: int = Field(ge=1, lt=ITEM_ID_END)
    minutes: float = Field(ge=0, le=action.MOST_MINUTES)


@router.get("/book", summary="The book, a line an entry, the newest last")
def book(here: Here, last: Annotated[int, Query(ge=1, le=10_000)] = 1000) -> list[dict[str, Any]]:
    """What `heed ledger --csv` prints; the seconds of a transaction sum to zero."""
    lines = action.book(here.diet, last=last)
    return [line_json(one) | {"title": title, "source": name} for one, title, name in lines]


@router.get("/accounts", summary="Rents, prices, advice, and other ways of choosing")
def accounts(here: Here) -> dict[str, Any]:
    """`accounts` of `heed ledger --json`; what is foretold says so."""
    return dict(accounts_json(action.accounts(here.diet)))


@router.post("/corrections", status_code=201, summary="Say how long a piece really took")
def correct(here: Here, given: CorrectionIn) -> list[dict[str, Any]]:
    """As `heed ledger --correct`: the lines of one more transaction; none where it stood so."""
    return [line_json(one) for one in action.correct(here.diet, given.item, given.minutes)]


def line_json(one: Entry) -> dict[str, Any]:
    """One line of the book."""
    return {
        "tx": one.tx,
        "at": one.at.isoformat(),
        "account": one.account,
        "seconds": one.seconds,
        "edition": one.edition_id,
        "item": one.item_id,
    }

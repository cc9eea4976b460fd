"""A piece in its own sentences: the API, and what the story page shows of it. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from heed.actions import summary as action
from heed.counsel import summary_json
from heed.errors import BadInput
from heed.store import items
from heed.types import Item
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here, Place, sources_by_id

LEVELS = 3
SHOWN = 3
router = APIRouter(prefix="/api", tags=["heed"], responses=TROUBLES)
Seconds = Annotated[float, Field(ge=1, le=3600)]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One chosen sentence; level 1 to 3: how much of the text's weight it has."""

    text: str
    level: int
    percent: int


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The summary above a piece."""

    sentences: tuple[SentenceView, ...]
    told: str


@dataclass(frozen=True, slots=True)
class SaidView:
    """A sentence and the outlets that say it."""

    text: str
    outlets: str


@dataclass(frozen=True, slots=True)
class ComparedView:
    """What outlets agree on and what only one says."""

    shared: tuple[SaidView, ...]
    alone: tuple[SaidView, ...]


class Wanted(BaseModel):
    """A text, and how many seconds its summary may take to read."""

    text: str
    seconds: Seconds = action.SECONDS


@router.get("/summary", summary="A kept piece in its own sentences")
def of_item(
    here: Here,
    item: Annotated[int, Query()],
    seconds: Annotated[float, Query(ge=1, le=3600)] = action.SECONDS,
) -> dict[str, Any]:
    """The same JSON as `heed summarise --json`, of a piece by its id."""
    with here.diet.db.read() as tx:
        held = items.get(tx, item)
    found = action.of_item(here.diet, held, seconds)
    if found is None and not held.lead:
        raise BadInput("Only the title of this piece came, so there is no text to summarise.")
    settings, encoder = here.diet.settings, here.diet.encoder
    return dict(summary_json(found or action.of_text(held.lead, seconds, settings, encoder)))


@router.post("/summary", summary="A text in its own sentences")
def of_text(here: Here, wanted: Wanted) -> dict[str, Any]:
    """The same of a text that is sent; it is not kept."""
    return dict(summary_json(action.of_text(wanted.text, wanted.seconds, here.diet.settings)))


def summary_view(here: Place, item: Item, *, now: bool) -> SummaryView | None:
    """What stands above a piece; now: make it where none waits. None where only its lead came."""
    found = action.of_item(here.diet, item) if now else action.made_ahead(here.diet, item)
    if found is None:
        return None
    most = max(one.weight for one in found.chosen)
    return SummaryView(
        tuple(
            SentenceView(
                one.text,
                1 + min(LEVELS - 1, int(LEVELS * one.weight / most)),
                round(100 * one.weight),
            )
            for one in found.chosen
        ),
        here.words.gettext(
            "{count} of {all} sentences, {seconds} seconds to read; underlined by their weight.",
            count=len(found.chosen),
            all=len(found.sentences),
            seconds=round(found.seconds),
        ),
    )


def compared_view(here: Place, told: Sequence[Item]) -> ComparedView | None:
    """What the outlets of one story agree on; None where one tells it or nothing was found."""
    if len({item.source_id for item in told}) < 2:
        return None
    held = sources_by_id(here.diet)
    names = [held[item.source_id].title if item.source_id in held else "" for item in told]
    found = action.compared(here.diet, told)
    shared = tuple(
        SaidView(one.text, ", ".join(dict.fromkeys(names[n] for n in one.outlets)))
        for one in found.shared
        if len({names[n] for n in one.outlets}) > 1
    )[:SHOWN]
    alone = tuple(SaidView(one.text, names[one.outlet]) for one in found.alone[:SHOWN])
    return ComparedView(shared, alone) if shared or alone else None

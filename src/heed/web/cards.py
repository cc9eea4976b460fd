"""The cards page: one at a time, four answers. When a card fades is decided in learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import cardfiles
from heed.actions import cards as actions
from heed.store import cards, items
from heed.types import GRADES, Card, Grade, Item
from heed.web.place import Here, Place

APKG = {"content-disposition": 'attachment; filename="heed.apkg"'}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the four answers, and when the card comes again after it."""

    grade: Grade
    label: str
    key: int
    again: str


@dataclass(frozen=True, slots=True)
class CardView:
    """The card to look at."""

    card: Card
    title: str
    choices: tuple[Choice, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list of all cards."""

    card: Card
    title: str
    recall: str
    due: str


@router.get("/cards")
def show(here: Here, more: Annotated[bool, Query(alias="all")] = False) -> HTMLResponse:
    """The next card; of those today's edition planned, unless `all` are asked for."""
    waiting = actions.waiting(here.diet)
    planned = bool(waiting.planned) and not more
    shown = waiting.cards[: waiting.left] if planned else waiting.cards
    view = card_view(here, shown, more=more) if shown else None
    return here.page(
        "cards.html",
        view=view,
        more=more,
        nothing=nothing(here, waiting),
        waiting=len(waiting.cards),
        exchange=here.words.number(here.diet.settings.recall_minutes),
    )


@router.post("/cards/{card_id}/answer")
def answered(
    here: Here,
    card_id: int,
    grade: Annotated[Grade, Form()],
    seconds: Annotated[str, Form(max_length=6)] = "",
    more: Annotated[bool, Form(alias="all")] = False,
) -> Response:
    """Keep an answer; `seconds` is what the page measured, empty where nothing could."""
    actions.answer(here.diet, card_id, grade, int(seconds) if seconds.isdecimal() else None)
    return RedirectResponse("/cards?all=1" if more else "/cards", status_code=303)


@router.get("/cards/all")
def show_all(here: Here) -> HTMLResponse:
    """Every card, those least likely known first."""
    with here.diet.db.read() as tx:
        kept = cards.all(tx)
        held = items.many(tx, {one.item_id for one in kept})
    rows = [(actions.recall(here.diet, one), one) for one in kept]
    rows.sort(key=lambda pair: (pair[0], pair[1].id))
    view = tuple(row(one, recall, held, here) for recall, one in rows)
    return here.page("cards_all.html", rows=view)


@router.get("/cards/heed.apkg")
def package(here: Here) -> Response:
    """Every card as an Anki package."""
    return Response(cardfiles.anki(here.diet), media_type="application/octet-stream", headers=APKG)


@router.post("/cards/{card_id}/remove")
def remove(here: Here, card_id: int) -> Response:
    """Take a card away."""
    actions.remove(here.diet, card_id)
    return RedirectResponse("/cards/all", status_code=303)


@router.post("/highlights/{highlight_id}/card")
def make(
    here: Here,
    highlight_id: int,
    hidden: Annotated[str, Form(max_length=2000)] = "",
    question: Annotated[str, Form(max_length=4000)] = "",
    answer: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """A card of marked words."""
    actions.make(here.diet, highlight_id, hidden=hidden, question=question, answer=answer)
    return RedirectResponse("/cards/all", status_code=303)


def card_view(here: Place, shown: Sequence[Card], *, more: bool) -> CardView:
    """The first of the cards, and how many follow."""
    card, words = shown[0], here.words
    with here.diet.db.read() as tx:
        item = items.many(tx, [card.item_id]).get(card.item_id)
    intervals = actions.intervals(here.diet, card)
    choices = tuple(
        Choice(grade, words.grade(grade), key, words.days(intervals[grade]))
        for grade, key in GRADES.items()
    )
    told = (
        words.ngettext("The last one that is due.", "{count} are due.", len(shown))
        if more
        else words.ngettext("The last one for today.", "{count} for today.", len(shown))
    )
    return CardView(card, item.title if item else "", choices, told)


def nothing(here: Place, waiting: actions.Waiting) -> str:
    """What is said where no card is shown."""
    words = here.words
    if waiting.planned and waiting.cards:
        return words.gettext(
            "Those for today are done. Others are due; their minutes are worth less."
        )
    if waiting.next is None:
        return words.gettext("There are no cards yet. Mark something and make a card of it.")
    when = words.date(waiting.next.due_at.astimezone(here.diet.zone).date())
    return words.gettext("No card is due. The next one is on {day}.", day=when)


def row(one: Card, recall: float, held: dict[int, Item], here: Place) -> Row:
    """One line of the list."""
    item = held.get(one.item_id)
    due = here.words.short_date(one.due_at.astimezone(here.diet.zone).date())
    return Row(one, item.title if item else "", f"{100 * recall:.0f} %", due)

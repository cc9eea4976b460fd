"""The edition page: today's finite reading as issued. Chooses nothing."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, groupby
from typing import Annotated, Literal
from unicodedata import east_asian_width

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from heed import issue
from heed.diet import Diet
from heed.store import items, sources
from heed.types import Edition, Item, Slot
from heed.web.alerted import alerted
from heed.web.bar import Part, href, parts
from heed.web.changed import changed
from heed.web.hindsight import hindsight_view
from heed.web.place import Here, Place, Progress, progress, sources_by_id
from heed.web.rules import readable
from heed.web.sources import stage_view
from heed.web.why import Why, why_chosen
from heed.wording import Words

Size = Literal["long", "middle", "short"]
LONG_S, MIDDLE_S = 6 * 60, 150
SENTENCE_END = re.compile(r"[.!?…](?=\s)|[。！？]")
LONGEST_LEAD = 180
Empty = Literal["", "no sources", "gathering", "nothing new"]
router = APIRouter(include_in_schema=False)


@router.get("/")
def show(here: Here) -> Response:
    """Today's edition, issued on first sight, or why there is none."""
    edition = here.diet.edition()
    if not edition.id:
        state = empty(here)
        if state == "no sources":
            return RedirectResponse("/welcome", status_code=303)
        return here.page(
            "empty.html",
            state=state,
            stage=stage_view(here.house.gathering.stage, here.words),
            days=here.diet.settings.window_days,
        )
    with here.diet.db.read() as tx:
        found = items.many(tx, [slot.item_id for slot in edition.slots])
    told = readable(edition, sources_by_id(here.diet))
    view = edition_view(told, found, progress(here.diet), here.words, now=here.now)
    return here.page(
        "edition.html",
        view=view,
        minutes=round(edition.granted_s / 60),
        renew=may_renew(here.diet, edition),
        hindsight=hindsight_view(here),
        alerted=alerted(here, edition.day),
        changed=changed(here.diet, edition, here.words),
    )


@router.post("/minutes")
def grant(here: Here, minutes: Annotated[float, Form(ge=1, le=1440)]) -> RedirectResponse:
    """Another edition for today, of so many minutes."""
    here.diet.edition(minutes=minutes)
    return RedirectResponse("/", status_code=303)


@router.post("/again")
def again(here: Here) -> RedirectResponse:
    """Today's edition composed anew, while nothing of it was read."""
    here.diet.edition(again=True)
    return RedirectResponse("/", status_code=303)


def may_renew(diet: Diet, edition: Edition) -> bool:
    """Whether something came since the edition was made, and nothing of it was read."""
    with diet.db.read() as tx:
        newer = items.recent(tx, since=edition.made_at, limit=1)
    return bool(newer) and not issue.begun(diet.db, edition)


def empty(here: Place) -> Empty:
    """Why there is nothing to read."""
    with here.diet.db.read() as tx:
        any_source = bool(sources.all(tx))
    if here.house.gathering.stage.running:
        return "gathering"
    return "nothing new" if any_source else "no sources"


@dataclass(frozen=True, slots=True)
class PieceView:
    """One line of the edition. `minutes` is the bare number; `answer` is empty until answered."""

    number: int
    href: str
    title: str
    lead: str
    source: str
    others: str
    minutes: int
    size: Size
    why: Why
    answer: str = ""
    read: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class ShelfView:
    """Neighbouring pieces of one kind; `heading` is empty over the ordinary ones."""

    heading: str
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True)
class EditionView:
    """The whole page."""

    day: str
    granted: str
    count: str
    until: str
    planned: str
    price: str
    price_told: str
    bar: tuple[Part, ...]
    shelves: tuple[ShelfView, ...]
    rules: tuple[tuple[str, str], ...]
    left_out: str
    finished: bool
    first_day: bool
    certificate: str
    shared: bool = False


def edition_view(
    edition: Edition,
    known: Mapping[int, Item],
    done_so_far: Progress,
    words: Words,
    *,
    now: datetime,
) -> EditionView:
    """Everything the page says, in the reader's language."""
    done = frozenset(slot.item_id for slot in edition.slots if done_so_far.done(slot.item_id))
    pieces = sum(1 for slot in edition.slots if not slot.cards)
    left_s = sum(slot.seconds for slot in edition.slots if slot.item_id not in done)
    return EditionView(
        day=words.date(edition.day),
        granted=words.minutes(edition.granted_s),
        count=words.ngettext("{count} piece", "{count} pieces", pieces),
        until=words.clock(now + timedelta(seconds=left_s)) if left_s else "",
        planned=planned(edition, words),
        price=words.worth(edition.price),
        price_told=words.price(edition),
        bar=parts(edition.slots, edition.granted_s, done, words),
        shelves=shelves(edition, known, done_so_far, words),
        rules=tuple((words.rule(one.rule), words.rule_price(one)) for one in edition.rules),
        left_out=words.ngettext(
            "{count} piece was left out", "{count} pieces were left out", len(edition.left_out)
        ),
        finished=bool(edition.slots) and len(done) == len(edition.slots),
        first_day=not done_so_far.answers,
        certificate=certificate(edition, words),
        shared=bool(edition.drafted),
    )


def planned(edition: Edition, words: Words) -> str:
    """How the granted minutes are used: planned and given back."""
    back = edition.granted_s - edition.planned_s
    if back < 60:
        return words.gettext("{planned} planned", planned=words.minutes(edition.planned_s))
    return words.gettext(
        "{planned} planned, {back} given back",
        planned=words.minutes(edition.planned_s),
        back=words.minutes(back),
    )


def certificate(edition: Edition, words: Words) -> str:
    """How good the choice provably is."""
    return words.gettext(
        "This edition is worth {value} minutes by what heed expects; no other choice could be worth"
        " more than {bound}, so at most {gap} % was lost. Seed {seed}.",
        value=words.worth(edition.value),
        bound=words.worth(edition.bound),
        gap=words.worth(100 * edition.gap),
        seed=edition.seed,
    )


def shelves(
    edition: Edition, known: Mapping[int, Item], done_so_far: Progress, words: Words
) -> tuple[ShelfView, ...]:
    """Pieces in their order, neighbours of one kind under one heading."""
    numbered = enumerate(edition.slots, 1)
    return tuple(
        ShelfView(
            "" if kind == "core" else words.shelf(kind),
            tuple(
                piece_view(number, slot, edition, known.get(slot.item_id), done_so_far, words)
                for number, slot in group
            ),
        )
        for kind, group in groupby(numbered, key=lambda pair: pair[1].kind)
    )


def piece_view(
    number: int,
    slot: Slot,
    edition: Edition,
    item: Item | None,
    done_so_far: Progress,
    words: Words,
) -> PieceView:
    """One line; a piece whose item is gone keeps its title and says no more."""
    answer = done_so_far.answers.get(slot.item_id)
    return PieceView(
        number=number,
        href=href(slot),
        title=words.title(slot),
        lead=news(item.lead) if item else "",
        source=slot.source,
        others=others(slot.outlets, words),
        minutes=max(1, round(slot.seconds / 60)),
        size="long"
        if slot.seconds >= LONG_S
        else "middle"
        if slot.seconds >= MIDDLE_S
        else "short",
        why=why_chosen(slot, edition.price, words),
        answer=words.answer(answer) if answer else "",
        read=done_so_far.done(slot.item_id),
        asked=not answer and any(one.item_id == slot.item_id for one in edition.questions),
    )


def news(lead: str) -> str:
    """As many whole sentences of a lead as fit; of an overlong first one, its first words.

    A Chinese character says as much as two letters and takes their room.
    """
    widths = accumulate(2 if east_asian_width(one) in "WF" else 1 for one in lead)
    room = sum(width <= LONGEST_LEAD for width in widths)
    if room == len(lead):
        return lead
    ends = [found.end() for found in SENTENCE_END.finditer(lead, 0, room)]
    if ends:
        return lead[: ends[-1]]
    if room < LONGEST_LEAD * 2 // 3:
        return lead[: room - 1].rstrip("，、；： ") + "…"
    return textwrap.shorten(lead[: 2 * LONGEST_LEAD], LONGEST_LEAD, placeholder=" …")


def others(outlets: int, words: Words) -> str:
    """How many more outlets tell the same story."""
    if outlets < 2:
        return ""
    return words.ngettext("and {count} other", "and {count} others", outlets - 1)

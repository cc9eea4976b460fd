"""What the edition left out and from how many minutes on it would enter. No texts."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from heed.types import Edition, LeftOut
from heed.web.place import Here, latest_edition
from heed.web.why import Why, why_left_out
from heed.wording import Words

ON_A_PAGE = 50
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One piece that had to wait."""

    enters: str
    title: str
    href: str
    source: str
    minutes: str
    why: Why


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """One bounded page of them; numbers of neighbouring pages are 0 where there is none."""

    intro: str
    rows: tuple[Row, ...]
    earlier: int
    later: int


@router.get("/left-out")
def show(here: Here, n: Annotated[int, Query(ge=1, le=10_000)] = 1) -> HTMLResponse:
    """The last edition's left-out pieces, soonest to enter first."""
    edition = latest_edition(here.diet)
    view = left_out_view(edition, n, here.words) if edition else None
    return here.page("left_out.html", view=view)


def left_out_view(edition: Edition, n: int, words: Words) -> LeftOutView:
    """Page `n`, counted from 1."""
    start = (n - 1) * ON_A_PAGE
    shown = edition.left_out[start : start + ON_A_PAGE]
    return LeftOutView(
        intro=words.price(edition),
        rows=tuple(row(one, edition.price, words) for one in shown),
        earlier=n - 1,
        later=n + 1 if start + ON_A_PAGE < len(edition.left_out) else 0,
    )


def row(one: LeftOut, price: float, words: Words) -> Row:
    """One line."""
    enters = (
        words.gettext("not today")
        if one.enters_at_s is None
        else words.gettext("enters at {minutes}", minutes=words.minutes(one.enters_at_s))
    )
    return Row(
        enters=enters,
        title=one.title,
        href=f"/story/{one.item_id}",
        source=one.source,
        minutes=words.minutes(one.seconds),
        why=why_left_out(one, price, words),
    )

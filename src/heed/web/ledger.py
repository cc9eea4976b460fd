"""The ledger page: minutes granted, spent, returned, and their worth. Adds nothing up."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.actions.ledger import ledger
from heed.types import Ledger, LedgerDay, LedgerSource
from heed.web.accounts import accounts_view
from heed.web.earned import EarnedView, earned_view, worth_told
from heed.web.place import Here
from heed.wording import Words

DAYS_SHOWN = 30
WIDTH, HEIGHT, LEFT, BOTTOM = 720, 200, 76, 24
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Block:
    """One rectangle of the chart; `kind` is spent, returned or open."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day: its blocks, and its label where there is room for one."""

    blocks: tuple[Block, ...]
    label: str
    x: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture, in the units of its viewBox."""

    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What one source took and gave."""

    title: str
    spent: str
    answers: str
    worth: str
    surplus: str


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The whole page."""

    granted: str
    spent: str
    returned: str
    open: str
    worth: str
    told: str
    regret: str
    chart: Chart
    days: tuple[tuple[str, str, str, str, str], ...]
    sources: tuple[SourceRow, ...]
    earned: EarnedView


@router.get("/ledger")
def show(here: Here) -> HTMLResponse:
    """Where the minutes went."""
    account = ledger(here.diet)
    view = ledger_view(account, here.words) if account.days else None
    more = accounts_view(here) if view else None
    return here.page("ledger.html", view=view, more=more)


def ledger_view(account: Ledger, words: Words) -> LedgerView:
    """Everything the page says."""
    days = account.days[-DAYS_SHOWN:]
    return LedgerView(
        granted=words.minutes(account.granted_s),
        spent=words.minutes(account.spent_s),
        returned=words.minutes(account.returned_s),
        open=words.minutes(account.still_open_s),
        worth="–" if account.worth_per_minute is None else words.worth(account.worth_per_minute),
        told=words.account(account),
        regret=words.minutes(round(account.regret_s)),
        chart=chart(days, words),
        days=tuple(day_row(day, words) for day in reversed(days)),
        sources=tuple(source_row(one, words) for one in account.sources),
        earned=earned_view(account, words),
    )


def day_row(day: LedgerDay, words: Words) -> tuple[str, str, str, str, str]:
    """One line of the table behind the chart."""
    amounts = (day.granted_s, day.spent_s, day.returned_s, day.still_open_s)
    granted, spent, returned, still_open = map(words.minutes, amounts)
    return words.short_date(day.day), granted, spent, returned, still_open


def source_row(one: LedgerSource, words: Words) -> SourceRow:
    """One line of the table by source."""
    worth = one.worth_per_minute
    return SourceRow(
        title=title(one, words),
        spent=words.minutes(one.spent_s),
        answers=words.number(one.answers),
        worth=worth_told(one, words),
        surplus="–" if worth is None else signed(one.surplus_s / 60),
    )


def signed(minutes: float) -> str:
    """Minutes with their sign, `+1.5`, `−3.0`, and `0.0` without one."""
    told = f"{minutes:+.1f}"
    return "0.0" if told[1:] == "0.0" else told.replace("-", "−")


def title(one: LedgerSource, words: Words) -> str:
    """What took the minutes: a source, one since removed, or cards."""
    if one.source_id is None:
        return words.gettext("cards")
    return one.title or words.gettext("a source since removed")


def chart(days: Sequence[LedgerDay], words: Words) -> Chart:
    """A column a day: spent at the bottom, returned and open above it."""
    top_s = max((day.spent_s + day.returned_s + day.still_open_s for day in days), default=0) or 60
    scale = (HEIGHT - BOTTOM) / top_s
    step = (WIDTH - LEFT) / max(len(days), 7)
    every = max(1, len(days) // 7)
    columns = tuple(
        Column(
            blocks=blocks(day, LEFT + n * step, step * 0.7, scale),
            label=words.short_date(day.day) if n % every == 0 else "",
            x=round(LEFT + (n + 0.35) * step, 1),
        )
        for n, day in enumerate(days)
    )
    ticks = tuple(
        (round(HEIGHT - BOTTOM - share * top_s * scale, 1), words.minutes(round(share * top_s)))
        for share in (0.5, 1.0)
    )
    return Chart(columns, ticks)


def blocks(day: LedgerDay, x: float, width: float, scale: float) -> tuple[Block, ...]:
    """The stacked rectangles of one day."""
    made, y = [], float(HEIGHT - BOTTOM)
    amounts = (("spent", day.spent_s), ("returned", day.returned_s), ("open", day.still_open_s))
    for kind, seconds in amounts:
        height = max(seconds, 0) * scale
        y -= height
        if height > 0:
            made.append(Block(kind, round(x, 1), round(y, 1), round(width, 1), round(height, 1)))
    return tuple(made)

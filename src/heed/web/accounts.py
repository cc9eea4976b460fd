"""The lower half of the ledger page: prices, rent, other ways of choosing, and the book."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from heed.accounted import advice_told, dividend_told, rival_told
from heed.actions import ledger as action
from heed.plain import named_rule
from heed.store import sources
from heed.types import Account, Accounts, Entry, PriceDay, Rent
from heed.web.diet import rule
from heed.web.place import Here, Place
from heed.wording import Words, mark

LINES_SHOWN = 30
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 160, 76, 8, 24
ACCOUNTS: dict[Account, str] = {
    "granted": mark("granted"),
    "open": mark("still open"),
    "spent": mark("spent"),
    "returned": mark("returned"),
}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class PriceChart:
    """The price as a line, the rate as another; in the units of the viewBox."""

    price: str
    rate: str
    labels: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class BookRow:
    """One line of the book; item 0: not a reading."""

    tx: int
    when: str
    account: str
    minutes: str
    what: str
    item: int


@dataclass(frozen=True, slots=True)
class AccountsView:
    """Everything below the account of minutes."""

    advice: str
    chart: PriceChart | None
    days: tuple[tuple[str, str, str, str, str], ...]
    rents: tuple[tuple[str, str, str, str], ...]
    dividends: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str, str], ...]
    book: tuple[BookRow, ...]


@router.get("/ledger.csv")
def book(here: Here) -> Response:
    """The whole book."""
    headers = {"content-disposition": 'attachment; filename="heed-ledger.csv"'}
    return Response(action.as_csv(here.diet), media_type="text/csv", headers=headers)


@router.post("/ledger/correct")
def correct(
    here: Here,
    item: Annotated[int, Form(ge=1)],
    minutes: Annotated[float, Form(ge=0, le=action.MOST_MINUTES)],
) -> RedirectResponse:
    """How long a piece really took; one more transaction."""
    action.correct(here.diet, item, minutes)
    return RedirectResponse("/ledger#book", status_code=303)


def accounts_view(here: Place) -> AccountsView:
    """Everything below the account of minutes."""
    found, words = action.accounts(here.diet), here.words
    return AccountsView(
        advice=advice_told(found.advice, words) if found.advice else "",
        chart=price_chart(found.prices, words),
        days=tuple(day_row(one, words) for one in reversed(found.prices)),
        rents=tuple(rent_row(one, words) for one in found.rents),
        dividends=dividend_rows(found, words),
        rules=rule_rows(found, here),
        book=book_rows(action.book(here.diet, last=LINES_SHOWN), here),
    )


def day_row(one: PriceDay, words: Words) -> tuple[str, str, str, str, str]:
    """One line of the table behind the chart of prices."""
    return (
        words.short_date(one.day),
        f"{one.price:.2f}",
        f"{one.rate:.2f}",
        words.minutes(one.granted_s),
        words.minutes(one.planned_s),
    )


def rent_row(one: Rent, words: Words) -> tuple[str, str, str, str]:
    """One source: what it earned, how often it was chosen, on how many days it was there."""
    earned = words.gettext("{amount} min", amount=f"{one.rent_min:.1f}")
    name = one.source or words.gettext("a source since removed")
    return name, earned, words.number(one.pieces), words.number(one.days)


def dividend_rows(found: Accounts, words: Words) -> tuple[tuple[str, str], ...]:
    """Each other way and the difference to it."""
    return tuple((rival_told(one, words), dividend_told(one, words)) for one in found.dividends)


def rule_rows(found: Accounts, here: Place) -> tuple[tuple[str, str, str], ...]:
    """Each rule and goal: what it says, what was really spent, what it cost."""
    if not found.rules:
        return ()
    with here.diet.db.read() as tx:
        held = sources.ever(tx)
    named = [replace(one, rule=named_rule(one.rule, held)) for one in found.rules]
    return tuple(rule(one, here.words) for one in named)


def book_rows(lines: Sequence[tuple[Entry, str, str]], here: Place) -> tuple[BookRow, ...]:
    """The last lines, newest first."""
    words = here.words
    return tuple(
        BookRow(
            one.tx,
            words.when(one.at, here.now),
            words.gettext(ACCOUNTS[one.account]),
            f"{'−' if one.seconds < 0 else ''}{abs(one.seconds) / 60:.1f}",
            title,
            one.item_id if one.account == "spent" and one.item_id and title else 0,
        )
        for one, title, _ in reversed(lines)
    )


def price_chart(days: Sequence[PriceDay], words: Words) -> PriceChart | None:
    """The price of a minute over days; None with fewer than two."""
    if len(days) < 2:
        return None
    top = max(2.0, *(one.price for one in days))
    step = (WIDTH - LEFT - 12) / (len(days) - 1)
    every = max(1, len(days) // 7)

    def at(value: float) -> float:
        return round(TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM), 1)

    def line(values: Sequence[float]) -> str:
        return " ".join(f"{LEFT + n * step:.1f},{at(value)}" for n, value in enumerate(values))

    return PriceChart(
        price=line([one.price for one in days]),
        rate=line([one.rate for one in days]),
        labels=tuple(
            (round(LEFT + n * step, 1), words.short_date(one.day))
            for n, one in enumerate(days)
            if n % every == 0 and n * step < WIDTH - LEFT - 30
        ),
        ticks=tuple((at(value), f"{value:g}") for value in (0.0, 1.0, 2.0) if value <= top),
    )

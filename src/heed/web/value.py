"""The value page: does attention make it better, what does that cost, what is it worth to you."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from heed.actions import value as action
from heed.appraisal import LineRow, break_even, gain, left_out, line_row, signed, swing_label, total
from heed.errors import BadInput
from heed.plain import foretold
from heed.types import Against, Appraisal, NetCost, Prices, Value
from heed.web.bought import results
from heed.web.labnames import ASKS, NETS
from heed.web.place import Here, Place
from heed.wording import Words, mark

WIDTH, LEFT, RIGHT, ROW, TOP = 720, 300, 12, 28, 8
FIELDS: tuple[tuple[str, str], ...] = (
    ("hour", mark("an hour of yours")),
    ("right_answer", mark("a right answer")),
    ("cpu_hour", mark("a CPU-hour")),
    ("waited_hour", mark("an hour of waiting")),
)
Typed = Annotated[str, Query(max_length=20)]
PRICED = (
    "price.hour",
    "price.right_answer",
    "price.cpu_hour",
    "price.waited_hour",
    "counted.uses",
)
"""What a reader may price, by the names of a file of prices, in the order of the form."""
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Reach:
    """One bar of the sensitivity chart, in the units of its viewBox, and its row in the table."""

    label: str
    x: float
    y: float
    width: float
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars; `middle` is where the sum lies, `nothing` where it would be 0 (None: not seen)."""

    reaches: tuple[Reach, ...]
    middle: float
    nothing: float | None
    height: float


@dataclass(frozen=True, slots=True)
class SumView:
    """Lines, their sum, and how it moves."""

    rows: tuple[LineRow, ...]
    kind: str
    told: tuple[str, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class AgainstRow:
    """One application beside one way without attention: what it comes to, and where it is told."""

    title: str
    rival: str
    gain: str
    net: str
    kind: str
    href: str
    shown: bool


@dataclass(frozen=True, slots=True)
class AgainstView:
    """The same with everything it comes from."""

    title: str
    rival: str
    gain: str
    quality: tuple[str, str]
    compute: tuple[tuple[str, str, str], ...]
    uses: str
    sum: SumView


@dataclass(frozen=True, slots=True)
class ValueView:
    """The whole page."""

    fields: tuple[tuple[str, str, str], ...]
    currency: str
    uses: str
    priced: bool
    foretold: str
    reading: SumView | None
    facts: tuple[tuple[str, str], ...]
    applications: tuple[AgainstRow, ...]
    shown: AgainstView | None


@router.get("/value")
def show(
    here: Here,
    currency: Typed = "",
    hour: Typed = "",
    right_answer: Typed = "",
    cpu_hour: Typed = "",
    waited_hour: Typed = "",
    uses: Typed = "",
    of: Annotated[str, Query(max_length=60)] = "",
) -> HTMLResponse:
    """The report in the prices typed, else in those kept in the home; of: the pair told in full."""
    typed = dict(zip(PRICED, (hour, right_answer, cpu_hour, waited_hour, uses), strict=True))
    said = {name: text.strip() for name, text in typed.items() if text.strip()}
    try:
        prices = prices_over(here, said, currency)
        trouble = ""
    except BadInput as error:
        prices, trouble = Prices(), here.words.told(str(error))
    found = action.appraise(here.diet, results(), prices)
    return here.page(
        "value.html",
        status=400 if trouble else 200,
        view=value_view(found, here.words, asked=dict(here.request.query_params), of=of),
        trouble=trouble,
    )


def prices_over(here: Place, said: Mapping[str, str], currency: str) -> Prices:
    """The home's prices, and over them what was typed."""
    kept = action.prices_of(here.diet.settings.home)
    typed = action.prices_typed(said)
    return replace(
        kept,
        currency=currency.strip()[:8] or kept.currency,
        price={**kept.price, **typed.price},
        counted={**kept.counted, **typed.counted},
    )


def value_view(
    found: Appraisal, words: Words, *, asked: Mapping[str, str], of: str = ""
) -> ValueView:
    """Everything the page says. asked: the page's own query, which its links keep."""
    prices = found.prices
    uses = prices.count("uses")
    pairs = found.applications
    shown = [one for one in pairs if _key(one) == of] or list(pairs[:1])
    return ValueView(
        fields=tuple(
            (name, words.gettext(label), _typed(prices.of(name))) for name, label in FIELDS
        ),
        currency=prices.currency,
        uses="" if uses is None else f"{uses:g}",
        priced=bool(prices.price),
        foretold=foretold(found.evaluation, words),
        reading=sum_view(found.reading, words, prices.currency) if found.reading else None,
        facts=_facts(found, words),
        applications=tuple(
            _row(one, words, prices.currency, asked={**asked, "of": _key(one)}, shown=one in shown)
            for one in pairs
        ),
        shown=_against(shown[0], words, prices.currency) if shown else None,
    )


def _key(one: Against) -> str:
    """What the page calls this pair in its address."""
    return f"{one.application}.{one.rival.name}"


def _named(one: Against, words: Words) -> tuple[str, str]:
    """The application and its rival."""
    title = ASKS.get(one.application, (one.application, ""))[0]
    return words.gettext(title), words.gettext(NETS.get(one.rival.name, one.rival.name))


def _row(
    one: Against, words: Words, currency: str, *, asked: Mapping[str, str], shown: bool
) -> AgainstRow:
    title, rival = _named(one, words)
    net = one.value.net
    return AgainstRow(
        title=title,
        rival=rival,
        gain=gain(one.gain),
        net="–" if net is None else signed(net.mean, currency),
        kind=one.value.verdict.replace(" ", "-"),
        href=f"/value?{urlencode(asked)}#of",
        shown=shown,
    )


def _typed(price: float | None) -> str:
    return "" if price is None else f"{price:g}"


def _facts(found: Appraisal, words: Words) -> tuple[tuple[str, str], ...]:
    facts = found.facts
    if facts is None:
        return ()
    told = (
        (words.gettext("days"), words.number(facts.days)),
        (words.gettext("spent"), words.minutes(round(facts.spent_min * 60))),
        (words.gettext("returned"), words.minutes(round(facts.returned_min * 60))),
        (
            words.gettext("worth a minute"),
            "–" if facts.worth is None else words.worth(facts.worth.mean),
        ),
        (words.gettext("worth elsewhere"), f"{facts.rate:g}"),
        (words.gettext("duplicates not read"), words.number(facts.duplicates)),
    )
    return told


def _against(one: Against, words: Words, currency: str) -> AgainstView:
    title, rival = _named(one, words)
    return AgainstView(
        title=title,
        rival=rival,
        gain=gain(one.gain),
        quality=(f"{100 * one.attention.mean:.1f} %", f"{100 * one.rival.mean:.1f} %"),
        compute=_compute(one.attention, one.rival, words),
        uses=words.number(round(one.uses)),
        sum=sum_view(one.value, words, currency),
    )


def _compute(ours: NetCost, theirs: NetCost, words: Words) -> tuple[tuple[str, str, str], ...]:
    """Costs with and without; a rival that is no network was not measured."""
    bare = theirs.train_cpu_s == 0
    rows = (
        (words.gettext("CPU-s for 1,000"), ours.cpu_s_per_1000, theirs.cpu_s_per_1000, ".2f"),
        (words.gettext("ms for one"), ours.p50_ms, theirs.p50_ms, ".2f"),
        (words.gettext("memory, MB"), ours.peak_mb, theirs.peak_mb, ".0f"),
        (words.gettext("CPU-s to train"), ours.train_cpu_s, theirs.train_cpu_s, ".0f"),
    )
    return tuple((label, f"{a:{d}}", "–" if bare else f"{b:{d}}") for label, a, b, d in rows)


def sum_view(value: Value, words: Words, currency: str) -> SumView:
    """Lines, sentences and chart."""
    said = (
        total(value, words, currency),
        *break_even(value, words, currency),
        left_out(value, words),
    )
    return SumView(
        rows=tuple(line_row(line, words, currency) for line in value.lines),
        kind=value.verdict.replace(" ", "-"),
        told=tuple(one for one in said if one),
        chart=chart(value, words, currency),
    )


def chart(value: Value, words: Words, currency: str) -> Chart | None:
    """How far the sum moves with each price and each uncertain amount, widest on top."""
    if value.net is None or not value.swings:
        return None
    ends = [end for one in value.swings for end in (one.low, one.high)] + [value.net.mean]
    least, most = min(ends), max(ends)
    span = (most - least) or 1.0

    def at(sum_: float) -> float:
        return round(LEFT + (sum_ - least) / span * (WIDTH - LEFT - RIGHT), 1)

    reaches = tuple(
        Reach(
            label=swing_label(one, words),
            x=at(min(one.low, one.high)),
            y=TOP + n * ROW,
            width=round(max(2.0, abs(at(one.high) - at(one.low))), 1),
            low=signed(one.low, currency),
            high=signed(one.high, currency),
        )
        for n, one in enumerate(value.swings)
    )
    nothing = at(0.0) if least <= 0 <= most else None
    return Chart(reaches, at(value.net.mean), nothing, _height(reaches))


def _height(reaches: Sequence[Reach]) -> float:
    return TOP * 2 + len(reaches) * ROW

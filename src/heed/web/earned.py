"""By source, topic and hour on the ledger page: minutes, and their worth as far as it is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from heed.types import Ledger, LedgerPart, LedgerSource
from heed.wording import Words

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 140, 76, 24
HOURS = 24
Judged: TypeAlias = LedgerPart | LedgerSource
"""What took minutes whose worth may be known."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """What one topic or hour took and gave."""

    name: str
    spent: str
    answers: str
    worth: str


@dataclass(frozen=True, slots=True)
class HourBar:
    """One hour of the day on the chart."""

    x: float
    y: float
    width: float
    height: float
    told: str


@dataclass(frozen=True, slots=True)
class HourChart:
    """Minutes by the hour they were spent in, in the units of its viewBox."""

    bars: tuple[HourBar, ...]
    ticks: tuple[tuple[float, str], ...]
    labels: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class EarnedView:
    """The three parts of the page; each with its sentence."""

    sources_told: str
    topics_told: str
    topics: tuple[PartRow, ...]
    hours_told: str
    hours: tuple[PartRow, ...]
    chart: HourChart | None


def earned_view(account: Ledger, words: Words) -> EarnedView:
    """Everything these parts say."""
    named = [(one.title or words.gettext("a source since removed"), one) for one in _real(account)]
    topics = [(one.name or words.gettext("no topic"), one) for one in account.topics]
    hours = [(hour(int(one.name)), one) for one in account.hours]
    return EarnedView(
        sources_told=apart(named, words),
        topics_told=apart(topics, words),
        topics=tuple(row(name, one, words) for name, one in topics),
        hours_told=apart(hours, words),
        hours=tuple(row(name, one, words) for name, one in hours),
        chart=hour_chart(account.hours, words),
    )


def worth_told(one: Judged, words: Words) -> str:
    """`1.2 [0.9, 1.5]`; without the interval where too few answers stand behind it."""
    if one.worth_per_minute is None:
        return "–"
    told = words.worth(one.worth_per_minute)
    if one.worth_low is None or one.worth_high is None:
        return told
    return f"{told} [{words.worth(one.worth_low)}, {words.worth(one.worth_high)}]"


def apart(parts: Sequence[tuple[str, Judged]], words: Words) -> str:
    """Which is worth most and which least, where their intervals lie apart; else that it cannot be
    told. Nothing where there is nothing to compare.
    """
    if len(parts) < 2:
        return ""
    best, worst = parts[0], parts[0]
    for part in parts:
        if _known(part[1].worth_low, -1) > _known(best[1].worth_low, -1):
            best = part
        if _known(part[1].worth_high, 3) < _known(worst[1].worth_high, 3):
            worst = part
    if _known(best[1].worth_low, -1) <= _known(worst[1].worth_high, 3):
        return words.gettext("Your answers do not tell them apart yet.")
    return words.gettext(
        "A minute was worth most with {best} ({most}) and least with {worst} ({least}).",
        best=best[0],
        most=worth_told(best[1], words),
        worst=worst[0],
        least=worth_told(worst[1], words),
    )


def hour(number: int) -> str:
    """The hour from its beginning to its end: `7:00–8:00`."""
    return f"{number}:00–{number + 1}:00"


def row(name: str, one: LedgerPart, words: Words) -> PartRow:
    """One line of a table."""
    told = worth_told(one, words)
    return PartRow(name, words.minutes(one.spent_s), words.number(one.answers), told)


def hour_chart(hours: Sequence[LedgerPart], words: Words) -> HourChart | None:
    """A bar for every hour in which something was read; None where nothing was."""
    if not hours:
        return None
    top_s = max(one.spent_s for one in hours)
    step, scale = (WIDTH - LEFT) / HOURS, (HEIGHT - BOTTOM) / top_s
    return HourChart(
        bars=tuple(_bar(one, step, scale, words) for one in hours),
        ticks=tuple(
            (round(HEIGHT - BOTTOM - share * top_s * scale, 1), words.minutes(round(share * top_s)))
            for share in (0.5, 1.0)
        ),
        labels=tuple((round(LEFT + n * step, 1), f"{n}:00") for n in range(0, HOURS, 4)),
    )


def _bar(one: LedgerPart, step: float, scale: float, words: Words) -> HourBar:
    number, height = int(one.name), one.spent_s * scale
    told = f"{hour(number)} · {words.minutes(one.spent_s)}"
    x, y = LEFT + (number + 0.15) * step, HEIGHT - BOTTOM - height
    return HourBar(round(x, 1), round(y, 1), round(step * 0.7, 1), round(height, 1), told)


def _real(account: Ledger) -> list[LedgerSource]:
    return [one for one in account.sources if one.source_id is not None]


def _known(value: float | None, else_: float) -> float:
    return else_ if value is None else value

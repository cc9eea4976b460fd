"""Is today out of the ordinary: a day's pieces and tone against a robust baseline. Pure.

A day is the 24 hours up to a moment, so that a morning has a whole day behind it. Counts are
compared as 2 sqrt(n + 3/8), where chance alone spreads them by about 1 whatever their size
(Anscombe 1948); medians and MADs, so that last month's surge does not hide this one.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from heed.types import Alert, Sighting, Signal, Watch, WatchDay

BASELINE_DAYS = 28
FEWEST_DAYS = 7
"""Fewer known days than this, and nothing is said."""
RAISED = 3.0
"""Robust standard deviations from which a day is out of the ordinary: by chance one in 700."""
FEWEST_PIECES = 4
FEWEST_TONES = 3
NEGATIVE = -0.2
TONE_SD = 0.1
"""The least spread of a day's tone: the lexicon is no finer than this."""
EVIDENCE = 5
MAD_TO_SD = 1.4826
DAY = timedelta(days=1)
SATURDAY = 5


def settled(oldest: Mapping[int, datetime], now: datetime) -> tuple[int, frozenset[int]]:
    """How many days before today can be compared with, and the sources that cover all of them.

    oldest: since when each source is known. A source younger than that would look like a surge.
    """
    spans = {id: (now - since) // DAY - 1 for id, since in oldest.items()}
    if not spans:
        return 0, frozenset()
    days = max(0, min(BASELINE_DAYS, sorted(spans.values())[len(spans) // 2]))
    return days, frozenset(id for id, span in spans.items() if span >= days)


def days(seen: Iterable[Sighting], *, now: datetime, count: int) -> tuple[WatchDay, ...]:
    """The last `count` days, oldest first; the last one ends now."""
    held: list[list[Sighting]] = [[] for _ in range(count)]
    for one in seen:
        back = (now - one.at) // DAY
        if 0 <= back < count:
            held[count - 1 - back].append(one)
    return tuple(
        WatchDay(now - (count - 1 - n) * DAY, len(some), tuple(_toned(some)))
        for n, some in enumerate(held)
    )


def _toned(some: Iterable[Sighting]) -> list[float]:
    return [one.tone for one in some if one.tone is not None]


def signals(run: Sequence[WatchDay], zone: tzinfo) -> tuple[Signal, ...]:
    """The last day against those before it, BASELINE_DAYS at most; () where there are too few."""
    today, before = run[-1], list(run[:-1])[-BASELINE_DAYS:]
    if len(before) < FEWEST_DAYS:
        return ()
    made = [_volume(today, _same_kind(today, before, zone))]
    toned = [day for day in before if day.tones]
    if today.tones and len(toned) >= FEWEST_DAYS:
        made += [_tone(today, toned), _negative(today, toned), _disagreement(today, toned)]
    return tuple(made)


def _same_kind(today: WatchDay, before: Sequence[WatchDay], zone: tzinfo) -> Sequence[WatchDay]:
    """Workdays among workdays, weekends among weekends, where there are enough of them."""
    same = [day for day in before if _weekend(day, zone) == _weekend(today, zone)]
    return same if len(same) >= FEWEST_DAYS else before


def _weekend(day: WatchDay, zone: tzinfo) -> bool:
    return (day.until - DAY / 2).astimezone(zone).weekday() >= SATURDAY


def _volume(today: WatchDay, before: Sequence[WatchDay]) -> Signal:
    steady = [_steadied(day.pieces) for day in before]
    sd = max(1.0, _sd(steady))
    away = (_steadied(today.pieces) - median(steady)) / sd
    raised = away >= RAISED and today.pieces >= FEWEST_PIECES
    usual = float(median(day.pieces for day in before))
    return Signal("volume", today.pieces, usual, away, len(before), raised)


def _steadied(count: int) -> float:
    return 2 * math.sqrt(count + 0.375)


def _tone(today: WatchDay, before: Sequence[WatchDay]) -> Signal:
    daily = [day.tone for day in before if day.tone is not None]
    single = _sd([tone for day in before for tone in day.tones])
    sd = max(_sd(daily), single / math.sqrt(len(today.tones)), TONE_SD)
    value, usual = today.tone or 0.0, median(daily)
    away = (value - usual) / sd
    raised = abs(away) >= RAISED and len(today.tones) >= FEWEST_TONES
    return Signal("tone", value, usual, away, len(before), raised)


def _negative(today: WatchDay, before: Sequence[WatchDay]) -> Signal:
    """The share of pieces with a bad tone. How many they are decides: two of two are no surge."""
    past = [tone for day in before for tone in day.tones]
    count = _bad(today.tones)
    steady = [_steadied(_bad(day.tones)) for day in before]
    away = (_steadied(count) - median(steady)) / max(1.0, _sd(steady))
    raised = away >= RAISED and count >= FEWEST_PIECES
    share = count / len(today.tones)
    return Signal("negative", share, _bad(past) / len(past), away, len(before), raised)


def _bad(tones: Sequence[float]) -> int:
    return sum(tone < NEGATIVE for tone in tones)


def _disagreement(today: WatchDay, before: Sequence[WatchDay]) -> Signal:
    """How far the pieces' tones lie apart; told beside the others, never a reason by itself."""
    past = [_apart(day.tones) for day in before]
    value, usual = _apart(today.tones), median(past)
    return Signal(
        "disagreement", value, usual, (value - usual) / max(_sd(past), TONE_SD), len(past)
    )


def _apart(tones: Sequence[float]) -> float:
    """Their standard deviation."""
    mean = sum(tones) / len(tones)
    return math.sqrt(sum((tone - mean) ** 2 for tone in tones) / len(tones))


def _sd(values: Sequence[float]) -> float:
    """A standard deviation that a few wild values cannot move."""
    middle = median(values)
    return MAD_TO_SD * median(abs(value - middle) for value in values)


def alert(
    watch: Watch, seen: Sequence[Sighting], told: Sequence[Signal], *, day: date, at: datetime
) -> Alert | None:
    """What to say of the 24 hours up to `at`, if anything of them is out of the ordinary."""
    if not any(one.raised for one in told):
        return None
    fresh = [one for one in seen if at - DAY < one.at <= at]
    return Alert(0, watch.id, day, at, tuple(told), evidence(fresh, told))


def evidence(seen: Sequence[Sighting], told: Sequence[Signal]) -> tuple[Sighting, ...]:
    """A few pieces that say most, one of each story: those of the tone that changed first."""
    moved = next((one.away for one in told if one.kind == "tone" and one.raised), 0.0)

    def weight(one: Sighting) -> tuple[float, datetime]:
        tone = one.tone or 0.0
        return (math.copysign(1, moved) * tone if moved else abs(tone)), one.at

    first: dict[int, Sighting] = {}
    for one in sorted(seen, key=weight, reverse=True):
        first.setdefault(one.story_id, one)
    return tuple(first.values())[:EVIDENCE]


def backtest(
    watch: Watch,
    seen: Sequence[Sighting],
    oldest: Mapping[int, datetime],
    *,
    now: datetime,
    zone: tzinfo,
    count: int,
) -> list[Alert]:
    """The alerts of the last `count` days, had the watch been there, oldest first."""
    found = []
    for back in reversed(range(count)):
        at = now - back * DAY
        known, sources = settled(oldest, at)
        counted = [one for one in seen if one.source_id in sources]
        told = signals(days(counted, now=at, count=known + 1), zone)
        day = at.astimezone(zone).date()
        if one := alert(watch, counted, told, day=day, at=at):
            found.append(one)
    return found

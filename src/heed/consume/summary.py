"""The account as the reader sees it: minutes, worth with its interval, what each source earned."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from heed.types import ANSWERS, Entry, Ledger, LedgerDay, LedgerPart, LedgerSource, Source, Verdict

Z_95 = 1.96
FEWEST_ANSWERS = 5
"""With fewer answers no interval is shown: "not enough data" is an answer."""


def summarise(
    entries: Sequence[Entry],
    verdicts: Mapping[int, Verdict],
    sources: Mapping[int, Source],
    *,
    day_of: Callable[[datetime], date],
    hour_of: Callable[[datetime], int] | None = None,
) -> Ledger:
    """Add the lines up. `day_of` says which local day a moment belongs to, `hour_of` which hour;
    without it nothing is said of hours.
    """
    spent = _spent_by_item(entries)
    answered = {i: s for i, s in spent.items() if i in verdicts and s > 0}
    mean, half = _worth(answered, verdicts)
    low, high = _interval(mean, half, len(answered))
    hours = _parts(entries, answered, verdicts, lambda one: hour_of(one.at)) if hour_of else ()
    topics = _parts(entries, answered, verdicts, lambda one: _topic(one, sources))
    return Ledger(
        granted_s=-_total(entries, "granted"),
        spent_s=_total(entries, "spent"),
        returned_s=_total(entries, "returned"),
        still_open_s=_total(entries, "open"),
        answers=len(answered),
        worth_per_minute=mean if answered else None,
        worth_low=low,
        worth_high=high,
        regret_s=sum(max(0.0, 1 - ANSWERS[verdicts[i].answer]) * s for i, s in answered.items()),
        days=_days(entries, day_of),
        sources=_sources(entries, answered, verdicts, sources),
        answered_s=sum(answered.values()),
        topics=tuple(sorted(topics, key=lambda part: (-part.spent_s, part.name))),
        hours=tuple(sorted(hours, key=lambda part: int(part.name))),
    )


def _total(entries: Sequence[Entry], account: str) -> int:
    return sum(entry.seconds for entry in entries if entry.account == account)


def _spent_by_item(entries: Sequence[Entry]) -> dict[int, int]:
    spent: dict[int, int] = {}
    for entry in entries:
        if entry.account == "spent" and entry.item_id is not None:
            spent[entry.item_id] = spent.get(entry.item_id, 0) + entry.seconds
    return spent


def _worth(answered: Mapping[int, int], verdicts: Mapping[int, Verdict]) -> tuple[float, float]:
    """Minute-weighted mean answer and half of its 95 % interval (ratio estimator, linearised)."""
    total, n = sum(answered.values()), len(answered)
    if total == 0:
        return 0.0, 0.0
    worth = {i: ANSWERS[verdicts[i].answer] for i in answered}
    mean = sum(worth[i] * s for i, s in answered.items()) / total
    if n < 2:
        return mean, 2.0
    spread = sum(((worth[i] - mean) * s) ** 2 for i, s in answered.items())
    return mean, Z_95 * math.sqrt(spread * n / (n - 1)) / total


def _interval(mean: float, half: float, answers: int) -> tuple[float | None, float | None]:
    """The ends within [0, 2], or none where too few answers stand behind them."""
    if answers < FEWEST_ANSWERS:
        return None, None
    return max(0.0, mean - half), min(2.0, mean + half)


def _days(entries: Sequence[Entry], day_of: Callable[[datetime], date]) -> tuple[LedgerDay, ...]:
    """An edition's lines belong to the day it was granted, so that a day's minutes add up."""
    granted_on = {
        entry.edition_id: day_of(entry.at)
        for entry in reversed(entries)
        if entry.account == "granted"
    }
    days: dict[date, dict[str, int]] = {}
    for entry in entries:
        known = granted_on.get(entry.edition_id) if entry.edition_id is not None else None
        day = known or day_of(entry.at)
        row = days.setdefault(day, dict.fromkeys(("granted", "spent", "returned", "open"), 0))
        row[entry.account] += entry.seconds
    return tuple(
        LedgerDay(day, -row["granted"], row["spent"], row["returned"], row["open"])
        for day, row in sorted(days.items())
    )


def _sources(
    entries: Sequence[Entry],
    answered: Mapping[int, int],
    verdicts: Mapping[int, Verdict],
    sources: Mapping[int, Source],
) -> tuple[LedgerSource, ...]:
    spent: dict[int | None, int] = {}
    owner: dict[int, int | None] = {}
    for entry in entries:
        if entry.account == "spent":
            spent[entry.source_id] = spent.get(entry.source_id, 0) + entry.seconds
            if entry.item_id is not None:
                owner[entry.item_id] = entry.source_id
    rows = []
    for source_id, seconds in spent.items():
        mine = {i: s for i, s in answered.items() if owner[i] == source_id}
        mean, half = _worth(mine, verdicts)
        source = sources.get(source_id) if source_id is not None else None
        rows.append(
            LedgerSource(
                source_id,
                source.title if source else "",
                source.topic if source else "",
                seconds,
                len(mine),
                mean if mine else None,
                (mean - 1) * sum(mine.values()),
                *_interval(mean, half, len(mine)),
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.spent_s))


def _topic(entry: Entry, sources: Mapping[int, Source]) -> str | None:
    """The topic a line was spent on; None where it was spent on cards."""
    if entry.source_id is None:
        return None
    source = sources.get(entry.source_id)
    return source.topic if source else ""


def _parts(
    entries: Sequence[Entry],
    answered: Mapping[int, int],
    verdicts: Mapping[int, Verdict],
    part_of: Callable[[Entry], str | int | None],
) -> list[LedgerPart]:
    """What was spent by topic or hour. All of a piece belongs to the part of its first line, so
    that a correction booked later moves nothing elsewhere.
    """
    spent: dict[str | int | None, int] = {}
    owner: dict[int, str | int | None] = {}
    for one in entries:
        if one.account == "spent":
            part = part_of(one)
            if one.item_id is not None:
                part = owner.setdefault(one.item_id, part)
            spent[part] = spent.get(part, 0) + one.seconds
    made = []
    for part, seconds in spent.items():
        if part is not None and seconds > 0:
            mine = {item: s for item, s in answered.items() if owner[item] == part}
            mean, half = _worth(mine, verdicts)
            ends = _interval(mean, half, len(mine))
            worth = mean if mine else None
            made.append(LedgerPart(str(part), seconds, len(mine), worth, *ends))
    return made

"""The account as the reader sees it: minutes, worth with its interval, what each source earned."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from heed.types import ANSWERS, Entry, Ledger, LedgerDay, LedgerSource, Source, Verdict

Z_95 = 1.96
FEWEST_ANSWERS = 5
"""With fewer answers no interval is shown: "not enough data" is an answer."""


def summarise(
    entries: Sequence[Entry],
    verdicts: Mapping[int, Verdict],
    sources: Mapping[int, Source],
    *,
    day_of: Callable[[datetime], date],
) -> Ledger:
    """Add the lines up. `day_of` says which local day a moment belongs to."""
    spent = _spent_by_item(entries)
    answered = {i: s for i, s in spent.items() if i in verdicts and s > 0}
    mean, half = _worth(answered, verdicts)
    enough = len(answered) >= FEWEST_ANSWERS
    return Ledger(
        granted_s=-_total(entries, "granted"),
        spent_s=_total(entries, "spent"),
        returned_s=_total(entries, "returned"),
        still_open_s=_total(entries, "open"),
        answers=len(answered),
        worth_per_minute=mean if answered else None,
        worth_low=max(0.0, mean - half) if enough else None,
        worth_high=min(2.0, mean + half) if enough else None,
        regret_s=sum(max(0.0, 1 - ANSWERS[verdicts[i].answer]) * s for i, s in answered.items()),
        days=_days(entries, day_of),
        sources=_sources(entries, answered, verdicts, sources),
        answered_s=sum(answered.values()),
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
        mean, _ = _worth(mine, verdicts)
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
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.spent_s))

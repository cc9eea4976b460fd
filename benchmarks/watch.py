"""Twelve weeks of world news replayed: what watches would have said, and how many pieces a minute.

    HEED_DATA=... python benchmarks/watch.py

Data: `stream_worldnews`, headlines and leads of 2026-W20 to W31, as they came. The watches are not
chosen by hand: the 40 names most often in the titles of the first four weeks, which are the only
weeks no alert is asked for. Every later day is asked at 7:55 UTC, knowing only what came before.

Right, seen from later: the day is among the busiest twentieth of the name's 84 days, by pieces or
by bad pieces. Goes on: the 24 hours after the alert, which it could not see, hold at least twice
the name's usual number of pieces. Beside it the same number of alerts at random days (seed 0, 2,000
draws), and a dumb rule: more than the mean and two standard deviations of the last 28 days.
"""

import gzip
import html
import json
import os
import platform
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from heed.assist.watch import by_words, days, sightings
from heed.assist.watch.surge import backtest
from heed.assist.watch.trained import Asked
from heed.types import Entity, Item, Watch

WEEKS, KNOWN_WEEKS, WATCHES, DRAWS = 12, 4, 40, 2000
DAY = timedelta(days=1)
NEGATIVE = -0.2
NAME = re.compile(r"(?<![.!?:’'\"“|–-] )(?<!^)\b[A-Z][a-z]{3,}(?: [A-Z][a-z]+)?\b")


@dataclass(frozen=True)
class Told:
    """One watch's replay: the days it spoke up, those right from later, and those that go on."""

    name: str
    said: frozenset[int]
    dumb: frozenset[int]
    right: frozenset[int]
    goes_on: frozenset[int]
    days: int


def items(data: Path) -> list[Item]:
    rows: dict[str, dict[str, str]] = {}
    for path in sorted((data / "stream_worldnews").glob("*.ndjson.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                rows.setdefault(row["id"], row)
    numbers = {name: n for n, name in enumerate(sorted({r["source"] for r in rows.values()}))}
    made = [item(n, row, numbers[row["source"]]) for n, row in enumerate(rows.values())]
    return sorted(made, key=lambda one: one.published_at)


def item(n: int, row: dict[str, str], source_id: int) -> Item:
    came = datetime.fromisoformat(row["collectedAt"])
    said = datetime.fromisoformat(row["pubDate"]) if row.get("pubDate") else came
    at = max(min(said, came), came - 2 * DAY).astimezone(UTC)
    lead = re.sub(r"<[^>]*>?", " ", html.unescape(html.unescape(row.get("description") or "")))
    title = html.unescape(row["title"])
    return Item(n, source_id, row["id"], "", title, lead[:300], "", "", "en", came, at, 60, "")


def names(some: Sequence[Item]) -> list[str]:
    counted = Counter(name for one in some for name in set(NAME.findall(one.title)))
    return [name for name, _ in counted.most_common(WATCHES)]


def replay(
    watch: Watch, pieces: Sequence[Item], oldest: dict[int, datetime], end: datetime
) -> Told:
    seen = sightings(watch, pieces, {})
    count = 7 * WEEKS - 2
    asked = 7 * (WEEKS - KNOWN_WEEKS) - 2
    alerts = backtest(watch, seen, oldest, now=end, zone=UTC, count=asked)
    said = frozenset(asked - 1 - (end - one.at) // DAY for one in alerts)
    run = days(seen, now=end + DAY, count=count + 1)
    pieces_a_day = [day.pieces for day in run]
    bad = [sum(tone < NEGATIVE for tone in day.tones) for day in run]
    usual = statistics.median(pieces_a_day)
    first = count - asked
    busy, worse = top(pieces_a_day[:-1]), top(bad[:-1])
    right = {n - first for n in busy | worse if n >= first}
    goes_on = {n for n in range(asked) if pieces_a_day[first + n + 1] >= max(2 * usual, 4)}
    dumb = {n for n in range(asked) if above(pieces_a_day[: first + n + 1])}
    return Told(watch.name, said, frozenset(dumb), frozenset(right), frozenset(goes_on), asked)


def top(counts: Sequence[int]) -> set[int]:
    """The busiest twentieth, of at least four."""
    order = sorted(range(len(counts)), key=lambda n: -counts[n])[: max(1, len(counts) // 20)]
    return {n for n in order if counts[n] >= 4}


def above(counts: Sequence[int]) -> bool:
    *before, today = counts[-29:]
    return today > statistics.fmean(before) + 2 * statistics.stdev(before)


def precision(told: Sequence[Told], days_of: str, right: str) -> tuple[int, float]:
    pairs = [(getattr(one, days_of), getattr(one, right)) for one in told]
    said = sum(len(a) for a, _ in pairs)
    return said, sum(len(a & b) for a, b in pairs) / max(said, 1)


def at_random(told: Sequence[Told], days_of: str, right: str) -> tuple[float, float]:
    rng = random.Random(0)
    found = []
    for _ in range(DRAWS):
        hits = total = 0
        for one in told:
            drawn = rng.sample(range(one.days), len(getattr(one, days_of)))
            hits += sum(n in getattr(one, right) for n in drawn)
            total += len(drawn)
        found.append(hits / max(total, 1))
    found.sort()
    return statistics.fmean(found), found[int(0.975 * DRAWS)]


def speeds(watches: Sequence[Watch], pieces: Sequence[Item]) -> Iterator[str]:
    some = pieces[-10_000:]
    began, seen = time.process_time(), 0
    for watch in watches[:10]:
        seen += len(sightings(watch, some, {}))
    spent = time.process_time() - began
    yield (f"10 watches over 10,000 pieces, {seen} seen with their tone: {spent:.1f} CPU-s, "
           f"{60 / spent * 10_000:,.0f} pieces a minute on one core")  # fmt: skip
    entity = (Entity("the"), Entity("in"))
    asked = [Asked(one.id, "en", f"{one.title}\n{one.lead}", entity) for one in some[:2000]]
    began = time.process_time()
    by_words(asked)
    spent = time.process_time() - began
    yield f"every piece seen, two tones each: {60 / spent * 2000:,.0f} pieces a minute on one core"


def main() -> None:
    pieces = items(Path(os.environ["HEED_DATA"]))
    begin = pieces[0].published_at
    end = max(one.seen_at for one in pieces).replace(hour=7, minute=55, second=0) - DAY
    known = [one for one in pieces if one.published_at < begin + 7 * KNOWN_WEEKS * DAY]
    oldest: dict[int, datetime] = {}
    for one in pieces:
        oldest.setdefault(one.source_id, one.published_at)
    watches = [Watch(n, name, begin, words=(name,)) for n, name in enumerate(names(known))]
    print(f"{platform.machine()}, {os.cpu_count()} cores, seed 0: {len(pieces):,} pieces of "
          f"{len(oldest)} sources, {WATCHES} watches")  # fmt: skip
    print("  " + ", ".join(one.name for one in watches))
    told = [replay(one, pieces, oldest, end) for one in watches]
    days_asked = sum(one.days for one in told)
    print(f"{'':<26}{'alerts':>8}{'right later':>13}{'random':>9}{'(97.5 %)':>9}"
          f"{'goes on':>9}{'random':>9}{'found':>8}")  # fmt: skip
    for label, days_of in (("watches", "said"), ("mean + 2 sd", "dumb")):
        said, right = precision(told, days_of, "right")
        _, on = precision(told, days_of, "goes_on")
        chance, high = at_random(told, days_of, "right")
        chance_on, _ = at_random(told, days_of, "goes_on")
        found = sum(len(getattr(o, days_of) & o.right) for o in told)
        found_share = found / sum(len(o.right) for o in told)
        print(f"{label:<26}{said:>8}{right:>13.3f}{chance:>9.3f}{high:>9.3f}"
              f"{on:>9.3f}{chance_on:>9.3f}{found_share:>8.3f}")  # fmt: skip
    said, _ = precision(told, "said", "right")
    print(
        f"of {days_asked} days asked: an alert a watch every {days_asked / max(said, 1):.0f} days"
    )
    for line in speeds(watches, pieces):
        print(line)


if __name__ == "__main__":
    main()

"""How fast a home of 100,000 items is, beside plain sqlite3 without index, full text or nouns.

    python benchmarks/store.py [--items 100000] [--seed 1]

The items are made up: 1,000 a day from 40 sources, about 600 characters of Zipf-distributed words.
Times are the best of several runs. The baseline keeps the same columns in one plain table: it
inserts without an index, sorts the whole table for the newest, searches with LIKE, and finds the
candidates by reading every item and deciding in Python.
"""

import argparse
import os
import platform
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from heed import store
from heed.types import Edition, Item, Reading, Slot, Verdict

START = datetime(2026, 1, 1, tzinfo=UTC)
A_DAY = 1000
SOURCES = 40
EMBEDDER = "made-up"


def made_up(count: int, seed: int) -> list[Item]:
    rng = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(rng.choices(letters, k=rng.randint(3, 9))) for _ in range(20_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    pool = rng.choices(words, weights, k=2_000_000)
    return [_item(number, rng, pool) for number in range(count)]


def _item(number: int, rng: random.Random, pool: Sequence[str]) -> Item:
    at = START + timedelta(seconds=86400 * number / A_DAY)
    start = rng.randrange(len(pool) - 100)
    text = " ".join(pool[start : start + 90])
    return Item(
        id=10**15 + number,
        source_id=number % SOURCES + 1,
        key=f"k{number}",
        url=f"https://example.org/{number}",
        title=" ".join(pool[start : start + 9]),
        lead=text[:200],
        text=text,
        html=f"<p>{text}</p>",
        language="en",
        seen_at=at,
        published_at=at - timedelta(seconds=rng.randrange(7200)),
        seconds=rng.randint(30, 900),
        fingerprint=f"{number:016x}",
        # Three in ten tell a story that was told shortly before.
        story_id=10**15 + number - (rng.randrange(1, 50) if rng.random() < 0.3 else 0),
    )


def best(run: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        taken.append(time.perf_counter() - start)
    return min(taken), result


def line(name: str, ours: float, plain: float | None, note: str = "") -> None:
    beside = "" if plain is None else f"{plain * 1e3:12.2f}"
    print(f"{name:34}{ours * 1e3:12.2f}{beside:>12}  {note}")


def fill(db: store.Database, items: Sequence[Item]) -> float:
    with db.write() as tx:
        for number in range(SOURCES):
            store.sources.add(tx, url=f"s{number}", kind="feed", title=f"S{number}", at=START)
    start = time.perf_counter()
    for first in range(0, len(items), A_DAY):
        with db.write() as tx:
            store.items.save(tx, items[first : first + A_DAY])
    return time.perf_counter() - start


def live(db: store.Database, items: Sequence[Item], seed: int) -> None:
    """Vectors for every item, a daily edition of ten, eight of them read and answered."""
    rng = np.random.default_rng(seed)
    with db.write() as tx:
        for first in range(0, len(items), A_DAY):
            day = items[first : first + A_DAY]
            matrix = rng.standard_normal((len(day), 384), dtype=np.float32)
            matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
            store.vectors.save(tx, EMBEDDER, [one.id for one in day], matrix)
            issued = store.editions.save(tx, _edition(first // A_DAY, day[:10]))
            for one in day[:8]:
                store.readings.add(tx, Reading(one.id, one.seen_at, 60, "web", issued.id))
                store.verdicts.add(tx, Verdict(one.id, "all", one.seen_at))


def _edition(number: int, items: Sequence[Item]) -> Edition:
    slots = tuple(
        Slot(one.id, one.story_id, one.title, "S", one.url, "core", one.seconds, 1, 0.1, 1, ())
        for one in items
    )
    day = date(2026, 1, 1) + timedelta(days=number)
    return Edition(0, day, START, 1800, 1.0, 1.0, 0.0, 1.0, number, slots, ())


def plain_fill(connection: sqlite3.Connection, items: Sequence[Item]) -> float:
    names = ", ".join(field.name for field in fields(Item))
    holders = ", ".join("?" for _ in fields(Item))
    connection.execute(f"CREATE TABLE item ({names})")
    start = time.perf_counter()
    rows = [
        tuple(str(v) if isinstance(v, datetime | tuple) else v for v in astuple(one))
        for one in items
    ]
    connection.executemany(f"INSERT INTO item VALUES ({holders})", rows)
    connection.commit()
    return time.perf_counter() - start


def plain_candidates(
    connection: sqlite3.Connection, since: datetime, done: set[int]
) -> list[tuple[Any, ...]]:
    rows = connection.execute("SELECT * FROM item").fetchall()
    seen, story = (
        [field.name for field in fields(Item)].index(name) for name in ("seen_at", "story_id")
    )
    return [row for row in rows if row[seen] >= str(since) and row[story] not in done]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    items = made_up(given.items, given.seed)
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; "
        f"{given.items} made-up items, seed {given.seed}"
    )
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), items, given.seed)


def compare(folder: Path, items: list[Item], seed: int) -> None:
    plain = sqlite3.connect(folder / "plain.sqlite")
    path = folder / "heed.sqlite"
    print(f"{'milliseconds':34}{'heed':>12}{'plain':>12}")
    with store.open(path) as db:
        line(
            "insert all, 1,000 a transaction",
            fill(db, items),
            plain_fill(plain, items),
            "plain: no index",
        )
        live(db, items, seed)
        reads(db, plain, items)
    opening, _ = best(lambda: store.open(path).close())
    line("open a current home", opening, None)
    size = path.stat().st_size / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"{size:.0f} MB on disk with 384-wide vectors; peak memory {peak:.0f} MB")
    plain.close()


def reads(db: store.Database, plain: sqlite3.Connection, items: list[Item]) -> None:
    word = items[0].title.split()[0]
    end = items[-1].seen_at
    done = {
        one.story_id for first in range(0, len(items), A_DAY) for one in items[first : first + 8]
    }
    with db.read() as tx:
        ours, _ = best(lambda: store.items.newest(tx, 50))
        theirs, _ = best(
            lambda: plain.execute(
                "SELECT * FROM item ORDER BY published_at DESC LIMIT 50"
            ).fetchall()
        )
        line("newest 50", ours, theirs)
        for words in (word, f"{word} {items[0].title.split()[1]}"):
            ours, hits = best(lambda words=words: store.items.search(tx, words))  # type: ignore[misc]
            like = " AND ".join(f"text LIKE '%{one}%'" for one in words.split())
            theirs, _ = best(
                lambda like=like: plain.execute(
                    f"SELECT * FROM item WHERE {like} LIMIT 20"
                ).fetchall()
            )  # type: ignore[misc]
            line(
                f"search, {len(words.split())} word(s), best 20",
                ours,
                theirs,
                f"{len(hits)} hits; plain: LIKE, any 20",
            )
        for days in (1, 3, 14):
            since = end - timedelta(days=days)
            ours, found = best(lambda since=since: store.items.candidates(tx, since=since))  # type: ignore[misc]
            theirs, _ = best(lambda since=since: plain_candidates(plain, since, done), 1)  # type: ignore[misc]
            line(f"candidates of {days} day(s)", ours, theirs, f"{len(found)} items")
        ids = [one.id for one in items[-14 * A_DAY :]]
        ours, _ = best(lambda: store.vectors.load(tx, ids))
        line(f"load {len(ids)} vectors", ours, None)
        ours, _ = best(lambda: store.vectors.missing(tx, end - timedelta(days=14)))
        line("missing vectors of 14 days", ours, None)


if __name__ == "__main__":
    main()

"""What attention is worth in made-up prices: three of the lab's applications, and 30 made-up days.

    python benchmarks/value.py [--days 30] [--seed 0] [--home FOLDER]

The applications' numbers are the lab's own, measured on real data. The reader is made up: six
sources of set worth, four pieces a day each, every third story told by two of them; she reads her
edition, answers seven pieces in ten by worth of source plus noise, and is asked nothing else. All
constants are invented, prices too; nothing was tuned. Beside heed stands the same reader with
newest-first in 30 minutes, the dumb baseline, whose answers are drawn from the same worth.
"""

import argparse
import json
import platform
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import numpy as np

from heed import store
from heed.actions.ledger import ledger
from heed.actions.value import appraise
from heed.appraisal import break_even, gain, left_out, line_row, total
from heed.diet import Diet
from heed.errors import Unreachable
from heed.exchange.prices import parse
from heed.models.encoder import Encoder
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.router import Missing
from heed.settings import Settings
from heed.types import ANSWERS, Answer, Appraisal, Fetched, Item, Value
from heed.wording import Words

START = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
SOURCES = (
    ("Harbour Gazette", "harbour", 1.4),
    ("Compiler Notes", "compilers", 1.3),
    ("Market Wire", "markets", 0.9),
    ("Village Pump", "village", 0.6),
    ("Star Gossip", "gossip", 0.2),
    ("Field Letters", "fields", 1.0),
)
A_DAY, MINUTES, ANSWERED, TOLD_TWICE = 4, 30, 0.7, 3
WORDS = 400
PRICES = """
currency = "EUR"
[price]
hour = 30
cpu_hour = 0.05
right_answer = 0.01
waited_hour = 10
[counted]
uses = 10000
trainings = 1
duplicates_read = 0.25
cpu_hours = 1
"""
SHOWN = ("answer", "tone", "clickbait")


class Hand:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Silence:
    """A web nobody answers on."""

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        raise Unreachable(f"{url} did not answer.")


def by_spelling(_: bytes | None) -> Encoder:
    return Encoder(lambda: Missing("not used"), None, Hashed())


def pieces(day: int, ids: range, rng: np.random.Generator) -> Iterator[Item]:
    """A day's pieces of every source; the text of a story told twice is nearly the same."""
    now = START + timedelta(days=day)
    text = ""
    for n, id in enumerate(ids):
        number = n % len(SOURCES)
        if not (n and n % TOLD_TWICE == 0):
            drawn = rng.integers(0, WORDS, 120)
            text = " ".join(f"{SOURCES[number][1]}{word}" for word in drawn)
        title = " ".join(text.split()[:6])
        seconds = int(rng.integers(2, 9)) * 60
        at = now - timedelta(minutes=int(rng.integers(1, 600)))
        yield Item(
            id, number + 1, f"{day}-{n}", f"https://{number}.example/{day}/{n}", title, text[:90],
            text, "", "en", now, at, seconds, f"{day}-{n // TOLD_TWICE}-{n}",
        )  # fmt: skip


def answer(worth: float, rng: np.random.Generator) -> Answer:
    """The answer nearest to worth plus noise."""
    felt = worth + rng.normal(0, 0.4)
    return min(ANSWERS, key=lambda one: abs(ANSWERS[one] - felt))


def live(diet: Diet, clock: Hand, days: int, seed: int) -> tuple[float, float]:
    """(worth, minutes) that newest-first would have had; heed's are in the home."""
    rng, shadow = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    worth_of = {n + 1: worth for n, (_, _, worth) in enumerate(SOURCES)}
    with diet.db.write() as tx:
        for name, topic, _ in SOURCES:
            store.sources.add(tx, url=f"https://{topic}.example/feed", kind="feed", title=name,
                              topic=topic, at=START)  # fmt: skip
    newest_worth = newest_min = 0.0
    for day in range(days):
        clock.now = START + timedelta(days=day)
        with diet.db.write() as tx:
            ids = store.items.next_ids(tx, clock.now, A_DAY * len(SOURCES))
            came = store.items.save(tx, list(pieces(day, ids, rng)))
        diet.prepare()
        with diet.db.read() as tx:
            known = store.items.many(tx, [one.item_id for one in diet.edition(MINUTES).slots])
        for item in known.values():
            clock.now += timedelta(seconds=item.seconds)
            said = answer(worth_of[item.source_id], rng) if rng.random() < ANSWERED else None
            diet.read(item.id, active_s=item.seconds, answer=said)
        left = MINUTES * 60
        for item in sorted(came, key=lambda one: -one.published_at.timestamp()):
            if item.seconds <= left:
                left -= item.seconds
                newest_min += item.seconds / 60
                felt = ANSWERS[answer(worth_of[item.source_id], shadow)]
                newest_worth += felt * item.seconds / 60
    return newest_worth, newest_min


def told(value: Value, words: Words, currency: str) -> None:
    print("| line | amount | somewhere between | known how | price | money |")
    print("|---|---|---|---|---|---|")
    for line in value.lines:
        row = line_row(line, words, currency)
        print(f"| {row.label} | {row.amount} | {row.interval or '-'} | {row.basis} "
              f"| {row.price or '-'} | {row.money or '-'} |")  # fmt: skip
    for said in (total(value, words, currency), *break_even(value, words, currency),
                 left_out(value, words)):  # fmt: skip
        print(f"\n{said}" if said else "")


def report(found: Appraisal, diet: Diet) -> None:
    words, currency = Words("en", UTC), found.prices.currency
    for one in found.applications:
        if one.application in SHOWN:
            print(f"\n## {one.application} against {one.rival.name}: {gain(one.gain)} of 100\n")
            told(one.value, words, currency)
    account = ledger(diet)
    print(f"\n## A made-up reader: {found.facts}\n")
    print(f"worth a minute {account.worth_per_minute:.3f}, regretted {account.regret_s / 60:.0f} "
          f"min, ranked by {found.evaluation.in_use}\n")  # fmt: skip
    if found.reading:
        told(found.reading, words, currency)


def main() -> None:
    reads = argparse.ArgumentParser()
    reads.add_argument("--days", type=int, default=30)
    reads.add_argument("--seed", type=int, default=0)
    reads.add_argument("--home", type=Path)
    given = reads.parse_args()
    print(f"# {platform.machine()}, Python {platform.python_version()}, seed {given.seed}, "
          f"{given.days} days")  # fmt: skip
    bundle = json.loads(files("heed.web").joinpath("bought.json").read_bytes())
    with tempfile.TemporaryDirectory() as made:
        home = given.home or Path(made)
        home.mkdir(parents=True, exist_ok=True)
        settings, clock = Settings(home=home, timezone="UTC"), Hand()
        with store.open(settings.database) as db:
            diet = Diet(db, Silence(), settings, clock, by_spelling)
            worth, minutes = live(diet, clock, given.days, given.seed)
            report(appraise(diet, bundle, replace(parse(PRICES))), diet)
    print(f"\nNewest first, same days, same minutes: worth a minute {worth / minutes:.3f} "
          f"over {minutes:.0f} min.")  # fmt: skip


if __name__ == "__main__":
    main()

"""What sharing compute and data saves, on real news beside doing it the plain way.

    HEED_DATA=/path/to/data python benchmarks/compute.py [--only padding shares cascade homes bytes]

padding   what batches of 32 waste on titles with leads, sorted by length and as they came
balance   how evenly 8 workers are loaded, by attention cost and in turn
shares    CPU-seconds two tenants get where one has ten times the jobs, or dearer ones: by shares,
          first come, and one job in turn
cascade   an edition of 20 out of 2000 where only some are read by the dear encoder; the cheap
          scorer is fitted on the week before, the readers like pieces of that week
homes     two homes of one person: each fetching and reading alone, and one pulling from the other
bytes     what a byte budget brings, by value a byte, newest first and at random

Prints machine, seed and data. CPU time is this process's.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see docs/reader-model.md

import argparse
import gzip
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from itertools import islice, zip_longest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fakes import realdata
from fakes.homes import Clock
from fakes.server import Server, document
from fakes.twohomes import home, served
from heed import exchange
from heed.actions import pulling, sources
from heed.diet import Diet
from heed.filter.text import lead_of, plain_text
from heed.models.encoder import load_encoder
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.minilm import load_minilm
from heed.models.encoder.weights import find_weights
from heed.store import items
from heed.types import Job, Part

Vector = np.ndarray
BEFORE, WEEK = "2026-W23", "2026-W24"
DAY = date(2026, 5, 13)
TEXTS, EDITION, READERS, LIKED = 2000, 20, 20, 12
WIDTH = 384


def news(data: Path, week: str, count: int) -> list[str]:
    """Titles with leads as the encoder reads them."""
    with gzip.open(data / "stream_worldnews" / f"{week}.ndjson.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, count)]
    return [f"{r['title']}. {lead_of(plain_text(r.get('description') or ''))}" for r in rows]


def lengths_of(texts: Sequence[str], most: int) -> list[int]:
    english = load_minilm(find_weights())
    english.tokenizer.no_truncation()
    return [min(most, len(one.ids)) for one in english.tokenizer.encode_batch(list(texts))]


def padding(data: Path, seed: int) -> None:
    texts = news(data, WEEK, TEXTS)
    for most in (64, 128, 512):
        lengths = lengths_of(texts, most)
        told = f"mean {np.mean(lengths):.1f}, longest {max(lengths)}"
        print(f"  {TEXTS} texts, at most {most} tokens ({told})")
        for name, in_order in (("as they came", True), ("by length", False)):
            made = exchange.batches(lengths, 32, width=WIDTH, in_order=in_order)
            print(f"    {name:14} {exchange.waste(made, lengths, width=WIDTH):6.3f} of the least")


def balance(data: Path, seed: int) -> None:
    lengths = lengths_of(news(data, WEEK, TEXTS), 64)
    made = exchange.batches(lengths, 16, width=WIDTH)
    for workers in (2, 8, 32):
        _, fullest = exchange.spread(made.costs, workers)
        arrival = exchange.batches(lengths, 16, width=WIDTH, in_order=True)
        by_first = np.random.default_rng(seed).permutation(arrival.costs)
        turns = [sum(by_first[w::workers]) for w in range(workers)]
        print(
            f"  {workers:2} workers, {len(made.costs)} batches: by cost {fullest:.4f}, "
            f"in turn {max(turns) * workers / sum(turns):.4f} of the mean load"
        )


COST = {"encode": 1.0, "learn": 7.0, "text": 0.3}
"""CPU-seconds of a made-up job."""


def shares(data: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ten = [("busy" if i % 11 else "calm", str(rng.choice(list(COST)))) for i in range(2200)]
    dear = [("busy", "learn"), ("calm", "encode")] * 700
    for told, load in (("ten times as many jobs", ten), ("jobs seven times as dear", dear)):
        _two_tenants(told, load)


def _two_tenants(told: str, load: Sequence[tuple[str, str]]) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    waiting = [
        Job(i, kind, name, str(i), "waiting", now)  # type: ignore[arg-type]
        for i, (name, kind) in enumerate(load)
    ]
    wanted = _served(waiting, np.inf)
    most = 1.6 * wanted["calm"]
    rows = {
        "by shares": _by_shares(waiting, most),
        "first come": _served(waiting, most),
        "job by job": _served(_in_turn(waiting), most),
    }
    print(f"  {told}: wanted {wanted['busy']:.0f} and {wanted['calm']:.0f} s; {most:.0f} were done")
    for name, row in rows.items():
        whole = sum(row.values())
        print(f"    {name:11} busy {row['busy'] / whole:.1%}, calm {row['calm'] / whole:.1%}")


def _by_shares(waiting: Sequence[Job], most: float) -> dict[str, float]:
    got: dict[str, float] = {"busy": 0, "calm": 0}
    owed: dict = {}
    left = list(waiting)
    while sum(got.values()) < most:
        turn = exchange.turn(left, [], owed, costs=COST, budget_s=0)  # type: ignore[arg-type]
        owed = dict(turn.owed)
        for job in turn.jobs:
            got[job.tenant] += COST[job.kind]
            left.remove(job)
    return got


def _served(jobs: Sequence[Job], most: float) -> dict[str, float]:
    """CPU-seconds each tenant gets where jobs are done in this order."""
    got = {"busy": 0.0, "calm": 0.0}
    for job in jobs:
        if sum(got.values()) >= most:
            break
        got[job.tenant] += COST[job.kind]
    return got


def _in_turn(jobs: Sequence[Job]) -> list[Job]:
    """One job of each tenant in turn, however long it takes; then whatever is left."""
    by = [[job for job in jobs if job.tenant == name] for name in ("busy", "calm")]
    return [job for pair in zip_longest(*by) for job in pair if job]


def cascade(data: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    past, fresh = news(data, BEFORE, TEXTS), news(data, WEEK, TEXTS)
    english, hashed = load_minilm(find_weights()), Hashed()
    english.encode(["ready"])
    old = english.encode(past)
    dear, dear_s = cpu(lambda: english.encode(fresh))
    (old_cheap, new_cheap), cheap_s = cpu(lambda: (hashed.encode(past), hashed.encode(fresh)))
    cheap_s /= 2  # half of it was the week before
    print(f"  all {TEXTS} by the dear encoder {dear_s:.1f} CPU-s, by the cheap one {cheap_s:.2f}")
    readers = [_reader(old, rng) for _ in range(READERS)]
    for share in (0, 0.05, 0.1, 0.2, 0.25, 1):
        rows = [
            _edition(old, dear, old_cheap, new_cheap, liked, int(share * TEXTS), rng)
            for liked in readers
        ]
        kept, over, chance = np.mean(rows, axis=0)
        spent = (cheap_s + share * dear_s) / dear_s if share < 1 else 1
        print(
            f"    {share:4.0%} read dearly: cost {spent:5.1%}, value kept {kept:.2%} "
            f"(of what is above chance {over:.1%}; as many read at random {chance:.2%})"
        )


def _reader(old: Vector, rng: np.random.Generator) -> Vector:
    """Places of the pieces a reader liked the week before: one piece and its nearest."""
    nearest = np.argsort(-(old @ old[rng.integers(len(old))]))
    return nearest[: 3 * LIKED : 3]


def _edition(
    old: Vector,
    dear: Vector,
    old_cheap: Vector,
    new_cheap: Vector,
    liked: Vector,
    budget: int,
    rng: np.random.Generator,
) -> tuple[float, float, float]:
    """Value kept; the same of what is above chance; kept where as many were read at random."""
    worth_old, worth = _worth(old, old[liked]), _worth(dear, old[liked])
    # The cheap score: a ridge from cheap vectors to the dear worth, on the week before.
    fit = np.linalg.solve(
        old_cheap.T @ old_cheap + 3.0 * np.eye(old_cheap.shape[1]),
        old_cheap.T @ (worth_old - worth_old.mean()),
    )
    guess = worth_old.mean() + new_cheap @ fit
    sd = float(np.std(worth_old - worth_old.mean() - old_cheap @ fit))
    cut = float(np.sort(guess)[-EDITION])
    steps = [
        exchange.Step("encode", i, exchange.promise(float(g), sd, cut), 1.0)
        for i, g in enumerate(guess)
    ]
    read = [step.item_id for step in exchange.cascade(steps, budget).taken]
    best = np.sort(worth)[-EDITION:].sum()
    mean = EDITION * worth.mean()
    got = _value(worth, guess, read)
    chance = _value(worth, guess, rng.permutation(len(worth))[:budget])
    return got / best, (got - mean) / (best - mean), chance / best


def _value(worth: Vector, guess: Vector, read: Sequence[int]) -> float:
    """Of the pieces read dearly the best; places nobody read for go to the best guesses."""
    taken = sorted(read, key=lambda i: -worth[i])[:EDITION]
    rest = [i for i in np.argsort(-guess) if i not in set(taken)]
    return float(worth[[*taken, *rest[: EDITION - len(taken)]]].sum())


def _worth(vectors: Vector, liked: Vector) -> Vector:
    """0 to 2: how near a piece is to the three likest of what was liked."""
    near = np.sort(vectors @ liked.T, axis=1)[:, -3:].mean(axis=1)
    return 1 + np.clip(near, -1, 1)


def homes(data: Path, seed: int) -> None:
    bodies = realdata.worldnews(data, DAY)
    clock = Clock(datetime(2026, 5, 13, 22, tzinfo=UTC))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        routes = {path: document(body, "application/xml") for path, body in bodies.items()}
        server = stack.enter_context(Server(routes))
        made = [
            stack.enter_context(home(folder / name, clock, load=load_encoder))
            for name in ("first", "second", "alone")
        ]
        for diet in made:
            for path in bodies:
                sources.add(diet, server.url(path))
            diet.encoder.describe()
        first, second, alone = made
        server.seen.clear()
        _, one_s = cpu(first.gather)
        _, other_s = cpu(alone.gather)
        fetched = len(server.seen)
        server.seen.clear()
        with served(first) as url:
            came, pull_s = cpu(lambda: pulling.pull(second, url))
        _, after_s = cpu(second.gather)
        with first.db.read() as tx:
            print(f"  {len(bodies)} feeds, {items.count(tx)} pieces; pulled {came}")
        print(f"    same library: {library(first) == library(second)}")
        separate, shared = one_s + other_s, one_s + pull_s + after_s
        print(
            f"    each alone {separate:.1f} CPU-s and {fetched} fetches; one pulls "
            f"{shared:.1f} CPU-s ({shared / separate:.1%}) and {fetched // 2 + len(server.seen)} "
            f"fetches ({(fetched // 2 + len(server.seen)) / fetched:.1%})"
        )


def library(diet: Diet) -> set[tuple[object, ...]]:
    with diet.db.read() as tx:
        held = items.newest(tx, 10**6)
    return {(one.key, one.title, one.lead, one.text, one.html, one.seconds) for one in held}


def bytes_(data: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    texts = news(data, WEEK, TEXTS)
    parts = []
    for i, text in enumerate(texts):
        worth = float(rng.uniform(0.2, 2) * len(text.split()) / 238 * 0.5 ** (i / TEXTS * 14 / 3))
        size = len(text.encode())
        parts += [
            Part(i, "card", 300 + size, worth),
            Part(i, "text", 4 * size, worth * exchange.GAIN["text"]),
            Part(i, "vector", 1100, worth * exchange.GAIN["vector"]),
        ]
    whole = sum(part.size_bytes for part in parts)
    total = sum(part.value for part in parts)
    for share in (0.05, 0.2, 0.5):
        budget = int(share * whole)
        chosen = exchange.choose(parts, budget)
        pieces = [parts[i : i + 3] for i in range(0, len(parts), 3)]
        random = [pieces[i] for i in rng.permutation(len(pieces))]
        rows = {
            "by value a byte": sum(part.value for part in chosen.parts),
            "newest first": _until(pieces, budget),
            "at random": _until(random, budget),
        }
        said = ", ".join(f"{name} {value / total:.1%}" for name, value in rows.items())
        print(f"  {share:.0%} of {whole} bytes, {chosen.size_bytes} used: {said}")


def _until(pieces: Sequence[Sequence[Part]], budget: int) -> float:
    """Whole pieces in this order until the next does not fit."""
    left, value = budget, 0.0
    for piece in pieces:
        left -= sum(part.size_bytes for part in piece)
        if left < 0:
            break
        value += sum(part.value for part in piece)
    return value


def cpu(work: Callable[[], object]) -> tuple:
    began = time.process_time()
    return work(), time.process_time() - began


STEPS = {
    "padding": padding,
    "balance": balance,
    "shares": shares,
    "cascade": cascade,
    "homes": homes,
    "bytes": bytes_,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", nargs="*", choices=list(STEPS), default=list(STEPS))
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if set(args.only) - {"shares"} and "HEED_DATA" not in os.environ:
        parser.error(
            "HEED_DATA is not set: it names a folder of real data; only shares goes without"
        )
    data = Path(os.environ.get("HEED_DATA", ""))
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.machine()}, {os.cpu_count()} cores, numpy {np.__version__}, {load}")
    print(f"seed {args.seed}, world news {WEEK} (readers: {BEFORE}; homes: {DAY})")
    for name in args.only:
        print(name)
        STEPS[name](data, args.seed)


if __name__ == "__main__":
    main()

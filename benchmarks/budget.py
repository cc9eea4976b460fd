"""What the ground floor costs: allocation, whole choices and normalisers, one thread, CPU time.

Run: python benchmarks/budget.py [--small]. Prints machine, seed, sizes and the peers' versions.
The first rival of `allocate` is the dumbest thing that answers the same question; then the
libraries that answer it too, where they are installed (`pip install --group bench`).
"""

import argparse
import gzip
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import beside
import numpy as np
import peers

from heed.attention.normalize import Budget, Entmax, Softmax, TopK
from heed.budget import Row, allocate, bound, select_exact, select_greedy, select_with_rules

SEED = 0


def milliseconds(work: Callable[[], object], repeats: int) -> float:
    """CPU time of one call, the least of several."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1e3 * min(times)


def bisect(scores, cost, budget, steps=60):
    """The dumb rival of `allocate`: halve between two far prices, sixty times."""
    low, high = 0.0, float((np.abs(scores) / cost).max() + 50 / cost.min())
    for _ in range(steps):
        price = (low + high) / 2
        weight = 1 / (1 + np.exp(-(scores - price * cost)))
        low, high = (price, high) if cost @ weight > budget else (low, price)
    return weight


def day(items: int, rng: np.random.Generator):
    """Seconds of each piece and its worth in minutes."""
    seconds = rng.integers(30, 900, items)
    return rng.gamma(2, 0.5, items) * seconds / 60, seconds


def print_allocation(sizes, repeats, rng) -> None:
    print("\nallocate, fermi, one row with costs (ms)     heed   60 halvings   largest difference")
    for n in sizes:
        scores, cost = rng.normal(size=n), rng.uniform(0.5, 5, n)
        ours = milliseconds(lambda s=scores, c=cost, n=n: allocate(s, n / 20, cost=c), repeats)
        dumb = milliseconds(lambda s=scores, c=cost, n=n: bisect(s, c, n / 20), repeats)
        away = np.abs(allocate(scores, n / 20, cost=cost).weight - bisect(scores, cost, n / 20))
        print(f"  n = {n:<38}{ours:8.2f}{dumb:14.2f}{away.max():21.0e}")


def print_choices(sizes, repeats, rng) -> None:
    print(
        "\nwhole pieces into 1800 s (ms)      greedy   exact   bound   greedy's gap to exact, mean"
    )
    for n in sizes:
        value, cost = day(n, rng)
        times = [
            milliseconds(lambda f=f, v=value, c=cost: f(v, c, 1800), repeats)
            for f in (select_greedy, select_exact, bound)
        ]
        gaps = []
        for _ in range(20):
            value, cost = day(n, rng)
            gaps.append(
                1 - select_greedy(value, cost, 1800).value / select_exact(value, cost, 1800).value
            )
        print(f"  n = {n:<28}{times[0]:8.2f}{times[1]:8.2f}{times[2]:8.2f}{np.mean(gaps):14.2%}")


def print_real_days(data: Path, rng: np.random.Generator) -> None:
    """Real lengths of every day of world news, made worth: what greedy loses."""
    gaps, sizes, times = [], [], []
    for path in sorted((data / "stream_worldnews").glob("*.ndjson.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        for today in sorted({row["collectedAt"][:10] for row in rows}):
            texts = [_text(row) for row in rows if row["collectedAt"].startswith(today)]
            cost = np.array([max(30, round(len(text.split()) / 238 * 60)) for text in texts])
            value = rng.gamma(2, 0.5, len(cost)) * cost / 60
            began = time.process_time()
            best = select_exact(value, cost, 1800).value
            times.append(time.process_time() - began)
            gaps.append(1 - select_greedy(value, cost, 1800).value / best)
            sizes.append(len(cost))
    print(
        f"\n{len(gaps)} real days of world news into 1800 s, {np.median(sizes):.0f} pieces "
        f"(median): greedy loses {np.mean(gaps):.2%} (at most {np.max(gaps):.2%}); "
        f"exact {1e3 * np.median(times):.2f} ms"
    )


def _text(row: dict[str, str]) -> str:
    return f"{row['title']} {row.get('description') or ''}"


def print_rules(repeats, rng) -> None:
    value, cost = day(300, rng)
    topic = np.arange(300) % 6
    rows = [Row(cost * (topic == t), at_most=600) for t in range(6)]
    rows.append(Row(cost * (topic == 5), at_least=300))
    print("\n300 pieces, six ceilings and a floor (ms)")
    for name, ask in (("bound with prices", bound), ("exact choice", select_with_rules)):
        spent = milliseconds(lambda ask=ask: ask(value, cost, 1800, rows), repeats)
        print(f"  {name:<20}{spent:8.2f}")


def print_normalisers(rows, repeats, rng) -> None:
    print(f"\nnormalisers, {rows} rows of 128, float32 (ns an element)")
    scores = rng.standard_normal((rows, 128), dtype=np.float32)
    for name, how in (
        ("softmax", Softmax()),
        ("top-8", TopK(8)),
        ("sparsemax", Entmax(2.0)),
        ("entmax15", Entmax(1.5)),
        ("entmax 1.2", Entmax(1.2)),
        ("budget, fermi", Budget(4.0)),
    ):
        spent = milliseconds(lambda how=how: how(scores.copy()), repeats)
        print(f"  {name:<18}{1e6 * spent / scores.size:8.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a few seconds, for tests")
    small = parser.parse_args().small
    rng, repeats = np.random.default_rng(SEED), 3 if small else 30
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, ",
        end="",
    )
    print(f"NumPy {np.__version__}, one thread, seed {SEED}, made-up days")
    peers.print_versions()
    print_allocation((50, 500) if small else (50, 500, 2000, 100_000), repeats, rng)
    print_choices((200,) if small else (200, 2000, 20_000), repeats, rng)
    if data := os.environ.get("HEED_DATA"):
        print_real_days(Path(data), rng)
    print_rules(repeats, rng)
    print_normalisers(64 if small else 1024, repeats, rng)
    beside.print_allocation((50,) if small else (50, 500, 2000, 100_000), repeats, rng)
    beside.print_editions((200,) if small else (200, 2000, 20_000), repeats, rng)
    shapes = ((16, 128),) if small else ((1024, 128), (1024, 512))
    beside.print_tensors(shapes, repeats, compiled=not small)


if __name__ == "__main__":
    main()

"""Two who need unlike things trade minutes, CPU-seconds and bytes; beside them equal shares.

    python benchmarks/trade.py [--seeds 30] [--seed 0]

Made up: each side has eight tasks of drawn worth and needs; a total of each kind is halved between
them. `unlike`: what one's tasks need most of, the other's need least of. `alike`: both draw from
the same. `twins`: the very same tasks, where nothing can be gained. Equal shares are the dumb
baseline; `pooled` is the most any sharing could reach (the sum of both, which is no fairness).
Worth is what the linear program makes of the budgets, so the gain is modelled. 95 % intervals by
bootstrap over seeds. Nothing was tuned on these draws.
"""

import argparse
import platform

import numpy as np

from heed.exchange.trade import priced, traded_out
from heed.types import KINDS, Side, Task

TASKS, DRAWS = 8, 2000
CASES = ("unlike", "alike", "twins")


def side(name: str, lean: np.ndarray, total: float, rng: np.random.Generator) -> Side:
    """lean (3,): how much of each kind its tasks need on average."""
    tasks = tuple(
        Task(
            f"{n}",
            float(rng.uniform(0.5, 5)),
            {
                kind: float(rng.uniform(0, 2) * weight)
                for kind, weight in zip(KINDS, lean, strict=True)
            },
        )
        for n in range(TASKS)
    )
    return Side(name, dict.fromkeys(KINDS, total / 2), tasks)


def pair(case: str, seed: int) -> tuple[Side, Side]:
    rng = np.random.default_rng([seed, CASES.index(case)])
    lean = np.array([2.0, 1.0, 0.2])
    other = {"unlike": lean[::-1], "alike": lean, "twins": lean}[case]
    one = side("one", lean, 6.0, rng)
    two = side("two", other, 6.0, rng)
    return one, Side("two", one.amounts, one.tasks) if case == "twins" else two


def pooled(one: Side, two: Side) -> float:
    amounts = {kind: one.amounts[kind] + two.amounts[kind] for kind in KINDS}
    return priced(Side("both", amounts, one.tasks + two.tasks)).worth


def interval(values: np.ndarray, rng: np.random.Generator) -> str:
    drawn = values[rng.integers(len(values), size=(DRAWS, len(values)))].mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{values.mean():+.1%} [{low:+.1%}, {high:+.1%}]"


def main() -> None:
    reads = argparse.ArgumentParser()
    reads.add_argument("--seeds", type=int, default=30)
    reads.add_argument("--seed", type=int, default=0)
    given = reads.parse_args()
    rng = np.random.default_rng(given.seed)
    print(f"{platform.machine()}, Python {platform.python_version()}, seeds {given.seed} to "
          f"{given.seed + given.seeds - 1}\n")  # fmt: skip
    print("| needs | worth with equal shares | traded over equal | pooled over equal | the lesser "
          "gain | least gain of any side | deals |")  # fmt: skip
    print("|---|---|---|---|---|---|---|")
    for case in CASES:
        rows = []
        for seed in range(given.seed, given.seed + given.seeds):
            one, two = pair(case, seed)
            before = np.array([priced(one).worth, priced(two).worth])
            now, then, deals = traded_out(one, two)
            after = np.array([priced(now).worth, priced(then).worth])
            share = (after - before) / before
            rows.append((before.sum(), after.sum() / before.sum() - 1,
                         pooled(one, two) / before.sum() - 1, share.min(), len(deals)))  # fmt: skip
        table = np.array(rows)
        print(f"| {case} | {table[:, 0].mean():.2f} | {interval(table[:, 1], rng)} "
              f"| {interval(table[:, 2], rng)} | {interval(table[:, 3], rng)} "
              f"| {table[:, 3].min():+.2%} | {table[:, 4].mean():.1f} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()

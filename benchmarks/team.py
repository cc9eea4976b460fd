"""How often a shared-out day is unfair beyond one piece: turns, the fair plan, the plain sum.

    python benchmarks/team.py [--markets 300]

Made teams of 5 over 20 pieces of 1 to 10 minutes; prints machine and seed. Two dumb rivals: the
largest plain sum of values, and a draw that gives every piece to anybody who has room.
"""

import argparse
import os
import platform

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from heed.budget import clear
from heed.budget.audit import audit
from heed.budget.team import Market, read_market

SEED = 0
MEMBERS, PIECES = 5, 20
OFFERS = {"all offer 30 min": (30, 30), "offers of 15 to 60 min": (15, 60)}
SAY = {"same say": 0.0, "credits, up to a fifth": 0.2}


def drawn(market: Market, rng: np.random.Generator) -> np.ndarray:
    """Every piece to a member drawn among those it fits."""
    taken = np.zeros(market.shape, dtype=np.bool_)
    for item in rng.permutation(market.shape[1]):
        left = market.offers - (market.minutes * taken).sum(axis=1)
        able = np.flatnonzero(market.minutes[:, item] <= left)
        if len(able):
            taken[rng.choice(able), item] = True
    return taken


def outcomes(rng: np.random.Generator, low: float, high: float, most_say: float):
    """EF1 violations, worst worth a minute and total worth of each way, for one made team."""
    minutes = np.round(rng.uniform(1, 10, PIECES))
    values = rng.beta(2, 5, (MEMBERS, PIECES)) * minutes
    offers = rng.uniform(low, high, MEMBERS)
    say = 1 + most_say * rng.random(MEMBERS)
    seed = int(rng.integers(2**31))
    ways = {
        "split": clear(values, minutes, offers, 1, influence=say, seed=seed).audit,
        "best": clear(values, minutes, offers, 1, mode="best", influence=say, seed=seed).audit,
        "plain sum": clear(
            values, minutes, offers, 1, mode="best", fairness="sum", seed=seed
        ).audit,
    }
    market = read_market(values, minutes, offers, 1)
    ways["drawn"] = audit(market, drawn(market, rng), bound=ways["split"].bound)
    return {name: (one.ef1_violations, one.worst_rate, 1 - one.gap) for name, one in ways.items()}


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--markets", type=int, default=300)
    markets = asked.parse_args().markets
    print(f"{platform.processor() or platform.machine()}, numpy {np.__version__}, seed {SEED}")
    print(f"{markets} markets of {MEMBERS} members and {PIECES} pieces a line")
    for offering, (low, high) in OFFERS.items():
        for saying, most_say in SAY.items():
            rng = np.random.default_rng(SEED)
            found = [outcomes(rng, low, high, most_say) for _ in range(markets)]
            print(f"\n{offering}, {saying}")
            for way in found[0]:
                violations, worst, reached = np.array([one[way] for one in found]).T
                print(
                    f"  {way:10} markets with a violation {100 * (violations > 0).mean():5.1f} %, "
                    f"worst worth a minute {worst.mean():.3f}, of the bound {reached.mean():.3f}"
                )


if __name__ == "__main__":
    main()

"""A team's market at 50 members and 2,000 items: what each way of clearing costs and reaches.

    python benchmarks/market.py [--small]

Prints machine, seed and the peers' versions; the teams are made. Rivals: everyone in turn takes
her best (round robin), one after the other all she likes (first come, first served), and the
integer program by HiGHS and by OR-Tools' CP-SAT; of the bound,
OR-Tools' simplex; of `fisher`, the Eisenberg-Gale program by Clarabel. CPU time, one thread, limits
by the clock; a peer that is not installed is named and left out (`pip install --group bench`).
"""

import argparse
import os
import platform
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import highspy
import numpy as np
import ortools_peer
import peers

from heed.budget import Triplets, bidder, clear, clear_private, fisher
from heed.budget.audit import audit
from heed.budget.team import read_market

Team = dict[str, np.ndarray]
SEED = 0


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The answer and its CPU seconds, the least of two calls where one is short."""
    runs = []
    for _ in range(2):
        began = time.process_time()
        made = work()
        runs.append(time.process_time() - began)
        if runs[-1] > 2:
            break
    return made, min(runs)


def made(members: int, items: int, rng: np.random.Generator, *, needy: bool) -> Team:
    """Members of different taste over items of eight subjects, 15 to 60 minutes each.

    needy: offers of 10 to 45, items with up to three readers, one in fifty a must.
    """
    taste = rng.gamma(0.5, 1.0, (members, 8))
    subject = rng.dirichlet(np.full(8, 0.3), items)
    minutes = np.clip(rng.lognormal(1.5, 0.7, items), 1, 25)
    values = taste @ subject.T * rng.gamma(2.0, 0.5, (members, items)) * minutes
    least = (rng.random(items) < 0.02 * needy).astype(int)
    most = np.maximum(least, rng.choice([1, 1, 2, 3] if needy else [1], items))
    offers = (
        rng.choice([10.0, 20.0, 30.0, 45.0], members) if needy else rng.uniform(15, 60, members)
    )
    needs = np.stack([least, most], axis=1)
    return {"values": values, "minutes": minutes, "offers": offers, "needs": needs}


def round_robin(team: Team) -> np.ndarray:
    """The dumb rival: in turn, each takes the best she may and can still read."""
    values, minutes = team["values"], team["minutes"]
    left, room = team["offers"].astype(float), team["needs"][:, 1].copy()
    taken = np.zeros(values.shape, dtype=bool)
    open_ = np.ones(len(left), dtype=bool)
    while open_.any():
        for i in np.flatnonzero(open_):
            can = (room > 0) & ~taken[i] & (minutes <= left[i])
            if not can.any():
                open_[i] = False
                continue
            best = int(np.flatnonzero(can)[values[i, can].argmax()])
            taken[i, best], room[best], left[i] = True, room[best] - 1, left[i] - minutes[best]
    return taken


def first_come(team: Team) -> np.ndarray:
    """Another: who comes first takes all she likes and can read, the best first."""
    values, minutes, room = team["values"], team["minutes"], team["needs"][:, 1].copy()
    taken = np.zeros(values.shape, dtype=bool)
    for i, left in enumerate(team["offers"].tolist()):
        for j in np.argsort(-values[i], kind="stable"):
            if values[i, j] > 0 and room[j] and minutes[j] <= left:
                taken[i, j], left = True, left - minutes[j]
        room -= taken[i]
    return taken


def integer_program(team: Team, seconds: float) -> np.ndarray:
    """The whole assignment of most plain worth, as HiGHS finds it within `seconds`."""
    values, minutes = team["values"], team["minutes"]
    n, m = values.shape
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", seconds)
    solver.addVars(n * m, np.zeros(n * m), np.ones(n * m))
    columns = np.arange(n * m, dtype=np.int32)
    solver.changeColsIntegrality(
        n * m, columns, np.full(n * m, highspy.HighsVarType.kInteger.value, dtype=np.uint8)
    )
    solver.changeColsCost(n * m, columns, -values.reshape(-1))
    for i in range(n):
        solver.addRow(-highspy.kHighsInf, team["offers"][i], m, columns[i * m : i * m + m], minutes)
    for j in range(m):
        least, most = (float(x) for x in team["needs"][j])
        solver.addRow(least, most, n, columns[j::m].copy(), np.ones(n))
    solver.run()
    return np.reshape(solver.getSolution().col_value, (n, m)) > 0.5


def line(name: str, seconds: float, report: Any, bound: float) -> None:
    reached = f"{report.value / bound:8.2%}" if report.value == report.value else "       -"
    fair = "-" if report.envy_pairs is None else f"{report.envy_pairs} / {report.ef1_violations}"
    worst = "-" if report.worst_rate != report.worst_rate else f"{report.worst_rate:.2f}"
    print(
        f"  {name:<28}{seconds:8.3f} s{reached}{report.budget_error:10.1e}{report.unmet:7d}"
        f"{worst:>9}{fair:>12}"
    )


def compare(
    members: int, items: int, rng: np.random.Generator, *, needy: bool, milp_s: float
) -> None:
    team = made(members, items, rng, needy=needy)
    market = read_market(team["values"], team["minutes"], team["offers"], team["needs"], None)
    split, split_s = timed(lambda: clear(**team, mode="split", priced=False, seed=SEED))
    priced, priced_s = timed(lambda: clear(**team, mode="split", seed=SEED))
    bound = priced.audit.bound
    print(
        f"\n{members} members, {items} items, {'needy' if needy else 'one reader each'}; reached: "
        "of the bound of a plan of parts\n"
        f"  {'way':<28}{'CPU time':>10}{'reached':>8}{'over':>10}{'unmet':>7}{'worst':>9}"
        f"{'envy / EF1':>12}"
    )
    robin, robin_s = timed(lambda: round_robin(team))
    line("round robin", robin_s, audit(market, robin, bound=bound), bound)
    first, first_s = timed(lambda: first_come(team))
    line("first come", first_s, audit(market, first, bound=bound), bound)
    line("split", split_s, split.audit, bound)
    line("split with prices", priced_s, priced.audit, bound)
    for fairness in ("nash", "sum"):
        best, best_s = timed(lambda f=fairness: clear(**team, mode="best", fairness=f, seed=SEED))
        line(f"best, {fairness}", best_s, best.audit, bound)
    private, private_s = timed(lambda: _private(team))
    line("private", private_s, audit(market, private.assignment, bound=bound), bound)
    whole, whole_s = timed(lambda: integer_program(team, milp_s))
    line(f"HiGHS, integer (≤ {milp_s:g} s)", whole_s, audit(market, whole, bound=bound), bound)
    if peers.installed("ortools"):
        print_ortools(team, market, bound, milp_s)


def print_ortools(team: Team, market: Any, bound: float, seconds: float) -> None:
    """CP-SAT on the whole problem; and the bound again, by another simplex."""
    whole = ortools_peer.ask("market_cp_sat", **team, seconds=seconds)
    taken = whole["chosen"].reshape(team["values"].shape)
    report = audit(market, taken, bound=bound)
    line(f"CP-SAT, integer (≤ {seconds:g} s)", float(whole["cpu_s"]), report, bound)
    plan = ortools_peer.ask("market_glop", **team)
    away = abs(float(plan["bound"]) / bound - 1)
    limit = float(whole["bound"]) / bound
    print(
        f"  the bound by OR-Tools' simplex, {float(plan['cpu_s']):.1f} s: {away:.0e} from heed's; "
        f"CP-SAT ended {whole['status']}, its bound {f'{limit:.2%} of it' if limit else 'none'}"
    )


def _private(team: Team) -> Any:
    asks = [
        bidder(values, team["minutes"], offer)
        for values, offer in zip(team["values"], team["offers"], strict=True)
    ]
    return clear_private(asks, team["minutes"], team["offers"], team["needs"], seed=SEED)


def divisible(members: int, items: int, rng: np.random.Generator, *, seconds: float) -> None:
    values = rng.gamma(0.5, 1.0, (members, items))
    budgets = rng.uniform(1, 3, members)
    sparse = np.where(rng.random(values.shape) < 0.05, values, 0.0)
    rows, columns = np.nonzero(sparse)
    kept = Triplets(rows, columns, sparse[rows, columns], shape=values.shape)
    print(
        f"\nfisher, {members} × {items}, divisible goods; prices: the largest from the first line's"
    )
    fine, fine_s = timed(lambda: fisher(values, budgets, rounds=20_000, tolerance=1e-5))
    dense, dense_s = timed(lambda: fisher(values, budgets))
    thin, thin_s = timed(lambda: fisher(kept, budgets))
    for name, found, took in (
        ("dense, gap 1e-5", fine, fine_s),
        ("dense", dense, dense_s),
        ("one in twenty", thin, thin_s),
    ):
        away = abs(found.prices.sum() - budgets.sum()) / budgets.sum()
        beside = "" if found is thin else f", prices {_apart(found.prices, fine.prices):.0e}"
        print(
            f"  {name:<28}{took:8.3f} s   gap {found.gap:.0e} after {found.rounds} rounds, "
            f"money left {away:.0e}{beside}"
        )
    if not (peers.installed("cvxpy") and peers.installed("clarabel")):
        return
    (share, prices, status), took = timed(lambda: peers.fisher_clarabel(values, budgets, seconds))
    print(f"  {f'cvxpy + Clarabel (≤ {seconds:g} s)':<28}{took:8.3f} s   ended {status}", end="")
    if prices.any():
        away = abs(prices.sum() - budgets.sum()) / budgets.sum()
        print(
            f", gap {gap(values, budgets, share, prices):.0e}, money left {away:.0e}, "
            f"prices {_apart(prices, fine.prices):.0e}",
            end="",
        )
    print()


def _apart(prices: np.ndarray, others: np.ndarray) -> float:
    return float(np.abs(prices / others - 1).max())


def gap(values: np.ndarray, budgets: np.ndarray, share: np.ndarray, prices: np.ndarray) -> float:
    """How much more, in logarithm and over the budgets, buyers could get: that of `fisher`."""
    most = (values / np.maximum(prices, np.finfo(float).tiny)).max(axis=1) * budgets
    worth = (values * share).sum(axis=1)
    return float(budgets @ np.log(most / worth) / budgets.sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a few seconds, for tests")
    small = parser.parse_args().small
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, "
        f"NumPy {np.__version__}, HiGHS {highspy.Highs().version()}, one thread, seed {SEED}, made"
    )
    peers.print_versions()
    rng = np.random.default_rng(SEED)
    for members, items in ((5, 60),) if small else ((20, 60), (50, 2000)):
        for needy in (False, True):
            compare(members, items, rng, needy=needy, milp_s=2 if small else 20)
    divisible(*((10, 50) if small else (50, 2000)), rng, seconds=2 if small else 60)


if __name__ == "__main__":
    main()

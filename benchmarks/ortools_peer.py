"""OR-Tools as a peer, in a process of its own: its HiGHS and that of highspy cannot share one.

Called by budget.py and market.py through `ask`, which runs this file: arrays go in on its standard
input and come out on its standard output, with the CPU seconds of the work, imports not counted.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]
PER_UNIT = 10**6  # whole numbers only: worth is told in millionths
PER_MINUTE = 1000  # and minutes in thousandths, rounded up, offers down


def ask(question: str, **given: Any) -> Arrays:
    """The answer to one of QUESTIONS, with "cpu_s". Raises CalledProcessError where it fails."""
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), question],
        input=_packed(given),
        stdout=subprocess.PIPE,
        check=True,
    )
    with np.load(BytesIO(ran.stdout)) as answer:
        return dict(answer)


def _packed(arrays: dict[str, Any]) -> bytes:
    whole = BytesIO()
    np.savez(whole, **arrays)
    return whole.getvalue()


def _knapsack(given: Arrays, kind: str) -> Callable[[], Arrays]:
    from ortools.algorithms.python import knapsack_solver

    profits = np.rint(given["value"] * PER_UNIT).astype(np.int64).tolist()
    weights, room = given["cost"].astype(np.int64).tolist(), int(given["budget"])
    seconds = float(given["seconds"])

    def work() -> Arrays:
        solver = knapsack_solver.KnapsackSolver(
            getattr(knapsack_solver.SolverType, f"KNAPSACK_{kind}_SOLVER"), "edition"
        )
        solver.set_time_limit(seconds)
        solver.init(profits, [weights], [room])
        solver.solve()
        chosen = [solver.best_solution_contains(i) for i in range(len(profits))]
        return {"chosen": np.array(chosen, dtype=bool)}

    return work


def knapsack_dynamic(given: Arrays) -> Callable[[], Arrays]:
    return _knapsack(given, "DYNAMIC_PROGRAMMING")


def knapsack_branching(given: Arrays) -> Callable[[], Arrays]:
    return _knapsack(given, "MULTIDIMENSION_BRANCH_AND_BOUND")


def _cp_sat(model: Any, variables: list[Any], seconds: float) -> Arrays:
    """Solved on one worker; all False where nothing was found in time."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    chosen = [bool(solver.value(x)) for x in variables] if found else [False] * len(variables)
    return {
        "chosen": np.array(chosen, dtype=bool),
        "status": np.array(solver.status_name(status)),
        "bound": np.array(solver.best_objective_bound / PER_UNIT),
    }


def edition_cp_sat(given: Arrays) -> Callable[[], Arrays]:
    """One budget, whole pieces."""
    from ortools.sat.python import cp_model

    profits = np.rint(given["value"] * PER_UNIT).astype(np.int64)
    weights, room = given["cost"].astype(np.int64), int(given["budget"])

    def work() -> Arrays:
        model = cp_model.CpModel()
        taken = [model.new_bool_var("") for _ in profits]
        model.add(cp_model.LinearExpr.weighted_sum(taken, weights) <= room)
        model.maximize(cp_model.LinearExpr.weighted_sum(taken, profits))
        return _cp_sat(model, taken, float(given["seconds"]))

    return work


def market_cp_sat(given: Arrays) -> Callable[[], Arrays]:
    """Whole items among members: offers are kept, and the least and most readers of an item."""
    from ortools.sat.python import cp_model

    profits = np.rint(given["values"] * PER_UNIT).astype(np.int64)
    n, m = profits.shape
    minutes = np.ceil(given["minutes"] * PER_MINUTE).astype(np.int64)
    offers = np.floor(given["offers"] * PER_MINUTE).astype(np.int64)

    def work() -> Arrays:
        model = cp_model.CpModel()
        taken = [model.new_bool_var("") for _ in range(n * m)]
        for i in range(n):
            spent = cp_model.LinearExpr.weighted_sum(taken[i * m : i * m + m], minutes)
            model.add(spent <= int(offers[i]))
        for j, (least, most) in enumerate(given["needs"].tolist()):
            model.add_linear_constraint(cp_model.LinearExpr.sum(taken[j::m]), least, most)
        model.maximize(cp_model.LinearExpr.weighted_sum(taken, profits.reshape(-1)))
        return _cp_sat(model, taken, float(given["seconds"]))

    return work


def market_glop(given: Arrays) -> Callable[[], Arrays]:
    """The same with items divisible among those who have time for a whole one, by OR-Tools'
    simplex: only the worth of the best plan."""
    from ortools.linear_solver import pywraplp

    values, minutes, offers = given["values"], given["minutes"], given["offers"]
    n, m = values.shape

    def work() -> Arrays:
        solver = pywraplp.Solver.CreateSolver("GLOP")
        fits = (minutes <= offers[:, None]).astype(float).tolist()
        share = [[solver.NumVar(0, most, "") for most in row] for row in fits]
        for i in range(n):
            rule = solver.Constraint(-solver.infinity(), float(offers[i]))
            for j in range(m):
                rule.SetCoefficient(share[i][j], float(minutes[j]))
                solver.Objective().SetCoefficient(share[i][j], float(values[i, j]))
        for j, (least, most) in enumerate(given["needs"].tolist()):
            rule = solver.Constraint(least, most)
            for i in range(n):
                rule.SetCoefficient(share[i][j], 1)
        solver.Objective().SetMaximization()
        solved = solver.Solve() == pywraplp.Solver.OPTIMAL
        return {"bound": np.array(solver.Objective().Value() if solved else np.nan)}

    return work


QUESTIONS = {
    one.__name__: one
    for one in (knapsack_dynamic, knapsack_branching, edition_cp_sat, market_cp_sat, market_glop)
}


def main() -> None:
    with np.load(BytesIO(sys.stdin.buffer.read())) as given:
        work = QUESTIONS[sys.argv[1]](dict(given))
    times, most = [], 5
    while len(times) < most and sum(times) < 1:
        began = time.process_time()
        answer = work()
        times.append(time.process_time() - began)
    sys.stdout.buffer.write(_packed({**answer, "cpu_s": np.array(min(times))}))


if __name__ == "__main__":
    main()

"""Other libraries that answer the questions of heed's ground floor, one small function each.

`pip install --group bench` brings them; nothing under src/ knows them. A function takes a problem
and returns the call to be timed, so that building a layer, filling tensors and compiling are not
counted. OR-Tools is in ortools_peer.py, which needs a process of its own.
"""

import os
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault(
    "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)

import numpy as np

Vector = np.ndarray
Work = Callable[[], Vector]
"""A call that answers with weights."""

LIBRARIES = ("torch", "scipy", "entmax", "jaxopt", "jax", "cvxpy", "cvxpylayers", "clarabel")
OWN_PROCESS = "ortools"
_SURE = 1e-12  # SLSQP's bounds stay this far from 0 and 1, where the entropy has no slope


def installed(library: str) -> bool:
    return find_spec(library) is not None


def print_versions() -> None:
    """One line a reader can repeat the run by, and one for each library that is left out."""
    every = (*LIBRARIES, OWN_PROCESS)
    there = [f"{name} {version(name)}" for name in every if installed(name)]
    print("peers: " + (", ".join(there) or "none"))
    for name in every:
        if not installed(name):
            print(f"  {name} is not installed and left out (pip install --group bench)")


def one_row(values: Vector) -> Any:
    """A float64 tensor, on one thread."""
    import torch

    torch.set_num_threads(1)
    return torch.as_tensor(values, dtype=torch.float64)


# Fermi weights with costs, at most the budget.


def slsqp_fermi(scores: Vector, cost: Vector, budget: float) -> Work:
    """scipy's general solver, told the slopes; its work grows with n cubed."""
    from scipy.optimize import minimize

    def loss(w: Vector) -> float:
        return float((w * np.log(w) + (1 - w) * np.log(1 - w)).sum() - scores @ w)

    rule = {"type": "ineq", "fun": lambda w: budget - cost @ w, "jac": lambda _: -cost}
    start = np.full(len(scores), min(0.5, budget / cost.sum()))

    def work() -> Vector:
        found = minimize(
            loss,
            start,
            jac=lambda w: np.log(w / (1 - w)) - scores,
            bounds=[(_SURE, 1 - _SURE)] * len(scores),
            constraints=rule,
            method="SLSQP",
            options={"maxiter": 1000, "ftol": 1e-8},
        )
        return np.asarray(found.x)

    return work


def cvx_fermi(scores: Vector, cost: Vector, budget: float) -> Work:
    """A differentiable layer of the same convex problem; forward only."""
    import cvxpy as cp

    return _layer(
        lambda w, s: s @ w + cp.sum(cp.entr(w) + cp.entr(1 - w)), scores, cost, budget, exact=False
    )


# Quadratic weights with costs, exactly the budget.


def cvx_quadratic(scores: Vector, cost: Vector, budget: float) -> Work:
    import cvxpy as cp

    return _layer(lambda w, s: s @ w - cp.sum_squares(w) / 2, scores, cost, budget, exact=True)


def _layer(
    worth: Callable[[Any, Any], Any], scores: Vector, cost: Vector, budget: float, *, exact: bool
) -> Work:
    import cvxpy as cp
    from cvxpylayers.torch import CvxpyLayer

    n = len(scores)
    w, s, c = cp.Variable(n), cp.Parameter(n), cp.Parameter(n, nonneg=True)
    b = cp.Parameter(nonneg=True)
    spent = c @ w == b if exact else c @ w <= b
    problem = cp.Problem(cp.Maximize(worth(w, s)), [spent, w >= 0, w <= 1])
    layer = CvxpyLayer(problem, parameters=[s, c, b], variables=[w])
    given = [one_row(x) for x in (scores, cost, np.float64(budget))]
    return lambda: np.asarray(layer(*given)[0])


def jaxopt_section(scores: Vector, cost: Vector, budget: float) -> Work:
    """The nearest point of a box on a plane, by bisection, compiled: the closest shipped relative
    of allocate."""
    import jax

    jax.config.update("jax_enable_x64", True)
    from jaxopt.projection import projection_box_section

    work = jax.jit(lambda s, c, b: projection_box_section(s, (0.0, 1.0, c, b)))
    given = [jax.numpy.asarray(x) for x in (scores, cost, budget)]
    return lambda: np.asarray(work(*given))


# One unit at no cost: the simplex; and k of n.


def torch_softmax(scores: Vector, cost: Vector, budget: float) -> Work:
    row = one_row(scores)
    return lambda: row.softmax(-1).numpy()


def entmax_sparsemax(scores: Vector, cost: Vector, budget: float) -> Work:
    import entmax

    row = one_row(scores)
    return lambda: entmax.sparsemax(row, dim=-1).numpy()


def entmax_sparsemax_bisect(scores: Vector, cost: Vector, budget: float) -> Work:
    import entmax

    row = one_row(scores)
    return lambda: entmax.sparsemax_bisect(row, dim=-1).numpy()


def entmax_entmax15(scores: Vector, cost: Vector, budget: float) -> Work:
    import entmax

    row = one_row(scores)
    return lambda: entmax.entmax15(row, dim=-1).numpy()


def entmax_entmax15_bisect(scores: Vector, cost: Vector, budget: float) -> Work:
    import entmax

    row = one_row(scores)
    return lambda: entmax.entmax_bisect(row, alpha=1.5, dim=-1).numpy()


def entmax_budget(scores: Vector, cost: Vector, budget: float) -> Work:
    """k of n under the quadratic regulariser, caps of one."""
    import entmax

    row = one_row(scores)
    return lambda: entmax.budget_bisect(row, budget=budget, dim=-1).numpy()


def entmax_maps(name: str) -> list[tuple[str, Callable[[Any], Any]]]:
    """The ways that pip's entmax has to make "entmax15" or "sparsemax" of tensors."""
    import entmax

    sort = getattr(entmax, name)
    alpha = {"entmax15": 1.5, "sparsemax": 2.0}[name]
    return [
        (f"{name}, full sort", lambda x: sort(x, dim=-1)),
        (f"{name}, k=64", lambda x: sort(x, dim=-1, k=64)),
        (f"{name}, bisect", lambda x: entmax.entmax_bisect(x, alpha=alpha, dim=-1)),
    ]


def fisher_clarabel(values: Vector, budgets: Vector, seconds: float) -> tuple[Vector, Vector, str]:
    """Shares, prices and status of Fisher's market by the Eisenberg-Gale program.

    Worth is scaled to a buyer's best and money to a sum of one, and Clarabel's least step is
    raised: with plain numbers it ends with InsufficientProgress at this size.
    """
    import cvxpy as cp

    best, money = values.max(axis=1, keepdims=True), budgets / budgets.sum()
    share = cp.Variable(values.shape, nonneg=True)
    worth = cp.sum(cp.multiply(values / best, share), axis=1)
    supply = cp.sum(share, axis=0) <= 1
    problem = cp.Problem(cp.Maximize(money @ cp.log(worth)), [supply])
    how = {"time_limit": seconds, "min_switch_step_length": 1e-3, "max_threads": 1}
    try:
        problem.solve(solver=cp.CLARABEL, **how)
    except cp.SolverError:
        return np.zeros(values.shape), np.zeros(values.shape[1]), "failed"
    if share.value is None or supply.dual_value is None:
        return np.zeros(values.shape), np.zeros(values.shape[1]), str(problem.status)
    return share.value, supply.dual_value * budgets.sum(), str(problem.status)

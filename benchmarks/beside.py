"""Tables of heed's ground floor beside its peers: the same question, CPU time, the difference.

Used by budget.py, which runs them all; the peers' calls are in peers.py and ortools_peer.py.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
import ortools_peer
import peers

from heed.attention.normalize import find_normalizer
from heed.budget import allocate, entmax15, select_exact, select_greedy, softmax, sparsemax

Vector = np.ndarray
Ask = Callable[[Vector, Vector, float], peers.Work]
_LONG_S = 3  # a call is repeated until it has taken this long altogether


def timed(work: Callable[[], Any], repeats: int) -> tuple[Any, float]:
    """The answer and its CPU milliseconds, the least of several; the first may compile."""
    times: list[float] = []
    while len(times) < repeats and sum(times) < _LONG_S:
        began = time.process_time()
        answer = work()
        times.append(time.process_time() - began)
    return answer, 1e3 * min(times)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer: asked up to `most` items, and only where its library is installed."""

    name: str
    ask: Ask
    library: str = "numpy"
    most: int = 10**9


def _heed(**how: Any) -> Ask:
    """allocate with the costs that came with the question."""
    return lambda s, c, b: lambda: allocate(s, b, cost=c, **how).weight


def _heed_free(**how: Any) -> Ask:
    """allocate at no cost."""
    return lambda s, c, b: lambda: allocate(s, b, equality=True, **how).weight


def _one_unit(regularizer: str | float) -> Ask:
    return lambda s, c, b: (
        lambda: allocate(s, cap=inf, regularizer=regularizer, equality=True).weight
    )


QUESTIONS: dict[str, tuple[Way, ...]] = {
    "fermi, with costs, at most n/20": (
        Way("heed allocate", _heed()),
        Way("cvxpylayers", peers.cvx_fermi, "cvxpylayers", 500),
        Way("scipy SLSQP", peers.slsqp_fermi, "scipy", 500),
    ),
    "quadratic, with costs, exactly n/20": (
        Way("heed allocate", _heed(regularizer="quadratic", equality=True)),
        Way("jaxopt projection_box_section", peers.jaxopt_section, "jaxopt"),
        Way("cvxpylayers", peers.cvx_quadratic, "cvxpylayers", 500),
    ),
    "quadratic, n/20 of n": (
        Way("heed allocate", _heed_free(regularizer="quadratic")),
        Way("entmax budget_bisect", peers.entmax_budget, "entmax"),
    ),
    "quadratic, one unit: sparsemax": (
        Way("heed allocate", _one_unit("quadratic")),
        Way("heed sparsemax", lambda s, c, b: lambda: sparsemax(s)),
        Way("entmax sparsemax (sort)", peers.entmax_sparsemax, "entmax"),
        Way("entmax sparsemax_bisect", peers.entmax_sparsemax_bisect, "entmax"),
    ),
    "1.5, one unit: entmax15": (
        Way("heed allocate", _one_unit(1.5)),
        Way("heed entmax15", lambda s, c, b: lambda: entmax15(s)),
        Way("entmax entmax15 (sort)", peers.entmax_entmax15, "entmax"),
        Way("entmax entmax_bisect", peers.entmax_entmax15_bisect, "entmax"),
    ),
    "shannon, one unit: softmax": (
        Way("heed allocate", _one_unit("shannon")),
        Way("heed softmax", lambda s, c, b: lambda: softmax(s)),
        Way("torch.softmax", peers.torch_softmax, "torch"),
    ),
}
"""The first way of each is the one that the others are compared with."""


def print_allocation(sizes: tuple[int, ...], repeats: int, rng: np.random.Generator) -> None:
    """Every question at every size; a dash where a way is not asked."""
    rows = [(rng.normal(size=n), rng.uniform(0.5, 5, n), n / 20) for n in sizes]
    print(
        "\none row beside peers, float64 (ms)   n = " + "".join(f"{n:>10}" for n in sizes), end=""
    )
    print("   largest difference")
    for question, ways in QUESTIONS.items():
        print(f"  {question}")
        first = [ways[0].ask(*row)() for row in rows]
        for way in ways:
            if peers.installed(way.library):
                print(f"    {way.name:<36}{_cells(way, rows, first, repeats)}")


def _cells(way: Way, rows: list[Any], first: list[Vector], repeats: int) -> str:
    cells, away = "", 0.0
    for row, ours in zip(rows, first, strict=True):
        if len(ours) > way.most:
            cells += f"{'-':>10}"
            continue
        weight, spent = timed(way.ask(*row), repeats)
        away = max(away, float(np.abs(weight - ours).max()))
        cells += f"{spent:10.3f}"
    return f"{cells}{away:21.0e}"


def print_editions(sizes: tuple[int, ...], repeats: int, rng: np.random.Generator) -> None:
    """Whole pieces into 1,800 s: the best choice, by heed and by OR-Tools."""
    print(
        "\nedition of 1800 s beside OR-Tools (ms)       " + "".join(f"{n:>10}" for n in sizes),
        end="",
    )
    print("   largest difference in worth")
    days = []
    for n in sizes:
        seconds = rng.integers(30, 900, n)
        days.append((rng.gamma(2, 0.5, n) * seconds / 60, seconds))
    best = [select_exact(value, cost, 1800).value for value, cost in days]
    for name, take in (("heed select_exact", select_exact), ("heed select_greedy", select_greedy)):
        found = [timed(lambda d=d, take=take: take(*d, 1800), repeats) for d in days]
        _print_choices(name, [(one.value, ms) for one, ms in found], best)
    if not peers.installed("ortools"):
        return
    for name, question in (
        ("OR-Tools knapsack, dynamic", "knapsack_dynamic"),
        ("OR-Tools knapsack, branch and bound", "knapsack_branching"),
        ("OR-Tools CP-SAT, one worker, 20 s", "edition_cp_sat"),
    ):
        answers = [
            ortools_peer.ask(question, value=v, cost=c, budget=1800, seconds=20.0) for v, c in days
        ]
        found = [
            (float(value[answer["chosen"]].sum()), 1e3 * float(answer["cpu_s"]))
            for (value, _), answer in zip(days, answers, strict=True)
        ]
        _print_choices(name, found, best)


def _print_choices(name: str, found: list[tuple[float, float]], best: list[float]) -> None:
    cells = "".join(f"{ms:10.2f}" for _, ms in found)
    away = max(abs(worth - most) / most for (worth, _), most in zip(found, best, strict=True))
    print(f"  {name:<43}{cells}{away:14.2%}")


def print_tensors(shapes: tuple[tuple[int, int], ...], repeats: int, *, compiled: bool) -> None:
    """Normalisers of attention on float32 tensors, forward only, beside torch's and entmax's."""
    if not peers.installed("torch"):
        return
    import torch

    torch.set_num_threads(1)
    ways = _tensor_ways(compiled=compiled)
    draw = torch.Generator().manual_seed(0)
    print("\nnormalisers of tensors, float32 (ns an element; × softmax)    difference, compiled in")
    for shape in shapes:
        scores, base = torch.randn(shape, generator=draw), 0.0
        print(f"  {shape[0]} rows of {shape[1]}")
        for name, (way, exact) in ways.items():
            began = time.process_time()
            with torch.no_grad():
                weights = way(scores)
                first_s = time.process_time() - began
                spent = 1e6 * timed(lambda way=way, x=scores: way(x), repeats)[1] / scores.numel()
            base = base or spent
            away = np.abs(weights.numpy() - exact(scores.numpy().astype(np.float64))).max()
            built = f"{first_s:8.1f} s" if "compiled" in name else ""
            print(f"    {name:<36}{spent:10.2f}{spent / base:8.1f} ×{away:14.0e}{built}")


def _tensor_ways(*, compiled: bool) -> dict[str, tuple[Callable[..., Any], Callable[..., Any]]]:
    """Each with heed's NumPy map in float64 that says what is right."""
    import torch

    ours = {"entmax15": entmax15, "sparsemax": sparsemax}
    ways: dict[str, Any] = {"torch.softmax": (lambda x: x.softmax(-1), softmax)}
    for name, exact in ours.items():
        ways[f"heed {name}, eager"] = (find_normalizer(name), exact)
        if compiled:
            ways[f"heed {name}, compiled"] = (
                torch.compile(find_normalizer(name), dynamic=False),
                exact,
            )
        if peers.installed("entmax"):
            ways |= {f"entmax {way}": (call, exact) for way, call in peers.entmax_maps(name)}
    return ways

"""Which of two rankings serves better, told inside one edition: team-draft interleaving.

Two rankings draft pieces in turns under shared minutes; the reader does not know whose piece is
whose. Whose pieces get the better answers wins the edition, and a bet that may be looked at every
day says when that is no accident (Radlinski and others 2008; Waudby-Smith and Ramdas 2024).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Team = Literal["first", "second", "both"]
Winner = Literal["first", "second", "cannot tell"]

STAKES = np.array([0.05, 0.1, 0.2, 0.4, 0.8])
"""Shares of the wealth bet each edition; the bettor splits evenly over them."""
CALLED_AT = 40.0
"""Wealth at which a side is called: 1 / 40 of error for each side, 5 % together."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A piece, whose it is, and in which round of the draft it was taken."""

    item_id: int
    team: Team
    round: int


@dataclass(frozen=True, slots=True)
class Standing:
    """credit: mean credit of an edition in [-1, 1], above 0 for the first ranking. wealth_*: of a
    bet on each side, 1 at the start. called_after: editions until the call, None without one.
    """

    editions: int
    credit: float
    wealth_first: float
    wealth_second: float
    winner: Winner
    called_after: int | None


def team_draft(
    first: Sequence[int],
    second: Sequence[int],
    *,
    seconds: Mapping[int, int],
    budget_s: int,
    rng: np.random.Generator,
) -> tuple[Pick, ...]:
    """Item ids, best first, drafted until nothing fits the budget.

    In each round a coin says who takes first its best piece that is left and fits. Where both want
    the same piece it is nobody's, so rankings that agree are not told apart by luck.
    """
    lists: Mapping[Team, Sequence[int]] = {"first": first, "second": second}
    picks: list[Pick] = []
    taken: set[int] = set()
    left_s, number = budget_s, 0
    while True:
        wants = {team: _next(lists[team], taken, seconds, left_s) for team in lists}
        agreed = wants["first"] is not None and wants["first"] == wants["second"]
        order: tuple[Team, ...] = ("both",) if agreed else _order(rng)
        before = len(picks)
        for team in order:
            ranking = first if team == "both" else lists[team]
            item_id = _next(ranking, taken, seconds, left_s)
            if item_id is not None:
                picks.append(Pick(item_id, team, number))
                taken.add(item_id)
                left_s -= seconds[item_id]
        if len(picks) == before:
            return tuple(picks)
        number += 1


def _order(rng: np.random.Generator) -> tuple[Team, Team]:
    return ("first", "second") if rng.random() < 0.5 else ("second", "first")


def _next(
    ranking: Sequence[int], taken: set[int], seconds: Mapping[int, int], left_s: int
) -> int | None:
    """The best piece not taken that fits."""
    free = (one for one in ranking if one not in taken and seconds[one] <= left_s)
    return next(free, None)


def credit(picks: Sequence[Pick], answers: Mapping[int, float]) -> float | None:
    """One edition's credit in [-1, 1]: rounds the first ranking won less those it lost, per round.

    A round counts where both teams' pieces were answered; the better answer wins it, equal ones
    nobody. None where no round counts: an unread piece says nothing of a ranking.
    """
    rounds: dict[int, dict[Team, float]] = {}
    for pick in picks:
        if pick.team != "both" and pick.item_id in answers:
            rounds.setdefault(pick.round, {})[pick.team] = answers[pick.item_id]
    duels = [one["first"] - one["second"] for one in rounds.values() if len(one) == 2]
    return float(np.sign(duels).mean()) if duels else None


def standing(credits: npt.ArrayLike) -> Standing:
    """Who wins after these editions' credits, in order; the call of the first crossing stays.

    A bettor on one side stakes a share of its wealth on every edition. If the rankings are equally
    good, each edition's credit is 0 on average whatever came before, so the wealth is a martingale
    and the chance that it ever reaches 40 is at most 1 / 40 (Ville 1939), however often one looks.
    One edition is one bet: its rounds share a day and a reader and are no independent witnesses.
    """
    row = np.asarray(credits, dtype=np.float64)
    if row.ndim != 1 or not (np.abs(row) <= 1).all():
        raise ValueError("credits are no row of numbers from -1 to 1.")
    wealth: dict[Winner, Vector] = {"first": _wealth(row), "second": _wealth(-row)}
    crossed = {
        side: int(np.argmax(course >= CALLED_AT))
        for side, course in wealth.items()
        if course.max() >= CALLED_AT
    }
    winner: Winner = min(crossed, key=lambda side: crossed[side], default="cannot tell")
    return Standing(
        editions=len(row),
        credit=float(row.mean()) if len(row) else 0.0,
        wealth_first=float(wealth["first"][-1]),
        wealth_second=float(wealth["second"][-1]),
        winner=winner,
        called_after=crossed.get(winner),
    )


def _wealth(credits: Vector) -> Vector:
    """Wealth before the first edition and after each, (n + 1,), mean over the stakes."""
    growth = np.log1p(STAKES[:, None] * credits).cumsum(axis=1)
    return np.concatenate([[1.0], np.exp(growth).mean(axis=0)])

"""Which way of recommending foretells the deeds it has not seen; the simplest that none beats is
used. Scores nothing itself."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from heed.assist.goods import Alike
from heed.assist.recommend import NEWEST, WAYS, Shop, shop
from heed.assist.takers import Rows, takers
from heed.types import Beside, Deed, History, Proof, Way

CUTS = (0.6, 0.7, 0.8, 0.9)
"""Shares of the deeds that are known when the next tenth is foretold."""
MOST_USERS = 250
"""Users asked at each cut, drawn."""
TOP = 10
_DRAWS = 2000
_SEED = 0

Doubles = npt.NDArray[np.float64]


def prove(history: History, alike: Alike) -> Proof:
    """Every way on held-out deeds: what came later or, without times, what was drawn.

    Asked are users with a known deed, of all goods they have not taken; right are those they took.
    A good that nobody took by then may not have been there, and is not asked about.
    """
    dated = all(deed.at for deed in history.deeds)
    gained: dict[Way, dict[str, list[float]]] = {way: {} for way in WAYS}
    for cut, (known, held_out) in enumerate(_parts(history.deeds, dated)):
        held = shop(history.goods, takers(known, history.goods), alike)
        there = takers([*known, *held_out], history.goods).counts > 0
        for user, right in _asked(held, held_out, cut):
            for way, one in _gains(held, user, right, there, cut=cut).items():
                gained[way].setdefault(user, []).append(one)
    means = {
        way: np.array([np.mean(one) for one in users.values()]) for way, users in gained.items()
    }
    return judged(means, dated=dated)


def judged(gains: Mapping[Way, Doubles], *, dated: bool) -> Proof:
    """The verdict over users' mean gains; a richer way has to be better for certain."""
    (first, *others), users = gains, len(next(iter(gains.values())))
    rivals = [Beside(first, *_level(gains[first]))]
    in_use: Way = first
    for way in others:
        better, low, high = interval(gains[way] - gains[in_use])
        rivals.append(Beside(way, *_level(gains[way]), better, low, high))
        if low > 0:
            in_use = way
    return Proof(users, dated, tuple(rivals), in_use)


def gain(scores: npt.NDArray[np.floating], right: Rows) -> float:
    """nDCG of the ten best."""
    best = np.argsort(-scores, kind="stable")[:TOP]
    discount = 1 / np.log2(np.arange(2, TOP + 2))
    found = np.isin(best, right) @ discount[: len(best)]
    return float(found / discount[: min(TOP, len(right))].sum())


def interval(gaps: Doubles) -> tuple[float, float, float]:
    """Mean and 95 % interval, users drawn anew; 0 where there are none."""
    if not len(gaps):
        return 0.0, 0.0, 0.0
    drawn = np.random.default_rng(_SEED).integers(len(gaps), size=(_DRAWS, len(gaps)))
    low, high = np.percentile(gaps[drawn].mean(axis=1), [2.5, 97.5])
    return float(gaps.mean()), float(low), float(high)


def _level(gains: Doubles) -> tuple[float, int]:
    return (float(gains.mean()) if len(gains) else 0.0, int((gains > 0).sum()))


def _parts(deeds: Sequence[Deed], dated: bool) -> Iterator[tuple[Sequence[Deed], Sequence[Deed]]]:
    """What is known and what is foretold, for every cut."""
    for number, cut in enumerate(CUTS):
        order = np.arange(len(deeds))
        if not dated:
            order = np.random.default_rng([_SEED, number]).permutation(len(deeds))
        known, end = round(cut * len(deeds)), round((cut + 0.1) * len(deeds))
        if not dated:
            known, end = round(0.9 * len(deeds)), len(deeds)
        yield [deeds[n] for n in np.sort(order[:known])], [deeds[n] for n in order[known:end]]


def _asked(held: Shop, held_out: Sequence[Deed], cut: int) -> Iterator[tuple[str, Rows]]:
    """Users who are known, each with the goods they took for the first time."""
    place = {good.id: number for number, good in enumerate(held.goods)}
    later: dict[str, set[int]] = {}
    for deed in held_out:
        later.setdefault(deed.user, set()).add(place[deed.good])
    fresh = {
        user: np.setdiff1d(sorted(goods), held.takers.of(user))
        for user, goods in later.items()
        if user in held.takers.users
    }
    users = sorted(user for user, goods in fresh.items() if len(goods))
    for number in np.random.default_rng([_SEED, cut, 1]).permutation(len(users))[:MOST_USERS]:
        yield users[number], fresh[users[number]]


def _gains(
    held: Shop, user: str, right: Rows, there: npt.NDArray[np.bool_], *, cut: int
) -> dict[Way, float]:
    """Equal scores are put in an order that is drawn, the same for every way."""
    past = held.takers.of(user)
    draw = np.random.default_rng([_SEED, cut, held.takers.users[user]]).permutation(len(held.goods))
    found: dict[Way, float] = {}
    for way, score in WAYS.items():
        scores = score(held, past[-NEWEST:]).scores.astype(np.float64)
        scores[past] = scores[~there] = -np.inf
        found[way] = gain(scores[draw], np.flatnonzero(np.isin(draw, right)))
    return found

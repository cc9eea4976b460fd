"""What a user may want next: their past goods, weighed by each good that could come. Pure.

A good attends to the user's past: softmax over how alike it is to each, by who took both and by
what both are. A good that few or none took yet borrows takers from the goods it reads like. The
constants were chosen on readers of citeulike-a who are not reported: docs/recommend.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from heed.assist.goods import Alike
from heed.assist.takers import Floats, Rows, Takers
from heed.attention import AuxRequest, attention
from heed.budget import select_diverse
from heed.types import Good, Matrix, Offer, Pick, Pull, Way

NEWEST = 100
"""Past goods that are looked at, the newest."""
UNLIKE = 0.3
"""What a good loses of its score beside an equal one that is picked already."""
NAMED = 5
_LENDERS = 20
_LOOKED_AT = 5
"""Goods that are weighed for each that is picked."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """content: the part of what goods are, takers have the rest; sharpness: one over the softmax's
    temperature; lent: takers a good borrows; borrowing: sharpness among the lenders; crowd: what
    popularity adds at most."""

    content: float
    sharpness: float
    lent: float
    borrowing: float
    crowd: float


TUNED = Tuning(content=0.05, sharpness=2.0, lent=2.0, borrowing=10.0, crowd=0.01)


@dataclass(frozen=True, slots=True, eq=False)
class Shop:
    """Goods, who took them, what they are like, and from which each borrows with what weight.

    rows (goods, d); lenders, loans (goods, k): a row of loans sums to 1.
    """

    goods: tuple[Good, ...]
    takers: Takers
    rows: Matrix
    lenders: Rows
    loans: Floats
    tuning: Tuning = TUNED


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Every good for one user: scores (goods,) = parts.sum(0) + crowd; parts (past, goods)."""

    scores: Floats
    past: Rows
    parts: Floats
    crowd: Floats


def shop(goods: tuple[Good, ...], takers: Takers, alike: Alike, tuning: Tuning = TUNED) -> Shop:
    """Find for every good those it borrows from: its nearest that somebody took."""
    near, cosines = alike.near, alike.cosines
    able = (takers.counts[near] > 0) & (cosines > 0)
    able &= np.cumsum(able, axis=1) <= _LENDERS
    keys = np.ascontiguousarray(cosines)[:, :, None]
    query = np.ones((len(keys), 1, 1), dtype=np.float32)
    wanted, sharp = AuxRequest(weights=True), tuning.borrowing
    _, seen = attention(query, keys, keys, able[:, None], scale=sharp, return_aux=wanted)
    assert seen.weights is not None
    return Shop(goods, takers, alike.rows, near, seen.weights[:, 0], tuning)


def popular(held: Shop, past: Rows) -> Scored:
    """How many took each good, whoever asks; the share of the most taken."""
    crowd = _crowd(held)
    return Scored(crowd, past, np.zeros((len(past), len(crowd)), dtype=np.float32), crowd)


def together(held: Shop, past: Rows) -> Scored:
    """Item-kNN: how often a good is taken with the past ones, summed."""
    parts = held.takers.together(past)
    return Scored(parts.sum(axis=0), past, parts, np.zeros(parts.shape[1], dtype=np.float32))


def attended(held: Shop, past: Rows) -> Scored:
    """Each good reads the past by how alike it is to each, and takes what it reads."""
    return _read(held, past, held.tuning.sharpness)


def evenly(held: Shop, past: Rows) -> Scored:
    """The same without the softmax: every past good counts by its likeness alone."""
    return _read(held, past, 0.0)


def _read(held: Shop, past: Rows, sharp: float) -> Scored:
    alike = likeness(held, past)
    crowd = np.float32(held.tuning.crowd) * _crowd(held)
    if not len(past):
        return Scored(crowd, past, alike, crowd)
    keys = np.ascontiguousarray(alike.T)[:, :, None]
    query = np.ones((len(keys), 1, 1), dtype=np.float32)
    wanted = AuxRequest(weights=True)
    _, seen = attention(query, keys, keys, scale=sharp, return_aux=wanted)
    assert seen.weights is not None
    parts = (seen.weights[:, 0] * keys[:, :, 0]).T
    return Scored(parts.sum(axis=0) + crowd, past, parts, crowd)


WAYS: Mapping[Way, Callable[[Shop, Rows], Scored]] = {
    "popular": popular,
    "together": together,
    "alike": evenly,
    "attention": attended,
}
"""The simplest first."""


def likeness(held: Shop, past: Rows) -> Floats:
    """How alike each good is to each past one, (past, goods): by takers and by what they are.

    The root keeps one very near past good from outweighing several near ones.
    """
    tuning, taken = held.tuning, held.takers.together(past)
    lent = _lent(held, np.ascontiguousarray(taken.T))
    need = (tuning.lent / (held.takers.counts + tuning.lent)).astype(np.float32)
    content = np.maximum(held.rows[past] @ held.rows.T, 0)
    mixed = (1 - tuning.content) * (need * lent + (1 - need) * taken)
    alike: Floats = np.sqrt(mixed + tuning.content * content).astype(np.float32)
    return alike


def _lent(held: Shop, taken: Floats) -> Floats:
    """What each good borrows, (past, goods): the mean of its lenders, by the loans."""
    lent = np.zeros_like(taken)
    for lender, loan in zip(held.lenders.T, held.loans.T, strict=True):
        some = np.flatnonzero(loan)
        lent[some] += loan[some, None] * taken[lender[some]]
    return lent.T


def advise(held: Shop, user: str, way: Way, count: int) -> Offer:
    """The `count` goods this user may want next, none taken before, and none twice alike.

    One who took nothing yet gets what many took.
    """
    past = held.takers.of(user)[-NEWEST:]
    if not len(past):
        way = "popular"
    seen = WAYS[way](held, past)
    chosen = _diverse(held, seen, held.takers.of(user), count)
    picks = tuple(_pick(held, seen, int(good)) for good in chosen)
    return Offer(user, way, bool(len(past)), picks)


def _crowd(held: Shop) -> Floats:
    most = max(1, int(held.takers.counts.max(initial=0)))
    share: Floats = (np.log1p(held.takers.counts) / np.log1p(most)).astype(np.float32)
    return share


def _diverse(held: Shop, seen: Scored, taken: Rows, count: int) -> Rows:
    scores = seen.scores.copy()
    scores[taken] = -np.inf
    best = np.argsort(-scores, kind="stable")[: _LOOKED_AT * count]
    best = best[scores[best] > 0]
    alike = (held.rows[best] @ held.rows[best].T).clip(0, 1)
    kept = select_diverse(scores[best], np.ones(len(best)), count, alike, strength=UNLIKE)
    return best[kept.chosen]


def _pick(held: Shop, seen: Scored, good: int) -> Pick:
    """With every pull; those of the same good are one."""
    pulls = [
        Pull("past", float(weight), held.goods[past])
        for weight, past in zip(seen.parts[:, good], seen.past, strict=True)
        if weight > 0
    ]
    if seen.crowd[good] > 0:
        pulls.append(Pull("popular", float(seen.crowd[good])))
    pulls.sort(key=lambda one: -one.weight)
    score = sum(one.weight for one in pulls)
    return Pick(held.goods[good], score, tuple(pulls), int(held.takers.counts[good]))

"""The best plan of a market were items divisible: a linear program with its prices, and a fair one.

Whole items are made of a plan in repair.py. Sources: Dantzig-Wolfe pricing; Frank and Wolfe 1956.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from heed.budget.program import new_solver
from heed.budget.team import Flags, Market, Vector, Whole

_FIRST = 40  # columns a member starts with; the others join when the prices say they would pay
_MORE = 40  # columns a member gains a round
_STEPS = 12  # of Frank and Wolfe
_FAIR = 1e-3  # relative distance from the fairest plan at which to stop
_HUNGRY = 1e-3  # of what one would have alone; less is counted as this much


@dataclass(frozen=True, slots=True)
class Plan:
    """share (n, m) of each item a member reads, and the duals: minute (n,); item, credit (m,).

    credit: what one more reader who must be found costs. value: <worth, share>.
    """

    share: Vector
    value: float
    minute: Vector
    item: Vector
    credit: Vector


def best_plan(market: Market, worth: Vector) -> Plan:
    """Maximise <worth, share> within everyone's minutes and every item's readers.

    Columns join as the prices ask for them, until none is missing: exact, and far smaller than the
    whole. A must-read that nobody has minutes for is left short.
    """
    columns = _first_columns(market, worth)
    while True:
        plan, signed = _solve(market, worth, columns)
        surplus = worth - plan.minute[:, None] * market.minutes - signed
        slight = 1e-9 * float(np.abs(worth).max(initial=0.0))
        missing = market.allowed & ~columns & (surplus > slight)
        if not missing.any():
            return plan
        columns |= missing & _leading(np.where(missing, surplus, -np.inf), _MORE)


def _first_columns(market: Market, worth: Vector) -> Flags:
    wanted = market.allowed & (worth > 0)
    rate = np.where(wanted, worth / market.minutes, -np.inf)
    return (wanted & _leading(rate, _FIRST)) | (market.allowed & (market.least > 0))


def _leading(score: Vector, count: int) -> Flags:
    """Each row's highest few."""
    if score.shape[1] <= count:
        return np.ones(score.shape, dtype=np.bool_)
    last = np.partition(score, -count, axis=1)[:, -count]
    return np.asarray(score >= last[:, None])


def _solve(market: Market, worth: Vector, columns: Flags) -> tuple[Plan, Vector]:
    """The program over some pairs; also each item's dual with its sign."""
    members = market.shape[0]
    who, what = np.nonzero(columns)
    if not len(who):
        nobody, nothing = np.zeros(members), np.zeros(market.shape[1])
        return Plan(np.zeros(market.shape), 0.0, nobody, nothing, nothing), nothing
    solver = new_solver()
    solver.passModel(_model(market, worth, who, what))
    solver.run()
    solution = solver.getSolution()
    share = np.zeros(market.shape)
    share[who, what] = np.clip(np.asarray(solution.col_value)[: len(who)], 0.0, 1.0)
    dual = np.asarray(solution.row_dual)
    minute, signed = np.maximum(dual[:members], 0.0), dual[members:]
    value = float((worth * share).sum())
    plan = Plan(share, value, minute, np.maximum(signed, 0.0), np.maximum(-signed, 0.0))
    return plan, signed


def _model(market: Market, worth: Vector, who: Whole, what: Whole) -> highspy.HighsLp:
    """A row a member, then a row an item; a column a pair, then one for a must-read's lack."""
    members, items = market.shape
    must = np.flatnonzero(market.least > 0)
    pairs = len(who)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = pairs + len(must), members + items
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.append(worth[who, what], np.full(len(must), -_dread(market, worth)))
    model.col_lower_ = np.zeros(pairs + len(must))
    model.col_upper_ = np.append(np.ones(pairs), market.least[must])
    model.row_lower_ = np.append(np.full(members, -np.inf), market.least)
    model.row_upper_ = np.append(market.offers, market.most)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.append(np.arange(0, 2 * pairs, 2), 2 * pairs + np.arange(len(must) + 1))
    matrix.index_ = np.append(np.stack([who, members + what], axis=1).ravel(), members + must)
    ones = np.ones(pairs)
    costs = np.stack([market.minutes[who, what], ones], axis=1).ravel()
    matrix.value_ = np.append(costs, np.ones(len(must)))
    return model


def _dread(market: Market, worth: Vector) -> float:
    """More than any reader found could cost the others."""
    rate = float((np.abs(worth) / market.minutes).max())
    return 2 * (rate * float(market.minutes.max()) + float(np.abs(worth).max()))


@dataclass(frozen=True, slots=True)
class Fair:
    """The plan that maximises sum of offer * log(worth), and the weights that lead to it.

    weight (n,): minutes offered, times influence, per worth received; last: the program at those
    weights, whose duals are the prices.
    """

    share: Vector
    weight: Vector
    last: Plan


def fair_plan(market: Market, start: Flags) -> Fair:
    """Nash welfare weighted by offers and influence, from whole items by Frank and Wolfe.

    Whose worth is multiplied by anything gets the same: only ratios of one's own worth count.
    """
    alone, say = _alone(market), market.offers * market.influence
    share = start.astype(np.float64)
    for _ in range(_STEPS):
        mine = market.worth(share)
        seen = np.maximum(mine, _HUNGRY * alone)
        weight = np.where(alone > 0, say / np.where(alone > 0, seen, 1.0), 0.0)
        plan = best_plan(market, market.values * weight[:, None])
        gain = (plan.share * market.values).sum(axis=1) - mine
        if weight @ gain <= _FAIR * say.sum():
            break
        share = share + _step(say * (alone > 0), seen, gain) * (plan.share - share)
    return Fair(share, weight, plan)


def welfare(market: Market, share: Flags | Vector) -> float:
    """What `fair_plan` maximises, of any sharing; worth is counted as a part of what each would
    have alone, so that nobody's unit matters, and next to nothing as a thousandth of it."""
    alone = _alone(market)
    part = market.worth(share) / np.where(alone > 0, alone, 1.0)
    say = market.offers * market.influence * (alone > 0)
    return float(say @ np.log(np.maximum(part, _HUNGRY)))


def _alone(market: Market) -> Vector:
    """About what each would have with everything to herself: all of worth, cut to her minutes."""
    worth = np.where(market.allowed, np.maximum(market.values, 0.0), 0.0)
    order = np.argsort(-worth / market.minutes, axis=1)
    before = np.cumsum(np.take_along_axis(market.minutes, order, axis=1), axis=1)
    fits = before <= market.room[:, None]
    sorted_worth = np.take_along_axis(worth, order, axis=1)
    full = (sorted_worth * fits).sum(axis=1)
    return np.asarray(np.maximum(full, worth.max(axis=1, initial=0.0)))


def _step(offers: Vector, mine: Vector, gain: Vector) -> float:
    """How far to go: the root of d/ds sum of offer * log(mine + s * gain), which falls with s."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        after = np.maximum(mine + middle * gain, 1e-12 * np.maximum(mine, 1e-300))
        slope = float((offers * gain / np.where(after > 0, after, 1.0)).sum())
        low, high = (middle, high) if slope > 0 else (low, middle)
    return low

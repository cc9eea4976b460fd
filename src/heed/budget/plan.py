"""The best plan of a market were items divisible: a linear program with its prices.

Whole items are made of a plan in repair.py. Source: Dantzig-Wolfe pricing.
"""

from dataclasses import dataclass, replace

import highspy
import numpy as np

from heed.budget.program import new_solver
from heed.budget.team import Flags, Market, Vector, Whole

_FEW = 4000  # pairs of member and item that are all taken at once
_SAMPLE = 128  # items whose program guesses the prices of the rest
_RIVALS = 2  # columns an item starts with beyond its seats
_NEAR = 0.3  # of what its minutes cost, by which a first column may fall short
_MORE = 100  # columns a member gains a round


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
    """Maximise <worth, share> within everyone's minutes and every item's readers."""
    return Planner(market).best(worth)


class Planner:
    """The program of one market, asked again and again for other worths.

    Columns join as the prices ask for them, until none is missing: exact, and far smaller than the
    whole. They stay for the next question, and so does the basis the solver goes on from. A
    must-read that nobody has minutes for is left short.
    """

    def __init__(self, market: Market) -> None:
        self._market = market
        self._columns = np.zeros(market.shape, dtype=np.bool_)
        self._who, self._what = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        self._must = np.flatnonzero(market.least > 0)
        self._solver = new_solver()
        self._solver.setOptionValue("presolve", "off")  # so that it goes on where it stood
        self._solver.passModel(_rows(market, self._must))

    def best(self, worth: Vector) -> Plan:
        """The plan of the most <worth, share>; worth (n, m)."""
        market = self._market
        if not market.allowed.any():
            nobody, nothing = np.zeros(market.shape[0]), np.zeros(market.shape[1])
            return Plan(np.zeros(market.shape), 0.0, nobody, nothing, nothing)
        slight = 1e-9 * float(np.abs(worth).max())
        self._price(worth)
        missing = _first_columns(market, worth) & ~self._columns
        while True:
            self._add(missing, worth)
            plan, signed = self._solve(worth)
            surplus = worth - plan.minute[:, None] * market.minutes - signed
            missing = market.allowed & ~self._columns & (surplus > slight)
            if not missing.any():
                return plan
            missing &= _leading(np.where(missing, surplus, -np.inf), _MORE)

    def _price(self, worth: Vector) -> None:
        """What each column there is brings now; a lack of must-readers costs more than any gain."""
        dread = np.full(len(self._must), -_dread(self._market, worth))
        costs = np.append(dread, worth[self._who, self._what])
        self._solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def _add(self, columns: Flags, worth: Vector) -> None:
        """A column a pair: its minutes in the member's row, one reader in the item's."""
        who, what = np.nonzero(columns)
        count, members = len(who), self._market.shape[0]
        rows = np.stack([who, members + what], axis=1).ravel()
        entries = np.stack([self._market.minutes[who, what], np.ones(count)], axis=1).ravel()
        self._solver.addCols(
            count,
            worth[who, what],
            np.zeros(count),
            np.ones(count),
            2 * count,
            np.arange(0, 2 * count, 2, dtype=np.int32),
            rows.astype(np.int32),
            entries,
        )
        self._columns |= columns
        self._who, self._what = np.append(self._who, who), np.append(self._what, what)

    def _solve(self, worth: Vector) -> tuple[Plan, Vector]:
        """The plan over the columns there are; also each item's dual with its sign."""
        self._solver.run()
        solution, members = self._solver.getSolution(), self._market.shape[0]
        share = np.zeros(self._market.shape)
        read = np.asarray(solution.col_value)[len(self._must) :]
        share[self._who, self._what] = np.clip(read, 0.0, 1.0)
        dual = np.asarray(solution.row_dual)
        minute, signed = np.maximum(dual[:members], 0.0), dual[members:]
        value = float((worth * share).sum())
        plan = Plan(share, value, minute, np.maximum(signed, 0.0), np.maximum(-signed, 0.0))
        return plan, signed


def _rows(market: Market, must: Whole) -> highspy.HighsLp:
    """A row a member, then a row an item; a column for each must-read's lack."""
    members, items = market.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(must), members + items
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_ = np.zeros(len(must)), np.zeros(len(must))
    model.col_upper_ = market.least[must].astype(np.float64)
    model.row_lower_ = np.append(np.full(members, -np.inf), market.least)
    model.row_upper_ = np.append(market.offers, market.most)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.arange(len(must) + 1)
    matrix.index_, matrix.value_ = members + must, np.ones(len(must))
    return model


def _first_columns(market: Market, worth: Vector) -> Flags:
    """Every must-read's pairs, and those that guessed prices leave near to worth their minutes."""
    wanted, must = market.allowed & (worth > 0), market.allowed & (market.least > 0)
    if np.count_nonzero(wanted) <= _FEW or market.shape[1] <= _SAMPLE:
        return wanted | must
    cost = _guessed(market, worth)[:, None] * market.minutes
    surplus = np.where(wanted & (worth > (1 - _NEAR) * cost), worth - cost, -np.inf)
    last = np.clip(market.shape[0] - market.most - _RIVALS, 0, market.shape[0] - 1)
    leading = surplus >= np.take_along_axis(np.sort(surplus, axis=0), last[None], axis=0)
    return (leading & (surplus > -np.inf)) | must


def _guessed(market: Market, worth: Vector) -> Vector:
    """Minute prices by a sample of the items, as many minutes an item as in the whole; (n,)."""
    rate = np.where(market.allowed, worth / market.minutes, -np.inf).max(axis=0)
    step = market.shape[1] // _SAMPLE
    some = np.argsort(-rate, kind="stable")[step // 2 :: step]
    sample = replace(
        market,
        values=market.values[:, some],
        minutes=market.minutes[:, some],
        offers=market.offers * (len(some) / market.shape[1]),
        least=np.zeros(len(some), dtype=np.int64),
        most=market.most[some],
        allowed=market.allowed[:, some],
    )
    planner = Planner(sample)
    planner._add(sample.allowed & (worth[:, some] > 0), worth[:, some])
    return planner._solve(worth[:, some])[0].minute


def _leading(score: Vector, count: int) -> Flags:
    """Each row's highest few."""
    if score.shape[1] <= count:
        return np.ones(score.shape, dtype=np.bool_)
    last = np.partition(score, -count, axis=1)[:, -count]
    return np.asarray(score >= last[:, None])


def _dread(market: Market, worth: Vector) -> float:
    """More than any reader found could cost the others."""
    rate = float((np.abs(worth) / market.minutes).max())
    return 2 * (rate * float(market.minutes.max()) + float(np.abs(worth).max()))

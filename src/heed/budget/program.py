"""Linear and integer programs of a few rows, handed to HiGHS as arrays. Chooses nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

_NODES = 20_000  # a node limit, not a clock, so that the same question has the same answer
_SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)


@dataclass(frozen=True, slots=True)
class Row:
    """at_least <= <member, w> <= at_most; `member` gives what one whole item adds to the row."""

    member: npt.ArrayLike
    at_least: float | None = None
    at_most: float | None = None

    @property
    def low(self) -> float:
        """The lower end, -inf where there is none."""
        return -np.inf if self.at_least is None else float(self.at_least)

    @property
    def high(self) -> float:
        """The upper end, inf where there is none."""
        return np.inf if self.at_most is None else float(self.at_most)


@dataclass(frozen=True, slots=True)
class Solution:
    """weight (n,), value <values, w> and, of a linear program, each row's price dV/d(end)."""

    weight: Vector
    value: float
    prices: Vector


def maximise(values: Vector, rows: Sequence[Row], *, whole: bool) -> Solution | None:
    """The best w in [0, 1]^n ({0, 1}^n where `whole`) that keeps every row; None if none does."""
    if not len(values):
        return _nothing(rows)
    solver = new_solver()
    solver.passModel(_model(values, rows, whole=whole))
    solver.run()
    solution = solver.getSolution()
    if solver.getModelStatus() not in _SOLVED or not solution.value_valid:
        return None
    weight = np.clip(np.asarray(solution.col_value), 0.0, 1.0)
    prices = np.zeros(len(rows)) if whole else np.asarray(solution.row_dual)
    return Solution(weight, float(values @ weight), prices)


def new_solver() -> highspy.Highs:
    """HiGHS, silent, on one thread, and always with the same answer."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("mip_max_nodes", _NODES)
    solver.setOptionValue("mip_rel_gap", 1e-6)
    return solver


def _nothing(rows: Sequence[Row]) -> Solution | None:
    """The only choice among no items, which HiGHS calls an empty model."""
    keeps = all(row.low <= 0 <= row.high for row in rows)
    return Solution(np.zeros(0), 0.0, np.zeros(len(rows))) if keeps else None


def _model(values: Vector, rows: Sequence[Row], *, whole: bool) -> highspy.HighsLp:
    table = np.array([row.member for row in rows], dtype=np.float64).reshape(len(rows), -1)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(values), len(rows)
    model.col_cost_, model.sense_ = values, highspy.ObjSense.kMaximize
    model.col_lower_, model.col_upper_ = np.zeros(len(values)), np.ones(len(values))
    model.row_lower_ = np.array([row.low for row in rows])
    model.row_upper_ = np.array([row.high for row in rows])
    where, which = np.nonzero(table)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.searchsorted(where, np.arange(len(rows) + 1))
    matrix.index_, matrix.value_ = which, table[where, which]
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(values)
    return model

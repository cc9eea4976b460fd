"""Where the tables of one computation lie: queries, keys over scores, weights, values over output.

In pixels. What is drawn there is in computation.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from heed.attention.drawing import pixels, widest
from heed.attention.steps import Steps, Table, written

MOST = 8  # tokens, and numbers of a vector, that are drawn
SIZE = 13  # of the numbers
HIGH = 30  # a row
SUM = 46  # the column of sums beside the weights
_GAP = 52  # between two tables, for an arrow
_TOP = 58  # where headings end
_HEADING = 196  # as wide as a heading may be


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A table on the sheet: top left corner, width of a cell, numbers as drawn and as they are."""

    x: float
    y: float
    cell: float
    texts: list[list[str]]
    exact: Table

    @classmethod
    def of(cls, table: Table, x: float, y: float, *, turned: bool = False) -> "Grid":
        """Of a vector the first numbers are drawn; turned, vectors are columns."""
        texts = [_cut(row) for row in written(table)]
        cell = max(20, *(pixels(text, SIZE) for row in texts for text in row)) + 14
        if turned:
            texts = [list(column) for column in zip(*texts, strict=True)]
        return cls(x, y, cell, texts, table.T if turned else table)

    @property
    def width(self) -> float:
        """All cells of a row."""
        return self.cell * len(self.texts[0])

    @property
    def height(self) -> float:
        """All rows."""
        return float(HIGH * len(self.texts))

    def middle(self, row: int) -> float:
        """Half the height of a row."""
        return self.y + HIGH * (row + 0.5)


def _cut(texts: list[str]) -> list[str]:
    return texts if len(texts) <= MOST else [*texts[: MOST - 1], "…"]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Where everything is. The keys lie above the scores, the values above the output."""

    left: float
    query: Grid
    key: Grid
    agreement: Grid
    scores: Grid
    weights: Grid
    value: Grid
    output: Grid
    steps: tuple[float, ...]

    @property
    def right(self) -> float:
        """Where the last table or its heading ends."""
        return max(self.output.x + self.output.width, self.steps[-1] + _HEADING)

    @property
    def bottom(self) -> float:
        """Where the tables end."""
        return self.query.y + self.query.height


def lay(found: Steps, queries: Sequence[str], keys: Sequence[str]) -> Sheet:
    """All rows of a query on one height; keys over their scores, values over their sum."""
    left = 12.0
    lean = widest(keys, SIZE)
    deep = len(_cut(["" for _ in range(found.key.shape[1])])) * HIGH
    y = _TOP + max(deep + 12 + 0.87 * lean + 12, len(keys) * HIGH + 30)
    query = Grid.of(found.query, left + widest(queries, SIZE) + 10, y)
    x = query.x + query.width + 22
    agreement = Grid.of(found.agreement, x, y)
    key = Grid.of(found.key, x, y - 10 - deep, turned=True)
    # Every key stands over the column of its scores.
    cell = max(agreement.cell, key.cell)
    agreement, key = replace(agreement, cell=cell), replace(key, cell=cell)
    scores = Grid.of(found.scores, _after(agreement), y)
    weights = Grid.of(found.weights, _after(scores), y)
    x = weights.x + max(weights.width + SUM + max(_GAP, lean + 18), _HEADING)
    output, value = Grid.of(found.output, x, y), Grid.of(found.value, x, y)
    cell = max(output.cell, value.cell)
    value = replace(value, cell=cell, y=y - 10 - value.height)
    columns = (agreement.x, scores.x, weights.x, x)
    return Sheet(
        left, query, key, agreement, scores, weights, value, replace(output, cell=cell), columns
    )


def _after(grid: Grid) -> float:
    return grid.x + max(grid.width + _GAP, _HEADING)

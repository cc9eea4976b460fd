"""Draws docs/images/price.png: what a price does to twelve pieces, at three budgets, in three ways.

    python benchmarks/pictures.py [docs/images]

A column is a piece: as wide as it is long, as high as a minute of it is worth. The dark part is its
weight, so the widths of the dark parts add up to the budget where it is tight. Needs matplotlib.
"""

import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from heed.budget import Allocation, allocate

MINUTES = np.array([4, 7, 3, 9, 5, 6, 2, 8, 4, 10, 6, 5.0])
PER_MINUTE = np.array([2.7, 2.4, 2.2, 1.9, 1.75, 1.5, 1.35, 1.15, 1.0, 0.8, 0.6, 0.35])
"""Twelve made pieces, the best minute first."""
BUDGETS = (15, 35, 80)
WAYS = {
    "fermi": "a chance:\none half at the line,\nnever quite 0 or 1",
    "shannon": "a share:\nwhole above the line,\nfading below it",
    "quadratic": "a share:\nnothing\nbelow the line",
}
INK, PALE, LINE = "#3f5a73", "#d9e0e6", "#c4502d"


def answer(budget: float, way: str) -> Allocation:
    return allocate(PER_MINUTE * MINUTES, budget, cost=MINUTES, regularizer=way)


def draw_cell(cell: Any, budget: float, way: str) -> None:
    """One budget and one regulariser."""
    given = answer(budget, way)
    left = np.cumsum(MINUTES) - MINUTES
    gap = 0.3
    cell.bar(left, PER_MINUTE, MINUTES - gap, align="edge", color=PALE)
    cell.bar(left, PER_MINUTE, (MINUTES - gap) * given.weight, align="edge", color=INK)
    cell.axhline(float(given.price), color=LINE, linewidth=1.6)
    spent = float(given.weight @ MINUTES)
    cell.set_title(
        f"{given.status}: {spent:.0f} of {budget} minutes, price {float(given.price):.2f}",
        fontsize=9.5,
        loc="left",
    )
    cell.set_xlim(-0.5, MINUTES.sum())
    cell.set_ylim(-0.06, 3)
    cell.spines[["top", "right"]].set_visible(False)
    cell.set_yticks([0, 1, 2, 3])
    cell.tick_params(labelsize=8, colors="#555555")


def draw(folder: Path) -> Path:
    """The whole picture; says where it is."""
    figure, cells = plt.subplots(
        len(WAYS), len(BUDGETS), figsize=(10.5, 6.2), sharex=True, sharey=True
    )
    for row, (way, meaning) in zip(cells, WAYS.items(), strict=True):
        for cell, budget in zip(row, BUDGETS, strict=True):
            draw_cell(cell, budget, way)
        row[0].text(-0.72, 0.78, way, transform=row[0].transAxes, fontsize=11, weight="bold")
        row[0].text(-0.72, 0.7, meaning, transform=row[0].transAxes, fontsize=9, va="top")
    cells[1][0].set_ylabel("worth a minute", fontsize=9.5)
    cells[2][1].set_xlabel("twelve pieces, as wide as they are long in minutes", fontsize=9.5)
    first = cells[0][0]
    first.text(MINUTES.sum(), 2.17, "the price", color=LINE, fontsize=9, ha="right")
    first.text(MINUTES.sum(), 1.65, "dark: taken", color=INK, fontsize=9, ha="right")
    figure.subplots_adjust(left=0.205, right=0.985, top=0.95, bottom=0.085, hspace=0.32, wspace=0.1)
    path = folder / "price.png"
    figure.savefig(path, dpi=150, metadata={"Software": None})
    return path


if __name__ == "__main__":
    print(draw(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")))

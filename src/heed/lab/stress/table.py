"""Stresses as a table in Markdown, over seeds."""

from collections.abc import Sequence

import numpy as np

from heed.lab.compare import bought
from heed.lab.stress.bench import Stressed
from heed.lab.task import Run


def told(found: Sequence[Stressed], name: str) -> str:
    """A row a stress; what it lost or gained is beside the row it names, paired by example."""
    lines = [
        "| application | spoiled by | beside | with | gain | without | gain | with − without | |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    by_name: dict[str, list[Stressed]] = {}
    for one in found:
        by_name.setdefault(one.stress, []).append(one)
    for stress, some in by_name.items():
        beside = by_name.get(some[0].beside, [])
        cells = [name, stress, some[0].beside if beside else "-"]
        cells += [*_side(some, beside, "with_it"), *_side(some, beside, "without")]
        cells.append(
            _gain(_runs(some, "with_it"), _runs(some, "without")) if some[0].without else "-"
        )
        notes = "; ".join(dict.fromkeys(one.note for one in some))
        lines.append("| " + " | ".join([*cells, notes]) + " |")
    return "\n".join(lines) + "\n"


def _side(some: Sequence[Stressed], beside: Sequence[Stressed], side: str) -> list[str]:
    if not getattr(some[0], side):
        return ["-", "-"]
    runs = _runs(some, side)
    mean = f"{np.mean([run.quality for run in runs]):.3f}"
    return [mean, _gain(runs, _runs(beside, side)) if beside else "-"]


def _runs(some: Sequence[Stressed], side: str) -> list[Run]:
    return [Run("", side, one.seed, getattr(one, side)) for one in some]


def _gain(one: Sequence[Run], other: Sequence[Run]) -> str:
    gain = bought(one, other)
    return f"{gain.gain:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]".replace("-", "−")

"""The finished runs as numbers for the Lab page, which needs no torch to show them."""

import platform
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import torch

from heed.lab.report import Result
from heed.lab.task import Run

COSTS = ("parameters", "flops", "train_cpu_s", "cpu_s_per_1000", "p50_ms", "peak_mb")
PICTURES = 2


def bundle(results: Sequence[Result], *, day: date, tiny: Sequence[Result] = ()) -> dict[str, Any]:
    """Every result without a word of its data.

    tiny: results of the sets made here, whose pictures may be shown: their words are heed's own.
    """
    drawn = {one.application.name: pictures(one) for one in tiny}
    return {
        "machine": f"{platform.machine()}, one thread, torch {torch.__version__}",
        "date": day.isoformat(),
        "applications": [_application(one, drawn.get(one.application.name, ())) for one in results],
    }


def pictures(one: Result) -> tuple[str, ...]:
    """The first few of where attention lay that a page may hold: drawings, no embedded images."""
    found = (picture for run in one.of(one.application.attention) for picture in run.pictures)
    return tuple(picture for picture in found if "<image" not in picture)[:PICTURES]


def _application(one: Result, drawn: Sequence[str]) -> Mapping[str, Any]:
    gain = one.bought
    return {
        "name": one.application.name,
        "asks": one.application.asks,
        "measure": one.application.measure,
        "attention": one.application.attention,
        "trivial": one.application.trivial,
        "expected_null": one.application.expected_null,
        "gain": round(gain.gain, 4),
        "low": round(gain.low, 4),
        "high": round(gain.high, 4),
        "judged": {name: round(value, 4) for name, value in one.judged.items()},
        "nets": [_net(net, one.of(net)) for net in one.nets],
        "pictures": list(drawn),
    }


def _net(name: str, runs: Sequence[Run]) -> Mapping[str, Any]:
    found = [run.quality for run in runs]
    costs = {cost: round(float(np.mean([getattr(run, cost) for run in runs])), 4) for cost in COSTS}
    return {"net": name, "quality": [round(value, 4) for value in found], **costs}

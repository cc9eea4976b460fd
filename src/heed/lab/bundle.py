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


def bundle(results: Sequence[Result], *, day: date) -> dict[str, Any]:
    """Every result without a word of its data."""
    return {
        "machine": f"{platform.machine()}, one thread, torch {torch.__version__}",
        "date": day.isoformat(),
        "applications": [_application(one) for one in results],
    }


def _application(one: Result) -> Mapping[str, Any]:
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
    }


def _net(name: str, runs: Sequence[Run]) -> Mapping[str, Any]:
    found = [run.quality for run in runs]
    costs = {cost: round(float(np.mean([getattr(run, cost) for run in runs])), 4) for cost in COSTS}
    return {"net": name, "quality": [round(value, 4) for value in found], **costs}

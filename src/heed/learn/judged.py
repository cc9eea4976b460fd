"""An evaluation as bytes to keep, under the key it was found by. Nothing here touches the store."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heed.types import Again, Bin, Duel, Evaluation, Interval, Score

JUDGED = "judged"
"""Under this name the last whole evaluation is kept; it holds until the next answer."""


def judged_bytes(found: Evaluation, key: str) -> bytes:
    """The evaluation and what it was made from."""
    return json.dumps({"key": key, "found": asdict(found)}, ensure_ascii=False).encode()


def judged(kept: bytes | None, key: str) -> Evaluation | None:
    """What is kept, where it was made from the same; None: it has to be found anew."""
    told = json.loads(kept) if kept else {}
    return _evaluation(told["found"]) if told.get("key") == key else None


def _evaluation(told: Mapping[str, Any]) -> Evaluation:
    nouns = {
        "methods": {name: _score(one) for name, one in told["methods"].items()},
        "curve": tuple(Bin(**one) for one in told["curve"]),
        "unbiased": {name: Interval(**one) for name, one in told["unbiased"].items()},
        "again": _again(told["again"]),
        "duel": _duel(told["duel"]),
        "covered": None if told["covered"] is None else tuple(told["covered"]),
    }
    return Evaluation(**{**told, **nouns})


def _score(told: Mapping[str, Any]) -> Score:
    return Score(**{**told, "log_loss": Interval(**told["log_loss"])})


def _again(told: Mapping[str, Any] | None) -> Again | None:
    return Again(**{**told, "change": Interval(**told["change"])}) if told else None


def _duel(told: Mapping[str, Any] | None) -> Duel | None:
    return Duel(**{**told, "credit": Interval(**told["credit"])}) if told else None

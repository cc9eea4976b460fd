"""Watches: what is said of whom, in what tone, and whether today is out of the ordinary. Pure."""

from heed.assist.watch.sight import Vectors, alike, sightings
from heed.assist.watch.surge import (
    BASELINE_DAYS,
    FEWEST_DAYS,
    alert,
    backtest,
    days,
    settled,
    signals,
)
from heed.assist.watch.tone import overall, tones

__all__ = [
    "BASELINE_DAYS",
    "FEWEST_DAYS",
    "Vectors",
    "alert",
    "alike",
    "backtest",
    "days",
    "overall",
    "settled",
    "sightings",
    "signals",
    "tones",
]

"""Watches: what is said of whom, in what tone, and whether today is out of the ordinary. Pure."""

from heed.assist.watch.sight import Reader, Vectors, alike, sightings
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
from heed.assist.watch.trained import Asked, Trained, by_words, may_be_english

__all__ = [
    "BASELINE_DAYS",
    "FEWEST_DAYS",
    "Asked",
    "Reader",
    "Trained",
    "Vectors",
    "alert",
    "alike",
    "backtest",
    "by_words",
    "days",
    "may_be_english",
    "overall",
    "settled",
    "sightings",
    "signals",
    "tones",
]

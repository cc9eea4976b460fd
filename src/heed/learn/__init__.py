"""What verdicts and documents teach. Pure, no clock, no store."""

from heed.learn.evaluate import evaluate
from heed.learn.evidence import evidence
from heed.learn.ranking import IN_USE, USABLE, look_due, ranker
from heed.learn.refit import fit_due
from heed.learn.rivals import Method, Trial, by, methods
from heed.learn.trials import morning, trials

__all__ = [
    "IN_USE",
    "USABLE",
    "Method",
    "Trial",
    "by",
    "evaluate",
    "evidence",
    "fit_due",
    "look_due",
    "methods",
    "morning",
    "ranker",
    "trials",
]

"""What verdicts and documents teach. Pure, no clock, no store."""

from heed.learn.cloze import cloze, proposed
from heed.learn.due import LONGEST_S as LONGEST_CARD_S
from heed.learn.due import due_cards, seconds_each
from heed.learn.evaluate import evaluate
from heed.learn.evidence import evidence
from heed.learn.growth import by_topic, growth, known
from heed.learn.portrait import portrait
from heed.learn.ranking import IN_USE, USABLE, WHO, look_due, ranker
from heed.learn.refit import fit_due
from heed.learn.rivals import Method, Trial, by, methods
from heed.learn.seeds import seeds
from heed.learn.trials import morning, trials
from heed.learn.understanding import askable
from heed.learn.who import Pinning, Who

__all__ = [
    "IN_USE",
    "LONGEST_CARD_S",
    "USABLE",
    "WHO",
    "Method",
    "Pinning",
    "Trial",
    "Who",
    "askable",
    "by",
    "by_topic",
    "cloze",
    "due_cards",
    "evaluate",
    "evidence",
    "fit_due",
    "growth",
    "known",
    "look_due",
    "methods",
    "morning",
    "portrait",
    "proposed",
    "ranker",
    "seconds_each",
    "seeds",
    "trials",
]

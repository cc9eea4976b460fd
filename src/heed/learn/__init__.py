"""What verdicts and documents teach. Pure, no clock, no store."""

from heed.learn.again import again
from heed.learn.calibration import Doubles
from heed.learn.cloze import cloze, proposed
from heed.learn.due import LONGEST_S as LONGEST_CARD_S
from heed.learn.due import due_cards, seconds_each
from heed.learn.duel import duel, shared
from heed.learn.evaluate import evaluate
from heed.learn.evidence import evidence
from heed.learn.forgetting import FORGETTING, forgetting_due, half_lives
from heed.learn.growth import by_topic, growth, known
from heed.learn.judged import JUDGED, judged, judged_bytes
from heed.learn.portrait import portrait
from heed.learn.ranking import IN_USE, LEARNED, USABLE, WHO, look_due, ranker, usable
from heed.learn.refit import fit_due
from heed.learn.rivals import Method, Trial, by, methods
from heed.learn.seeds import seeds
from heed.learn.sureness import Sureness, covered
from heed.learn.trials import morning, trials
from heed.learn.understanding import askable
from heed.learn.who import Pinning, Who

__all__ = [
    "FORGETTING",
    "IN_USE",
    "JUDGED",
    "LEARNED",
    "LONGEST_CARD_S",
    "USABLE",
    "WHO",
    "Doubles",
    "Method",
    "Pinning",
    "Sureness",
    "Trial",
    "Who",
    "again",
    "askable",
    "by",
    "by_topic",
    "cloze",
    "covered",
    "due_cards",
    "duel",
    "evaluate",
    "evidence",
    "fit_due",
    "forgetting_due",
    "growth",
    "half_lives",
    "judged",
    "judged_bytes",
    "known",
    "look_due",
    "methods",
    "morning",
    "portrait",
    "proposed",
    "ranker",
    "seconds_each",
    "seeds",
    "shared",
    "trials",
    "usable",
]

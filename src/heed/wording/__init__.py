"""The words heed speaks, English and Chinese: reasons, prices, times. No nouns' JSON and no markup.

English sentences are the message ids; catalog.py reads the Chinese ones. A file a subject; `Words`
speaks of all of them.
"""

from heed.wording.dates import DateWords
from heed.wording.edition import EditionWords
from heed.wording.evaluation import EvaluationWords
from heed.wording.language import LANGUAGES, Language, mark
from heed.wording.reasons import ReasonWords, Sentence
from heed.wording.rules import RuleWords
from heed.wording.sources import SourceWords
from heed.wording.watches import WatchWords

__all__ = ["LANGUAGES", "Language", "Sentence", "Words", "mark"]


class Words(
    ReasonWords, EditionWords, RuleWords, SourceWords, WatchWords, EvaluationWords, DateWords
):
    """What heed says in one language, for a reader living in one time zone."""

"""How long a piece takes to read, in seconds. Learning a reader's own speed lives elsewhere."""

import math
import re

from heed.filter.text import CJK, WORD
from heed.settings import Settings

LEAST_S = 20
TEASER_S = 60
TEASER_CHARACTERS = 600
STEP_S = 6
CJK_WIDTH = 3.5
"""Latin characters that one Chinese or Japanese character stands for in a text's length."""
_CUT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|阅读全文|查看全文)[.…]*$",
    re.IGNORECASE,
)


def reading_seconds(text: str, settings: Settings) -> int:
    """Seconds for `text`: words and CJK characters over their speeds, in whole tenths of a minute.

    A teaser says nothing about the piece behind it: it counts as at least a minute, never as the
    few seconds the teaser itself would take.
    """
    characters = len(CJK.findall(text))
    words = sum(1 for _ in WORD.finditer(CJK.sub(" ", text)))
    minutes = words / settings.words_per_minute + characters / settings.characters_per_minute
    least = TEASER_S if is_teaser(text) else LEAST_S
    return STEP_S * math.ceil(max(60 * minutes, least) / STEP_S)


def is_teaser(text: str) -> bool:
    """Whether `text` is only the start of a piece: short, or cut off in the middle."""
    characters = len(CJK.findall(text))
    length = len(text) + (CJK_WIDTH - 1) * characters
    return length < TEASER_CHARACTERS or _CUT.search(text) is not None

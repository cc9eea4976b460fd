"""Which words of a sentence to hide: a number, a name, else the longest word. Keeps nothing."""

import re

from heed.errors import BadInput
from heed.types import GAP

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*(?:\s?%)?")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_WORD = re.compile(r"[^\W\d_][\w’'-]{3,}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,6}")
_JOINTS = re.compile("[的了在是和与及或把被从对为也都就将于以而且但这那有不]")


def cloze(sentence: str, hidden: str = "") -> tuple[str, str]:
    """(the sentence with a gap, the hidden words); hidden: the reader's own choice. BadInput."""
    text = " ".join(sentence.split()).replace(GAP, "…")
    words = " ".join(hidden.split()) or proposed(text)
    if not words or words not in text:
        raise BadInput("The words to hide do not stand in the sentence; copy them from it.")
    if words == text:
        raise BadInput("Hide a part of the sentence, not all of it.")
    at = text.rfind(words)
    return text[:at] + GAP + text[at + len(words) :], words


def proposed(sentence: str) -> str:
    """The words heed would hide; empty where nothing stands out."""
    for pattern in (_NUMBER, _NAME):
        if found := pattern.findall(sentence):
            return str(max(found, key=len))
    if han := _HAN.findall(_JOINTS.sub(" ", sentence)):
        return str(max(han, key=len))
    words = _WORD.findall(sentence)
    return str(max(words, key=len)) if len(words) > 1 else ""

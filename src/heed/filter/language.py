"""Which language a text is in, as a two-letter code. Which encoder reads it lives in models."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

SURE_LETTERS = 160
"""From this many letters the text is believed over what its feed declares."""
LANGID_CHARACTERS = 2000
_DECLARED = re.compile(r"^[a-z]{2,3}(?=$|[-_])")
_HAN, _KANA, _HANGUL = "CJK", ("HIRAGANA", "KATAKANA"), "HANGUL"
_LATIN_LETTER_WEIGHT = (
    4  # a Latin word of a mixed headline takes about four letters to one character
)


class _Classifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


@cache
def _classifier() -> _Classifier:
    return cast(_Classifier, import_module("py3langid"))  # 50 MB: only when a text needs it


def language_of(text: str, declared: str = "") -> str:
    """The language of `text`: its script first, then what its feed says, then its letters.

    Short texts are guessed badly, so a declared language (of a fitting script) wins for them.
    Returns "" where there are no letters and nothing is declared.
    """
    sample = text[:LANGID_CHARACTERS]
    said = normal_code(declared)
    counts = _script_counts(sample)
    letters = sum(counts.values())
    if east := _east_asian(counts, said):
        return east
    if not letters:
        return said
    script = max(counts, key=lambda name: counts[name])
    if said and letters < SURE_LETTERS and fits(said, script):
        return said
    ranked = [str(code) for code, _ in _classifier().rank(sample)]
    return ranked[0] if letters >= SURE_LETTERS else _first_common(ranked, script)


def normal_code(declared: str) -> str:
    """`en-US` as `en`; "" where it is no language code."""
    found = _DECLARED.match(declared.strip().lower())
    return found.group(0) if found else ""


def fits(code: str, script: str) -> bool:
    """Whether a language can be written in a script, as far as we know its script."""
    return _SCRIPT_OF.get(code, "LATIN") == script


def _first_common(ranked: Sequence[str], script: str) -> str:
    """The likeliest language a feed is likely to be in: short texts look like rare ones."""
    return next((code for code in ranked if code in _COMMON and fits(code, script)), ranked[0])


def _script_counts(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for character, times in Counter(text).items():
        if character.isalpha():
            script = unicodedata.name(character, "").split(" ", 1)[0]
            counts[script] = counts.get(script, 0) + times
    return counts


def _east_asian(counts: dict[str, int], said: str) -> str:
    kana = sum(counts.get(name, 0) for name in _KANA)
    han, hangul = counts.get(_HAN, 0), counts.get(_HANGUL, 0)
    east = kana + han + hangul
    if not east or east * _LATIN_LETTER_WEIGHT < sum(counts.values()) - east:
        return ""
    if hangul > kana + han:
        return "ko"
    return "ja" if kana * 10 >= han + kana or said == "ja" else "zh"


_COMMON_LATIN = (
    "en de fr es it pt nl pl cs sk sl hr hu ro sv da no nb nn fi et lv lt is ga ca eu gl tr az"
    " id ms vi tl sw af sq eo la mt cy"
)
_SCRIPT_LANGUAGES = {
    "CYRILLIC": "ru uk be bg sr mk kk ky mn tg",
    "ARABIC": "ar fa ur ps ug ku",
    "DEVANAGARI": "hi mr ne sa",
    "GREEK": "el",
    "HEBREW": "he yi",
    "THAI": "th",
    "BENGALI": "bn as",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "KHMER": "km",
    "LAO": "lo",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "HANGUL": "ko",
    "ETHIOPIC": "am ti",
    "MYANMAR": "my",
}
_SCRIPT_OF = {code: script for script, codes in _SCRIPT_LANGUAGES.items() for code in codes.split()}
_COMMON = frozenset(_COMMON_LATIN.split()) | _SCRIPT_OF.keys()

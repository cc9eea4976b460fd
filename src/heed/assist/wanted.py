"""What kind of answer a question asks for, and whether a sentence holds one. Knows no rank."""

import re
from collections.abc import Callable, Mapping
from typing import Literal

from heed.assist.words import FUNCTION_WORDS, is_cjk

Kind = Literal["number", "time", "name", ""]

_TIMES = re.compile(
    r"\b(?:when|(?:what|which) (?:year|date|day|month|century|decade|time)|how long ago)\b"
    "|什么时候|何时|哪年|哪一年|几年|哪天|几月|哪个(?:月|世纪|年代)|时间是",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\b(?:how (?:many|much|long|far|old|big|large|tall|high|often)|what percent\w*|what number)\b"
    "|多少|几[个位名次岁场部届人种条]|多[长高大远久重]",
    re.IGNORECASE,
)
_NAMES = re.compile(r"\b(?:who|whom|whose|where)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千万亿两]")
_ENGLISH_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|third|"
    r"quarter|hundred|thousand|million|billion|twice|once|several)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b\d{4}s?\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    "|[年月日]|世纪|年代"
)
_CAPITAL = re.compile(r"(?<=[\w,;:)”\"] )[^\W\d_a-z][\w’'-]*")


def kind(question: str) -> Kind:
    """What the question asks for; "" where its words do not tell."""
    if _TIMES.search(question):
        return "time"
    if _NUMBERS.search(question):
        return "number"
    return "name" if _NAMES.search(question) else ""


def holds(wanted: Kind, sentence: str, question: str) -> bool:
    """Whether `sentence` has something of this kind that the question does not say itself."""
    return _TESTS[wanted](sentence, question)


def _time(sentence: str, question: str) -> bool:
    return any(one not in question for one in _TIME.findall(sentence))


def _number(sentence: str, _: str) -> bool:
    return (_DIGIT if is_cjk(sentence) else _ENGLISH_NUMBER).search(sentence) is not None


def _name(sentence: str, question: str) -> bool:
    if is_cjk(sentence):
        return True  # Chinese writes names like any other word
    said = question.lower()
    names = [one for one in _CAPITAL.findall(f"; {sentence}") if one.lower() not in FUNCTION_WORDS]
    return any(one.lower() not in said for one in names)


_TESTS: Mapping[Kind, Callable[[str, str], bool]] = {
    "time": _time,
    "number": _number,
    "name": _name,
    "": lambda sentence, question: True,
}

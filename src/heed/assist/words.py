"""What a question is made of and where a text's sentences and words lie. Compares nothing.

Chinese and Japanese are written without spaces: there every two neighbouring characters are a word.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_WORD = re.compile(
    f"(?P<cjk>[{_CJK}]+)|(?:(?![{_CJK}])[^\\W_])+(?:['’.,-](?:(?![{_CJK}])[^\\W_])+)*"
)
_HAN = re.compile(f"[{_CJK}]")
_END = re.compile(r"[。！？!?…][」』”’\"')）]*|\.[”’\"')\]]*(?=\s|$)|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"'])(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Prof|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Jr|Sr|vs|etc|No|Vol|"
    r"ca?|approx|e\.g|i\.e|U\.S|U\.K|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_PHRASE = re.compile(r'"([^"]*)"')
_LONGEST = 600
"""Characters; a longer sentence is a table or a list, cut at a word."""

_ENGLISH = """
    a about after all also am an and any are as at be been being but by can could did do does done
    during else ever for from get had has have he her hers him his how i if in into is it its me
    might more most much my no not of on or other our out over per s she should since so some such
    t than that the their them then there these they this those through to too under up upon us
    very was we were what when where which while who whom whose why will with would you your
    many tell called name named
"""
FUNCTION_WORDS = frozenset(_ENGLISH.split())
_CHINESE = re.compile(
    "为什么|是不是|有没有|什么时候|什么|怎么样|怎么|怎样|如何|哪一年|哪里|哪儿|哪个|哪些|哪位|哪年|哪|谁|"
    "多少|几个|几年|多久|多大|多长|是否|吗|呢|吧|的|了|是|在|和|与|及|或|这|那|被|把|由|于|请问|其中|其|它|"
    "他们|她们|他|她|我们|我|你"
)


class Word(NamedTuple):
    """One word and where it lies in its text, in characters."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Every word of `text` in lower case; Chinese as its overlapping pairs of characters."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        if match["cjk"]:
            found += _pairs(match[0], match.start())
        else:
            found.append(Word(match[0].lower(), match.start(), match.end()))
    return found


def content(question: str) -> tuple[str, ...]:
    """The different words a question is about, in its order; all where none carries more."""
    bare = _CHINESE.sub(" ", question)
    told = dict.fromkeys(word.text for word in words(bare) if word.text not in FUNCTION_WORDS)
    return tuple(told) or tuple(dict.fromkeys(word.text for word in words(question)))


def phrases(question: str) -> tuple[str, ...]:
    """What stands between straight quotes."""
    return tuple(part for part in _PHRASE.findall(question) if words(part))


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends, blanks at its edges left out."""
    return [span for span in _trimmed(text, _cuts(text)) if span[0] < span[1]]


def is_cjk(text: str) -> bool:
    """Whether any character is Chinese or Japanese."""
    return _HAN.search(text) is not None


def _pairs(run: str, at: int) -> Iterator[Word]:
    if len(run) == 1:
        yield Word(run, at, at + 1)
    for i in range(len(run) - 1):
        yield Word(run[i : i + 2], at + i, at + i + 2)


def _cuts(text: str) -> list[int]:
    cuts = [0]
    for match in _END.finditer(text):
        if match[0].startswith(".") and _ABBREVIATION.search(text[cuts[-1] : match.start() + 1]):
            continue
        cuts.append(match.end())
    return [*cuts, len(text)]


def _trimmed(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    for start, end in pairwise(cuts):
        while end - start > _LONGEST:
            cut = text.rfind(" ", start, start + _LONGEST)
            cut = cut if cut > start else start + _LONGEST
            yield _stripped(text, start, cut)
            start = cut
        yield _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())

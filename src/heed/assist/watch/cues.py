"""From text to telling words: places in steps, negation, strength, burdens, sides. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heed.assist.watch import lexicon
from heed.assist.watch.lexicon import Entry

CLAUSE, SENTENCE = 3.0, 8.0
"""Steps that the end of a clause and of a sentence count; a word is one, a Chinese character a
half."""
NEAR = 3
NEGATED = -0.7
STRONGER, WEAKER = 1.4, 0.5
TURNED = 0.6
"""What less of a burden is worth, and more of it costs."""
MOVED = {"up": Entry(0.6), "down": Entry(-0.6)}
"""Telling before a number, a small word or a pause: `up 3 %`, `down on weak demand`."""
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
IS_HAN = re.compile(f"[{HAN}]")
_TOKEN = re.compile(
    rf"(?P<han>[{HAN}]+)"
    rf"|(?P<word>[^\W_{HAN}]+(?:['’][^\W_{HAN}]+)*)"
    r"|(?P<end>[.!?](?=\s|$)|[。！？…\n])"
    r"|(?P<pause>[,;:()–—，；：（）]|\s-\s)"
)
_PASSIVE_BEFORE = {"被", "遭", "was", "were", "is", "are", "been", "be", "being", "gets", "got"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, where it stands in characters, and its place in steps."""

    text: str
    start: int
    end: int
    at: float
    clause: int


@dataclass(frozen=True, slots=True)
class Telling:
    """A word that says something: of whom it speaks, and of whom it is done to, in [-1, 1]."""

    word: Word
    subject: float
    object: float


def words(text: str) -> list[Word]:
    """The words of a text in order; Chinese is cut at the longest words the lexicon knows."""
    found: list[Word] = []
    at, clause = 0.0, 0
    for token in _TOKEN.finditer(text):
        if token.lastgroup in ("end", "pause"):
            at += SENTENCE if token.lastgroup == "end" else CLAUSE
            clause += 1
            continue
        han = token.lastgroup == "han"
        for start, end in _cut(text, *token.span()) if han else (token.span(),):
            word = text[start:end].lower().replace("’", "'")
            if word in lexicon.TURNS:
                at, clause = at + CLAUSE, clause + 1
            found.append(Word(word, start, end, at, clause))
            at += (end - start) / 2 if han else 1
    return found


def _cut(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    known = lexicon.chinese()
    while start < stop:
        most = min(lexicon.longest(), stop - start)
        length = next((n for n in range(most, 1, -1) if text[start : start + n] in known), 1)
        yield start, start + length
        start += length


def telling(said: Sequence[Word]) -> list[Telling]:
    """The words that say something, as their neighbours in the clause turn it."""
    entries = [_entry(said, n) for n in range(len(said))]
    silent = {near for n, one in enumerate(entries) if one and one.direction
              for near in _burdens(said, entries, n)}  # fmt: skip
    made = []
    for n, entry in enumerate(entries):
        if entry is None or n in silent:
            continue
        subject = entry.polarity
        if entry.direction and _burdens(said, entries, n):
            subject = -entry.direction * TURNED
        object = subject if entry.object is None else entry.object
        if entry.object is not None and _passive(said, n):
            subject, object = object, subject
        by = _turn(said, n)
        if subject or object:
            made.append(Telling(said[n], _within(subject * by), _within(object * by)))
    return made


def _entry(said: Sequence[Word], n: int) -> Entry | None:
    word = said[n].text
    return (MOVED[word] if _moved(said, n) else None) if word in MOVED else lexicon.find(word)


def _moved(said: Sequence[Word], n: int) -> bool:
    if n and said[n - 1].text in lexicon.PHRASED:
        return False
    if n + 1 == len(said) or said[n + 1].clause != said[n].clause:
        return True
    after = said[n + 1].text
    return after[0].isdigit() or after in lexicon.AFTER_MOVED


def _near(said: Sequence[Word], n: int, before: int, after: int) -> Iterator[int]:
    """Neighbours in the same clause."""
    for other in range(max(n - before, 0), min(n + after + 1, len(said))):
        if other != n and said[other].clause == said[n].clause:
            yield other


def _burdens(said: Sequence[Word], entries: Sequence[Entry | None], n: int) -> list[int]:
    return [near for near in _near(said, n, NEAR, NEAR) if (e := entries[near]) and e.burden]


def _turn(said: Sequence[Word], n: int) -> float:
    """What negation and strength around a word multiply it by."""
    by = 1.0
    for near in _near(said, n, NEAR, 0):
        if _negates(said, near):
            by *= NEGATED
    for near in _near(said, n, 2, 1):
        if said[near].text in lexicon.STRONGER:
            by *= STRONGER
        if said[near].text in lexicon.WEAKER:
            by *= WEAKER
    return by


def _negates(said: Sequence[Word], n: int) -> bool:
    word = said[n].text
    after = said[n + 1].text if n + 1 < len(said) else ""
    if word in ("fail", "fails", "failed", "failing"):
        return after == "to"
    return (word in lexicon.NEGATIONS or word.endswith("n't")) and after != "only"


def _passive(said: Sequence[Word], n: int) -> bool:
    """`sued by`, `is sued`, `被起诉`."""
    after = said[n + 1].text if n + 1 < len(said) else ""
    return after == "by" or (n > 0 and said[n - 1].text in _PASSIVE_BEFORE)


def _within(value: float) -> float:
    return max(-1.0, min(1.0, value))

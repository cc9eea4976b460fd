"""How a text speaks of each entity: from every mention, attention over the telling words. Pure.

score: minus the distance in steps; normalise: softmax; spend: what the words say. One more key
says nothing and stands NOTHING steps away, so that a far word does not speak for want of a near
one. This is the lexicon's reading; trained.py has the one by the head.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from heed.assist.watch.cues import IS_HAN, Telling, Word, telling, words
from heed.attention import AuxRequest, attention
from heed.types import Cue, Entity, Tone

REACH = 2.0
"""The steps over which a word's weight falls by e."""
NOTHING = 6.0
STRANGER = 4.0
"""Steps that another entity in between counts."""
FIRST_LINE = 2.0
"""How many times a mention in the title counts."""

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an entity is named: in characters, and its first and last word in steps."""

    start: int
    end: int
    first: float
    last: float


def tones(text: str, entities: Sequence[Entity]) -> tuple[Tone, ...]:
    """The tone of each entity the text names, in their order; its first line is its title."""
    said = words(text)
    named = {one.name: mentions(text, said, one) for one in entities}
    covered = [place for places in named.values() for place in places]
    told = [
        one
        for one in telling(said)
        if not any(m.start < one.word.end and one.word.start < m.end for m in covered)
    ]
    title_end = text.find("\n") if "\n" in text else len(text)
    return tuple(
        _tone(name, text, told, _looking(named, name, told), _counts(places, title_end))
        for name, places in named.items()
        if places
    )


def overall(text: str) -> Tone:
    """The tone of a text towards nothing in particular: every telling word counts alike."""
    told = telling(words(text))
    look = np.concatenate((np.zeros((1, len(told))), np.full((1, len(told)), -np.inf)), 1)
    return _tone("", text, told, np.concatenate((look, np.zeros((1, 1))), 1), np.ones(1))


def mentions(text: str, said: Sequence[Word], entity: Entity) -> list[Mention]:
    """The places that name the entity, with their steps."""
    starts = [word.start for word in said]
    found = []
    for start, end in places(text, entity) if said else ():
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, end - 1) - 1, first)
        found.append(Mention(start, end, said[first].at, said[last].at))
    return found


def places(text: str, entity: Entity) -> list[tuple[int, int]]:
    """Every place that names the entity, in characters: whole words, except in Chinese."""
    found: list[tuple[int, int]] = []
    for name in _names(entity):
        for place in name.finditer(text):
            start, end = place.span()
            whole = not (_joined(text, start) or _joined(text, end))
            if whole and not any(start < other and one < end for one, other in found):
                found.append((start, end))
    return sorted(found)


@lru_cache(maxsize=512)
def _names(entity: Entity) -> tuple[re.Pattern[str], ...]:
    """The longest first."""
    every = sorted({entity.name, *entity.aliases} - {""}, key=len, reverse=True)
    return tuple(re.compile(re.escape(name), re.IGNORECASE) for name in every)


def _joined(text: str, place: int) -> bool:
    """Whether the characters before and at a place belong to one word."""
    pair = text[max(place - 1, 0) : place + 1]
    return len(pair) == 2 and pair.isalnum() and not IS_HAN.search(pair)


def _looking(named: Mapping[str, list[Mention]], name: str, told: Sequence[Telling]) -> Table:
    """Scores (mentions, 2 * words + 1): each word as said of the mention, then as done to it, the
    other of the two shut out; last the key that says nothing.
    """
    own = named[name]
    others = [m for other, places in named.items() if other != name for m in places]
    at = np.array([one.word.at for one in told])
    first = np.array([[m.first] for m in own])
    last = np.array([[m.last] for m in own])
    gap = np.maximum(np.maximum(first - at, at - last), 0.0)
    for other in others:
        between = (at < other.first) & (other.last < first) | (at > other.last) & (
            other.first > last
        )
        gap = gap + STRANGER * between
    after = at > last
    said_of = np.where(after, -gap / REACH, -np.inf)
    done_to = np.where(after, -np.inf, -gap / REACH)
    return np.concatenate((said_of, done_to, np.full((len(own), 1), -NOTHING / REACH)), 1)


def _counts(places: Sequence[Mention], title_end: int) -> Table:
    counts = [FIRST_LINE if m.start < title_end else 1.0 for m in places]
    return np.array(counts) / sum(counts)


def _tone(name: str, text: str, told: Sequence[Telling], scores: Table, counts: Table) -> Tone:
    """Attention with the distances as its bias: the words' shares, and what they come to."""
    polarity = np.array([one.subject for one in told] + [one.object for one in told] + [0.0])
    nowhere = np.zeros((scores.shape[0], 1)), np.zeros((scores.shape[1], 1))
    _, seen = attention(
        *nowhere, polarity[:, None], scores, scale=1.0, return_aux=AuxRequest(weights=True)
    )
    shares = counts @ np.asarray(seen.weights)
    cues = []
    for n, one in enumerate(told):
        both = shares[[n, n + len(told)]]
        said = float(both @ polarity[[n, n + len(told)]])
        if share := float(both.sum()):
            where = one.word.start, one.word.end
            cues.append(Cue(text[where[0] : where[1]], *where, said / share, share))
    value = sum((one.polarity * one.share for one in cues), 0.0)
    return Tone(name, value, tuple(sorted(cues, key=lambda one: -abs(one.polarity * one.share))))

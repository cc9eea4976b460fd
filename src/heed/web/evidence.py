"""A passage on a page: its text in stretches by how much each decided, and that in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.plain import Evidence, evidence
from heed.types import Passage

LEVELS = 3
_MOST = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text; level 0: not asked for, 1 to 3: how much of the finding it decided."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Part:
    """One found word with the share of the question it stands for, in percent."""

    found: str
    asked: str
    percent: int


def stretches(passage: Passage) -> tuple[Stretch, ...]:
    """The passage's text in turns, by the level of its characters."""
    most = max((one.weight for one in passage.matches), default=1.0)
    levels = [0] * len(passage.text)
    for one in passage.matches:
        level = 1 + min(LEVELS - 1, int(LEVELS * one.weight / most))
        for place in range(one.start, one.end):
            levels[place] = max(levels[place], level)
    return runs(passage.text, levels)


def runs(text: str, levels: Sequence[int]) -> tuple[Stretch, ...]:
    """A text whose characters have levels, in turns."""
    made: list[Stretch] = []
    for character, level in zip(text, levels, strict=True):
        if made and made[-1].level == level:
            made[-1] = Stretch(made[-1].text + character, level)
        else:
            made.append(Stretch(character, level))
    return tuple(made)


def parts(passage: Passage) -> tuple[Part, ...]:
    """The words that decided, heaviest first; a word found twice is told once."""
    told: dict[tuple[str, str], Evidence] = {}
    for one in evidence(passage):
        key = (one.found.lower(), one.asked)
        held = told.get(key)
        told[key] = one if held is None else held._replace(weight=held.weight + one.weight)
    heaviest = sorted(told.values(), key=lambda one: -one.weight)[:_MOST]
    return tuple(
        Part(one.found, one.asked, percent)
        for one in heaviest
        if (percent := round(100 * one.weight))
    )

"""A short check of understanding: one sentence of a piece with a gap. learn decides which."""

from typing import NamedTuple

from heed import learn
from heed.actions import cards
from heed.actions.highlights import sentences
from heed.diet import Diet
from heed.learn import understanding
from heed.store import items
from heed.types import Card, Grade, Item

READ_AT_MOST = 80
"""Sentences of a piece that are looked at."""


class Check(NamedTuple):
    """One question about a piece; share: what it received of its sentences' attention."""

    sentence: str
    front: str
    back: str
    share: float


def check(diet: Diet, item_id: int) -> Check | None:
    """The sentence the others attend to most, with a gap; None where none can be asked.

    Raises NotFound.
    """
    with diet.db.read() as tx:
        item = items.get(tx, item_id)
    told = [one for one in sentences(item) if learn.askable(one)][:READ_AT_MOST]
    shares = _shares(diet, item, told)
    if not shares:
        return None
    best = understanding.most_telling(shares)
    front, back = learn.cloze(told[best])
    return Check(told[best], front, back, shares[best])


def answer(diet: Diet, item_id: int, grade: Grade, seconds: int | None = None) -> Card | None:
    """Answer a piece's check; the sentence becomes a card. None where there is no check."""
    asked = check(diet, item_id)
    if asked is None:
        return None
    made = cards.make_of_sentence(diet, item_id, asked.sentence, asked.back)
    return cards.answer(diet, made.id, grade, seconds)


def _shares(diet: Diet, item: Item, told: list[str]) -> list[float]:
    """Every sentence's share; those that another encoder than most of them read have none."""
    read = diet.encoder.encode(told, [item.language] * len(told))
    if not read:
        return []
    most = max(read, key=lambda one: len(one.rows))
    shares = [0.0] * len(told)
    for row, share in zip(most.rows, understanding.received(most.vectors), strict=True):
        shares[row] = share
    return shares

"""How a goal goes: minutes and cards, never days in a row. Pure, no clock."""

from collections.abc import Collection, Mapping
from datetime import datetime

from heed.learn.memory import recall
from heed.types import Card, Edition, Goal, Growth

KNOWN = 0.9
"""A card is known where the reader would know it nine times in ten."""


def growth(
    goal: Goal,
    *,
    week_s: int,
    month_s: int,
    cards: Collection[Card],
    edition: Edition | None,
    at: datetime,
) -> Growth:
    """One goal; cards: those of its topic."""
    priced = (
        next((one for one in edition.rules if one.rule.id == -goal.id), None) if edition else None
    )
    return Growth(
        goal,
        week_s,
        month_s,
        len(cards),
        known(cards, at),
        priced.price if priced else None,
        priced.met if priced else True,
    )


def known(cards: Collection[Card], at: datetime) -> int:
    """How many of these cards the reader knows."""
    return sum(1 for one in cards if recall(one.memory, at) >= KNOWN)


def by_topic(cards: Collection[Card], topics: Mapping[int, str]) -> dict[str, list[Card]]:
    """Cards by the topic of their piece; topics: by item id."""
    found: dict[str, list[Card]] = {}
    for one in cards:
        found.setdefault(topics.get(one.item_id, ""), []).append(one)
    return found

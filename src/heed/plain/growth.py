"""What a reader keeps and grows in: highlights, cards, goals."""

from heed.plain.values import Json, four, minutes
from heed.types import Card, Growth, Highlight, Item


def highlight_json(one: Highlight, item: Item | None) -> Json:
    """Marked words as `heed highlight --json` gives them."""
    return {
        "highlight": one.id,
        "item": one.item_id,
        "title": item.title if item else "",
        "url": item.url if item else "",
        "quote": one.quote,
        "note": one.note,
        "at": one.at.isoformat(),
    }


def card_json(one: Card, recall: float) -> Json:
    """A card as `heed cards list --json` gives it; recall: the probability of knowing it now."""
    return {
        "card": one.id,
        "kind": one.kind,
        "item": one.item_id,
        "front": one.front,
        "back": one.back,
        "recall": four(recall),
        "stability_days": four(one.stability_days),
        "due_at": one.due_at.isoformat(),
    }


def growth_json(one: Growth) -> Json:
    """A goal and how it goes, as `heed goal list --json` gives it."""
    return {
        "goal": one.goal.id,
        "topic": one.goal.topic,
        "weekly_minutes": minutes(one.goal.weekly_s),
        "questions": list(one.goal.questions),
        "minutes_this_week": minutes(one.week_s),
        "minutes_four_weeks": minutes(one.month_s),
        "cards": one.cards,
        "cards_known": one.known,
        "price_per_minute": None if one.price is None else four(one.price),
    }

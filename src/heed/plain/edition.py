"""An edition, its pieces and their reasons."""

from collections.abc import Mapping, Sequence

from heed.plain.rules import rule_json
from heed.plain.values import Json, minutes
from heed.types import Edition, LeftOut, Reason, Slot, Source
from heed.wording import Words


def edition_json(edition: Edition, words: Words, held: Mapping[int, Source]) -> Json:
    """An edition as `heed edition --json` and `/api/edition` give it; minutes, not seconds.

    held: sources by id, for the titles that rules about a source are told with.
    """
    return {
        "date": edition.day.isoformat(),
        "minutes": minutes(edition.granted_s),
        "spent_minutes": minutes(edition.planned_s),
        "price_per_minute": round(edition.price, 4),
        "bound": round(edition.bound, 4),
        "gap": round(edition.gap, 6),
        "slots": [slot_json(slot, words) for slot in edition.slots],
        "left_out": [left_out_json(one, words) for one in edition.left_out],
        "rules": [rule_json(priced, words, held) for priced in edition.rules],
        "seed": edition.seed,
    }


def slot_json(slot: Slot, words: Words) -> Json:
    """One chosen piece."""
    return {
        "item": slot.item_id,
        "story": slot.story_id,
        "title": words.title(slot),
        "source": slot.source,
        "url": slot.url,
        "minutes": minutes(slot.seconds),
        "worth": round(slot.worth, 4),
        "value": round(slot.value, 4),
        "kind": slot.kind,
        "propensity": round(slot.propensity, 4),
        "reasons": reasons_json(slot.reasons, words),
    }


def left_out_json(one: LeftOut, words: Words) -> Json:
    """One piece that did not enter; `enters_at_minutes` is null: not today."""
    return {
        "item": one.item_id,
        "story": one.story_id,
        "title": one.title,
        "minutes": minutes(one.seconds),
        "worth": round(one.worth, 4),
        "enters_at_minutes": None if one.enters_at_s is None else minutes(one.enters_at_s),
        "reasons": reasons_json(one.reasons, words),
    }


def reasons_json(reasons: Sequence[Reason], words: Words) -> list[Json]:
    """Every reason, as a sentence and its weight in worth per minute."""
    return [
        {"text": words.reason(one), "weight": round(one.weight, 4), "item": one.item_id}
        for one in reasons
    ]

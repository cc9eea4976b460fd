"""What the answers since the last edition changed in this one, in one sentence. Decides nothing."""

from collections.abc import Collection
from datetime import datetime, time

from heed.diet import Diet
from heed.store import editions, verdicts
from heed.types import Edition
from heed.wording import Words


def changed(diet: Diet, edition: Edition, words: Words) -> str:
    """How many pieces lean on an answer given since the edition before; "" where none does."""
    count = leaning(edition, answered_since(diet, edition))
    if not count:
        return ""
    return words.ngettext(
        "What you answered since the last edition speaks in {count} of these pieces.",
        "What you answered since the last edition speaks in {count} of these pieces.",
        count,
    )


def answered_since(diet: Diet, edition: Edition) -> frozenset[int]:
    """The pieces answered from the day of the edition before until this one was made."""
    with diet.db.read() as tx:
        before = [one.day for one in editions.all_days(tx) if one.day < edition.day]
        said = verdicts.latest(tx)
    if not before:
        return frozenset()
    since = datetime.combine(max(before), time(), diet.zone)
    return frozenset(id for id, one in said.items() if since <= one.at < edition.made_at)


def leaning(edition: Edition, answered: Collection[int]) -> int:
    """How many places of the edition name one of these pieces as a reason."""
    return sum(any(why.item_id in answered for why in slot.reasons) for slot in edition.slots)

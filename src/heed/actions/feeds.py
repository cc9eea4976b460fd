"""Today's edition as a feed for other readers. Looking issues nothing."""

import json

from heed.diet import Diet
from heed.produce.edition import atom as as_atom
from heed.produce.edition import json_feed
from heed.types import Edition
from heed.wording import Words


def atom(diet: Diet, words: Words, address: str) -> bytes:
    """The edition in hand as Atom, else what it would be; address: the feed's own."""
    return as_atom(_today(diet), words, address)


def json_text(diet: Diet, words: Words, address: str) -> str:
    """The same as JSON Feed."""
    return json.dumps(json_feed(_today(diet), words, address), ensure_ascii=False, indent=2)


def _today(diet: Diet) -> Edition:
    return diet.current() or diet.preview(diet.today())

"""Who reads tones in this home, and what was read already. Decides no tone."""

import hashlib
from collections.abc import Sequence
from functools import cache

from heed.assist import watch as watching
from heed.diet import Diet
from heed.models.encoder.minilm import MiniLM
from heed.models.tone import card, load_tone
from heed.store import tonings, watches
from heed.types import Tone, Watch


def reader(diet: Diet, watch: Watch) -> watching.Reader:
    """English by the trained head, where there is an encoder, and remembered; the rest by words.

    Nothing is loaded before an English piece is seen that was not read yet.
    """

    def read(asked: Sequence[watching.Asked]) -> list[tuple[Tone, ...]]:
        with diet.db.read() as tx:
            known = tonings.of_watch(tx, watch.id)
        held = {
            n: known[one.item_id][1]
            for n, one in enumerate(asked)
            if known.get(one.item_id, ("",))[0] == _digest(one)
        }
        fresh = [n for n in range(len(asked)) if n not in held]
        by_head = [n for n in fresh if watching.may_be_english(asked[n])]
        english = diet.encoder.english() if by_head else None
        if isinstance(english, MiniLM):
            told = _trained(english)([asked[n] for n in by_head])
            held |= dict(zip(by_head, told, strict=True))
            _keep(diet, watch, {asked[n].item_id: (_digest(asked[n]), held[n]) for n in by_head})
        rest = [n for n in fresh if n not in held]
        held |= dict(zip(rest, watching.by_words([asked[n] for n in rest]), strict=True))
        return [held[n] for n in range(len(asked))]

    return read


def _keep(diet: Diet, watch: Watch, read: tonings.Known) -> None:
    with diet.db.write() as tx:
        if any(one.id == watch.id for one in watches.all(tx)):
            tonings.keep(tx, watch.id, read)


@cache
def _trained(english: MiniLM) -> watching.Trained:
    return watching.Trained(load_tone(english))


@cache
def _head_id() -> str:
    return f"{card()['encoder']} {card()['made']}"


def _digest(one: watching.Asked) -> str:
    read = f"{_head_id()}\n{one.language}\n{one.text}"
    return hashlib.sha256(read.encode("utf-8", "replace")).hexdigest()[:16]

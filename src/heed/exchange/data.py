"""What to send or fetch under so many bytes: value a byte, and its price. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from heed.exchange.cascade import second_price
from heed.types import Offered, Part, PartKind

GAIN: Mapping[PartKind, float] = {"card": 1.0, "text": 0.5, "image": 0.1, "vector": 0.2}
"""What a part adds, as a share of the minutes its piece may be worth. A piece is read by its card
first; the text is read only where the piece is chosen, the vector helps to choose. Set by hand.
"""
HALF_LIFE_DAYS = 3.0
"""In so many days a piece loses half of its chance to be read."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Parts to send, in order; price: value of one more byte, 0 where all fits; left: the rest."""

    parts: tuple[Part, ...]
    size_bytes: int
    price: float
    left: int


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Parts of one piece that are taken together."""

    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        return sum(part.size_bytes for part in self.parts)

    @property
    def value(self) -> float:
        return sum(part.value for part in self.parts)

    @property
    def rate(self) -> float:
        return self.value / self.size if self.size else float("inf")


def choose(parts: Sequence[Part], budget_bytes: int) -> Chosen:
    """The parts worth most within the budget; a piece's card comes before its other parts.

    Where a later part is worth more a byte than those it needs, they are taken as one (Dyer and
    Zemel 1984), so that by value a byte every piece's parts come in their order; then whatever
    still fits is taken, best first. The price is the dual of the divisible choice.
    """
    bundles = [one for parts in _by_piece(parts) for one in _bundled(parts)]
    order = sorted(range(len(bundles)), key=lambda i: -bundles[i].rate)
    taken: list[Part] = []
    left = budget_bytes
    blocked: set[int] = set()
    for i in order:
        one = bundles[i]
        piece = one.parts[0].item_id
        if piece in blocked or one.value <= 0 or one.size > left:
            if one.parts[0].kind == "card":
                blocked.add(piece)  # without its card nothing else of it is of use
            continue
        taken += one.parts
        left -= one.size
    values = np.array([one.value for one in bundles])
    sizes = np.array([float(one.size) for one in bundles])
    price = second_price(values, sizes, budget_bytes) if len(taken) < len(parts) else 0.0
    return Chosen(tuple(taken), budget_bytes - left, price, len(parts) - len(taken))


def _by_piece(parts: Sequence[Part]) -> list[list[Part]]:
    """Each piece's parts: the card first, then the best value a byte."""
    pieces: defaultdict[int, list[Part]] = defaultdict(list)
    for part in parts:
        pieces[part.item_id].append(part)
    for held in pieces.values():
        held.sort(key=lambda part: (part.kind != "card", -_Bundle((part,)).rate))
    return list(pieces.values())


def _bundled(parts: Sequence[Part]) -> list[_Bundle]:
    """A piece's parts in their order, joined until no bundle is worth more a byte than the last.

    Parts that do not need each other, those after the card, are in falling order already.
    """
    made: list[_Bundle] = []
    for part in parts:
        made.append(_Bundle((part,)))
        while len(made) > 1 and made[-1].rate > made[-2].rate:
            last = made.pop()
            made[-1] = _Bundle((*made[-1].parts, *last.parts))
    return made


def part_value(offered: Offered, kind: PartKind, *, worth: float, now: datetime) -> float:
    """Minutes a part may be worth: its source's worth a minute, the piece's minutes, its age."""
    age_days = max(0.0, (now - offered.published_at).total_seconds() / 86400)
    chance = float(0.5 ** (age_days / HALF_LIFE_DAYS))
    return worth * offered.seconds / 60 * chance * GAIN[kind]

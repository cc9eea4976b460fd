"""What one home offers another, part by part, and what came of asking for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

PartKind = Literal["card", "text", "image", "vector"]
PART_KINDS: tuple[PartKind, ...] = get_args(PartKind)
"""Title, lead and facts; the whole text; a picture; what an encoder made of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a piece that may be sent: what it costs, and what it is worth in minutes."""

    item_id: int
    kind: PartKind
    size_bytes: int
    value: float


@dataclass(frozen=True, slots=True)
class Offered:
    """A piece another home has, under that home's number. Sizes are of the parts as they travel.

    vector_bytes is 0 where it has no vector of an encoder both homes have.
    """

    id: int
    source_url: str
    key: str
    fingerprint: str
    published_at: datetime
    seconds: int
    text_characters: int
    card_bytes: int
    text_bytes: int
    vector_bytes: int


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came from another home. left: parts wanted that did not fit; price: minutes of worth one
    more byte would have brought; trouble: one sentence where the line broke, "" where it held.
    """

    items: int = 0
    texts: int = 0
    vectors: int = 0
    took_bytes: int = 0
    left: int = 0
    price: float = 0.0
    trouble: str = ""

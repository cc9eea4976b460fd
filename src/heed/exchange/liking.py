"""What a piece is worth to a member, from what she said she wants and from nothing else.

Nearness of meaning to the nearest of her interests, blended with whether she named its topic, its
source or words of its title. The shares are assumptions, not fitted to anything; her own reading is
never looked at.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from heed.team import Member
from heed.types import Reason

Vector: TypeAlias = npt.NDArray[np.float32]
Said: TypeAlias = Mapping[str, Mapping[str, Vector]]
"""An interest -> its unit vector by embedder id; vectors of different ids are never compared."""

NAMED_SHARE = 0.3
"""Of a piece's worth, for what the member named of it; the rest is nearness."""
ANYTHING = 0.5
"""Worth of every piece to somebody who said nothing of what she wants."""
LEAST_WORTH = 0.15
"""Below it a piece is nothing to a member: she is given it only where it must be read."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What of a piece is compared; `vector` None: nothing could read it."""

    title: str
    source: str
    topic: str
    embedder_id: str = ""
    vector: Vector | None = None


def liking(member: Member, piece: Piece, said: Said) -> tuple[Reason, ...]:
    """The parts of a piece's worth to a member; they sum to it, and none means that it has none."""
    if not member.interests:
        return (Reason("anything", ANYTHING),)
    parts: list[Reason] = []
    near, interest = _nearest(member, piece, said)
    if near > 0:
        parts.append(Reason("interest", (1 - NAMED_SHARE) * near, interest))
    named = _named(member, piece)
    if named:
        parts.append(Reason("named", NAMED_SHARE, named))
    return tuple(parts) if sum(one.weight for one in parts) >= LEAST_WORTH else ()


def worth(reasons: Sequence[Reason]) -> float:
    """Per minute, in [0, 1]."""
    return float(sum(one.weight for one in reasons))


def _nearest(member: Member, piece: Piece, said: Said) -> tuple[float, str]:
    """The cosine of the interest nearest to the piece, and that interest."""
    if piece.vector is None:
        return 0.0, ""
    near = [
        (float(said[one][piece.embedder_id] @ piece.vector), one)
        for one in member.interests
        if piece.embedder_id in said.get(one, {})
    ]
    best, interest = max(near, default=(0.0, ""))
    return min(best, 1.0), interest


def _named(member: Member, piece: Piece) -> str:
    """The topic or source of the piece where an interest is its name, else an interest whose words
    stand in its title."""
    names = {one.casefold() for one in member.interests}
    for one in (piece.topic, piece.source):
        if one and one.casefold() in names:
            return one
    title = piece.title.casefold()
    return next((one for one in member.interests if _stands_in(one.casefold(), title)), "")


def _stands_in(interest: str, title: str) -> bool:
    """Every word of it; whole where its script puts spaces between words."""
    return all(
        re.search(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word), title)
        for word in interest.split()
    )

"""Credits for must-reads: what they come to, how they fade, and how much say they give. Pure."""

from collections.abc import Sequence
from datetime import datetime

from heed.team import Assignment, Seat, Wanted

MOST_SAY = 0.2
"""The most influence credits can give beyond the minutes a member offers."""
HALF_LIFE_DAYS = 30


def credit(seat: Seat, piece: Wanted) -> float:
    """What a must-read earns its reader: minutes times the price of her minute.

    Where no price of a minute is known, what the piece had to be offered with.
    """
    if seat.price is not None:
        return seat.price * piece.seconds / 60
    return piece.credit or 0.0


def balance(assignments: Sequence[Assignment], member_id: int, now: datetime) -> float:
    """A member's credits now; every one has halved once a month since it was earned."""
    faded = (
        one.credit * 0.5 ** ((now - one.settled_at).total_seconds() / 86400 / HALF_LIFE_DAYS)
        for one in assignments
        if one.member_id == member_id and one.state == "read" and one.must and one.settled_at
    )
    return float(sum(faded))


def influence(balance: float, offer_s: int) -> float:
    """Credits count like minutes offered on top, up to a fifth of what is offered."""
    return 1 + min(MOST_SAY, balance / (offer_s / 60)) if offer_s else 1.0

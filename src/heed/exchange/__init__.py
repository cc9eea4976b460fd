"""team, compute, data and trade. Pure."""

from heed.exchange.credit import balance, influence
from heed.exchange.liking import Piece, liking, worth
from heed.exchange.passing import coverage, exchanges, next_picker, pass_until, spent_s
from heed.exchange.team import Shared, assignment, share_out
from heed.exchange.wants import wanted

__all__ = [
    "Piece",
    "Shared",
    "assignment",
    "balance",
    "coverage",
    "exchanges",
    "influence",
    "liking",
    "next_picker",
    "pass_until",
    "share_out",
    "spent_s",
    "wanted",
    "worth",
]

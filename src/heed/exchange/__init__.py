"""team, compute, data and trade. Pure."""

from heed.exchange.credit import balance, influence
from heed.exchange.liking import Piece, liking, worth
from heed.exchange.passing import coverage, exchanges, next_picker, pass_until, spent_s
from heed.exchange.prices import made, parse
from heed.exchange.team import Shared, assignment, share_out
from heed.exchange.value import applications, reading, reading_facts
from heed.exchange.wants import wanted

__all__ = [
    "Piece",
    "Shared",
    "applications",
    "assignment",
    "balance",
    "coverage",
    "exchanges",
    "influence",
    "liking",
    "made",
    "next_picker",
    "parse",
    "pass_until",
    "reading",
    "reading_facts",
    "share_out",
    "spent_s",
    "wanted",
    "worth",
]

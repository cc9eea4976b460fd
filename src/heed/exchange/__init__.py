"""team, compute, data and trade. Pure."""

from heed.exchange.credit import balance, influence
from heed.exchange.liking import Piece, liking, worth
from heed.exchange.passing import coverage, exchanges, next_picker, pass_until, spent_s
from heed.exchange.prices import made, parse
from heed.exchange.sides import sides
from heed.exchange.team import Shared, assignment, share_out
from heed.exchange.trade import after_trades, legs, offer, quote
from heed.exchange.value import applications, reading, reading_facts
from heed.exchange.wants import wanted

__all__ = [
    "Piece",
    "Shared",
    "after_trades",
    "applications",
    "assignment",
    "balance",
    "coverage",
    "exchanges",
    "influence",
    "legs",
    "liking",
    "made",
    "next_picker",
    "offer",
    "parse",
    "pass_until",
    "quote",
    "reading",
    "reading_facts",
    "share_out",
    "sides",
    "spent_s",
    "wanted",
    "worth",
]

"""team, compute, data and trade. Pure."""

from heed.exchange.batching import Batches, batches, spread, waste
from heed.exchange.cascade import Cascade, Step, by_kind, cascade, promise, spared
from heed.exchange.compute import FIRST_COST_S, Turn, kind_prices, settle, turn, weights
from heed.exchange.credit import balance, influence
from heed.exchange.data import GAIN, Chosen, choose, part_value
from heed.exchange.liking import Piece, liking, worth
from heed.exchange.passing import coverage, exchanges, next_picker, pass_until, spent_s
from heed.exchange.prices import made, parse
from heed.exchange.sides import sides
from heed.exchange.team import Shared, assignment, share_out
from heed.exchange.trade import after_trades, legs, offer, quote
from heed.exchange.value import applications, reading, reading_facts
from heed.exchange.wants import wanted

__all__ = [
    "FIRST_COST_S",
    "GAIN",
    "Batches",
    "Cascade",
    "Chosen",
    "Piece",
    "Shared",
    "Step",
    "Turn",
    "after_trades",
    "applications",
    "assignment",
    "balance",
    "batches",
    "by_kind",
    "cascade",
    "choose",
    "coverage",
    "exchanges",
    "influence",
    "kind_prices",
    "legs",
    "liking",
    "made",
    "next_picker",
    "offer",
    "parse",
    "part_value",
    "pass_until",
    "promise",
    "quote",
    "reading",
    "reading_facts",
    "settle",
    "share_out",
    "sides",
    "spared",
    "spent_s",
    "spread",
    "turn",
    "wanted",
    "waste",
    "weights",
    "worth",
]

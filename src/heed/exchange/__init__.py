"""team, compute, data and trade. Pure."""

from heed.exchange.batching import Batches, batches, spread, waste
from heed.exchange.cascade import Cascade, Step, by_kind, cascade, promise
from heed.exchange.compute import FIRST_COST_S, Turn, prices, settle, turn, weights
from heed.exchange.credit import balance, influence
from heed.exchange.data import GAIN, Chosen, choose, value
from heed.exchange.liking import Piece, liking, worth
from heed.exchange.passing import coverage, exchanges, next_picker, pass_until, spent_s
from heed.exchange.team import Shared, assignment, share_out
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
    "assignment",
    "balance",
    "batches",
    "by_kind",
    "cascade",
    "choose",
    "coverage",
    "exchanges",
    "influence",
    "liking",
    "next_picker",
    "pass_until",
    "prices",
    "promise",
    "settle",
    "share_out",
    "spent_s",
    "spread",
    "turn",
    "value",
    "wanted",
    "waste",
    "weights",
    "worth",
]

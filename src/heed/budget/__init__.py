"""Allocation, its dual and the exact choices over it. Knows no noun of heed."""

from heed.budget.allocation import Allocation, allocate
from heed.budget.auction import Bidder, bidder
from heed.budget.audit import Audit
from heed.budget.diverse import select_diverse
from heed.budget.fisher import Exchange, Triplets, fisher
from heed.budget.knapsack import (
    Bound,
    Selection,
    bound,
    select_exact,
    select_greedy,
    select_with_rules,
)
from heed.budget.maps import entmax, entmax15, soft_topk, softmax, sparsemax
from heed.budget.market import Clearing, Swap, clear, clear_private, swaps
from heed.budget.program import Row

__all__ = [
    "Allocation",
    "Audit",
    "Bidder",
    "Bound",
    "Clearing",
    "Exchange",
    "Row",
    "Selection",
    "Swap",
    "Triplets",
    "allocate",
    "bidder",
    "bound",
    "clear",
    "clear_private",
    "entmax",
    "entmax15",
    "fisher",
    "select_diverse",
    "select_exact",
    "select_greedy",
    "select_with_rules",
    "soft_topk",
    "softmax",
    "sparsemax",
    "swaps",
]

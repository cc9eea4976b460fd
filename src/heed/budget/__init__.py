"""Allocation, its dual and the exact choices over it. Knows no noun of heed."""

from heed.budget.allocation import Allocation, allocate
from heed.budget.diverse import select_diverse
from heed.budget.knapsack import (
    Bound,
    Selection,
    bound,
    select_exact,
    select_greedy,
    select_with_rules,
)
from heed.budget.maps import entmax, entmax15, soft_topk, softmax, sparsemax
from heed.budget.program import Row

__all__ = [
    "Allocation",
    "Bound",
    "Row",
    "Selection",
    "allocate",
    "bound",
    "entmax",
    "entmax15",
    "select_diverse",
    "select_exact",
    "select_greedy",
    "select_with_rules",
    "soft_topk",
    "softmax",
    "sparsemax",
]

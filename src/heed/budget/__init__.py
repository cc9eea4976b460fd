"""Allocation, its dual and the exact choices over it. Knows no noun of heed."""

from heed.budget.allocation import Allocation, allocate
from heed.budget.maps import entmax, entmax15, soft_topk, softmax, sparsemax

__all__ = ["Allocation", "allocate", "entmax", "entmax15", "soft_topk", "softmax", "sparsemax"]

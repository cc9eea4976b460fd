"""Scores, normalisers and inspection on NumPy or torch arrays. Knows no noun of heed."""

from heed.attention._backend import erf, gelu
from heed.attention.call import AuxOutput, AuxRequest
from heed.attention.functional import attention
from heed.attention.inspect import entropy, received, rollout
from heed.attention.normalize import Budget, Entmax, Linear, TopK
from heed.attention.score import Additive, Bilinear, Cosine

__all__ = [
    "Additive",
    "AuxOutput",
    "AuxRequest",
    "Bilinear",
    "Budget",
    "Cosine",
    "Entmax",
    "Linear",
    "TopK",
    "attention",
    "entropy",
    "erf",
    "gelu",
    "received",
    "rollout",
]

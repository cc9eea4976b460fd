"""Scores, normalisers and inspection on NumPy or torch arrays. Knows no noun of heed."""

from heed.attention._backend import erf, gelu
from heed.attention.functional import AuxOutput, AuxRequest, attention

__all__ = ["AuxOutput", "AuxRequest", "attention", "erf", "gelu"]

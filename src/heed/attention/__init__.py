"""scores, normalisers and inspection on NumPy or torch arrays. Knows no noun of heed."""

"""allocation, its dual and the exact choices over it. Knows no noun of heed."""

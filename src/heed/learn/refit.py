"""When the encoder fitted on the reader's own documents is fitted again. Fits nothing itself."""

FEWEST = 250
"""Below about this many texts a fit tells subjects no better than hashed spelling does."""
GROWTH = 2


def fit_due(texts: int, fitted_on: int) -> bool:
    """Whether `texts` documents are enough for a (re)fit of what was fitted on `fitted_on`.

    Doubling keeps the work of all refits together below twice that of the last.
    """
    return texts >= max(FEWEST, GROWTH * fitted_on)

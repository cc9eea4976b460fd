"""Which ranker makes the editions: the reader model, unless it lost on the reader's own answers."""

from collections.abc import Mapping
from dataclasses import replace

from heed.models.reader import Attentive, Learned, Newest, Residual, Rocchio
from heed.types import Ranker

IN_USE = "ranker"
"""The name under which a home keeps which one is in use."""
WHO = "who"
"""The name under which a home keeps what its reader said about themselves."""
USABLE: dict[str, Ranker] = {"heed": Attentive(), "rocchio": Rocchio(), "recency": Newest()}
LEARNED = "learned"
"""Names the ranker that learned on other readers, and in a home what it learned."""
DUE = 10
"""So many new answers ask for a new look at which ranker is the better one."""


def usable(learned: bytes | None = None) -> Mapping[str, Ranker]:
    """All that may rank, by name; learned: weights trained on other readers, where there are any.

    Raises ValueError where the weights are none.
    """
    found = dict(USABLE)
    if learned is not None:
        found[LEARNED] = Learned(Residual.read(learned))
    return found


def ranker(
    name: str, among: Mapping[str, Ranker], half_lives: Mapping[str, float] | None = None
) -> Ranker:
    """The ranker of this name; the reader model where an unknown one is kept.

    half_lives: days by topic that the reader model forgets by, where they were proved to pay.
    """
    found = among.get(name, USABLE["heed"])
    return replace(found, half_lives=half_lives or {}) if isinstance(found, Attentive) else found


def look_due(answers: int, looked_at: int) -> bool:
    """Whether enough answers came since `looked_at` of them were looked at."""
    return answers >= looked_at + DUE

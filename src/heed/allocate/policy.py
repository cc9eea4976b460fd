"""How an edition is to be filled, as the reader has set it. Fills nothing."""

from dataclasses import dataclass
from typing import Self

from heed.settings import Settings


@dataclass(frozen=True, slots=True)
class Policy:
    """reservation_rate: worth a minute must reach. Shares in [0, 1]: of slots that explore, and of
    the granted time that one source or one piece may take at most; of slots that are asked about.
    """

    reservation_rate: float
    explore_share: float
    source_share: float
    piece_share: float
    ask_share: float = 0.0

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The policy in a home's settings."""
        return cls(
            settings.reservation_rate,
            settings.explore_share,
            settings.source_share,
            settings.piece_share,
            settings.ask_share,
        )

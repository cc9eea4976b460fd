"""The day's edition: what is worth the granted minutes, and at what price. Pure, no clock."""

from heed.allocate.edition import compose
from heed.allocate.policy import Policy

__all__ = ["Policy", "compose"]

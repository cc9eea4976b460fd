"""The day's edition: what is worth the granted minutes, and at what price. Pure, no clock."""

from heed.allocate.edition import compose

__all__ = ["compose"]

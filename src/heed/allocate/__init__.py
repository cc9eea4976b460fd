"""The day's edition: which stories are worth the granted minutes, and at what price. Pure, no clock, no store."""

from heed.allocate.edition import compose

__all__ = ["compose"]

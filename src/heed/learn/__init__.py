"""What verdicts teach the reader model. Pure, no clock, no store."""

from heed.learn.evidence import evidence

__all__ = ["evidence"]

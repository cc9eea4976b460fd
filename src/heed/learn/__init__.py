"""What verdicts and documents teach. Pure, no clock, no store."""

from heed.learn.evidence import evidence
from heed.learn.refit import fit_due

__all__ = ["evidence", "fit_due"]

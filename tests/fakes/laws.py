"""How many cases a law is tried on: few in every run, HEED_LAWS times as many at night."""

import os

from hypothesis import settings

TIMES = int(os.environ.get("HEED_LAWS", "1"))


def tried(count: int) -> settings:
    """A law tried on `count` cases by day."""
    return settings(deadline=None, max_examples=count * TIMES)

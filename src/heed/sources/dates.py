"""Moments as documents write them, made aware and UTC. Future ones stay, for filter."""

import calendar
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_YEAR = 1990
"""Earlier dates are clocks that were never set, not publications."""


def moment(value: datetime | None) -> datetime | None:
    """`value` in UTC (a naive one is taken as UTC), None before 1990."""
    if value is None:
        return None
    try:
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return aware if aware.year >= FIRST_YEAR else None


def from_tuple(value: Sequence[int] | None) -> datetime | None:
    """A UTC time tuple, as feedparser gives it."""
    if value is None:
        return None
    try:
        return moment(datetime.fromtimestamp(calendar.timegm(tuple(value)), UTC))
    except (OverflowError, ValueError, OSError):
        return None


def from_text(value: object) -> datetime | None:
    """An ISO 8601 or RFC 5322 date in a string; None for anything else."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return moment(read(text))
        except (ValueError, TypeError, OverflowError):
            continue
    return None

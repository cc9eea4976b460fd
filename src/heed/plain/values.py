"""What every shape is made of: JSON itself, minutes of seconds, numbers to four decimals."""

from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = Mapping[str, object]


def minutes(seconds: int) -> float:
    """Seconds as minutes to two decimals."""
    return round(seconds / 60, 2)


def rounded(value: float | None) -> float | None:
    """The number to four decimals, None where there is none."""
    return None if value is None else round(value, 4)


def four(value: float) -> float:
    """The number to four decimals."""
    return round(value, 4)

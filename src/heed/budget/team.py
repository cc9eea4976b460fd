"""A team and its reading: what each item is worth to whom, who offers how long, who must not read.

Who gets what is decided in picking.py, plan.py and auction.py.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Vector: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

_SAME = 1e-9  # relative; what a sum of minutes may exceed an offer by rounding


@dataclass(frozen=True, slots=True)
class Market:
    """n members, m items. values, minutes, allowed (n, m); offers (n,); least, most (m,) readers.

    allowed: no conflict, and short enough for what the member offers. influence (n,): how much more
    say a member has than her minutes give her, 1 for nobody's more.
    """

    values: Vector
    minutes: Vector
    offers: Vector
    least: Whole
    most: Whole
    allowed: Flags
    influence: Vector

    @property
    def shape(self) -> tuple[int, int]:
        """Members and items."""
        n, m = self.values.shape
        return n, m

    @property
    def room(self) -> Vector:
        """Offers with the rounding a sum of minutes may have, (n,)."""
        return self.offers * (1 + _SAME)

    def worth(self, share: Flags | Vector) -> Vector:
        """What each member gets out of it, (n,)."""
        return np.asarray((self.values * share).sum(axis=1))

    def spent(self, assignment: Flags) -> Vector:
        """Minutes each member is asked for, (n,)."""
        return np.asarray((self.minutes * assignment).sum(axis=1))


def read_market(
    values: npt.ArrayLike,
    minutes: npt.ArrayLike,
    offers: npt.ArrayLike,
    needs: npt.ArrayLike,
    conflicts: npt.ArrayLike | None = None,
    influence: npt.ArrayLike | None = None,
) -> Market:
    """values (n, m); minutes (n, m) or (m,), above 0; offers (n,); needs: the most readers of each
    item, or (m, 2) of the least and the most; conflicts (n, m), True where a member must not read
    an item; influence (n,), above 0, 1 where not given. Raises ValueError naming a bad argument."""
    worth = np.asarray(values, dtype=np.float64)
    if worth.ndim != 2 or not np.isfinite(worth).all():
        raise ValueError(
            f"values has shape {worth.shape}; expected members by items of finite numbers."
        )
    long = _spread("minutes", minutes, worth.shape)
    if not (long > 0).all():
        raise ValueError("minutes has numbers not above 0; expected how long each item takes.")
    given = _spread("offers", offers, worth.shape[:1])
    if not (given >= 0).all():
        raise ValueError("offers has negative numbers; expected minutes, 0 or more.")
    least, most = _needs(needs, worth.shape[1])
    barred = np.zeros(worth.shape) if conflicts is None else np.asarray(conflicts)
    if barred.shape != worth.shape:
        raise ValueError(f"conflicts has shape {barred.shape}; expected {worth.shape}.")
    allowed = ~barred.astype(np.bool_) & (long <= given[:, None])
    say = _spread("influence", 1.0 if influence is None else influence, worth.shape[:1])
    if not (say > 0).all():
        raise ValueError("influence has numbers not above 0; expected 1 where all have the same.")
    return Market(worth, long, given, least, most, allowed, say)


def _spread(name: str, given: npt.ArrayLike, shape: tuple[int, ...]) -> Vector:
    array = np.asarray(given, dtype=np.float64)
    try:
        full = np.broadcast_to(array, shape)
    except ValueError:
        raise ValueError(
            f"{name} has shape {array.shape}; expected one that fits {shape}."
        ) from None
    if not np.isfinite(full).all():
        raise ValueError(f"{name} has NaN or infinite numbers; expected finite ones.")
    return full


def _needs(needs: npt.ArrayLike, items: int) -> tuple[Whole, Whole]:
    """The least and the most readers of each item."""
    array = np.asarray(needs)
    if array.ndim < 2:
        array = np.stack([np.zeros(items), _spread("needs", array, (items,))], axis=1)
    if array.shape != (items, 2) or not ((array[:, 0] >= 0) & (array[:, 0] <= array[:, 1])).all():
        raise ValueError(
            f"needs has shape {array.shape}; expected {items} readers, or least and most of each."
        )
    if np.any(array != np.rint(array)):
        raise ValueError("needs has fractions; expected whole readers.")
    return array[:, 0].astype(np.int64), array[:, 1].astype(np.int64)

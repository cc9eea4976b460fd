"""Who took what, ready to be asked which goods are taken together. Knows no text and no order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heed.types import Deed, Good

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

DOUBT = 2.0
"""Takers a pair of goods is short of: two goods with one taker each are not yet alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Lists of numbers end to end: that of n is `numbers[starts[n] : starts[n + 1]]`."""

    starts: Rows
    numbers: Rows

    def of(self, n: int) -> Rows:
        """The list of n."""
        return self.numbers[self.starts[n] : self.starts[n + 1]]

    def of_all(self, some: Rows) -> Rows:
        """The lists of `some`, end to end."""
        return np.concatenate([self.of(int(n)) for n in some]) if len(some) else some


@dataclass(frozen=True, slots=True, eq=False)
class Takers:
    """users: a user's name to their number; taken: the goods of each user, oldest first.

    takers: the users of each good; counts (goods,): how many they are.
    """

    users: Mapping[str, int]
    taken: Lists
    takers: Lists
    counts: Rows

    def of(self, user: str) -> Rows:
        """The goods a user took, oldest first; none of one who is not known."""
        number = self.users.get(user)
        return np.empty(0, dtype=np.intp) if number is None else self.taken.of(number)

    def together(self, past: Rows) -> Floats:
        """How often others took each good with each of `past`, (len(past), goods), in [0, 1]."""
        goods = len(self.counts)
        table = np.zeros((len(past), goods), dtype=np.float32)
        for row, good in zip(table, past, strict=True):
            row[:] = np.bincount(self.taken.of_all(self.takers.of(int(good))), minlength=goods)
        whole = np.sqrt(np.outer(self.counts[past], self.counts).astype(np.float32))
        table /= whole + np.float32(DOUBT)
        return table


def takers(deeds: Iterable[Deed], goods: Iterable[Good]) -> Takers:
    """Count who took what; a good taken again counts once, where it was taken last."""
    place = {good.id: number for number, good in enumerate(goods)}
    users: dict[str, int] = {}
    last: dict[tuple[int, int], None] = {}
    for deed in deeds:
        pair = (users.setdefault(deed.user, len(users)), place[deed.good])
        last.pop(pair, None)
        last[pair] = None
    pairs = np.array(list(last), dtype=np.intp).reshape(-1, 2)
    return counted(pairs[:, 0], pairs[:, 1], users, len(place))


def counted(of_user: Rows, of_good: Rows, users: Mapping[str, int], goods: int) -> Takers:
    """The same from pairs of numbers, each pair once."""
    return Takers(
        users,
        _lists(of_user, of_good, len(users)),
        _lists(of_good, of_user, goods),
        np.bincount(of_good, minlength=goods),
    )


def _lists(keys: Rows, values: Rows, count: int) -> Lists:
    starts = np.concatenate(([0], np.cumsum(np.bincount(keys, minlength=count))))
    return Lists(starts.astype(np.intp), values[np.argsort(keys, kind="stable")])

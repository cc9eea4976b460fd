"""Numbers that are given out once and never again. What they number is decided elsewhere."""

from sqlalchemy import select

from heed.store.database import Tx
from heed.store.schema import counter


def advance(tx: Tx, name: str, *, at_least: int = 1) -> int:
    """The next number of `name`: greater than all before it, and at least `at_least`."""
    return take(tx, name, 1, at_least=at_least).start


def take(tx: Tx, name: str, count: int, *, at_least: int = 1) -> range:
    """The next `count` numbers of `name`, as `advance` gives them one by one."""
    last = tx.value(select(counter.c.last).where(counter.c.name == name))
    first = at_least if last is None else max(at_least, last + 1)
    if count:
        tx.upsert(counter, [{"name": name, "last": first + count - 1}], "name")
    return range(first, first + count)

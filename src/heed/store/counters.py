"""Numbers that are given out once and never again. What they number is decided elsewhere."""

from sqlalchemy import select

from heed.store.database import Tx
from heed.store.schema import counter


def advance(tx: Tx, name: str, *, at_least: int = 1) -> int:
    """The next number of `name`: greater than all before it, and at least `at_least`."""
    last = tx.value(select(counter.c.last).where(counter.c.name == name))
    number = at_least if last is None else max(at_least, last + 1)
    tx.upsert(counter, [{"name": name, "last": number}], "name")
    return number

"""Members: who gives the team minutes. What they said they want is kept as they said it."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy import update as change

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import member
from heed.team import Member

COLUMNS = tuple(member.c[field.name] for field in fields(Member))
_PRESENT = member.c.gone.is_(False)


def add(tx: Tx, *, name: str, offer_s: int, at: datetime) -> Member:
    """A new member under this name."""
    joined = Member(counters.advance(tx, "member"), name, offer_s, at)
    tx.insert(member, [record(joined) | {"gone": False}])
    return joined


def all(tx: Tx) -> list[Member]:
    """Every member who has not left, the first to join first."""
    rows = tx.rows(select(*COLUMNS).where(_PRESENT).order_by(member.c.id))
    return [Member(*row) for row in rows]


def ever(tx: Tx) -> dict[int, Member]:
    """Everybody who was a member once, by id."""
    return {row.id: Member(*row) for row in tx.rows(select(*COLUMNS))}


def update(tx: Tx, changed: Member) -> None:
    """Store a member's new values. Raises NotFound, also for one who left."""
    _write(tx, changed.id, record(changed))


def remove(tx: Tx, id: int) -> None:
    """A member leaves; market days keep her name. Raises NotFound."""
    _write(tx, id, {"gone": True})


def _write(tx: Tx, id: int, values: dict[str, object]) -> None:
    changed = tx.write(change(member).where(member.c.id == id, _PRESENT).values(values))
    if changed.rowcount == 0:
        raise NotFound(f"There is no member {id} in this home's team.")

"""Accesses: sessions, tokens and invitations, found by the hash of their secret."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, or_, select

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import access
from heed.types import Access, AccessKind

COLUMNS = tuple(access.c[field.name] for field in fields(Access))


def add(
    tx: Tx,
    secret: bytes,
    *,
    person: str,
    kind: AccessKind,
    label: str,
    at: datetime,
    until: datetime | None,
) -> Access:
    """Keep what opens the door; `secret` is a hash."""
    made = Access(counters.advance(tx, "access"), person, kind, label, at, until)
    tx.insert(access, [record(made) | {"secret": secret}])
    return made


def find(tx: Tx, secret: bytes, *, now: datetime) -> Access | None:
    """The access with this hash, unless it has ended."""
    holds = or_(access.c.ends_at.is_(None), access.c.ends_at > now)
    rows = tx.rows(select(*COLUMNS).where(access.c.secret == secret, holds))
    return next((Access(*row) for row in rows), None)


def of(tx: Tx, person: str, kind: AccessKind) -> list[Access]:
    """Somebody's accesses of one kind, the oldest first."""
    wanted = select(*COLUMNS).where(access.c.person == person, access.c.kind == kind)
    return [Access(*row) for row in tx.rows(wanted.order_by(access.c.id))]


def remove(tx: Tx, id: int, *, person: str) -> None:
    """Take one back. Raises NotFound, also where it is somebody else's."""
    gone = tx.write(delete(access).where(access.c.id == id, access.c.person == person))
    if not gone.rowcount:
        raise NotFound(f"You have no token {id}.")


def remove_all(tx: Tx, person: str, kinds: Sequence[AccessKind]) -> None:
    """Take back all of these kinds."""
    tx.write(delete(access).where(access.c.person == person, access.c.kind.in_(kinds)))


def sweep(tx: Tx, *, now: datetime) -> None:
    """Forget those that have ended."""
    tx.write(delete(access).where(access.c.ends_at <= now))

"""Rules: the declared diet. What a rule costs is priced elsewhere."""

from dataclasses import fields

from sqlalchemy import delete, select

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import rule
from heed.types import Bound, Rule, Scope

_COLUMNS = tuple(rule.c[field.name] for field in fields(Rule))


def add(tx: Tx, *, scope: Scope, subject: str, bound: Bound, seconds: int) -> Rule:
    """Declare a rule; one with the same scope, subject and bound gets the new seconds instead."""
    same = (rule.c.scope == scope, rule.c.subject == subject, rule.c.bound == bound)
    before: int | None = tx.value(select(rule.c.id).where(*same))
    id = counters.advance(tx, "rule") if before is None else before
    declared = Rule(id, scope, subject, bound, seconds)
    tx.upsert(rule, [record(declared)], "id")
    return declared


def all(tx: Tx) -> list[Rule]:
    """Every rule, oldest first."""
    return [Rule(*row) for row in tx.rows(select(*_COLUMNS).order_by(rule.c.id))]


def remove(tx: Tx, id: int) -> None:
    """Take a rule back. Raises NotFound."""
    if tx.write(delete(rule).where(rule.c.id == id)).rowcount == 0:
        raise NotFound(f"There is no rule {id} in this home.")

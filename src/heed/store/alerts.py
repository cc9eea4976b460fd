"""Alerts: when a watch spoke up, and what it had seen then. Decides nothing."""

from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import select

from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import alert
from heed.types import Alert

_COLUMNS = tuple(alert.c[field.name] for field in fields(Alert))


def add(tx: Tx, made: Alert) -> Alert:
    """Keep an alert under a number of its own."""
    kept = replace(made, id=counters.advance(tx, "alert"))
    tx.insert(alert, [record(kept)])
    return kept


def since(tx: Tx, at: datetime) -> list[Alert]:
    """The alerts of every watch from `at` on, oldest first."""
    rows = tx.rows(select(*_COLUMNS).where(alert.c.at >= at).order_by(alert.c.id))
    return [Alert(*row) for row in rows]


def latest(tx: Tx, limit: int) -> list[Alert]:
    """The last alerts of all watches, newest first."""
    wanted = select(*_COLUMNS).order_by(alert.c.id.desc()).limit(limit)
    return [Alert(*row) for row in tx.rows(wanted)]


def of_watch(tx: Tx, watch_id: int, limit: int) -> list[Alert]:
    """The last alerts of a watch, newest first."""
    wanted = select(*_COLUMNS).where(alert.c.watch_id == watch_id)
    return [Alert(*row) for row in tx.rows(wanted.order_by(alert.c.id.desc()).limit(limit))]

"""Meters: CPU-seconds, clock and memory by day, kind of work and tenant. Measures nothing."""

from dataclasses import fields
from datetime import date

from sqlalchemy import select

from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import meter
from heed.types import Metered, Spent

_COLUMNS = tuple(meter.c[field.name] for field in fields(Metered))


def add(tx: Tx, spent: Spent, day: date) -> Metered:
    """Add one run to its day; returns the day's sum so far."""
    wanted = select(*_COLUMNS).where(
        meter.c.day == day, meter.c.kind == spent.kind, meter.c.tenant == spent.tenant
    )
    row = tx.row(wanted)
    before = Metered(*row) if row else Metered(day, spent.kind, spent.tenant, 0, 0, 0, 0, 0)
    summed = Metered(
        day,
        spent.kind,
        spent.tenant,
        runs=before.runs + 1,
        count=before.count + spent.count,
        cpu_s=before.cpu_s + spent.cpu_s,
        wall_s=before.wall_s + spent.wall_s,
        peak_mb=max(before.peak_mb, spent.peak_mb),
    )
    tx.upsert(meter, [record(summed)], "day", "kind", "tenant")
    return summed


def since(tx: Tx, day: date) -> list[Metered]:
    """What was metered on `day` and later, oldest first."""
    wanted = select(*_COLUMNS).where(meter.c.day >= day)
    rows = tx.rows(wanted.order_by(meter.c.day, meter.c.kind, meter.c.tenant))
    return [Metered(*row) for row in rows]

"""Shares of this machine's CPU-seconds, and what each flow of work is owed. Decides no turn."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import flow, share
from heed.types import Flow, Share


def all(tx: Tx) -> list[Share]:
    """Every share that was set; kinds before tenants, each by name."""
    rows = tx.rows(
        select(share.c.of, share.c.name, share.c.share).order_by(share.c.of, share.c.name)
    )
    return [Share(*row) for row in rows]


def put(tx: Tx, one: Share) -> None:
    """Set a share in place of the one before."""
    tx.upsert(share, [record(one)], "of", "name")


def deficits(tx: Tx) -> dict[Flow, float]:
    """CPU-seconds each flow is owed; below 0: it took too many."""
    rows = tx.rows(select(flow.c.kind, flow.c.tenant, flow.c.deficit_s))
    return {(kind, tenant): deficit_s for kind, tenant, deficit_s in rows}


def owe(tx: Tx, owed: Mapping[Flow, float]) -> None:
    """Keep what every flow is owed now; those not named are owed nothing."""
    tx.write(delete(flow))
    rows = [
        {"kind": kind, "tenant": tenant, "deficit_s": deficit_s}
        for (kind, tenant), deficit_s in owed.items()
        if deficit_s
    ]
    tx.insert(flow, rows)

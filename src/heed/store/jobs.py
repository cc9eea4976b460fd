"""Jobs: work that waits in the home's own table. Whose turn it is, is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import job
from heed.types import Job, JobState, WorkKind

MOST_TRIES = 3
_COLUMNS = tuple(job.c[field.name] for field in fields(Job))


def queue(tx: Tx, kind: WorkKind, tenant: str, subject: str, *, at: datetime) -> Job:
    """Add work; the same work that waits already is returned as it is."""
    same = and_(job.c.kind == kind, job.c.tenant == tenant, job.c.subject == subject)
    row = tx.row(select(*_COLUMNS).where(same, job.c.state == "waiting"))
    if row is not None:
        return Job(*row)
    added = Job(counters.advance(tx, "job"), kind, tenant, subject, "waiting", at)
    tx.insert(job, [record(added)])
    return added


def waiting(tx: Tx, now: datetime) -> list[Job]:
    """What may be taken now, oldest first: also what a worker took and fell silent over, unless
    that happened too often.
    """
    silent = and_(job.c.state == "taken", job.c.taken_until <= now)
    lapsed = and_(silent, job.c.tries < MOST_TRIES)
    wanted = select(*_COLUMNS).where(or_(job.c.state == "waiting", lapsed))
    return [Job(*row) for row in tx.rows(wanted.order_by(job.c.id))]


def take(tx: Tx, ids: Sequence[int], *, until: datetime) -> None:
    """Take these jobs; each counts as tried once more."""
    for id in ids:
        taken = {"state": "taken", "tries": job.c.tries + 1, "taken_until": until}
        tx.write(update(job).where(job.c.id == id).values(taken))


def settle(tx: Tx, id: int, state: JobState, *, cpu_s: float, trouble: str = "") -> None:
    """Say how a taken job ended and what it cost. Raises NotFound where nobody holds it."""
    values = {"state": state, "cpu_s": job.c.cpu_s + cpu_s, "taken_until": None, "trouble": trouble}
    held = update(job).where(job.c.id == id, job.c.state == "taken").values(values)
    if tx.write(held).rowcount == 0:
        raise NotFound(f"Nobody holds job {id} any more.")


def costs(tx: Tx) -> dict[WorkKind, float]:
    """CPU-seconds a finished job of each kind took on average."""
    mean = select(job.c.kind, func.avg(job.c.cpu_s)).where(job.c.state == "done")
    return {kind: cpu_s for kind, cpu_s in tx.rows(mean.group_by(job.c.kind))}


def newest(tx: Tx, limit: int) -> list[Job]:
    """The jobs queued last, newest first."""
    wanted = select(*_COLUMNS).order_by(job.c.id.desc()).limit(limit)
    return [Job(*row) for row in tx.rows(wanted)]

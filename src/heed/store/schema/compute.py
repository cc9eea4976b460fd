"""The machine's work: what it cost, who holds which share, what waits."""

from datetime import date, datetime

from sqlalchemy import Column, Date, Double, Table, Text, TypedColumns
from sqlalchemy.types import BigInteger

from heed.store.columntypes import Moment, RowId, Words
from heed.store.schema.tables import metadata


class MeterColumns(TypedColumns):
    """What a day's work of one kind cost for one tenant."""

    day: Column[date] = Column(Date, primary_key=True)
    kind: Column[str] = Column(Text, primary_key=True)
    tenant: Column[str] = Column(Words, primary_key=True)
    runs: Column[int] = Column(BigInteger, nullable=False)
    count: Column[int] = Column(BigInteger, nullable=False)
    cpu_s: Column[float] = Column(Double, nullable=False)
    wall_s: Column[float] = Column(Double, nullable=False)
    peak_mb: Column[float] = Column(Double, nullable=False)


class ShareColumns(TypedColumns):
    """Who holds which share of the machine: kinds of work, and tenants."""

    of: Column[str] = Column(Text, primary_key=True)
    name: Column[str] = Column(Words, primary_key=True)
    share: Column[float] = Column(Double, nullable=False)


class FlowColumns(TypedColumns):
    """What work of one kind for one tenant was owed when it last had a turn."""

    kind: Column[str] = Column(Text, primary_key=True)
    tenant: Column[str] = Column(Words, primary_key=True)
    deficit_s: Column[float] = Column(Double, nullable=False)


class JobColumns(TypedColumns):
    """Work that waits, is under way or is over; at most one of a kind, tenant and subject waits."""

    id: Column[int] = Column(RowId, primary_key=True)
    kind: Column[str] = Column(Text, nullable=False)
    tenant: Column[str] = Column(Words, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    state: Column[str] = Column(Text, nullable=False, index=True)
    queued_at: Column[datetime] = Column(Moment, nullable=False)
    tries: Column[int] = Column(BigInteger, nullable=False)
    taken_until: Column[datetime | None] = Column(Moment)
    cpu_s: Column[float] = Column(Double, nullable=False)
    trouble: Column[str] = Column(Words, nullable=False)


meter = Table("meter", metadata, MeterColumns)
share = Table("share", metadata, ShareColumns)
flow = Table("flow", metadata, FlowColumns)
job = Table("job", metadata, JobColumns)

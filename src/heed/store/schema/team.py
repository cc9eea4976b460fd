"""A team: its members and needs, its market days and who is asked to read what."""

from datetime import date, datetime

from sqlalchemy import Boolean, Column, Date, Double, ForeignKey, Table, Text, TypedColumns
from sqlalchemy.types import BigInteger

from heed.store.columntypes import Moment, Numbers, Reasons, RowId, Tags, WholeNumber, Words
from heed.store.schema.tables import metadata
from heed.types import Reason


class MemberColumns(TypedColumns):
    """`gone`: she left, but market days still speak of her."""

    id: Column[int] = Column(RowId, primary_key=True)
    name: Column[str] = Column(Words, nullable=False)
    offer_s: Column[int] = Column(BigInteger, nullable=False)
    joined_at: Column[datetime] = Column(Moment, nullable=False)
    interests: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    skills: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    gone: Column[bool] = Column(Boolean, nullable=False)


class NeedColumns(TypedColumns):
    """Which pieces the team has read, and by how many."""

    id: Column[int] = Column(RowId, primary_key=True)
    scope: Column[str] = Column(Text, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    least: Column[int] = Column(BigInteger, nullable=False)
    most: Column[int] = Column(BigInteger, nullable=False)
    added_at: Column[datetime] = Column(Moment, nullable=False)
    until: Column[date | None] = Column(Date)
    skills: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    barred: Column[tuple[int, ...]] = Column(Numbers, nullable=False)


class MarketDayColumns(TypedColumns):
    """One row a clearing."""

    id: Column[int] = Column(RowId, primary_key=True)
    day: Column[date] = Column(Date, nullable=False)
    at: Column[datetime] = Column(Moment, nullable=False)
    mode: Column[str] = Column(Text, nullable=False)
    seed: Column[int] = Column(WholeNumber, nullable=False)


class SeatColumns(TypedColumns):
    """Who offered what on a market day, in order; members are named without holding on to them."""

    market_id: Column[int] = Column(RowId, ForeignKey("market_day.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    member_id: Column[int] = Column(RowId, nullable=False)
    name: Column[str] = Column(Words, nullable=False)
    offer_s: Column[int] = Column(BigInteger, nullable=False)
    influence: Column[float] = Column(Double, nullable=False)
    price: Column[float | None] = Column(Double)


class WantedColumns(TypedColumns):
    """The pieces of a market day, in order; they name items without holding on to them."""

    market_id: Column[int] = Column(RowId, ForeignKey("market_day.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    source: Column[str] = Column(Words, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    least: Column[int] = Column(BigInteger, nullable=False)
    most: Column[int] = Column(BigInteger, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    until: Column[date | None] = Column(Date)
    barred: Column[tuple[int, ...]] = Column(Numbers, nullable=False)
    price: Column[float | None] = Column(Double)
    credit: Column[float | None] = Column(Double)


class TeamAuditColumns(TypedColumns):
    """How good and fair a market day was, by one rule a row, in order."""

    market_id: Column[int] = Column(RowId, ForeignKey("market_day.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    rule: Column[str] = Column(Text, nullable=False)
    pieces: Column[int] = Column(BigInteger, nullable=False)
    twice_s: Column[int] = Column(BigInteger, nullable=False)
    unmet: Column[int] = Column(BigInteger, nullable=False)
    over_s: Column[float] = Column(Double, nullable=False)
    extra_readers: Column[int] = Column(BigInteger, nullable=False)
    value: Column[float | None] = Column(Double)
    bound: Column[float | None] = Column(Double)
    worst_rate: Column[float | None] = Column(Double)
    envy_pairs: Column[int | None] = Column(BigInteger)
    ef1_violations: Column[int | None] = Column(BigInteger)


class AssignmentColumns(TypedColumns):
    """Who is asked to read what; settled once, when it is read, passed on or exchanged."""

    id: Column[int] = Column(RowId, primary_key=True)
    market_id: Column[int] = Column(RowId, ForeignKey("market_day.id"), nullable=False, index=True)
    member_id: Column[int] = Column(RowId, nullable=False)
    item_id: Column[int] = Column(RowId, nullable=False)
    given_at: Column[datetime] = Column(Moment, nullable=False)
    must: Column[bool] = Column(Boolean, nullable=False)
    credit: Column[float] = Column(Double, nullable=False)
    worth: Column[float | None] = Column(Double)
    reasons: Column[tuple[Reason, ...]] = Column(Reasons, nullable=False)
    state: Column[str] = Column(Text, nullable=False)
    settled_at: Column[datetime | None] = Column(Moment)
    note: Column[str] = Column(Words, nullable=False)


member = Table("member", metadata, MemberColumns)
need = Table("need", metadata, NeedColumns)
market_day = Table("market_day", metadata, MarketDayColumns)
seat = Table("seat", metadata, SeatColumns)
wanted = Table("wanted", metadata, WantedColumns)
team_audit = Table("team_audit", metadata, TeamAuditColumns)
assignment = Table("assignment", metadata, AssignmentColumns)

"""What the reader did and declared: readings, verdicts, ledger entries, rules."""

from datetime import datetime

from sqlalchemy import Column, Double, ForeignKey, Table, Text, TypedColumns, UniqueConstraint
from sqlalchemy.types import BigInteger

from heed.store.columntypes import Moment, RowId, Words
from heed.store.schema.tables import metadata


class ReadingColumns(TypedColumns):
    """Append-only."""

    id: Column[int] = Column(RowId, primary_key=True)
    item_id: Column[int] = Column(RowId, ForeignKey("item.id"), nullable=False, index=True)
    started_at: Column[datetime] = Column(Moment, nullable=False, index=True)
    active_s: Column[int] = Column(BigInteger, nullable=False)
    via: Column[str] = Column(Text, nullable=False)
    edition_id: Column[int | None] = Column(RowId, ForeignKey("edition.id"))


class VerdictColumns(TypedColumns):
    """Append-only; the row with the greatest id is the item's answer."""

    id: Column[int] = Column(RowId, primary_key=True)
    item_id: Column[int] = Column(RowId, ForeignKey("item.id"), nullable=False, index=True)
    answer: Column[str] = Column(Text, nullable=False)
    at: Column[datetime] = Column(Moment, nullable=False)
    asked: Column[str] = Column(Text, nullable=False)
    propensity: Column[float] = Column(Double, nullable=False)


class EntryColumns(TypedColumns):
    """Append-only ledger lines; items and sources are named without holding on to them."""

    id: Column[int] = Column(RowId, primary_key=True)
    tx: Column[int] = Column(RowId, nullable=False, index=True)
    at: Column[datetime] = Column(Moment, nullable=False, index=True)
    account: Column[str] = Column(Text, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    edition_id: Column[int | None] = Column(RowId, ForeignKey("edition.id"))
    item_id: Column[int | None] = Column(RowId)
    source_id: Column[int | None] = Column(RowId, index=True)


class RuleColumns(TypedColumns):
    """The declared diet: one row a scope, subject and bound."""

    id: Column[int] = Column(RowId, primary_key=True)
    scope: Column[str] = Column(Text, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    bound: Column[str] = Column(Text, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)


reading = Table("reading", metadata, ReadingColumns)
verdict = Table("verdict", metadata, VerdictColumns)
entry = Table("entry", metadata, EntryColumns)
rule = Table(
    "rule",
    metadata,
    RuleColumns,
    UniqueConstraint("scope", "subject", "bound"),
)

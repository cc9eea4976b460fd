"""Editions as they were issued: their places, what was left out, what was asked and drafted."""

from datetime import date, datetime

from sqlalchemy import Boolean, Column, Date, Double, ForeignKey, Table, Text, TypedColumns
from sqlalchemy.types import BigInteger

from heed.store.columntypes import Moment, Reasons, RowId, WholeNumber, Words
from heed.store.schema.tables import metadata
from heed.types import Reason


class EditionColumns(TypedColumns):
    """One row an issued edition."""

    id: Column[int] = Column(RowId, primary_key=True)
    day: Column[date] = Column(Date, nullable=False)
    made_at: Column[datetime] = Column(Moment, nullable=False)
    granted_s: Column[int] = Column(BigInteger, nullable=False)
    price: Column[float] = Column(Double, nullable=False)
    bound: Column[float] = Column(Double, nullable=False)
    gap: Column[float] = Column(Double, nullable=False)
    reservation_rate: Column[float] = Column(Double, nullable=False)
    seed: Column[int] = Column(WholeNumber, nullable=False)


class SlotColumns(TypedColumns):
    """The places of an edition, in order; they name items without holding on to them."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False, index=True)
    story_id: Column[int] = Column(RowId, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    source: Column[str] = Column(Words, nullable=False)
    url: Column[str] = Column(Words, nullable=False)
    kind: Column[str] = Column(Text, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    worth: Column[float] = Column(Double, nullable=False)
    sd: Column[float] = Column(Double, nullable=False)
    propensity: Column[float] = Column(Double, nullable=False)
    reasons: Column[tuple[Reason, ...]] = Column(Reasons, nullable=False)
    outlets: Column[int] = Column(BigInteger, nullable=False)


class LeftOutColumns(TypedColumns):
    """What an edition did not take, in order."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False)
    story_id: Column[int] = Column(RowId, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    source: Column[str] = Column(Words, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    worth: Column[float] = Column(Double, nullable=False)
    enters_at_s: Column[int | None] = Column(BigInteger)
    reasons: Column[tuple[Reason, ...]] = Column(Reasons, nullable=False)


class RulePriceColumns(TypedColumns):
    """The rules of an edition's day as they stood then, and what each cost."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    rule_id: Column[int] = Column(RowId, nullable=False)
    scope: Column[str] = Column(Text, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    bound: Column[str] = Column(Text, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    price: Column[float] = Column(Double, nullable=False)
    met: Column[bool] = Column(Boolean, nullable=False)


class QuestionColumns(TypedColumns):
    """Which pieces of an edition were drawn to be asked about, in order."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False, index=True)
    chance: Column[float] = Column(Double, nullable=False)


class DraftedColumns(TypedColumns):
    """Whose piece was whose in an edition that two rankings shared, in order."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False)
    team: Column[str] = Column(Text, nullable=False)
    round: Column[int] = Column(BigInteger, nullable=False)
    first: Column[str] = Column(Text, nullable=False)
    second: Column[str] = Column(Text, nullable=False)


edition = Table(
    "edition",
    metadata,
    EditionColumns,
)
slot = Table("slot", metadata, SlotColumns)
left_out = Table("left_out", metadata, LeftOutColumns)
rule_price = Table("rule_price", metadata, RulePriceColumns)
question = Table("question", metadata, QuestionColumns)
drafted = Table("drafted", metadata, DraftedColumns)

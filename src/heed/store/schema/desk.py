"""A help desk: its entries, examples, agents and conversations."""

from datetime import datetime

from sqlalchemy import Boolean, Column, Double, LargeBinary, Table, Text, TypedColumns
from sqlalchemy.types import BigInteger

from heed.store.columntypes import Moment, RowId, Tags, Words
from heed.store.schema.tables import metadata


class DeskEntryColumns(TypedColumns):
    """Questions with their answers. `gone`: taken back, but something was answered with it."""

    id: Column[int] = Column(RowId, primary_key=True)
    question: Column[str] = Column(Words, nullable=False)
    answer: Column[str] = Column(Words, nullable=False)
    intent: Column[str] = Column(Words, nullable=False)
    language: Column[str] = Column(Text, nullable=False)
    gone: Column[bool] = Column(Boolean, nullable=False)


class DeskExampleColumns(TypedColumns):
    """Messages whose intent is known; vector: float16 of the encoder named, once it was read."""

    id: Column[int] = Column(RowId, primary_key=True)
    text: Column[str] = Column(Words, nullable=False)
    intent: Column[str] = Column(Words, nullable=False)
    language: Column[str] = Column(Text, nullable=False)
    origin: Column[str] = Column(Text, nullable=False)
    added_at: Column[datetime] = Column(Moment, nullable=False)
    entry_id: Column[int | None] = Column(RowId)
    embedder_id: Column[str | None] = Column(Text)
    vector: Column[bytes | None] = Column(LargeBinary)


class DeskAgentColumns(TypedColumns):
    """Who answers what the desk hands over."""

    id: Column[int] = Column(RowId, primary_key=True)
    name: Column[str] = Column(Words, nullable=False)
    offer_s: Column[int] = Column(BigInteger, nullable=False)
    skills: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    joined_at: Column[datetime] = Column(Moment, nullable=False)
    gone: Column[bool] = Column(Boolean, nullable=False)


class DeskTurnColumns(TypedColumns):
    """One message each, and what became of it."""

    id: Column[int] = Column(RowId, primary_key=True)
    talk: Column[str] = Column(Text, nullable=False, index=True)
    asked_at: Column[datetime] = Column(Moment, nullable=False)
    asked: Column[str] = Column(Words, nullable=False)
    language: Column[str] = Column(Text, nullable=False)
    intent: Column[str] = Column(Words, nullable=False)
    confidence: Column[float] = Column(Double, nullable=False)
    state: Column[str] = Column(Text, nullable=False, index=True)
    entry_id: Column[int | None] = Column(RowId)
    answer: Column[str] = Column(Words, nullable=False)
    agent_id: Column[int | None] = Column(RowId)
    settled_at: Column[datetime | None] = Column(Moment)
    wrong: Column[bool] = Column(Boolean, nullable=False)


desk_entry = Table("desk_entry", metadata, DeskEntryColumns)
desk_example = Table("desk_example", metadata, DeskExampleColumns)
desk_agent = Table("desk_agent", metadata, DeskAgentColumns)
desk_turn = Table("desk_turn", metadata, DeskTurnColumns)

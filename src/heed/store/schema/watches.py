"""What the reader keeps an eye on."""

from datetime import date, datetime

from sqlalchemy import Boolean, Column, Date, ForeignKey, Table, TypedColumns
from sqlalchemy.types import BigInteger

from heed.store.columntypes import Entities, Moment, RowId, Sightings, Signals, Tags, Tones, Words
from heed.store.schema.tables import metadata
from heed.types import Entity, Sighting, Signal, Tone


class WatchColumns(TypedColumns):
    """What the reader keeps an eye on."""

    id: Column[int] = Column(RowId, primary_key=True)
    name: Column[str] = Column(Words, nullable=False, unique=True)
    added_at: Column[datetime] = Column(Moment, nullable=False)
    words: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    examples: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    entities: Column[tuple[Entity, ...]] = Column(Entities, nullable=False)
    urgent: Column[bool] = Column(Boolean, nullable=False)
    muted: Column[bool] = Column(Boolean, nullable=False)


class ToningColumns(TypedColumns):
    """Tones that took an encoder to read, kept so that they are read once."""

    watch_id: Column[int] = Column(
        RowId, ForeignKey("watch.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    item_id: Column[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    digest: Column[str] = Column(Words, nullable=False)
    tones: Column[tuple[Tone, ...]] = Column(Tones, nullable=False)


class AlertColumns(TypedColumns):
    """Append-only while the watch is kept; the pieces are kept as they were then."""

    id: Column[int] = Column(RowId, primary_key=True)
    watch_id: Column[int] = Column(
        RowId, ForeignKey("watch.id", ondelete="CASCADE"), nullable=False, index=True
    )
    day: Column[date] = Column(Date, nullable=False, index=True)
    at: Column[datetime] = Column(Moment, nullable=False)
    signals: Column[tuple[Signal, ...]] = Column(Signals, nullable=False)
    evidence: Column[tuple[Sighting, ...]] = Column(Sightings, nullable=False)


watch = Table("watch", metadata, WatchColumns)
toning = Table("toning", metadata, ToningColumns)
alert = Table("alert", metadata, AlertColumns)

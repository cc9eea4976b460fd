"""What came in: sources, visits to them, items, their vectors and their summaries.

In `item` the long texts come last, so that SQLite reads the short columns without touching
overflow pages.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)
from sqlalchemy.types import BigInteger

from heed.store.columntypes import Moment, RowId, Tags, Words
from heed.store.schema.tables import metadata


class SourceColumns(TypedColumns):
    """`removed`: the source is gone, but something the reader did still speaks of it."""

    id: Column[int] = Column(RowId, primary_key=True)
    url: Column[str] = Column(Words, nullable=False, unique=True)
    kind: Column[str] = Column(Text, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    added_at: Column[datetime] = Column(Moment, nullable=False)
    site_url: Column[str] = Column(Words, nullable=False)
    topic: Column[str] = Column(Words, nullable=False)
    language: Column[str] = Column(Words, nullable=False)
    muted: Column[bool] = Column(Boolean, nullable=False)
    removed: Column[bool] = Column(Boolean, nullable=False)


class VisitColumns(TypedColumns):
    """One row a source, the last visit only."""

    source_id: Column[int] = Column(
        RowId, ForeignKey("source.id", ondelete="CASCADE"), primary_key=True
    )
    checked_at: Column[datetime | None] = Column(Moment)
    next_at: Column[datetime | None] = Column(Moment)
    etag: Column[str] = Column(Words, nullable=False)
    modified: Column[str] = Column(Words, nullable=False)
    body_sha: Column[str] = Column(Words, nullable=False)
    failures: Column[int] = Column(BigInteger, nullable=False)
    trouble: Column[str] = Column(Words, nullable=False)
    gone: Column[bool] = Column(Boolean, nullable=False)


class ItemColumns(TypedColumns):
    """`story_id` 0: not grouped yet, the item is a story of its own."""

    id: Column[int] = Column(RowId, primary_key=True, autoincrement=False)
    source_id: Column[int] = Column(RowId, ForeignKey("source.id"), nullable=False)
    key: Column[str] = Column(Words, nullable=False)
    seen_at: Column[datetime] = Column(Moment, nullable=False)
    published_at: Column[datetime] = Column(Moment, nullable=False)
    updated_at: Column[datetime | None] = Column(Moment)
    story_id: Column[int] = Column(RowId, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    language: Column[str] = Column(Words, nullable=False)
    fingerprint: Column[str] = Column(Words, nullable=False)
    url: Column[str] = Column(Words, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    author: Column[str] = Column(Words, nullable=False)
    signals: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    lead: Column[str] = Column(Words, nullable=False)
    text: Column[str] = Column(Words, nullable=False)
    html: Column[str] = Column(Words, nullable=False)


class VectorColumns(TypedColumns):
    """`data`: float16, little-endian."""

    item_id: Column[int] = Column(
        RowId, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    embedder_id: Column[str] = Column(Text, nullable=False)
    data: Column[bytes] = Column(LargeBinary, nullable=False)


class SummaryColumns(TypedColumns):
    """`digest`: what it was made of, so that one of another text is known; `sentences`: rows of
    start, end, seconds, weight, chosen; the item has the words.
    """

    item_id: Column[int] = Column(
        RowId, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    digest: Column[str] = Column(Text, nullable=False)
    wanted_s: Column[float] = Column(Double, nullable=False)
    sentences: Column[list[list[Any]]] = Column(JSON, nullable=False)


source = Table("source", metadata, SourceColumns)
visit = Table("visit", metadata, VisitColumns)
item = Table(
    "item",
    metadata,
    ItemColumns,
    UniqueConstraint("source_id", "key"),
    Index("ix_item_seen_at", "seen_at"),
    Index("ix_item_published_at", "published_at", "id"),
    Index("ix_item_source_id_published_at", "source_id", "published_at", "id"),
    Index("ix_item_story_id", "story_id"),
)
vector = Table("vector", metadata, VectorColumns)
summary = Table("summary", metadata, SummaryColumns)

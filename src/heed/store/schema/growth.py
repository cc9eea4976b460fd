"""What a reader keeps: highlights, saved pieces, places, cards, reviews, goals."""

from datetime import datetime

from sqlalchemy import Column, Double, ForeignKey, Table, Text, TypedColumns
from sqlalchemy.types import BigInteger

from heed.store.columntypes import Moment, RowId, Tags, Words
from heed.store.schema.tables import metadata


class HighlightColumns(TypedColumns):
    """Words of an item, kept as they stood."""

    id: Column[int] = Column(RowId, primary_key=True)
    item_id: Column[int] = Column(RowId, ForeignKey("item.id"), nullable=False, index=True)
    quote: Column[str] = Column(Words, nullable=False)
    note: Column[str] = Column(Words, nullable=False)
    start: Column[int] = Column(BigInteger, nullable=False)
    at: Column[datetime] = Column(Moment, nullable=False)


class SavedColumns(TypedColumns):
    """Pieces put by."""

    item_id: Column[int] = Column(
        RowId, ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    at: Column[datetime] = Column(Moment, nullable=False)


class ReadingPlaceColumns(TypedColumns):
    """The last place in an item; it goes with the item."""

    item_id: Column[int] = Column(
        RowId, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    share: Column[float] = Column(Double, nullable=False)
    at: Column[datetime] = Column(Moment, nullable=False)


class CardColumns(TypedColumns):
    """Cards as they are remembered now; `highlight_id` names one that may be gone."""

    id: Column[int] = Column(RowId, primary_key=True)
    kind: Column[str] = Column(Text, nullable=False)
    item_id: Column[int] = Column(RowId, ForeignKey("item.id"), nullable=False, index=True)
    highlight_id: Column[int | None] = Column(RowId)
    front: Column[str] = Column(Words, nullable=False)
    back: Column[str] = Column(Words, nullable=False)
    made_at: Column[datetime] = Column(Moment, nullable=False)
    stability_days: Column[float] = Column(Double, nullable=False)
    difficulty: Column[float] = Column(Double, nullable=False)
    reviewed_at: Column[datetime] = Column(Moment, nullable=False)
    due_at: Column[datetime] = Column(Moment, nullable=False, index=True)


class ReviewColumns(TypedColumns):
    """Append-only; a review outlives its card."""

    id: Column[int] = Column(RowId, primary_key=True)
    card_id: Column[int] = Column(RowId, nullable=False, index=True)
    at: Column[datetime] = Column(Moment, nullable=False)
    grade: Column[str] = Column(Text, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    recall: Column[float] = Column(Double, nullable=False)
    edition_id: Column[int | None] = Column(RowId, ForeignKey("edition.id"))


class GoalColumns(TypedColumns):
    """What the reader wants to grow in; one row a topic."""

    id: Column[int] = Column(RowId, primary_key=True)
    topic: Column[str] = Column(Words, nullable=False, unique=True)
    weekly_s: Column[int] = Column(BigInteger, nullable=False)
    questions: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    added_at: Column[datetime] = Column(Moment, nullable=False)


highlight = Table("highlight", metadata, HighlightColumns)
saved = Table("saved", metadata, SavedColumns)
reading_place = Table("reading_place", metadata, ReadingPlaceColumns)
card = Table("card", metadata, CardColumns)
review = Table("review", metadata, ReviewColumns)
goal = Table("goal", metadata, GoalColumns)

KEEPING = (highlight, saved, card)
"""Tables whose rows hold on to an item: it stays when its source goes."""

"""Version 0004: highlights, saved pieces, places, cards, reviews, goals."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of what a reader keeps; nothing else changes."""
    _kept()
    _cards()
    op.create_table(
        "goal",
        _id("id"),
        _text("topic"),
        _number("weekly_s"),
        sa.Column("questions", sa.JSON(), nullable=False),
        _number("added_at"),
        sa.PrimaryKeyConstraint("id", name="pk_goal"),
        sa.UniqueConstraint("topic", name="uq_goal_topic"),
    )


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _id(name: str, *, empty: bool = False) -> "sa.Column[int]":
    return sa.Column(name, _ROW_ID, nullable=empty)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _real(name: str) -> "sa.Column[float]":
    return sa.Column(name, sa.Double(), nullable=False)


def _of_item(table: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_item_id"
    return sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=name, ondelete=ondelete)


def _kept() -> None:
    op.create_table(
        "highlight",
        *map(_id, ("id", "item_id")),
        *map(_text, ("quote", "note")),
        *map(_number, ("start", "at")),
        sa.PrimaryKeyConstraint("id", name="pk_highlight"),
        _of_item("highlight"),
    )
    op.create_index("ix_highlight_item_id", "highlight", ["item_id"])
    op.create_table(
        "saved",
        _id("item_id"),
        _number("at"),
        sa.PrimaryKeyConstraint("item_id", name="pk_saved"),
        _of_item("saved"),
    )
    op.create_table(
        "reading_place",
        _id("item_id"),
        _real("share"),
        _number("at"),
        sa.PrimaryKeyConstraint("item_id", name="pk_reading_place"),
        _of_item("reading_place", ondelete="CASCADE"),
    )


def _cards() -> None:
    op.create_table(
        "card",
        _id("id"),
        _text("kind"),
        _id("item_id"),
        _id("highlight_id", empty=True),
        *map(_text, ("front", "back")),
        _number("made_at"),
        *map(_real, ("stability_days", "difficulty")),
        *map(_number, ("reviewed_at", "due_at")),
        sa.PrimaryKeyConstraint("id", name="pk_card"),
        _of_item("card"),
    )
    op.create_index("ix_card_item_id", "card", ["item_id"])
    op.create_index("ix_card_due_at", "card", ["due_at"])
    op.create_table(
        "review",
        *map(_id, ("id", "card_id")),
        _number("at"),
        _text("grade"),
        _number("seconds"),
        _real("recall"),
        _id("edition_id", empty=True),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_review_edition_id"),
    )
    op.create_index("ix_review_card_id", "review", ["card_id"])

"""Version 0009: a help desk."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of entries, examples, agents and turns; nothing else changes."""
    _table("desk_entry", *map(_text, ("question", "answer", "intent", "language")), _yes("gone"))
    _table(
        "desk_example",
        *map(_text, ("text", "intent", "language", "origin")),
        _number("added_at"),
        _id("entry_id", empty=True),
        _text("embedder_id", empty=True),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
    )
    _table(
        "desk_agent",
        _text("name"),
        _number("offer_s"),
        sa.Column("skills", sa.JSON(), nullable=False),
        _number("joined_at"),
        _yes("gone"),
    )
    _turns()


def _turns() -> None:
    _table(
        "desk_turn",
        _text("talk"),
        _number("asked_at"),
        *map(_text, ("asked", "language", "intent")),
        sa.Column("confidence", sa.Double(), nullable=False),
        _text("state"),
        _id("entry_id", empty=True),
        _text("answer"),
        _id("agent_id", empty=True),
        _number("settled_at", empty=True),
        _yes("wrong"),
    )
    for column in ("talk", "state"):
        op.create_index(f"ix_desk_turn_{column}", "desk_turn", [column])


def _table(name: str, *columns: "sa.Column[Any]") -> None:
    op.create_table(name, _id("id"), *columns, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))


def _id(name: str, *, empty: bool = False) -> "sa.Column[int]":
    return sa.Column(name, _ROW_ID, nullable=empty)


def _number(name: str, *, empty: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=empty)


def _text(name: str, *, empty: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=empty)


def _yes(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False)

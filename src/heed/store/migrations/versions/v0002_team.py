"""Version 0002: a team's reading."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of members, needs, market days and assignments; nothing else changes."""
    _people()
    _market_days()
    _assignments()


def _number(name: str, *, empty: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=empty)


def _id(name: str) -> "sa.Column[int]":
    return sa.Column(name, _ROW_ID, nullable=False)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _real(name: str, *, empty: bool = False) -> "sa.Column[float]":
    return sa.Column(name, sa.Double(), nullable=empty)


def _yes(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False)


def _json(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.JSON(), nullable=False)


def _people() -> None:
    op.create_table(
        "member",
        _id("id"),
        _text("name"),
        *map(_number, ("offer_s", "joined_at")),
        *map(_json, ("interests", "skills")),
        _yes("gone"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
    )
    op.create_table(
        "need",
        _id("id"),
        *map(_text, ("scope", "subject")),
        *map(_number, ("least", "most", "added_at")),
        sa.Column("until", sa.Date(), nullable=True),
        *map(_json, ("skills", "barred")),
        sa.PrimaryKeyConstraint("id", name="pk_need"),
    )


def _market_days() -> None:
    op.create_table(
        "market_day",
        _id("id"),
        sa.Column("day", sa.Date(), nullable=False),
        _number("at"),
        *map(_text, ("mode", "seed")),
        sa.PrimaryKeyConstraint("id", name="pk_market_day"),
    )
    _part(
        "seat",
        _id("member_id"),
        _text("name"),
        _number("offer_s"),
        _real("influence"),
        _real("price", empty=True),
    )
    _part(
        "wanted",
        _id("item_id"),
        *map(_text, ("title", "source")),
        *map(_number, ("seconds", "least", "most")),
        _text("subject"),
        sa.Column("until", sa.Date(), nullable=True),
        _json("barred"),
        *(_real(name, empty=True) for name in ("price", "credit")),
    )
    _part(
        "team_audit",
        _text("rule"),
        *map(_number, ("pieces", "twice_s", "unmet")),
        _real("over_s"),
        _number("extra_readers"),
        *(_real(name, empty=True) for name in ("value", "bound", "worst_rate")),
        *(_number(name, empty=True) for name in ("envy_pairs", "ef1_violations")),
    )


def _part(name: str, *columns: "sa.Column[Any]") -> None:
    op.create_table(
        name,
        _id("market_id"),
        _number("place"),
        *columns,
        sa.PrimaryKeyConstraint("market_id", "place", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["market_id"], ["market_day.id"], name=f"fk_{name}_market_id"),
    )


def _assignments() -> None:
    op.create_table(
        "assignment",
        *map(_id, ("id", "market_id", "member_id", "item_id")),
        _number("given_at"),
        _yes("must"),
        _real("credit"),
        _real("worth", empty=True),
        _json("reasons"),
        _text("state"),
        _number("settled_at", empty=True),
        _text("note"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.ForeignKeyConstraint(["market_id"], ["market_day.id"], name="fk_assignment_market_id"),
    )
    op.create_index("ix_assignment_market_id", "assignment", ["market_id"])

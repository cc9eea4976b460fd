"""Version 0001: the first home."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table, the full-text index and the file's mark."""
    _sources()
    _items()
    _editions()
    _deeds()
    _facts()
    _words()
    op.execute(f"PRAGMA application_id={int.from_bytes(b'heed')}")


def _number(name: str, *, empty: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=empty)


def _id(name: str, *, empty: bool = False) -> "sa.Column[int]":
    return sa.Column(name, _ROW_ID, nullable=empty)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _real(name: str) -> "sa.Column[float]":
    return sa.Column(name, sa.Double(), nullable=False)


def _yes(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False)


def _json(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.JSON(), nullable=False)


def _bytes(name: str) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _sources() -> None:
    op.create_table(
        "source",
        _id("id"),
        *map(_text, ("url", "kind", "title")),
        _number("added_at"),
        *map(_text, ("site_url", "topic", "language")),
        *map(_yes, ("muted", "removed")),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("url", name="uq_source_url"),
    )
    op.create_table(
        "visit",
        _id("source_id"),
        _number("checked_at", empty=True),
        _number("next_at", empty=True),
        *map(_text, ("etag", "modified", "body_sha")),
        _number("failures"),
        _text("trouble"),
        _yes("gone"),
        sa.PrimaryKeyConstraint("source_id", name="pk_visit"),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name="fk_visit_source_id", ondelete="CASCADE"
        ),
    )


def _items() -> None:
    op.create_table(
        "item",
        *map(_id, ("id", "source_id")),
        _text("key"),
        *map(_number, ("seen_at", "published_at")),
        _number("updated_at", empty=True),
        _id("story_id"),
        _number("seconds"),
        *map(_text, ("language", "fingerprint", "url", "title", "author")),
        _json("signals"),
        *map(_text, ("lead", "text", "html")),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_item_source_id"),
        sa.UniqueConstraint("source_id", "key", name="uq_item_source_id_key"),
    )
    op.create_index("ix_item_seen_at", "item", ["seen_at"])
    op.create_index("ix_item_published_at", "item", ["published_at", "id"])
    op.create_index("ix_item_source_id_published_at", "item", ["source_id", "published_at", "id"])
    op.create_index("ix_item_story_id", "item", ["story_id"])
    op.create_table(
        "vector",
        _id("item_id"),
        _text("embedder_id"),
        _bytes("data"),
        sa.PrimaryKeyConstraint("item_id", name="pk_vector"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_vector_item_id", ondelete="CASCADE"
        ),
    )


def _editions() -> None:
    op.create_table(
        "edition",
        _id("id"),
        sa.Column("day", sa.Date(), nullable=False),
        *map(_number, ("made_at", "granted_s")),
        *map(_real, ("price", "bound", "gap", "reservation_rate")),
        _text("seed"),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
    )
    _edition_part(
        "slot",
        *map(_id, ("item_id", "story_id")),
        *map(_text, ("title", "source", "url", "kind")),
        _number("seconds"),
        *map(_real, ("worth", "sd", "propensity")),
        _json("reasons"),
        _number("outlets"),
    )
    op.create_index("ix_slot_item_id", "slot", ["item_id"])
    _edition_part(
        "left_out",
        *map(_id, ("item_id", "story_id")),
        *map(_text, ("title", "source")),
        _number("seconds"),
        _real("worth"),
        _number("enters_at_s", empty=True),
        _json("reasons"),
    )
    _edition_part(
        "rule_price",
        _id("rule_id"),
        *map(_text, ("scope", "subject", "bound")),
        _number("seconds"),
        _real("price"),
        _yes("met"),
    )


def _edition_part(name: str, *columns: "sa.Column[Any]") -> None:
    op.create_table(
        name,
        _id("edition_id"),
        _number("place"),
        *columns,
        sa.PrimaryKeyConstraint("edition_id", "place", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=f"fk_{name}_edition_id"),
    )


def _deeds() -> None:
    op.create_table(
        "reading",
        *map(_id, ("id", "item_id")),
        *map(_number, ("started_at", "active_s")),
        _text("via"),
        _id("edition_id", empty=True),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_reading_item_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_reading_edition_id"),
    )
    op.create_table(
        "verdict",
        *map(_id, ("id", "item_id")),
        _text("answer"),
        _number("at"),
        _text("asked"),
        _real("propensity"),
        sa.PrimaryKeyConstraint("id", name="pk_verdict"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_verdict_item_id"),
    )
    op.create_table(
        "entry",
        *map(_id, ("id", "tx")),
        _number("at"),
        _text("account"),
        _number("seconds"),
        *(_id(name, empty=True) for name in ("edition_id", "item_id", "source_id")),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_entry_edition_id"),
    )
    for table, column in (
        ("reading", "item_id"),
        ("reading", "started_at"),
        ("verdict", "item_id"),
        ("entry", "tx"),
        ("entry", "at"),
        ("entry", "source_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _facts() -> None:
    op.create_table(
        "rule",
        _id("id"),
        *map(_text, ("scope", "subject", "bound")),
        _number("seconds"),
        sa.PrimaryKeyConstraint("id", name="pk_rule"),
        sa.UniqueConstraint("scope", "subject", "bound", name="uq_rule_scope_subject_bound"),
    )
    op.create_table(
        "state", _text("name"), _bytes("data"), sa.PrimaryKeyConstraint("name", name="pk_state")
    )
    op.create_table(
        "counter", _text("name"), _id("last"), sa.PrimaryKeyConstraint("name", name="pk_counter")
    )


def _words() -> None:
    op.execute(
        "CREATE VIEW item_spaced AS SELECT item.id AS id, heed_spaced(item.title) AS title, "
        "heed_spaced(CASE WHEN item.text = '' THEN item.lead ELSE item.text END) AS body "
        "FROM item JOIN source ON source.id = item.source_id WHERE NOT source.removed"
    )
    op.execute(
        "CREATE VIRTUAL TABLE item_words USING fts5(title, body, content='item_spaced', "
        "content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')"
    )

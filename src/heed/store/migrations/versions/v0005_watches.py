"""Version 0005: watches and their alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of watches, of tones read for them, and of alerts; nothing else changes."""
    op.create_table(
        "watch",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("words", "examples", "entities")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("urgent", "muted")),
        sa.PrimaryKeyConstraint("id", name="pk_watch"),
        sa.UniqueConstraint("name", name="uq_watch_name"),
    )
    op.create_table(
        "toning",
        sa.Column("watch_id", _ROW_ID, nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("tones", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("watch_id", "item_id", name="pk_toning"),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watch.id"], name="fk_toning_watch_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "alert",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("watch_id", _ROW_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("signals", "evidence")),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watch.id"], name="fk_alert_watch_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_alert_watch_id", "alert", ["watch_id"])
    op.create_index("ix_alert_day", "alert", ["day"])

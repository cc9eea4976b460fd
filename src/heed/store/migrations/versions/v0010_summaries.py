"""Version 0010: summaries made ahead."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of summaries; nothing else changes."""
    op.create_table(
        "summary",
        sa.Column("item_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("wanted_s", sa.Double(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name="pk_summary"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_summary_item_id", ondelete="CASCADE"
        ),
    )

"""Version 0008: the book of trades."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of trades' legs; nothing else changes."""
    op.create_table(
        "trade_leg",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("tx", _ROW_ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("party", "kind")),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trade_leg"),
    )
    op.create_index("ix_trade_leg_tx", "trade_leg", ["tx"])

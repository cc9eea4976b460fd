"""Version 0006: which pieces were asked about by chance, and whose they were where two rankings
shared an edition.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make both tables; nothing else changes."""
    _edition_part("question", sa.Column("chance", sa.Double(), nullable=False))
    op.create_index("ix_question_item_id", "question", ["item_id"])
    _edition_part(
        "drafted",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
    )


def _edition_part(name: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        name,
        sa.Column("edition_id", _ROW_ID, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("item_id", _ROW_ID, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=f"fk_{name}_edition_id"),
        sa.PrimaryKeyConstraint("edition_id", "place", name=f"pk_{name}"),
    )

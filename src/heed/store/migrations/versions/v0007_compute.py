"""Version 0007: what work costs, who holds which share of the machine, and the work that waits."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of meters, shares, flows and jobs; nothing else changes."""
    op.create_table(
        "meter",
        sa.Column("day", sa.Date(), nullable=False),
        _text("kind"),
        _text("tenant"),
        sa.Column("runs", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        _real("cpu_s"),
        _real("wall_s"),
        _real("peak_mb"),
        sa.PrimaryKeyConstraint("day", "kind", "tenant", name=op.f("pk_meter")),
    )
    op.create_table(
        "share",
        _text("of"),
        _text("name"),
        _real("share"),
        sa.PrimaryKeyConstraint("of", "name", name=op.f("pk_share")),
    )
    op.create_table(
        "flow",
        _text("kind"),
        _text("tenant"),
        _real("deficit_s"),
        sa.PrimaryKeyConstraint("kind", "tenant", name=op.f("pk_flow")),
    )
    _jobs()


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", _ROW_ID, nullable=False),
        _text("kind"),
        _text("tenant"),
        _text("subject"),
        _text("state"),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("taken_until", sa.BigInteger(), nullable=True),
        _real("cpu_s"),
        _text("trouble"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_state"), "job", ["state"])


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _real(name: str) -> "sa.Column[float]":
    return sa.Column(name, sa.Double(), nullable=False)

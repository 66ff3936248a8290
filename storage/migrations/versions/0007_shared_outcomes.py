"""Shared outcomes and their values."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TEXT = sa.String()
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.create_table(
        "outcomes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("partnership", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("better", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership"], ["partnerships.id"], "fk_outcomes_partnership", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outcomes"),
    )
    op.create_index("ix_outcomes_partnership", "outcomes", ["partnership"])
    op.create_table(
        "outcome_values",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["outcome"], ["outcomes.id"], "fk_outcome_values_outcome", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outcome_values"),
        sa.UniqueConstraint("outcome", "number", name="uq_outcome_values_outcome_number"),
    )

"""Tenants that operators allow or refuse."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TEXT = sa.String()


def upgrade() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("decision", TEXT, nullable=False),
        sa.Column("refused_calls", sa.Integer(), nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
    )

"""When a postponed round was planned, and who made a member's newest sign-in link."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.add_column("partnerships", sa.Column("postponed_from_at", MOMENT, nullable=True))
    op.add_column("members", sa.Column("new_link_by", sa.String(), nullable=True))
    op.add_column("members", sa.Column("new_link_at", MOMENT, nullable=True))

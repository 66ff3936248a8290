"""When a coordinator hid the list of what is left to set up."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.add_column("partnerships", sa.Column("set_up_hidden_at", MOMENT, nullable=True))

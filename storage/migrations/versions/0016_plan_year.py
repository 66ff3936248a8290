"""The year of the improvement plan that an action belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("actions", sa.Column("plan_year", sa.Integer(), nullable=True))

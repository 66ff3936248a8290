"""How each browser was signed in, and since when an organisation requires its own account of coordinators."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.add_column("sign_ins", sa.Column("method", sa.String(), nullable=True))
    op.add_column("sign_ins", sa.Column("device", sa.String(), nullable=True))
    op.add_column("organisations", sa.Column("account_required_at", MOMENT, nullable=True))

"""Where to ask an organisation about personal data, and since when that is known."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.add_column("organisations", sa.Column("data_contact", sa.String(), nullable=True))
    op.add_column("organisations", sa.Column("data_contact_at", MOMENT, nullable=True))

"""The id that this database and its keys database share."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "keys_binding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("installation", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_keys_binding"),
    )

"""Who asked an ad hoc round, whether a round asks for comments, and why a result says less."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("rounds", recreate="always" if _on_sqlite() else "never") as rounds:
        rounds.add_column(sa.Column("asked_by", sa.String(), nullable=False, server_default=""))
        rounds.add_column(sa.Column("takes_comments", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("readings", recreate="always" if _on_sqlite() else "never") as readings:
        readings.add_column(sa.Column("few_scored", sa.Boolean(), nullable=False, server_default=sa.false()))
        readings.add_column(sa.Column("approximate", sa.Boolean(), nullable=False, server_default=sa.false()))


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"

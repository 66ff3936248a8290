"""Indexes for what is done once an hour or less often, so that it reads no table as a whole."""

from alembic import op

revision = "0011"
down_revision = "0010"

BYTES = "varchar_pattern_ops"


def upgrade() -> None:
    op.create_index("ix_deliveries_late_at", "deliveries", ["late_at"])
    op.create_index("ix_conversations_next_at", "conversations", ["next_at"])
    op.create_index("ix_rounds_partnership_state_closed_at", "rounds", ["partnership", "state", "closed_at"])
    op.create_index(
        "ix_people_home_address",
        "people",
        ["home", "address"],
        postgresql_ops={"home": BYTES, "address": BYTES},
    )

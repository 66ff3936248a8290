"""Counters of what is limited, looks at the progress of rounds, and an index by which old posts are found."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.create_table(
        "usage_counters",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_usage_counters"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_usage_counters_expires_at", "usage_counters", ["expires_at"])
    op.create_table(
        "progress_checks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("enough", sa.Boolean(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["rounds.id"], "fk_progress_checks_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_progress_checks"),
    )
    op.create_index("ix_progress_checks_expires_at", "progress_checks", ["expires_at"])
    op.create_index("ix_posts_posted_at", "posts", ["posted_at"])

"""The weekly summaries of leads and coordinators, and when an alert was responded to."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")
# The first tick works out the date of each. What happened before now is not new.
ADD_LEADS = sa.text(
    "INSERT INTO weekly_summaries (id, next_at, since_at, until_at) "
    "SELECT DISTINCT members.person, :now, :now, :now FROM members "
    "JOIN partnerships ON partnerships.id = members.partnership "
    "WHERE members.role IN ('lead', 'coordinator') AND members.standing = 'in' "
    "AND partnerships.ended_at IS NULL"
)


def upgrade() -> None:
    op.create_table(
        "weekly_summaries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("since_at", MOMENT, nullable=False),
        sa.Column("until_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["people.id"], "fk_weekly_summaries_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_weekly_summaries"),
    )
    op.create_index("ix_weekly_summaries_next_at", "weekly_summaries", ["next_at"])
    op.add_column("alerts", sa.Column("responded_at", MOMENT, nullable=True))
    now = datetime.now(UTC)
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    value = now.isoformat(" ", "microseconds")[:26] if on_sqlite else now
    op.execute(ADD_LEADS.bindparams(sa.bindparam("now", value, type_=MOMENT)))

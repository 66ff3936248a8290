"""What each round published; who settled an action; notes and actions that can be removed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TEXT = sa.String()
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")
NUMBER_NOTES = """
    UPDATE notes SET number = (
        SELECT count(*) FROM notes AS earlier
        WHERE earlier.partnership = notes.partnership
        AND (earlier."on" < notes."on" OR (earlier."on" = notes."on" AND earlier.id <= notes.id))
    )
"""


def upgrade() -> None:
    op.create_table(
        "published_rounds",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("partnership", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["rounds.id"], "fk_published_rounds_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["partnership"], ["partnerships.id"], "fk_published_rounds_partnership", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_published_rounds"),
    )
    op.create_index("ix_published_rounds_partnership", "published_rounds", ["partnership"])
    op.add_column("actions", sa.Column("settled_by", TEXT, server_default="", nullable=False))
    op.add_column("actions", sa.Column("removed_at", MOMENT))
    op.add_column("notes", sa.Column("number", sa.Integer(), server_default="0", nullable=False))
    op.add_column("notes", sa.Column("said_at", MOMENT))
    op.add_column("notes", sa.Column("removed_at", MOMENT))
    op.add_column("rebases", sa.Column("said_at", MOMENT))
    op.execute(NUMBER_NOTES)

"""What people add to a note or an action in the evidence log."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

TEXT = sa.String()
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.create_table(
        "evidence_details",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("partnership", TEXT, nullable=False),
        sa.Column("entry", TEXT, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("corrected_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership"], ["partnerships.id"], "fk_evidence_details_partnership", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_details"),
        sa.UniqueConstraint("entry", "part", name="uq_evidence_details_entry_part"),
    )
    op.create_index("ix_evidence_details_partnership", "evidence_details", ["partnership"])

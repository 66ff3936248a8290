"""Share links, with which people who are not members read parts of a partnership's hub."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TEXT = sa.String()
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def upgrade() -> None:
    op.create_table(
        "hub_shares",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("partnership", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("parts", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("stopped_by", TEXT, nullable=False),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership"], ["partnerships.id"], "fk_hub_shares_partnership", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_hub_shares"),
        sa.UniqueConstraint("partnership", "number", name="uq_hub_shares_partnership_number"),
    )

"""All tables."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.String()
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")


def _texts(*names: str) -> Iterator[sa.Column[str]]:
    return (sa.Column(name, TEXT, nullable=False) for name in names)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], f"fk_{table}_{column}", ondelete="CASCADE")


def upgrade() -> None:
    _heard()
    _installations()
    _lanes()
    _conversations()
    _posted()
    _no_mail()
    _partnerships()
    _people()
    _posts()
    _actions()
    _channels()
    _codes()
    _deliveries()
    _mailboxes()
    _notes()
    _organisations()
    _passes()
    _rebases()
    _rounds()
    _alerts()
    _sign_ins()
    _answers()
    _comments()
    _members()
    _readings()
    _invitations()
    _asked()


def _heard() -> None:
    op.create_table(
        "heard",
        *_texts("id", "round"),
        sa.Column("until_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_heard"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_heard_round", "heard", ["round"])
    op.create_index("ix_heard_until_at", "heard", ["until_at"])


def _installations() -> None:
    op.create_table(
        "installations",
        *_texts("id"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("renew_at", MOMENT, nullable=True),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_installations"),
    )


def _lanes() -> None:
    op.create_table(
        "lanes",
        *_texts("id"),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("wakes_at", MOMENT, server_default="1970-01-01 00:00:00.000000", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lanes"),
    )
    op.create_index("ix_lanes_wakes_at", "lanes", ["wakes_at"])


def _conversations() -> None:
    op.create_table(
        "conversations",
        *_texts("id"),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )


def _posted() -> None:
    op.create_table(
        "posted",
        *_texts("id", "message"),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posted"),
    )
    op.create_index("ix_posted_expires_at", "posted", ["expires_at"])


def _partnerships() -> None:
    op.create_table(
        "partnerships",
        *_texts("id", "name", "zone", "language"),
        sa.Column("founded_at", MOMENT, nullable=False),
        *_texts("purpose", "field", "kind", "degree", "pack", "rhythm"),
        sa.Column("rhythm_at", MOMENT, nullable=True),
        sa.Column("next_round_at", MOMENT, nullable=True),
        sa.Column("round", TEXT, nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_partnerships"),
    )
    op.create_index("ix_partnerships_next_round_at", "partnerships", ["next_round_at"])


def _people() -> None:
    op.create_table(
        "people",
        *_texts("id", "address"),
        sa.Column("home", TEXT, nullable=True),
        *_texts("name", "zone", "language"),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("address", name="uq_people_address"),
    )


def _posts() -> None:
    op.create_table(
        "posts",
        *_texts("id", "to", "card", "about"),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("said", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posts_to_posted_at", "posts", ["to", "posted_at"])
    op.create_index(
        "uq_posts_to_about",
        "posts",
        ["to", "about"],
        unique=True,
        sqlite_where=sa.text("about != ''"),
        postgresql_where=sa.text("about != ''"),
    )


def _actions() -> None:
    op.create_table(
        "actions",
        *_texts("id", "partnership"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("words"),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("by", sa.Date(), nullable=True),
        *_texts("owner"),
        sa.Column("did", TEXT, nullable=True),
        sa.Column("did_at", MOMENT, nullable=True),
        _of("actions", "partnership", "partnerships"),
        sa.PrimaryKeyConstraint("id", name="pk_actions"),
        sa.UniqueConstraint("partnership", "number", name="uq_actions_partnership_number"),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        *_texts("id", "partnership", "round"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("kind", "theme"),
        sa.Column("size", sa.Integer(), nullable=False),
        *_texts("point"),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("response", TEXT, nullable=True),
        _of("alerts", "partnership", "partnerships"),
        _of("alerts", "round", "rounds"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
    )
    op.create_index("ix_alerts_partnership", "alerts", ["partnership"])
    op.create_index("ix_alerts_round", "alerts", ["round"])


def _channels() -> None:
    op.create_table(
        "channels",
        *_texts("id", "partnership", "address", "name"),
        sa.Column("within", TEXT, nullable=True),
        _of("channels", "partnership", "partnerships"),
        sa.PrimaryKeyConstraint("id", name="pk_channels"),
        sa.UniqueConstraint("partnership", "address", name="uq_channels_partnership_address"),
    )
    op.create_index("ix_channels_address", "channels", ["address"])
    op.create_index("ix_channels_within", "channels", ["within"])


def _codes() -> None:
    op.create_table(
        "codes",
        *_texts("id", "partnership"),
        sa.Column("expires_at", MOMENT, nullable=False),
        _of("codes", "partnership", "partnerships"),
        sa.PrimaryKeyConstraint("id", name="pk_codes"),
    )
    op.create_index("ix_codes_expires_at", "codes", ["expires_at"])
    op.create_index("ix_codes_partnership", "codes", ["partnership"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        *_texts("id", "lane", "to", "kind", "subject"),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("late_at", MOMENT, nullable=False),
        *_texts("partnership", "member", "state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", TEXT, nullable=False),
        _of("deliveries", "partnership", "partnerships"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index(
        "ix_deliveries_lane_state_due_at_late_at", "deliveries", ["lane", "state", "due_at", "late_at"]
    )
    op.create_index("ix_deliveries_member", "deliveries", ["member"])
    op.create_index("ix_deliveries_partnership", "deliveries", ["partnership"])
    op.create_index("ix_deliveries_subject", "deliveries", ["subject"])


def _notes() -> None:
    op.create_table(
        "notes",
        *_texts("id", "partnership"),
        sa.Column("on", sa.Date(), nullable=False),
        *_texts("words"),
        _of("notes", "partnership", "partnerships"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_partnership", "notes", ["partnership"])


def _organisations() -> None:
    op.create_table(
        "organisations",
        *_texts("id", "partnership", "name", "standing"),
        sa.Column("lead_body", sa.Boolean(), nullable=False),
        sa.Column("region", TEXT, nullable=False),
        _of("organisations", "partnership", "partnerships"),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_index(
        "uq_organisations_partnership_name",
        "organisations",
        ["partnership", sa.text("lower(name)")],
        unique=True,
        sqlite_where=sa.text("standing != 'left'"),
        postgresql_where=sa.text("standing != 'left'"),
    )
    op.create_index("ix_organisations_partnership", "organisations", ["partnership"])


def _passes() -> None:
    op.create_table(
        "passes",
        *_texts("id", "person"),
        sa.Column("expires_at", MOMENT, nullable=False),
        _of("passes", "person", "people"),
        sa.PrimaryKeyConstraint("id", name="pk_passes"),
    )
    op.create_index("ix_passes_expires_at", "passes", ["expires_at"])
    op.create_index("ix_passes_person", "passes", ["person"])


def _rebases() -> None:
    op.create_table(
        "rebases",
        *_texts("id", "partnership", "theme"),
        sa.Column("from_at", MOMENT, nullable=False),
        *_texts("reason", "author"),
        _of("rebases", "partnership", "partnerships"),
        sa.PrimaryKeyConstraint("id", name="pk_rebases"),
        sa.UniqueConstraint("partnership", "theme", "from_at", name="uq_rebases_partnership_theme_from_at"),
    )


def _rounds() -> None:
    op.create_table(
        "rounds",
        *_texts("id", "partnership", "kind"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", TEXT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("may_close_at", MOMENT, nullable=False),
        *_texts("state", "own"),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        _of("rounds", "partnership", "partnerships"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    )
    op.create_index("ix_rounds_partnership_opened_at", "rounds", ["partnership", "opened_at"])
    op.create_index("ix_rounds_state_closes_at", "rounds", ["state", "closes_at"])


def _sign_ins() -> None:
    op.create_table(
        "sign_ins",
        *_texts("id", "browser", "person"),
        sa.Column("expires_at", MOMENT, nullable=False),
        _of("sign_ins", "person", "people"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_browser", "sign_ins", ["browser"])
    op.create_index("ix_sign_ins_expires_at", "sign_ins", ["expires_at"])
    op.create_index("ix_sign_ins_person", "sign_ins", ["person"])


def _mailboxes() -> None:
    op.create_table(
        "mailboxes",
        *_texts("id", "person"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_texts("digest", "typed_by"),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("silence", TEXT, nullable=True),
        sa.Column("links", sa.Integer(), nullable=False),
        _of("mailboxes", "person", "people"),
        sa.PrimaryKeyConstraint("id", name="pk_mailboxes"),
    )
    op.create_index("ix_mailboxes_digest", "mailboxes", ["digest"])
    op.create_index("ix_mailboxes_person", "mailboxes", ["person"])
    op.create_index("ix_mailboxes_typed_by", "mailboxes", ["typed_by"])


def _no_mail() -> None:
    op.create_table(
        "no_mail",
        *_texts("id"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_no_mail"),
        sqlite_with_rowid=False,
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("round", TEXT, nullable=False),
        sa.Column("pseudonym", sa.LargeBinary(), nullable=False),
        sa.Column("question", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of("answers", "round", "rounds"),
        sa.PrimaryKeyConstraint("round", "pseudonym", "question", name="pk_answers"),
        sqlite_with_rowid=False,
    )


def _comments() -> None:
    op.create_table(
        "comments",
        *_texts("id", "round", "words"),
        sa.Column("expires_at", MOMENT, nullable=False),
        _of("comments", "round", "rounds"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_comments_expires_at", "comments", ["expires_at"])
    op.create_index("ix_comments_round", "comments", ["round"])


def _members() -> None:
    op.create_table(
        "members",
        *_texts("id", "partnership", "organisation", "person", "role", "standing"),
        sa.Column("since_at", MOMENT, nullable=False),
        _of("members", "organisation", "organisations"),
        _of("members", "partnership", "partnerships"),
        _of("members", "person", "people"),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint("partnership", "person", name="uq_members_partnership_person"),
    )
    op.create_index("ix_members_organisation", "members", ["organisation"])
    op.create_index("ix_members_person", "members", ["person"])


def _readings() -> None:
    op.create_table(
        "readings",
        *_texts("id", "round", "partnership", "theme", "question"),
        sa.Column("anchor", sa.Boolean(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=True),
        sa.Column("band", TEXT, nullable=False),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("spread", sa.Double(), nullable=True),
        sa.Column("counts", TEXT, nullable=True),
        sa.Column("agreement", TEXT, nullable=False),
        sa.Column("split", sa.Boolean(), nullable=True),
        sa.Column("low_share", TEXT, nullable=False),
        sa.Column("gap", sa.Double(), nullable=True),
        sa.Column("uneven", sa.Boolean(), nullable=True),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        _of("readings", "partnership", "partnerships"),
        _of("readings", "round", "rounds"),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.UniqueConstraint("round", "question", name="uq_readings_round_question"),
    )
    op.create_index("ix_readings_partnership_anchor", "readings", ["partnership", "anchor"])


def _invitations() -> None:
    op.create_table(
        "invitations",
        *_texts("id", "round", "member"),
        _of("invitations", "member", "members"),
        _of("invitations", "round", "rounds"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("round", "member", name="uq_invitations_round_member"),
    )
    op.create_index("ix_invitations_member", "invitations", ["member"])


def _asked() -> None:
    op.create_table(
        "asked",
        *_texts("id", "person", "invitation"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        _of("asked", "person", "people"),
        sa.PrimaryKeyConstraint("id", name="pk_asked"),
    )
    op.create_index("ix_asked_person", "asked", ["person"])
    op.create_index("ix_asked_invitation", "asked", ["invitation"])
    op.create_index("ix_asked_expires_at", "asked", ["expires_at"])

"""The table of each record. Columns are named as the fields, in their order; `lanes` has one more. Pure.

Those of the evidence hub are in `hub_tables.py`.

Foreign keys cascade: records go with what they belong to. Fields that may be empty (`Partnership.round`,
`Delivery.member`, `ProcessedEvent.round`), or outlive the person they name (`Mailbox.typed_by`), are no
foreign keys.

Rows of `answers`, `comments`, `heard` and `posts` must not show the order in which they were written: on
SQLite they have no row ids, and their keys are random (docs/method.md 6).
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.analysis.published import PublishedRound
from bot.core import deliveries, email, followups, models, outcomes, tenants
from bot.core.deliveries import ConversationLimit, ThreadRoot
from bot.core.ports import WebMessage
from bot.rounds.send_window import DailyCheckIn
from storage.hub_tables import HUB_TABLES
from storage.installations import StoredInstallation
from storage.metadata import metadata
from storage.metadata import table as _table
from storage.types import (
    AddressText,
    CardText,
    EnumText,
    JsonTuple,
    PublishedText,
    UtcDateTime,
    foreign_key,
    nullable,
    required,
)

# Import `metadata` from here: then all tables are in it.
__all__ = ["KEYS_BINDING", "NEVER", "TABLES", "metadata"]

NEVER = datetime(9999, 1, 1, tzinfo=UTC)

TABLES: dict[type[Any], sa.Table] = {
    models.Person: _table(
        "people",
        required("address", AddressText, unique=True),
        nullable("home", AddressText),
        required("name"),
        required("zone"),
        required("language"),
        nullable("paused_until", sa.Date),
        # Compares bytes, to find the people of a workspace (`queries.in_lane`).
        sa.Index(
            None, "home", "address", postgresql_ops=dict.fromkeys(("home", "address"), "varchar_pattern_ops")
        ),
    ),
    models.Partnership: _table(
        "partnerships",
        required("name"),
        required("zone"),
        required("language"),
        required("founded_at", UtcDateTime),
        required("purpose"),
        required("field"),
        required("kind"),
        required("degree"),
        required("pack"),
        required("rhythm"),
        nullable("rhythm_at", UtcDateTime),
        sa.Column("next_round_at", UtcDateTime, index=True),
        nullable("postponed_from_at", UtcDateTime),
        required("round"),
        required("rounds", sa.Integer),
        required("threshold", sa.Integer),
        required("reminders", sa.Integer),
        nullable("ended_at", UtcDateTime),
        nullable("set_up_hidden_at", UtcDateTime),
    ),
    models.Organisation: _table(
        "organisations",
        foreign_key("partnership", "partnerships", index=True),
        required("name"),
        required("standing", EnumText(models.MembershipStatus)),
        required("lead_body", sa.Boolean),
        required("region"),
        nullable("account_required_at", UtcDateTime),
        nullable("data_contact", sa.String),
        nullable("data_contact_at", UtcDateTime),
    ),
    models.Member: _table(
        "members",
        foreign_key("partnership", "partnerships"),
        foreign_key("organisation", "organisations", index=True),
        foreign_key("person", "people", index=True),
        required("role", EnumText(models.Role)),
        required("standing", EnumText(models.MembershipStatus)),
        required("since_at", UtcDateTime),
        nullable("new_link_by", sa.String),
        nullable("new_link_at", UtcDateTime),
        sa.UniqueConstraint("partnership", "person"),
    ),
    models.WeeklySummary: sa.Table(
        "weekly_summaries",
        metadata,
        foreign_key("id", "people", primary_key=True),
        sa.Column("next_at", UtcDateTime, index=True),
        required("since_at", UtcDateTime),
        required("until_at", UtcDateTime),
    ),
    models.Channel: _table(
        "channels",
        foreign_key("partnership", "partnerships"),
        required("address", AddressText, index=True),
        required("name"),
        nullable("within", AddressText, index=True),
        sa.UniqueConstraint("partnership", "address"),
    ),
    models.JoinCode: _table(
        "codes",
        foreign_key("partnership", "partnerships", index=True),
        required("expires_at", UtcDateTime, index=True),
    ),
    models.Round: _table(
        "rounds",
        foreign_key("partnership", "partnerships"),
        required("kind", EnumText(models.RoundKind)),
        required("number", sa.Integer),
        required("questions", JsonTuple),
        required("opened_at", UtcDateTime),
        required("closes_at", UtcDateTime),
        required("may_close_at", UtcDateTime),
        required("state", EnumText(models.RoundState)),
        required("own"),
        nullable("closed_at", UtcDateTime),
        required("invited", sa.Integer),
        required("replies", sa.Integer),
        required("asked_by", server_default=""),
        required("takes_comments", sa.Boolean, server_default=sa.true()),
        sa.Index(None, "partnership", "opened_at"),
        sa.Index(None, "state", "closes_at"),
        # SQLite keeps no statistics: without this it would read the closed rounds of all partnerships.
        sa.Index(None, "partnership", "state", "closed_at"),
    ),
    models.Invitation: _table(
        "invitations",
        foreign_key("round", "rounds"),
        foreign_key("member", "members", index=True),
        sa.UniqueConstraint("round", "member"),
    ),
    DailyCheckIn: _table(
        "asked",
        foreign_key("person", "people", index=True),
        required("invitation", index=True),
        required("on", sa.Date),
        required("expires_at", UtcDateTime, index=True),
    ),
    models.Answer: sa.Table(
        "answers",
        metadata,
        foreign_key("round", "rounds", primary_key=True),
        required("pseudonym", sa.LargeBinary, primary_key=True),
        required("question", primary_key=True),
        required("sealed", sa.LargeBinary),
        sqlite_with_rowid=False,
    ),
    models.ProgressCheck: sa.Table(
        "progress_checks",
        metadata,
        foreign_key("id", "rounds", primary_key=True),
        required("enough", sa.Boolean),
        required("checked_at", UtcDateTime),
        required("expires_at", UtcDateTime, index=True),
    ),
    models.QuestionResult: _table(
        "readings",
        foreign_key("round", "rounds"),
        foreign_key("partnership", "partnerships"),
        required("theme"),
        required("question"),
        required("anchor", sa.Boolean),
        required("scored", sa.Integer),
        required("invited", sa.Integer),
        nullable("mean", sa.Double),
        required("band"),
        nullable("low", sa.Double),
        nullable("high", sa.Double),
        nullable("spread", sa.Double),
        nullable("counts", JsonTuple),
        required("agreement"),
        nullable("split", sa.Boolean),
        required("low_share"),
        nullable("gap", sa.Double),
        nullable("uneven", sa.Boolean),
        required("unsure", sa.Boolean),
        required("few_scored", sa.Boolean, server_default=sa.false()),
        required("approximate", sa.Boolean, server_default=sa.false()),
        sa.UniqueConstraint("round", "question"),
        sa.Index(None, "partnership", "anchor"),
    ),
    PublishedRound: sa.Table(
        "published_rounds",
        metadata,
        foreign_key("id", "rounds", primary_key=True),
        foreign_key("partnership", "partnerships", index=True),
        required("version", sa.Integer),
        required("content", PublishedText),
    ),
    models.Comment: _table(
        "comments",
        foreign_key("round", "rounds", index=True),
        required("words"),
        required("expires_at", UtcDateTime, index=True),
        sqlite_with_rowid=False,
    ),
    followups.Action: _table(
        "actions",
        foreign_key("partnership", "partnerships"),
        required("number", sa.Integer),
        required("words"),
        required("said_at", UtcDateTime),
        nullable("by", sa.Date),
        required("owner"),
        nullable("did", EnumText(followups.ActionOutcome)),
        nullable("did_at", UtcDateTime),
        required("settled_by", server_default=""),
        nullable("removed_at", UtcDateTime),
        nullable("plan_year", sa.Integer),
        sa.UniqueConstraint("partnership", "number"),
    ),
    followups.Alert: _table(
        "alerts",
        foreign_key("partnership", "partnerships", index=True),
        foreign_key("round", "rounds", index=True),
        required("number", sa.Integer),
        required("kind"),
        required("theme"),
        required("size", sa.Integer),
        required("point"),
        required("said_at", UtcDateTime),
        nullable("response", EnumText(followups.AlertResponse)),
        nullable("responded_at", UtcDateTime),
    ),
    followups.Note: _table(
        "notes",
        foreign_key("partnership", "partnerships", index=True),
        required("on", sa.Date),
        required("words"),
        required("number", sa.Integer, server_default="0"),
        nullable("said_at", UtcDateTime),
        nullable("removed_at", UtcDateTime),
    ),
    followups.EvidenceDetail: _table(
        "evidence_details",
        foreign_key("partnership", "partnerships", index=True),
        required("entry"),
        required("part", EnumText(followups.EvidencePart)),
        required("words"),
        required("author"),
        required("said_at", UtcDateTime),
        nullable("corrected_at", UtcDateTime),
        sa.UniqueConstraint("entry", "part"),
    ),
    followups.Rebase: _table(
        "rebases",
        foreign_key("partnership", "partnerships"),
        required("theme"),
        required("from_at", UtcDateTime),
        required("reason"),
        required("author"),
        nullable("said_at", UtcDateTime),
        sa.UniqueConstraint("partnership", "theme", "from_at"),
    ),
    outcomes.SharedOutcome: _table(
        "outcomes",
        foreign_key("partnership", "partnerships", index=True),
        required("name"),
        required("unit"),
        required("better", EnumText(outcomes.BetterDirection)),
        required("source"),
        required("entered_by"),
        required("added_at", UtcDateTime),
        nullable("removed_at", UtcDateTime),
    ),
    outcomes.OutcomeValue: _table(
        "outcome_values",
        foreign_key("outcome", "outcomes"),
        required("number", sa.Integer),
        required("on", sa.Date),
        nullable("value", sa.Double),
        required("entered_at", UtcDateTime),
        required("author"),
        sa.UniqueConstraint("outcome", "number"),
    ),
    deliveries.Delivery: _table(
        "deliveries",
        required("lane"),
        required("to", AddressText),
        required("kind"),
        required("subject", index=True),
        required("due_at", UtcDateTime),
        required("late_at", UtcDateTime, index=True),
        foreign_key("partnership", "partnerships", index=True),
        required("member", index=True),
        required("state", EnumText(deliveries.DeliveryState)),
        required("attempts", sa.Integer),
        required("error"),
        sa.Index(None, "lane", "state", "due_at", "late_at"),
    ),
    deliveries.Lane: _table(
        "lanes",
        required("next_at", UtcDateTime),
        required("wakes_at", UtcDateTime, index=True, server_default="1970-01-01 00:00:00.000000"),
    ),
    ConversationLimit: _table("conversations", required("next_at", UtcDateTime, index=True)),
    ThreadRoot: _table("posted", required("message"), required("expires_at", UtcDateTime, index=True)),
    deliveries.ProcessedEvent: _table(
        "heard",
        required("round", index=True),
        required("until_at", UtcDateTime, index=True),
        sqlite_with_rowid=False,
    ),
    models.LoginLink: _table(
        "passes",
        foreign_key("person", "people", index=True),
        required("expires_at", UtcDateTime, index=True),
    ),
    models.BrowserSession: _table(
        "sign_ins",
        required("browser", index=True),
        foreign_key("person", "people", index=True),
        required("expires_at", UtcDateTime, index=True),
        nullable("method", EnumText(models.SignInMethod)),
        nullable("device", sa.String),
    ),
    models.UsageCounter: _table(
        "usage_counters",
        required("used", sa.Integer),
        required("expires_at", UtcDateTime, index=True),
        sqlite_with_rowid=False,
    ),
    StoredInstallation: _table(
        "installations",
        required("sealed", sa.LargeBinary),
        nullable("renew_at", UtcDateTime),
        nullable("leased_until", UtcDateTime),
    ),
    tenants.Tenant: _table(
        "tenants",
        required("app"),
        required("decision", EnumText(tenants.TenantDecision)),
        required("refused_calls", sa.Integer),
        nullable("refused_on", sa.Date),
    ),
    email.Mailbox: _table(
        "mailboxes",
        foreign_key("person", "people", index=True),
        required("sealed", sa.LargeBinary),
        required("digest", index=True),
        required("typed_by", index=True),
        required("confirmed", sa.Boolean),
        nullable("silence", EnumText(email.MutedReason)),
        required("links", sa.Integer),
    ),
    email.EmailOptOut: _table("no_mail", required("on", sa.Date), sqlite_with_rowid=False),
    WebMessage: _table(
        "posts",
        required("to", AddressText),
        required("card", CardText),
        required("about"),
        required("posted_at", UtcDateTime, index=True),
        required("said"),
        sa.Index(None, "to", "posted_at"),
        sqlite_with_rowid=False,
    ),
    **HUB_TABLES,
}

# One row, of storage.keys_binding.
KEYS_BINDING = _table("keys_binding", required("installation"), required("place"))

_POSTS = TABLES[WebMessage].c
sa.Index(
    "uq_posts_to_about",
    _POSTS.to,
    _POSTS.about,
    unique=True,
    sqlite_where=_POSTS.about != "",
    postgresql_where=_POSTS.about != "",
)
_ORGANISATIONS = TABLES[models.Organisation].c
sa.Index(
    "uq_organisations_partnership_name",
    _ORGANISATIONS.partnership,
    sa.func.lower(_ORGANISATIONS.name),
    unique=True,
    sqlite_where=_ORGANISATIONS.standing != models.MembershipStatus.LEFT,
    postgresql_where=_ORGANISATIONS.standing != models.MembershipStatus.LEFT,
)

"""Where each record is kept. Column names are field names, in the order of the fields; `lanes` has one more.
Pure.

What belongs to something goes with it: foreign keys cascade. Fields that may be empty (`Partnership.round`,
`Delivery.member`, `Heard.round`), or outlive whom they name (`Mailbox.typed_by`), are no foreign keys.

Nothing in `answers`, `comments`, `heard` and `posts` may be read back in the order it came: on SQLite they
have no row ids, and their keys are random (SCIENCE.md 6).
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.core import deliveries, email, followups, models
from bot.core.deliveries import ConversationLimit
from bot.core.ports import WebMessage
from bot.delivery.threads import ThreadRoot
from bot.rounds.send_window import DailyCheckIn
from storage.columns import AddressText, CardText, Choice, Items, Moment, has, may, of
from storage.installations import Sealed

NEVER = datetime(9999, 1, 1, tzinfo=UTC)

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _table(name: str, *rest: Any, **options: Any) -> sa.Table:
    return sa.Table(name, metadata, sa.Column("id", sa.String, primary_key=True), *rest, **options)


TABLES: dict[type[Any], sa.Table] = {
    models.Person: _table(
        "people",
        has("address", AddressText, unique=True),
        may("home", AddressText),
        has("name"),
        has("zone"),
        has("language"),
        may("paused_until", sa.Date),
    ),
    models.Partnership: _table(
        "partnerships",
        has("name"),
        has("zone"),
        has("language"),
        has("founded_at", Moment),
        has("purpose"),
        has("field"),
        has("kind"),
        has("degree"),
        has("pack"),
        has("rhythm"),
        may("rhythm_at", Moment),
        sa.Column("next_round_at", Moment, index=True),
        has("round"),
        has("rounds", sa.Integer),
        has("threshold", sa.Integer),
        has("reminders", sa.Integer),
        may("ended_at", Moment),
    ),
    models.Organisation: _table(
        "organisations",
        of("partnership", "partnerships", index=True),
        has("name"),
        has("standing", Choice(models.MembershipStatus)),
        has("lead_body", sa.Boolean),
        has("region"),
    ),
    models.Member: _table(
        "members",
        of("partnership", "partnerships"),
        of("organisation", "organisations", index=True),
        of("person", "people", index=True),
        has("role", Choice(models.Role)),
        has("standing", Choice(models.MembershipStatus)),
        has("since_at", Moment),
        sa.UniqueConstraint("partnership", "person"),
    ),
    models.Channel: _table(
        "channels",
        of("partnership", "partnerships"),
        has("address", AddressText, index=True),
        has("name"),
        may("within", AddressText, index=True),
        sa.UniqueConstraint("partnership", "address"),
    ),
    models.JoinCode: _table(
        "codes",
        of("partnership", "partnerships", index=True),
        has("expires_at", Moment, index=True),
    ),
    models.Round: _table(
        "rounds",
        of("partnership", "partnerships"),
        has("kind", Choice(models.RoundKind)),
        has("number", sa.Integer),
        has("questions", Items),
        has("opened_at", Moment),
        has("closes_at", Moment),
        has("may_close_at", Moment),
        has("state", Choice(models.RoundState)),
        has("own"),
        may("closed_at", Moment),
        has("invited", sa.Integer),
        has("replies", sa.Integer),
        sa.Index(None, "partnership", "opened_at"),
        sa.Index(None, "state", "closes_at"),
    ),
    models.Invitation: _table(
        "invitations",
        of("round", "rounds"),
        of("member", "members", index=True),
        sa.UniqueConstraint("round", "member"),
    ),
    DailyCheckIn: _table(
        "asked",
        of("person", "people", index=True),
        has("invitation", index=True),
        has("on", sa.Date),
        has("expires_at", Moment, index=True),
    ),
    models.Answer: sa.Table(
        "answers",
        metadata,
        of("round", "rounds", primary_key=True),
        has("pseudonym", sa.LargeBinary, primary_key=True),
        has("question", primary_key=True),
        has("sealed", sa.LargeBinary),
        sqlite_with_rowid=False,
    ),
    models.QuestionResult: _table(
        "readings",
        of("round", "rounds"),
        of("partnership", "partnerships"),
        has("theme"),
        has("question"),
        has("anchor", sa.Boolean),
        has("scored", sa.Integer),
        has("invited", sa.Integer),
        may("mean", sa.Double),
        has("band"),
        may("low", sa.Double),
        may("high", sa.Double),
        may("spread", sa.Double),
        may("counts", Items),
        has("agreement"),
        may("split", sa.Boolean),
        has("low_share"),
        may("gap", sa.Double),
        may("uneven", sa.Boolean),
        has("unsure", sa.Boolean),
        sa.UniqueConstraint("round", "question"),
        sa.Index(None, "partnership", "anchor"),
    ),
    models.Comment: _table(
        "comments",
        of("round", "rounds", index=True),
        has("words"),
        has("expires_at", Moment, index=True),
        sqlite_with_rowid=False,
    ),
    followups.Action: _table(
        "actions",
        of("partnership", "partnerships"),
        has("number", sa.Integer),
        has("words"),
        has("said_at", Moment),
        may("by", sa.Date),
        has("owner"),
        may("did", Choice(followups.ActionOutcome)),
        may("did_at", Moment),
        sa.UniqueConstraint("partnership", "number"),
    ),
    followups.Alert: _table(
        "alerts",
        of("partnership", "partnerships", index=True),
        of("round", "rounds", index=True),
        has("number", sa.Integer),
        has("kind"),
        has("theme"),
        has("size", sa.Integer),
        has("point"),
        has("said_at", Moment),
        may("response", Choice(followups.AlertResponse)),
    ),
    followups.Note: _table(
        "notes",
        of("partnership", "partnerships", index=True),
        has("on", sa.Date),
        has("words"),
    ),
    followups.Rebase: _table(
        "rebases",
        of("partnership", "partnerships"),
        has("theme"),
        has("from_at", Moment),
        has("reason"),
        has("author"),
        sa.UniqueConstraint("partnership", "theme", "from_at"),
    ),
    deliveries.Delivery: _table(
        "deliveries",
        has("lane"),
        has("to", AddressText),
        has("kind"),
        has("subject", index=True),
        has("due_at", Moment),
        has("late_at", Moment),
        of("partnership", "partnerships", index=True),
        has("member", index=True),
        has("state", Choice(deliveries.DeliveryState)),
        has("attempts", sa.Integer),
        has("error"),
        sa.Index(None, "lane", "state", "due_at", "late_at"),
    ),
    deliveries.Lane: _table(
        "lanes",
        has("next_at", Moment),
        has("wakes_at", Moment, index=True, server_default="1970-01-01 00:00:00.000000"),
    ),
    ConversationLimit: _table("conversations", has("next_at", Moment)),
    ThreadRoot: _table("posted", has("message"), has("expires_at", Moment, index=True)),
    deliveries.ProcessedEvent: _table(
        "heard",
        has("round", index=True),
        has("until_at", Moment, index=True),
        sqlite_with_rowid=False,
    ),
    models.LoginLink: _table(
        "passes",
        of("person", "people", index=True),
        has("expires_at", Moment, index=True),
    ),
    models.BrowserSession: _table(
        "sign_ins",
        has("browser", index=True),
        of("person", "people", index=True),
        has("expires_at", Moment, index=True),
    ),
    Sealed: _table(
        "installations",
        has("sealed", sa.LargeBinary),
        may("renew_at", Moment),
        may("leased_until", Moment),
    ),
    email.Mailbox: _table(
        "mailboxes",
        of("person", "people", index=True),
        has("sealed", sa.LargeBinary),
        has("digest", index=True),
        has("typed_by", index=True),
        has("confirmed", sa.Boolean),
        may("silence", Choice(email.MutedReason)),
        has("links", sa.Integer),
    ),
    email.EmailOptOut: _table("no_mail", has("on", sa.Date), sqlite_with_rowid=False),
    WebMessage: _table(
        "posts",
        has("to", AddressText),
        has("card", CardText),
        has("about"),
        has("posted_at", Moment),
        has("said"),
        sa.Index(None, "to", "posted_at"),
        sqlite_with_rowid=False,
    ),
}

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

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

from bot import doings, mail, model
from bot.delivery.pacing import Conversation
from bot.ports import Post
from bot.rounds.holding import Asked
from storage.columns import AddressText, CardText, Choice, Items, Moment
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


def _has(name: str, type_: Any = sa.String, *args: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, *args, nullable=options.pop("nullable", False), **options)


def _may(name: str, type_: Any) -> sa.Column[Any]:
    return sa.Column(name, type_)


def _of(name: str, table: str, **options: Any) -> sa.Column[Any]:
    return _has(name, sa.String, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), **options)


def _table(name: str, *rest: Any, **options: Any) -> sa.Table:
    return sa.Table(name, metadata, sa.Column("id", sa.String, primary_key=True), *rest, **options)


TABLES: dict[type[Any], sa.Table] = {
    model.Person: _table(
        "people",
        _has("address", AddressText, unique=True),
        _may("home", AddressText),
        _has("name"),
        _has("zone"),
        _has("language"),
        _may("paused_until", sa.Date),
    ),
    model.Partnership: _table(
        "partnerships",
        _has("name"),
        _has("zone"),
        _has("language"),
        _has("founded_at", Moment),
        _has("purpose"),
        _has("field"),
        _has("kind"),
        _has("degree"),
        _has("pack"),
        _has("rhythm"),
        _may("rhythm_at", Moment),
        sa.Column("next_round_at", Moment, index=True),
        _has("round"),
        _has("rounds", sa.Integer),
        _has("threshold", sa.Integer),
        _has("reminders", sa.Integer),
        _may("ended_at", Moment),
    ),
    model.Organisation: _table(
        "organisations",
        _of("partnership", "partnerships", index=True),
        _has("name"),
        _has("standing", Choice(model.Standing)),
        _has("lead_body", sa.Boolean),
        _has("region"),
    ),
    model.Member: _table(
        "members",
        _of("partnership", "partnerships"),
        _of("organisation", "organisations", index=True),
        _of("person", "people", index=True),
        _has("role", Choice(model.Role)),
        _has("standing", Choice(model.Standing)),
        _has("since_at", Moment),
        sa.UniqueConstraint("partnership", "person"),
    ),
    model.Channel: _table(
        "channels",
        _of("partnership", "partnerships"),
        _has("address", AddressText, index=True),
        _has("name"),
        sa.UniqueConstraint("partnership", "address"),
    ),
    model.Code: _table(
        "codes",
        _of("partnership", "partnerships", index=True),
        _has("expires_at", Moment, index=True),
    ),
    model.Round: _table(
        "rounds",
        _of("partnership", "partnerships"),
        _has("kind", Choice(model.RoundKind)),
        _has("number", sa.Integer),
        _has("questions", Items),
        _has("opened_at", Moment),
        _has("closes_at", Moment),
        _has("may_close_at", Moment),
        _has("state", Choice(model.RoundState)),
        _has("own"),
        _may("closed_at", Moment),
        _has("invited", sa.Integer),
        _has("replies", sa.Integer),
        sa.Index(None, "partnership", "opened_at"),
        sa.Index(None, "state", "closes_at"),
    ),
    model.Invitation: _table(
        "invitations",
        _of("round", "rounds"),
        _of("member", "members", index=True),
        sa.UniqueConstraint("round", "member"),
    ),
    Asked: _table(
        "asked",
        _of("person", "people", index=True),
        _has("invitation", index=True),
        _has("on", sa.Date),
        _has("expires_at", Moment, index=True),
    ),
    model.Answer: sa.Table(
        "answers",
        metadata,
        _of("round", "rounds", primary_key=True),
        _has("pseudonym", sa.LargeBinary, primary_key=True),
        _has("question", primary_key=True),
        _has("sealed", sa.LargeBinary),
        sqlite_with_rowid=False,
    ),
    model.Reading: _table(
        "readings",
        _of("round", "rounds"),
        _of("partnership", "partnerships"),
        _has("theme"),
        _has("question"),
        _has("anchor", sa.Boolean),
        _has("scored", sa.Integer),
        _has("invited", sa.Integer),
        _may("mean", sa.Double),
        _has("band"),
        _may("low", sa.Double),
        _may("high", sa.Double),
        _may("spread", sa.Double),
        _may("counts", Items),
        _has("agreement"),
        _may("split", sa.Boolean),
        _has("low_share"),
        _may("gap", sa.Double),
        _may("uneven", sa.Boolean),
        _has("unsure", sa.Boolean),
        sa.UniqueConstraint("round", "question"),
        sa.Index(None, "partnership", "anchor"),
    ),
    model.Comment: _table(
        "comments",
        _of("round", "rounds", index=True),
        _has("words"),
        _has("expires_at", Moment, index=True),
        sqlite_with_rowid=False,
    ),
    doings.Action: _table(
        "actions",
        _of("partnership", "partnerships"),
        _has("number", sa.Integer),
        _has("words"),
        _has("said_at", Moment),
        _may("by", sa.Date),
        _has("owner"),
        _may("did", Choice(doings.Did)),
        _may("did_at", Moment),
        sa.UniqueConstraint("partnership", "number"),
    ),
    doings.Alert: _table(
        "alerts",
        _of("partnership", "partnerships", index=True),
        _of("round", "rounds", index=True),
        _has("number", sa.Integer),
        _has("kind"),
        _has("theme"),
        _has("size", sa.Integer),
        _has("point"),
        _has("said_at", Moment),
        _may("response", Choice(doings.Response)),
    ),
    doings.Note: _table(
        "notes",
        _of("partnership", "partnerships", index=True),
        _has("on", sa.Date),
        _has("words"),
    ),
    doings.Rebase: _table(
        "rebases",
        _of("partnership", "partnerships"),
        _has("theme"),
        _has("from_at", Moment),
        _has("reason"),
        _has("author"),
        sa.UniqueConstraint("partnership", "theme", "from_at"),
    ),
    model.Delivery: _table(
        "deliveries",
        _has("lane"),
        _has("to", AddressText),
        _has("kind"),
        _has("subject", index=True),
        _has("due_at", Moment),
        _has("late_at", Moment),
        _of("partnership", "partnerships", index=True),
        _has("member", index=True),
        _has("state", Choice(model.DeliveryState)),
        _has("attempts", sa.Integer),
        _has("error"),
        sa.Index(None, "lane", "state", "due_at"),
    ),
    model.Lane: _table(
        "lanes",
        _has("next_at", Moment),
        _has("wakes_at", Moment, index=True, server_default="1970-01-01 00:00:00.000000"),
    ),
    Conversation: _table("conversations", _has("next_at", Moment)),
    model.Heard: _table(
        "heard",
        _has("round", index=True),
        _has("until_at", Moment, index=True),
        sqlite_with_rowid=False,
    ),
    model.Pass: _table(
        "passes",
        _of("person", "people", index=True),
        _has("expires_at", Moment, index=True),
    ),
    model.SignIn: _table(
        "sign_ins",
        _has("browser", index=True),
        _of("person", "people", index=True),
        _has("expires_at", Moment, index=True),
    ),
    Sealed: _table(
        "installations",
        _has("sealed", sa.LargeBinary),
        _may("renew_at", Moment),
        _may("leased_until", Moment),
    ),
    mail.Mailbox: _table(
        "mailboxes",
        _of("person", "people", index=True),
        _has("sealed", sa.LargeBinary),
        _has("digest", index=True),
        _has("typed_by", index=True),
        _has("confirmed", sa.Boolean),
        _may("silence", Choice(mail.Silence)),
        _has("links", sa.Integer),
    ),
    mail.NoMail: _table("no_mail", _has("on", sa.Date), sqlite_with_rowid=False),
    Post: _table(
        "posts",
        _has("to", AddressText),
        _has("card", CardText),
        _has("about"),
        _has("posted_at", Moment),
        _has("said"),
        sa.Index(None, "to", "posted_at"),
        sqlite_with_rowid=False,
    ),
}

_POSTS = TABLES[Post].c
sa.Index(
    "uq_posts_to_about",
    _POSTS.to,
    _POSTS.about,
    unique=True,
    sqlite_where=_POSTS.about != "",
    postgresql_where=_POSTS.about != "",
)
_ORGANISATIONS = TABLES[model.Organisation].c
sa.Index(
    "uq_organisations_partnership_name",
    _ORGANISATIONS.partnership,
    sa.func.lower(_ORGANISATIONS.name),
    unique=True,
    sqlite_where=_ORGANISATIONS.standing != model.Standing.LEFT,
    postgresql_where=_ORGANISATIONS.standing != model.Standing.LEFT,
)

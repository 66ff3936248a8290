"""Databases that earlier commits made are upgraded with their rows, or refused in one sentence."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.app import open_application
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import AccordError, Unavailable
from bot.core.models import (
    Answer,
    BrowserSession,
    JoinCode,
    LoginLink,
    Member,
    MembershipStatus,
    Role,
    Round,
    RoundState,
    WeeklySummary,
)
from bot.ops.doctor import Level, check_deliveries
from bot.rounds.send_window import DailyCheckIn
from bot.settings import Settings
from storage.backup import back_up, restore
from storage.checks import check_databases
from storage.crypto import ChaChaCrypto
from storage.database import open_database
from storage.ids import RandomIds
from storage.keys_binding import open_keys
from storage.keys_folder import locate_keys
from storage.migrate import Upgrade, migrate
from storage.schema import HEAD, Schema, read_columns, read_schema
from storage.store import SqlStore
from storage.web_inbox import SqlWebInbox
from tests.storage.old_databases import COMMITS, SECRET, OldDatabase, load, load_file
from tests.support.cast import AMIRA, CERYS, EFE, FARAH
from tests.support.databases import PostgreSQL
from tests.support.fakes import SetClock
from tests.support.read_cards import facts, says, words
from tests.support.scenario import Scenario, open_scenario

LEFT_AT = datetime(2026, 10, 26, 12, tzinfo=UTC)  # when the old databases were left

Rows = dict[str, list[dict[str, Any]]]  # by table


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> PostgreSQL | None:
    """None stands for SQLite, which has no server."""
    return request.getfixturevalue("postgresql") if request.param == "postgresql" else None


@pytest.fixture
def new_file_url(migrated_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'new.db')}"


@pytest.fixture(params=COMMITS)
def old(request: pytest.FixtureRequest, server: PostgreSQL | None, tmp_path: Path) -> OldDatabase:
    return load(request.param, tmp_path, server)


async def execute(url: str, *statements: str) -> None:
    database = open_database(url, foreign_keys=False)
    async with database.transaction() as connection:
        for statement in statements:
            await connection.execute(statement)
    await database.close()


async def read_rows(url: str) -> Rows:
    """Return all rows of all tables, in one order, but for the revision."""
    database = open_database(url)
    async with database.read_only() as connection:
        columns = await read_columns(connection)
        stored: Rows = {}
        for table in columns.keys() - {"alembic_version"}:
            names = sorted(columns[table])
            selected = ", ".join(f'"{name}"' for name in names)
            found = await connection.fetch(f"SELECT {selected} FROM {table}")
            stored[table] = sorted((dict(zip(names, row, strict=True)) for row in found), key=repr)
    await database.close()
    return stored


def in_common(stored: Rows, other: Rows) -> Rows:
    """Return the rows of the tables that the other database has too, with the columns that it has too."""
    return {
        table: sorted(
            ({name: row[name] for name in row if name in [*other[table], row][0]} for row in rows), key=repr
        )
        for table, rows in stored.items()
        if table in other
    }


@asynccontextmanager
async def reopen(old: OldDatabase) -> AsyncIterator[Scenario]:
    """Run this version on an upgraded database."""
    location = locate_keys(Path("data"), Path("data-keys"), old.keys_url, "")
    keys, _ = await open_keys(old.url, location, (SECRET,), LEFT_AT)
    async with open_scenario(old.url, keys, ChaChaCrypto((SECRET,)), SetClock(LEFT_AT), RandomIds()) as story:
        story.event_numbers = count(10_000)  # the old commit has processed events of its own
        yield story
    await keys.close()


async def test_an_upgrade_keeps_every_row(old: OldDatabase) -> None:
    before = await read_rows(old.url)
    upgrade = await migrate(old.url)
    assert upgrade == Upgrade("0001", HEAD, completed=old.commit != "8a30e3a")
    after = await read_rows(old.url)
    assert in_common(after, before) == in_common(before, after)
    assert await read_schema(old.url) is Schema.CURRENT
    assert await migrate(old.url) == Upgrade(HEAD, HEAD)


async def test_people_go_on_after_an_upgrade(old: OldDatabase) -> None:
    await migrate(old.url)
    async with reopen(old) as story:
        with capture_logs() as logged:
            await story.worker.tick()
            members = words(await story.says(AMIRA, "members"))
            assert [name in members for name in ("Dilys", "Nia", "Harbour College")] == [True] * 3
            assert (await story.says(AMIRA, "status")).title == "A round is open"
            results = await story.says(EFE, "results")
            assert (results.title, facts(results)["Trust"][:3]) == ("Harbour Together: round 4", "2.2")
            enrolled = {summary.id for summary in await story.all(WeeklySummary)}
            active = await story.all(Member, standing=MembershipStatus.ACTIVE)
            assert enrolled == {member.person for member in active if member.role is not Role.MEMBER}
            for sentence, part in (("actions", "2. Rotate the chair"), ("notes", "1 September 2026")):
                assert part in words(await story.says(EFE, sentence))
            assert "2 of 5" in words(await story.says(FARAH, "check-in"))  # she has answered one question
            await story.answers(FARAH, 4)
            post = (await SqlWebInbox(story.store).posts(CERYS.address, 1))[0]
            await story.says(CERYS, says(post.card, "Yn rhannol"), pressed=True)
            await story.answers(CERYS, 4)
            await story.passes(days=6)
            round_ = await story.one(Round, number=5)
            assert (round_.state, round_.replies, round_.invited) == (RoundState.CLOSED, 6, 9)
            assert (await story.says(EFE, "results")).title == "Harbour Together: round 5"
            assert await story.all(Answer) == []
        assert [line for line in logged if line["log_level"] == "error"] == []


async def test_what_expired_is_deleted_after_an_upgrade(old: OldDatabase) -> None:
    await migrate(old.url)
    async with reopen(old) as story:
        await story.worker.tick()
        story.clock.move(timedelta(days=100))
        await story.worker.tick()
        for kind in (JoinCode, LoginLink, BrowserSession):
            assert await story.all(kind) == []
        asked = [daily for daily in await story.all(DailyCheckIn) if daily.expires_at < story.clock.now()]
        old_deliveries = await story.all(Delivery, state=[DeliveryState.SETTLED, DeliveryState.GIVEN_UP])
        left_before = [delivery for delivery in old_deliveries if delivery.late_at < LEFT_AT]
        assert (asked, left_before) == ([], [])


# Other commits edited revision 0001 too: the commit after it, and what to take away from its tables.
_43748FF = ("DROP TABLE mailboxes", "DROP TABLE no_mail")
_CAC210A = (*_43748FF, "DROP TABLE asked", "ALTER TABLE partnerships DROP COLUMN reminders")
_269A26F = (*_CAC210A, "DROP TABLE conversations", "DELETE FROM installations")
_9C2CFED = (*_269A26F, "ALTER TABLE installations ADD COLUMN via VARCHAR NOT NULL DEFAULT ''")
_7D3C17E = ("DROP TABLE posted",)
_453FC23 = (*_7D3C17E, "DROP INDEX ix_channels_within", "ALTER TABLE channels DROP COLUMN within")
OTHER_FORMS = {
    "9c2cfed": ("9ee2f96", _9C2CFED),
    "269a26f": ("9ee2f96", _269A26F),
    "cac210a": ("9ee2f96", _CAC210A),
    "43748ff": ("9ee2f96", _43748FF),
    "453fc23": ("8a30e3a", _453FC23),
    "7d3c17e": ("8a30e3a", _7D3C17E),
}


async def definitions(url: str) -> dict[str, dict[str, Any]]:
    """Return what tables consist of: columns, keys, constraints and indexes, in one order."""

    def read(connection: sa.Connection) -> dict[str, dict[str, Any]]:
        inspector = sa.inspect(connection)
        return {
            table: {
                "columns": sorted(map(repr, inspector.get_columns(table))),
                "key": inspector.get_pk_constraint(table),
                "foreign": sorted(map(repr, inspector.get_foreign_keys(table))),
                "unique": sorted(map(repr, inspector.get_unique_constraints(table))),
                "indexes": sorted(
                    (str(index["name"]), index["column_names"], bool(index["unique"]))
                    for index in inspector.get_indexes(table)
                ),
            }
            for table in inspector.get_table_names()
        }

    database = open_database(url)
    async with database.read_only() as connection:
        found = await connection.run_sync(read)
    await database.close()
    return found


@pytest.mark.filterwarnings("ignore:.*expression-based index")
@pytest.mark.parametrize("form", [*COMMITS, *OTHER_FORMS])
async def test_every_form_of_the_first_revision_gets_the_tables_of_a_new_database(
    form: str, server: PostgreSQL | None, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    commit, taken_away = OTHER_FORMS.get(form, (form, ()))
    old = load(commit, tmp_path, server)
    await execute(old.url, *taken_away)
    before = await read_rows(old.url)
    await migrate(old.url)
    after = await read_rows(old.url)
    assert in_common(after, before) == in_common(before, after)
    new = request.getfixturevalue("fresh_postgresql_url" if server else "new_file_url")
    assert await definitions(old.url) == await definitions(new)


async def test_an_interrupted_upgrade_changes_nothing_and_the_next_one_finishes(old: OldDatabase) -> None:
    """The upgrade cannot finish, because somebody has taken the name of an index that it creates."""
    await execute(
        old.url, "DROP TABLE IF EXISTS posted", "CREATE INDEX ix_posted_expires_at ON notes (words)"
    )
    before = await read_rows(old.url)
    with pytest.raises(AccordError, match="ix_posted_expires_at"):
        await migrate(old.url)
    assert await read_rows(old.url) == before
    await execute(old.url, "DROP INDEX ix_posted_expires_at")
    await migrate(old.url)
    assert await read_schema(old.url) is Schema.CURRENT
    after = await read_rows(old.url)
    assert in_common(after, before) == in_common(before, after)


async def test_a_start_upgrades_a_sqlite_database_and_logs_it(tmp_path: Path) -> None:
    load("78cfa2e", tmp_path)
    with capture_logs() as logged:
        async with open_application(Settings(data=tmp_path)) as accord:
            assert await accord.health.unready() == ["worker"]
    assert logged == [{"event": "database upgraded", "before": "0001", "after": HEAD, "log_level": "info"}]


async def test_a_server_that_is_read_only_is_unavailable_and_not_unknown(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    old = load("78cfa2e", tmp_path, postgresql)
    name = sa.make_url(old.url).database
    postgresql.run("postgres", f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with pytest.raises(Unavailable, match="read-only"):
        await migrate(old.url)


async def test_an_installation_that_would_lose_a_column_keeps_the_database_as_it_is(
    server: PostgreSQL | None, tmp_path: Path
) -> None:
    old = load("9ee2f96", tmp_path, server)
    await execute(old.url, *(change for change in _9C2CFED if "DELETE" not in change))
    before = await read_rows(old.url)
    with pytest.raises(AccordError, match="never released"):
        await migrate(old.url)
    assert await read_rows(old.url) == before


NEVER_RELEASED = (
    " is from a version of Accord that was never released. Run that version, or restore a backup of a"
    " released version into a new database"
)
NEWER = (
    " is from a newer version of Accord. Run that version, or restore a backup of this version"
    " into a new database"
)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("DROP TABLE partnerships{cascade}", NEVER_RELEASED),
        ("DROP TABLE deliveries", NEVER_RELEASED),
        ("ALTER TABLE notes DROP COLUMN words", NEVER_RELEASED),
        ("ALTER TABLE notes ADD COLUMN mood VARCHAR", NEVER_RELEASED),
        ("DELETE FROM alembic_version", NEVER_RELEASED),
        ("UPDATE alembic_version SET version_num = '9999'", NEWER),
    ],
)
async def test_a_database_of_no_known_version_is_refused_in_one_sentence(
    change: str, refusal: str, server: PostgreSQL | None, tmp_path: Path
) -> None:
    old = load("9ee2f96", tmp_path, server)
    await execute(old.url, change.format(cascade=" CASCADE" if server else ""))
    before = await read_rows(old.url)
    with pytest.raises(AccordError) as error:
        await migrate(old.url)
    assert str(error.value).partition(" (")[0] == f"the database{refusal}"
    with pytest.raises(AccordError, match="Nothing was backed up: the database "):
        await back_up(old.url, tmp_path / "backup.db", LEFT_AT)
    urls = {"database_url": old.url, "keys_url": server.url(server.new())} if server else {}
    settings = Settings(data=tmp_path, **urls)  # type: ignore[arg-type]
    with pytest.raises(AccordError, match="Accord was not started: "):
        async with open_application(settings):
            pass
    findings = await check_databases(settings.database, settings.keys, datetime.now(UTC), "")
    assert [finding.level for finding in findings if finding.about == "database"][-1] is not Level.OK
    store = SqlStore(settings.database)
    assert await check_deliveries(store, store, LEFT_AT) == []
    await store.close()
    assert await read_rows(old.url) == before


@pytest.mark.parametrize("commit", COMMITS)
async def test_a_backup_of_an_earlier_commit_is_restored(
    commit: str, server: PostgreSQL | None, tmp_path: Path
) -> None:
    """Such a backup is a SQLite database with the tables of its time."""
    backup = tmp_path / "backup.db"
    before = await read_rows(load_file(f"{commit}-sqlite", backup))
    new = server.url(server.new()) if server else f"sqlite:///{tmp_path}/new.db"
    await restore(backup, new)
    assert await read_schema(new) is Schema.CURRENT
    restored = await read_rows(new)
    assert {table: len(restored[table]) for table in before} == {
        table: len(rows) for table, rows in before.items()
    }


async def test_a_backup_of_no_known_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    await execute(load_file("9ee2f96-sqlite", backup), "DROP TABLE deliveries")
    with pytest.raises(AccordError) as error:
        await restore(backup, f"sqlite:///{tmp_path}/new.db")
    assert str(error.value).partition(" (")[0] == f"Nothing was restored: {backup}{NEVER_RELEASED}"
    assert not (tmp_path / "new.db").exists()


async def test_nothing_is_restored_into_an_older_database(old: OldDatabase, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    load_file("9ee2f96-sqlite", backup)
    if old.commit == "8a30e3a":
        await execute(old.url, "DROP TABLE posted")
    before = await read_rows(old.url)
    with pytest.raises(AccordError, match="the database is not empty"):
        await restore(backup, old.url)
    assert await read_rows(old.url) == before

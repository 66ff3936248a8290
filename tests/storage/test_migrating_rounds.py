"""Rounds and results that were stored before ad hoc rounds showed less stay as they are."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.core.models import QuestionResult, Round
from storage.database import open_database
from storage.migrate import FOLDER, migrate
from storage.store import SqlStore
from tests.support.databases import PostgreSQL

PARTNERSHIP = """
INSERT INTO partnerships (id, name, zone, language, founded_at, purpose, field, kind, degree, pack, rhythm,
round, rounds, threshold, reminders) VALUES ('p', 'Harbour', 'Europe/London', 'en', {at}, '', '', '', '',
'', '', '', 1, 5, 1)
"""
ROUND = """
INSERT INTO rounds (id, partnership, kind, number, questions, opened_at, closes_at, may_close_at, state,
own, invited, replies) VALUES ('r', 'p', 'ad hoc', 0, '["own"]', {at}, {at}, {at}, 'closed', 'Fair?', 9, 8)
"""
RESULT = """
INSERT INTO readings (id, round, partnership, theme, question, anchor, scored, invited, mean, band,
agreement, low_share, unsure) VALUES ('r.1', 'r', 'p', 'own', 'own', {no}, 8, 9, 3.4, '', 'fair', '', {no})
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/accord.db"
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.url(postgresql.new())


def fill_first_version(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    on_sqlite = connection.dialect.name == "sqlite"
    at = "'2026-03-02 09:00:00.000000'" if on_sqlite else "'2026-03-02T09:00:00+00:00'"
    for statement in (PARTNERSHIP, ROUND, RESULT):
        connection.exec_driver_sql(statement.format(at=at, no="0" if on_sqlite else "false"))


async def test_rounds_of_the_first_version_keep_their_results(url: str) -> None:
    database = open_database(url, foreign_keys=False)
    async with database.transaction() as connection:
        await connection.run_sync(fill_first_version)
    await database.close()
    await migrate(url)
    store = SqlStore(url)
    async with store.read_only() as db:
        round_, result = await db.get(Round, "r"), await db.get(QuestionResult, "r.1")
    await store.close()
    assert (round_.asked_by, round_.takes_comments, round_.own, round_.replies) == ("", True, "Fair?", 8)
    assert (result.mean, result.agreement, result.few_scored, result.approximate) == (
        3.4,
        "fair",
        False,
        False,
    )

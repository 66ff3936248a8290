"""The database that an operator names."""

import re

import pytest

from bot.core.database_url import parse_database_url

POSTGRESQL = "postgresql+asyncpg://accord@db/accord"


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("postgresql://accord@db/accord", POSTGRESQL),
        ("postgres://accord@db/accord", POSTGRESQL),
        ("postgresql+asyncpg://accord@db/accord", POSTGRESQL),
        ("PostgreSQL+psycopg2://accord@db/accord", POSTGRESQL),
        ("postgresql://accord@db/accord?sslmode=require", f"{POSTGRESQL}?ssl=require"),
        (
            "postgresql://accord@/accord?host=%2Frun%2Fpg",
            "postgresql+asyncpg://accord@/accord?host=/run/pg",
        ),
        (
            "postgresql://accord:p%40ss@[::1]:5433/accord",
            "postgresql+asyncpg://accord:p%40ss@[::1]:5433/accord",
        ),
        ("sqlite:////srv/accord.db", "sqlite+aiosqlite:////srv/accord.db"),
        ("sqlite:///accord.db", "sqlite+aiosqlite:///accord.db"),
    ],
)
def test_a_database_is_named_as_in_other_programs(url: str, meant: str) -> None:
    assert parse_database_url(url) == meant


CURE = "In a password write / as %2F, ? as %3F and # as %23"
NO_PORT = f"must have a number from 0 to 65535 as its port. {CURE}"
EXAMPLES = "Set it to one such as postgresql://accord@db.example/accord or sqlite:////srv/accord/accord.db"


KNOWN = "host, port, ssl, sslmode, target_session_attrs"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("foo", f"is not the address of a database. {EXAMPLES}"),
        ("mysql://accord@db/accord", f"begins with mysql://. Accord uses PostgreSQL or SQLite. {EXAMPLES}"),
        (
            "posgresql://accord@db/accord",
            "begins with posgresql://. Accord uses PostgreSQL or SQLite. Did you mean postgresql://?",
        ),
        ("postgresql://accord@db:many/accord", NO_PORT),
        ("postgresql://accord@[::1/accord", NO_PORT),
        ("postgresql://accord:se/cret@db/accord", NO_PORT),
        ("postgresql://accord:5?cret@db/accord", f"cannot be read. {CURE}"),
        ("postgresql://accord:5#cret@db/accord", f"cannot be read. {CURE}"),
        (
            "postgresql://accord@db/accord?sslmode=require&channel_binding=require",
            f"has options that Accord does not use: channel_binding. Keep only {KNOWN}",
        ),
        ("sqlite://", "names no file. Give its path after three slashes: sqlite:////srv/accord/accord.db"),
        (
            "sqlite://accord.db",
            "names no file. Give its path after three slashes: sqlite:////srv/accord/accord.db",
        ),
        (
            "sqlite:///:memory:",
            "names no file. Give its path after three slashes: sqlite:////srv/accord/accord.db",
        ),
        (
            "sqlite:///a.db?mode=ro",
            "has options after a ?, which Accord does not use for SQLite. Remove them",
        ),
    ],
)
def test_what_names_no_database_is_refused_with_its_cure(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        parse_database_url(url)

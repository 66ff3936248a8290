"""Somebody who holds the disks of both PostgreSQL servers, and the secret key, reads nothing of a round that
has closed: docs/method.md 6.1. The servers are set up as compose.yaml does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from compose_spec import PyOptions

from bot.core.errors import NotFound
from bot.core.models import Answer
from bot.ops.doctor import Level
from storage.crypto import ChaChaCrypto, KeyWrapping, fingerprint
from storage.ids import RandomIds
from storage.keys import SqlRoundKeyStore
from storage.keys_binding import load_state, open_keys
from storage.keys_checks import check_keys
from storage.keys_folder import locate_keys
from storage.migrate import migrate
from storage.store import SqlStore
from tests.privacy.dump import Dump
from tests.privacy.simulated_rounds import SimulatedRounds
from tests.privacy.vulnerable_product import KeysKeptInLog
from tests.support.cast import CAST
from tests.support.databases import WRAPPING, PostgreSQL, postgresql_server
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario

SECRET = "a secret key, which a thief of disks finds there too"
WRAPPED = 64  # bytes
CHUNK = 1_000  # bytes: PostgreSQL cuts longer values
REPLYING = 8
NOWHERE = Path("/nonexistent")
COMPOSE = Path(__file__).parent.parent.parent / "compose.yaml"


@dataclass(frozen=True, slots=True)
class Loot:
    """What could be had while each round was open, and what of it after all had closed."""

    answers: int  # that were given
    read_while_open: int
    in_log: int  # answers, sealed, in the files of the main server after the close
    read: int  # of those
    keys: int  # raw or wrapped, in the files of the keys server after the close
    kept_for_open_rounds: int


def command_of(service: str) -> list[str]:
    """Return the settings that compose.yaml starts a server with."""
    compose = PyOptions(apply_merge=True).from_yaml(COMPOSE.read_text()).to_dict()
    command = compose["services"][service].get("command", ["postgres"])
    assert command[0] == "postgres"
    assert {*command[1::2]} <= {"-c"}
    return [*command[2::2]]


@pytest.fixture(scope="module")
def main() -> Iterator[PostgreSQL]:
    with postgresql_server(command_of("database")) as server:
        yield server


@pytest.fixture(scope="module")
def keys_server() -> Iterator[PostgreSQL]:
    with postgresql_server(command_of("keys")) as server:
        yield server


async def rob(
    main: PostgreSQL, keys_server: PostgreSQL, clock: SetClock, rounds: int, kind: type[SqlRoundKeyStore]
) -> Loot:
    """Let rounds be opened, answered and closed, and take the disks while each is open, and at the end."""
    url, keys_url = main.url(main.new()), keys_server.url(keys_server.new())
    await migrate(url)
    location = locate_keys(NOWHERE, NOWHERE, keys_url, "")
    first, _ = await open_keys(url, location, [SECRET], clock.now())
    wrapping = KeyWrapping([SECRET], (await load_state(url, location)).installation)
    store, keys, crypto = SqlStore(url), kind(keys_url, wrapping), ChaChaCrypto([SECRET])
    forms: dict[str, bytes] = {}
    answers: dict[tuple[str, bytes, str], Answer] = {}
    read = 0

    async def take() -> Dump:
        nonlocal read
        async with store.read_only() as db:
            stored = await db.find(Answer)
        if stored:
            forms.update({row["round"]: row["wrapped"] for row in await keys.rows()})
            answers.update({(answer.round, answer.pseudonym, answer.question): answer for answer in stored})
            read += readable(crypto, stored, unwrapped(keys_server.files(), wrapping, forms))
        return Dump((), b"")

    weeks = await SimulatedRounds(Scenario(store, keys, crypto, clock, RandomIds()), CAST, take).weeks(
        rounds, REPLYING
    )
    await first.create(["a round that is open"], clock.now())
    (open_form,) = [row["wrapped"] for row in await keys.rows()]
    for database in (store, keys, first):
        await database.close()
    files, log = keys_server.files(), main.files()
    left = [answer for answer in answers.values() if answer.sealed[:CHUNK] in log]
    wanted = [*forms.values(), *(week.truth.key for week in weeks)]
    return Loot(
        answers=len(answers),
        read_while_open=read,
        in_log=len(left),
        read=readable(crypto, left, unwrapped(files, wrapping, forms)),
        keys=sum(each in files for each in wanted),
        kept_for_open_rounds=open_form in files,
    )


def unwrapped(files: bytes, wrapping: KeyWrapping, rounds: Iterable[str]) -> dict[str, bytes]:
    """Return every key of these rounds that lies wrapped anywhere in the files."""
    found, mark = dict[str, bytes](), bytes.fromhex(fingerprint(SECRET))
    at = files.find(mark)
    while at >= 0:
        for round_ in rounds:
            if key := wrapping.unwrap(round_, files[at : at + WRAPPED]):
                found[round_] = key
        at = files.find(mark, at + 1)
    return found


def readable(crypto: ChaChaCrypto, answers: Iterable[Answer], keys: dict[str, bytes]) -> int:
    return sum(opens(crypto, answer, keys) for answer in answers)


def opens(crypto: ChaChaCrypto, answer: Answer, keys: dict[str, bytes]) -> bool:
    try:
        return bool(crypto.unseal(keys.get(answer.round, bytes(32)), answer))
    except NotFound:
        return False


@pytest.mark.parametrize("rounds", [2, pytest.param(12, marks=pytest.mark.long)])
async def test_closed_rounds_cannot_be_read_from_the_disks_of_both_servers(
    main: PostgreSQL, keys_server: PostgreSQL, clock: SetClock, rounds: int
) -> None:
    loot = await rob(main, keys_server, clock, rounds, SqlRoundKeyStore)
    assert loot.answers >= rounds * REPLYING
    assert loot.read_while_open == loot.answers
    assert loot.in_log > 0.8 * loot.answers  # pages of the log cut some
    assert (loot.keys, loot.read) == (0, 0)
    assert loot.kept_for_open_rounds


async def test_a_log_that_is_not_cleared_gives_closed_rounds_away(
    main: PostgreSQL, keys_server: PostgreSQL, clock: SetClock
) -> None:
    loot = await rob(main, keys_server, clock, 2, KeysKeptInLog)
    assert loot.keys == 2
    assert loot.read == loot.in_log > 0.8 * loot.answers


async def test_a_log_that_is_recycled_gives_closed_rounds_away(main: PostgreSQL, clock: SetClock) -> None:
    with postgresql_server([*command_of("keys"), "wal_recycle=on", "min_wal_size=80MB"]) as recycling:
        loot = await rob(main, recycling, clock, 2, SqlRoundKeyStore)
    assert loot.keys == 2
    assert loot.read == loot.in_log > 0.8 * loot.answers


@pytest.mark.parametrize(
    ("role", "kind", "left"),
    [
        ("administrator", SqlRoundKeyStore, 0),
        ("granted", SqlRoundKeyStore, 0),
        ("administrator", KeysKeptInLog, 4),
    ],
)
async def test_a_destroyed_key_leaves_the_page_of_those_that_stay(
    keys_server: PostgreSQL, clock: SetClock, role: str, kind: type[SqlRoundKeyStore], left: int
) -> None:
    """The administrator of a server may let another role clear the log."""
    database = keys_server.new()
    keys_server.run(
        database,
        f"CREATE ROLE of_{database} LOGIN",
        f"ALTER DATABASE {database} OWNER TO of_{database}",
        f"GRANT pg_checkpoint TO of_{database}",
        f"GRANT EXECUTE ON FUNCTION pg_switch_wal TO of_{database}",
    )
    name = "postgres" if role == "administrator" else f"of_{database}"
    keys = kind(keys_server.url(database).replace("postgres@", f"{name}@"), WRAPPING)
    await keys.create([f"{number}" for number in range(8)], clock.now())
    destroyed = {row["wrapped"] for row in await keys.rows() if int(row["round"]) % 2}
    await keys.destroy("1", "3", "5", "7")
    await keys.close()
    assert sum(wrapped in keys_server.files() for wrapped in destroyed) == left


async def test_servers_of_the_compose_file_need_no_change(main: PostgreSQL, keys_server: PostgreSQL) -> None:
    url = main.url(main.new())
    await migrate(url)
    location = locate_keys(NOWHERE, NOWHERE, keys_server.url(keys_server.new()), "")
    found = await check_keys(url, location, [SECRET])
    assert [(finding.level, finding.what) for finding in found] == [
        (Level.OK, "They are kept apart from the database.")
    ]

"""Checks of the keys for `accord check`: that they are apart from the database, that nothing is left of them
once they are destroyed, and that Accord can start with them."""

import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

import sqlalchemy as sa

from bot.core.errors import Unavailable
from bot.ops.doctor import Finding, error, ok, warning
from storage.checks import cause_and_cure, check_private, is_there, open_writable
from storage.crypto import fingerprint
from storage.database import Connection
from storage.keys_binding import KeysState, known_secrets, load_state
from storage.keys_folder import KeysLocation, sqlite_file
from storage.schema import REVISION_TABLE, Schema, read_columns, read_schema

SERVER = "SELECT system_identifier FROM pg_control_system()"
# Why a server keeps removed rows in its write-ahead log, or sends them elsewhere.
KEEPS_LOG = """
    SELECT name || ' = ' || setting FROM pg_settings
    WHERE (name IN ('wal_recycle', 'archive_mode') AND setting <> 'off')
        OR (name = 'wal_keep_size' AND setting <> '0')
    UNION ALL SELECT 'replication slot ' || slot_name FROM pg_replication_slots
"""


async def check_keys(main: str, location: KeysLocation, secrets: Sequence[str]) -> list[Finding]:
    """Check the keys. Creates nothing, not even a database that is not there yet."""
    findings, is_usable = [*_check_folder(location)], True
    if is_there(location.url):
        more, is_usable = await _check_database(main, location)
        findings += more
    with suppress(Unavailable):  # another check reports that
        if is_usable and is_there(main) and await read_schema(main) is Schema.CURRENT:
            findings += await _check_state(main, location, secrets)
    return findings


def _check_folder(location: KeysLocation) -> Iterator[Finding]:
    folder, secret = location.folder, location.secret
    if location.has_no_place:
        yield error("keys", "They have no lasting place outside the data.", location.cure)
    if location.file and folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield error("keys", f"Other users of this machine may use {folder}.", f"Run: chmod 700 {folder}")
    if secret.exists():
        yield from check_private(secret, "secret key")


async def _check_database(main: str, location: KeysLocation) -> tuple[list[Finding], bool]:
    """Return the findings, and True if this is a keys database that can be used."""
    try:
        async with open_writable(location.url) as connection:
            if REVISION_TABLE in await read_columns(connection):
                return [
                    error(
                        "keys",
                        "They are in the main database, so a copy of it holds both.",
                        "Set ACCORD_KEYS_URL to another database.",
                    )
                ], False
            findings = (
                [*_check_file(main, location)]
                if location.file
                else await _check_server(main, location.url, connection)
            )
    except Unavailable as unavailable:
        cause, cure = cause_and_cure(unavailable)
        return [error("keys", f"Their database cannot be used. {cause}", cure)], False
    return findings or [ok("keys", "They are kept apart from the database.")], True


def _check_file(main: str, location: KeysLocation) -> Iterator[Finding]:
    """Yield an error if the keys lie in the folder of the database, or below it, or the other way round."""
    main_file, keys_file = sqlite_file(main), location.old_file or location.file
    if not main_file or not keys_file:
        return
    folder, keys_folder = main_file.parent.resolve(), keys_file.parent.resolve()
    if keys_folder.is_relative_to(folder) or folder.is_relative_to(keys_folder):
        yield error(
            "keys",
            f"They are in {keys_folder}, together with the database. A copy of that folder shows who gave"
            " which answer, even after the keys are deleted here.",
            _cure(location),
        )


def _cure(location: KeysLocation) -> str:
    if location.old_file:
        return f"Restart Accord. It moves them to {location.folder}."
    if location.is_set:
        return "Set ACCORD_KEYS_URL to a file in another folder, one that no backup includes."
    return f"{location.cure} Then restart Accord. It moves them there."


async def _check_server(main: str, keys: str, connection: Connection) -> list[Finding]:
    from storage.postgresql import MAY_CLEAR_LOG

    if await _is_same_server(main, keys, connection):
        return [
            error(
                "keys",
                "They are on the same server as the database. Its log keeps answers beside deleted keys.",
                "Use a second server for the keys. docs/operate/systemd.md says how.",
            )
        ]
    findings = []
    if not (await connection.fetch(MAY_CLEAR_LOG))[0][0]:
        findings.append(
            warning(
                "keys",
                "Accord may not clear the log of their server, which keeps deleted keys for months.",
                "In that database, give Accord's role two rights:"
                " GRANT pg_checkpoint TO role; GRANT EXECUTE ON FUNCTION pg_switch_wal TO role;",
            )
        )
    if reasons := [row[0] for row in await connection.fetch(KEEPS_LOG)]:
        findings.append(
            warning(
                "keys",
                f"Their server keeps deleted keys in its log, or in copies of it: {', '.join(reasons)}.",
                "On that server set wal_recycle = off, archive_mode = off and wal_keep_size = 0. Do not"
                " replicate it.",
            )
        )
    return findings


async def _is_same_server(main: str, keys: str, connection: Connection) -> bool:
    if sqlite_file(main):
        return False
    if _address(main) == _address(keys):
        return True
    with suppress(Unavailable):
        async with open_writable(main) as other:
            return bool((await other.fetch(SERVER))[0] == (await connection.fetch(SERVER))[0])
    return False


def _address(url: str) -> tuple[object, ...]:
    parsed = sa.make_url(url)
    return parsed.host, parsed.port, parsed.query.get("host")


async def _check_state(main: str, location: KeysLocation, secrets: Sequence[str]) -> list[Finding]:
    """Say why Accord would not start, and which secret keys open rounds need."""
    secret_keys, state = known_secrets(location, secrets), await load_state(main, location)
    refusals = [*state.refusals(location, secret_keys)]
    return [
        *(error("keys", f"Accord cannot start. {refusal.reason}", refusal.cure) for refusal in refusals),
        *_check_secrets(state, secret_keys),
    ]


def _check_secrets(state: KeysState, secret_keys: Sequence[str]) -> Iterator[Finding]:
    needed = Counter(secret for id, secret in state.needed_secrets.items() if id in state.rounds)
    if needed:
        counts = [
            f"number {position} ({name}) {needed[name]}"
            for position, name in enumerate(map(fingerprint, secret_keys), 1)
        ]
        yield ok("secret key", f"Open rounds that need each secret key: {', '.join(counts)}.")

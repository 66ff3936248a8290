"""Opens the keys at the start, and refuses where open rounds would lose theirs.

An id that the main database and the keys database both hold binds them: two installations with the same keys
database would destroy each other's keys. A restored database gets another id.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from bot.core.errors import AccordError
from bot.core.heartbeats import alive_workers
from bot.core.models import Answer, Partnership, Round, RoundState
from storage.crypto import KeyWrapping, fingerprint, load_or_create_secret, move_secret
from storage.database import Database, open_database
from storage.heartbeats import SqlHeartbeats
from storage.ids import RandomIds
from storage.keys import KeysDatabase, SqlRoundKeyStore
from storage.keys_folder import SECRET, KeysLocation, moving, prepare_folder, remove_file, sqlite_file
from storage.prepared import as_tuple, prepare, prepare_change
from storage.queries import INSERTS
from storage.tables import KEYS_BINDING, TABLES

MAX_NAMES = 5  # of partnerships in one error
_ID = "keys"  # of the only row
_ROUND, _ANSWER, _PARTNERSHIP = (TABLES[kind].c for kind in (Round, Answer, Partnership))
_NEED_KEYS = (  # rounds that are being closed need theirs until their answers are counted
    sa.select(_ROUND.id, _PARTNERSHIP.name)
    .join_from(TABLES[Round], TABLES[Partnership], _PARTNERSHIP.id == _ROUND.partnership)
    .where(
        (_ROUND.state == RoundState.OPEN)
        | ((_ROUND.state == RoundState.CLOSING) & sa.exists().where(_ANSWER.round == _ROUND.id))
    )
    .order_by(_PARTNERSHIP.name)
)

_SERVER = "SELECT system_identifier, current_database() FROM pg_control_system()"
_BINDING = sa.select(KEYS_BINDING.c.installation, KEYS_BINDING.c.place)
_PLACE = sa.update(KEYS_BINDING).values(place=sa.bindparam("now_in"))


class KeysRefused(AccordError):
    """Accord does not start, because rounds that are open would lose their keys, or destroy others'."""

    def __init__(self, reason: str, cure: str):
        super().__init__(f"Accord was not started. {reason} {cure}")
        self.reason, self.cure = reason, cure


@dataclass(frozen=True, slots=True)
class KeysState:
    """The facts about keys in both databases. `rounds` has the partnership of each round that needs its key,
    by round; `needed_secrets` the fingerprint of the secret key of each round whose key is there."""

    installation: str  # the id that the keys must have
    place: str  # where the keys were at the last start, "" if there was none
    bound_to: str  # the id that the keys have, "" if they are new
    bound_database: str  # the main database at the last start, as `identify` names it
    rounds: Mapping[str, str]
    needed_secrets: Mapping[str, str]

    def refusals(self, location: KeysLocation, secret_keys: Sequence[str]) -> Iterator[KeysRefused]:
        """Yield each reason not to start."""
        yield from self.misplaced(location, secret_keys)
        yield from self.locked_out(location, secret_keys)

    def misplaced(self, location: KeysLocation, secret_keys: Sequence[str]) -> Iterator[KeysRefused]:
        """Yield a reason not to start if these are another installation's keys, or ours are missing."""
        yield from self.other_keys(location)
        if self.bound_to or not self.place or location.old_file:
            return
        cure = "Put them back, or mount their volume. If they are lost, run accord discard-keys."
        if lost := [name for id, name in self.rounds.items() if id not in self.needed_secrets]:
            yield KeysRefused(
                f"There are no keys in {location.place}. Open rounds need the keys in {self.place}:"
                f" {_listed(lost)}.",
                cure,
            )
        elif not secret_keys:
            yield KeysRefused(
                f"There is no secret key in {location.folder}. Accord made one earlier, with the keys in"
                f" {self.place}.",
                cure,
            )

    def other_keys(self, location: KeysLocation) -> Iterator[KeysRefused]:
        """Yield a reason not to start if the keys are those of another installation."""
        if self.bound_to not in {"", self.installation}:
            yield other_installation(location.place)

    def locked_out(self, location: KeysLocation, secret_keys: Sequence[str]) -> Iterator[KeysRefused]:
        """Yield a reason not to start if a round needs a secret key that is not among these."""
        if locked := self.locked(secret_keys):
            needs = [f"{self.rounds[id]} needs {needed}" for id, needed in locked.items()]
            is_kept = {*map(fingerprint, known_secrets(location, ()))} & {*locked.values()}
            yield KeysRefused(
                f"A secret key that open rounds need is not set. {_listed(needs)}.",
                "Add the secret key with this fingerprint after the newest one in ACCORD_SECRET_KEY."
                f"{f' It is in {location.secret}.' if is_kept else ''} If it is lost: accord discard-keys",
            )

    def locked(self, secret_keys: Sequence[str]) -> dict[str, str]:
        """Return the rounds whose key needs another secret key, each with that one's fingerprint."""
        fingerprints = {fingerprint(secret_key) for secret_key in secret_keys}
        return {
            id: needed
            for id, needed in self.needed_secrets.items()
            if id in self.rounds and needed not in fingerprints
        }


def other_installation(place: str) -> KeysRefused:
    return KeysRefused(
        f"The keys in {place} belong to another installation of Accord.",
        "Set ACCORD_KEYS_URL to another place. If nothing else uses these keys, move them away instead.",
    )


def _listed(items: Sequence[str]) -> str:
    more = f" and {len(items) - MAX_NAMES} more" if len(items) > MAX_NAMES else ""
    return ", ".join(items[:MAX_NAMES]) + more


async def open_keys(
    main_url: str, location: KeysLocation, secrets: Sequence[str], now: datetime
) -> tuple[SqlRoundKeyStore, tuple[str, ...]]:
    """Return the keys, wrapped and bound to the main database, and the secret keys, of which Accord makes one
    if none is set. Moves what an earlier version kept in the folder of the data. Raises AccordError."""
    async with AsyncExitStack() as stack:
        main, unopened = open_database(main_url), KeysDatabase(location.url)
        for resource in (main, unopened):
            stack.push_async_callback(resource.close)
        if location.file or not secrets:
            prepare_folder(location)
        await _write(main)
        state = await read_state(main, unopened)
        # before a secret key is made in a folder of another's
        for refusal in state.misplaced(location, known_secrets(location, secrets)):
            raise refusal
        database = await _identify(main, main_url)
        if state.bound_database not in {"", database}:
            await _require_nobody_at_work(unopened, location.place, now)
        secret_keys = tuple(secrets) or (load_or_create_secret(location.secret),)
        wrapping = KeyWrapping(secret_keys, state.installation)
        keys = SqlRoundKeyStore(location.url, wrapping)
        async with AsyncExitStack() as closing:
            closing.push_async_callback(keys.close)
            if location.old_file:
                await _move(location.old_file, location, keys, state.installation, wrapping)
            await keys.bind(state.installation, database)
            await _write(main, place=location.place)
            await keys.wrap_all()
            for refusal in (await read_state(main, keys)).locked_out(location, secret_keys):
                raise refusal
            closing.pop_all()
    return keys, secret_keys


async def discard_keys(main_url: str, location: KeysLocation, secrets: Sequence[str]) -> None:
    """Give up the keys that open rounds cannot use, so that Accord starts, and cancels these rounds."""
    locked = (await load_state(main_url, location)).locked(known_secrets(location, secrets))
    main, keys = open_database(main_url), KeysDatabase(location.url)
    try:
        await keys.destroy(*locked)
        await _write(main, place="")
    finally:
        await main.close()
        await keys.close()


async def load_state(main_url: str, location: KeysLocation) -> KeysState:
    """Read both databases, and create neither."""
    main = open_database(main_url)
    keys = None if location.file and not location.file.exists() else KeysDatabase(location.url)
    try:
        return await read_state(main, keys)
    finally:
        await main.close()
        if keys:
            await keys.close()


def known_secrets(location: KeysLocation, secrets: Sequence[str]) -> tuple[str, ...]:
    """Return the secret keys that are set, or else the one that Accord has made, if it has."""
    if secrets or not location.secret.exists():
        return tuple(secrets)
    return (load_or_create_secret(location.secret),)


async def read_state(main: Database, keys: KeysDatabase | None) -> KeysState:
    """Read both databases; the one with the keys may not exist yet."""
    async with main.read_only() as connection:
        bindings = await prepare(_BINDING, connection.backend, as_tuple).run(connection)
        rounds = dict(await prepare(_NEED_KEYS, connection.backend, as_tuple).run(connection))
    installation, place = bindings[0] if bindings else ("", "")
    bound_to, needed = (await keys.bound_to(), await keys.needed_secrets()) if keys else (("", ""), {})
    return KeysState(installation, place, *bound_to, rounds, needed)


async def _identify(main: Database, url: str) -> str:
    """Return what tells the main database from a copy of it: it is the same for all processes that use it."""
    if file := sqlite_file(url):
        status = await asyncio.to_thread(file.stat)
        return f"{status.st_dev}/{status.st_ino}"
    async with main.read_only() as connection:
        ((server, database),) = await connection.fetch(_SERVER)
    return f"{server}/{database}"


async def _require_nobody_at_work(keys: KeysDatabase, place: str, now: datetime) -> None:
    """The main database is another than at the last start: it was moved, or it is a copy. Raises KeysRefused
    if workers of the other are at work."""
    if alive_workers(await SqlHeartbeats(keys).all(), now):
        raise KeysRefused(
            f"Another Accord is using the keys in {place}, and this database is a copy of its database.",
            "Stop it and try again in two minutes. To run both, use accord backup and accord restore.",
        )


async def _write(main: Database, place: str | None = None) -> None:
    """Write what the main database knows of its keys. The first time, it gets its id."""
    async with main.transaction() as connection:
        insert = INSERTS[connection.backend](KEYS_BINDING).on_conflict_do_nothing()
        row = {"id": _ID, "installation": RandomIds().new(), "place": ""}
        await prepare_change(insert, connection.backend).run(connection, row)
        if place is not None:
            await prepare_change(_PLACE, connection.backend).run(connection, {"now_in": place})


async def _move(
    old: Path, location: KeysLocation, keys: SqlRoundKeyStore, installation: str, wrapping: KeyWrapping
) -> None:
    """Move keys, and a secret key that Accord made, out of the folder of the data. If this is interrupted,
    each key is in both places or one, and the next start continues."""
    async with moving(old) as is_there:
        if not is_there:  # another process has moved them meanwhile
            return
        source = SqlRoundKeyStore(f"sqlite+aiosqlite:///{old}", wrapping)
        try:
            if (await source.bound_to())[0] not in {"", installation}:
                raise other_installation(str(old))
            await source.wrap_all()
            await keys.copy_from(source)
            await source.destroy(*await source.needed_secrets())
        finally:
            await source.close()
        for secret in location.old_secrets:
            move_secret(secret, location.folder / SECRET)
        remove_file(old)

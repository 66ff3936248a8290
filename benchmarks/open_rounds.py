"""Open rounds on a database, and every answer that every member could give. No worker runs meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from adapters.web.session import BrowserCookie
from benchmarks.databases import BareDriver, databases
from benchmarks.partnerships import AddressOf, add, bank, context, in_slack, partnership
from benchmarks.processes import parent
from bot.app import SystemClock
from bot.core.cards import Card
from bot.core.i18n import Translator
from bot.core.models import BrowserSession, Invitation, Member, Partnership, Person, Round
from bot.core.ports import Store
from bot.language.commands import GiveAnswer
from bot.language.parser import format_command
from bot.messages.check_in import step_card
from bot.rounds.opening import open_due
from storage.keys import SqlRoundKeyStore
from storage.keys_binding import open_keys
from storage.keys_folder import locate_keys

MEMBERS, POINTS = 20, "43521"
SECRET = "a secret key that is only for measuring"
PUBLIC = "http://127.0.0.1"


@dataclass(frozen=True, slots=True)
class Press:
    """A member's answer to one question, on the card that asks it, and the browser on which they are signed
    in."""

    person: Person
    browser: BrowserCookie
    card: Card
    says: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The settings of a server that uses the database, and presses that can be made there. `database` is the
    process id of a PostgreSQL server, and 0 for SQLite."""

    settings: dict[str, str]
    presses: list[Press]
    database: int


@asynccontextmanager
async def ready(backend: str, partnerships: int, address_of: AddressOf = in_slack) -> AsyncIterator[Ready]:
    async with databases(backend) as (store, bare):
        with TemporaryDirectory() as folder:
            url, keys_url = await database_urls(backend, bare, folder)
            location = locate_keys(Path(folder) / "data", Path(folder), keys_url, "")
            keys, _ = await open_keys(url, location, [SECRET], SystemClock().now())
            settings = {
                "ACCORD_DATABASE_URL": url,
                "ACCORD_KEYS_URL": keys_url,
                "ACCORD_SECRET_KEY": SECRET,
            }
            presses = await prepare_presses(store, keys, partnerships, address_of)
            yield Ready(settings, presses, await process_id(backend, bare))
            await keys.close()


async def prepare_presses(
    store: Store, keys: SqlRoundKeyStore, partnerships: int, address_of: AddressOf
) -> list[Press]:
    """Open rounds, and return the first answer of every member, then the second of each, and so on."""
    now = SystemClock().now()
    await add(store, *(partnership(number, MEMBERS, now, address_of) for number in range(partnerships)))
    await open_due(context(store, keys), now)
    async with store.transaction() as db:
        invitations = {invitation.member: invitation for invitation in await db.find(Invitation)}
        people = {person.id: person for person in await db.find(Person)}
        rounds = {round_.id: round_ for round_ in await db.find(Round)}
        names = {partnership.id: partnership.name for partnership in await db.find(Partnership)}
        members = await db.find(Member)
        browsers = {member.id: BrowserCookie.at(f"secret {member.id}", now) for member in members}
        await db.add(*(signed_in(browsers[member.id], member.person, now) for member in members))
    questions = bank()

    def press(member: Member, step: str, point: str) -> Press:
        invitation = invitations[member.id]
        round_, name = rounds[invitation.round], names[member.partnership]
        card = step_card(questions, Translator(), name, round_, invitation.id, step)
        says = format_command(GiveAnswer(f"{invitation.id}.{step}", point))
        return Press(people[member.person], browsers[member.id], card, says)

    return [press(member, str(step), point) for step, point in enumerate(POINTS, 1) for member in members]


def signed_in(browser: BrowserCookie, person: str, now: datetime) -> BrowserSession:
    return BrowserSession(f"s{person}", browser.id, person, now + timedelta(days=1))


async def database_urls(backend: str, bare: BareDriver, folder: str) -> tuple[str, str]:
    """Return the URLs of the database and of one for the keys."""
    if backend == "SQLite":
        path: Any = (await bare.rows("PRAGMA database_list"))[0][2]
        return f"sqlite+aiosqlite:///{path}", f"sqlite+aiosqlite:///{folder}/keys.db"
    await bare.run("CREATE DATABASE keys")
    host = quote((await bare.rows("SHOW unix_socket_directories"))[0][0], safe="")
    template = "postgresql+asyncpg://postgres@/{}?host=" + host
    return template.format("postgres"), template.format("keys")


async def process_id(backend: str, bare: BareDriver) -> int:
    """Return the process id of a PostgreSQL server, which is the parent of each connection's, or 0."""
    if backend == "SQLite":
        return 0
    return parent((await bare.rows("SELECT pg_backend_pid()"))[0][0])

"""The queries of each page are counted. Another partnership adds one at most, for its open actions."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from adapters.web.app import create_app
from bot.context import AppContext
from bot.core.models import Address, Member, Organisation, Partnership, web_address
from bot.core.ports import WebMessage
from bot.handlers.bot import Bot
from storage.store import SqlStore
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.adapters.web.test_with_the_product import chat, founded
from tests.support.fakes import SetClock
from tests.support.history_factory import add_members_without_home


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """The queries so far of all connections, of records and of keys."""
    found: list[str] = []

    def on_statement(statement: str) -> None:
        if statement.startswith("SELECT"):
            found.append(statement)

    def on_connect(connection: object, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(on_statement)

    sa.event.listen(sa.Engine, "connect", on_connect)
    yield found
    sa.event.remove(sa.Engine, "connect", on_connect)


@pytest.fixture
async def app(queries: list[str], context: AppContext, inbox: SqlWebInbox) -> Starlette:
    return create_app(Bot(context), inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)


class RecordingInbox(SqlWebInbox):
    """Records how many posts were asked for."""

    def __init__(self, store: SqlStore):
        super().__init__(store)
        self.read: list[int] = []

    async def posts(self, to: Address, most: int) -> list[WebMessage]:
        self.read.append(most)
        return await super().posts(to, most)


async def join_more(context: AppContext, person: str, partnerships: int) -> None:
    async with context.store.transaction() as db:
        member = await db.first(Member, person=person)
        assert member
        partnership = await db.get(Partnership, member.partnership)
        organisation = await db.get(Organisation, member.organisation)
        for n in range(partnerships):
            id = f"more{n}"
            await db.add(
                replace(partnership, id=id, name=f"More {n}", round=""),
                replace(organisation, id=id, partnership=id),
                replace(member, id=id, partnership=id, organisation=id),
            )


async def test_pages_take_few_queries(app: Starlette, context: AppContext, queries: list[str]) -> None:
    gwen, tom = await founded(app)
    await add_members_without_home(context.store, context.clock.now(), 8, "Harbour")
    await gwen.press("Send", words="ask trust now")
    await gwen.press("Send", words="note We have a new chair")
    home = tom.path
    channel = (await tom.get(home)).links["Channel"]
    posts = f"{home}/updates?after=gone", f"{channel}/updates?after=gone"

    async def count(path: str) -> int:
        queries.clear()
        await tom.get(path)
        assert tom.status == 200
        return len(queries)

    paths = (home, channel, *posts, f"{home}/forms")
    before = [await count(path) for path in paths]
    assert before == [15, 13, 16, 14, 10]
    await join_more(context, chat(tom).key, 5)
    open_actions = [5, 0, 5, 0, 0]  # a query for each partnership
    assert [await count(path) for path in paths] == [*map(sum, zip(before, open_actions, strict=True))]


async def test_a_page_that_asks_for_what_is_new_reads_few_posts(
    context: AppContext, store: SqlStore, clock: SetClock
) -> None:
    inbox = RecordingInbox(store)
    app = create_app(Bot(context), inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)
    gwen, _ = await founded(app)
    for number in range(20):
        clock.move(timedelta(minutes=1))
        await gwen.press("Send", words=f"note Note {number}")
    newest, *_ = [post.id for post in await inbox.posts(web_address(chat(gwen).key), 1)]
    inbox.read.clear()
    await gwen.get(f"{gwen.path.partition('#')[0]}/updates?after={newest}")
    assert inbox.read == [3]

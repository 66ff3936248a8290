"""`accord serve` is stopped in the middle of a round, with messages and presses under way."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
from aiohttp import web

from bot.core.deliveries import Delivery
from bot.core.models import Address, Answer, Channel, Partnership
from storage.store import SqlStore
from tests.adapters.slack.signing import SECRET, Sender
from tests.adapters.slack.slack_api import Body, Call, SlackAPI, slack_api, taken
from tests.adapters.slack.slack_app import ONE, joined
from tests.adapters.slack.two_workspaces import COORDINATOR, TEAM_OF, TwoWorkspaces
from tests.end_to_end.serving import accord_serve, free_port
from tests.support.fakes import SetClock

CHANNELS = {user: Address("slack", "T1", f"C{user[1:]}") for user in TEAM_OF}
AT_FIRST = 2  # messages that Slack takes at once; for the others it waits until we are being stopped


async def test_a_stop_loses_and_doubles_nothing(sqlite_url: str, tmp_path: Path) -> None:
    async with slack_api(**{"xoxb-1": "T1"}) as api:
        presses = await opened(api, sqlite_url, tmp_path)
        stopping = asyncio.Event()

        async def held(api: SlackAPI, request: web.Request, call: Call) -> web.StreamResponse:
            await stopping.wait()
            return await taken(api, request, call)

        api.failing["chat.postMessage"].extend([taken] * AT_FIRST + [held] * len(TEAM_OF))
        told = {
            "ACCORD_DATA": str(tmp_path),
            "ACCORD_DATABASE_URL": sqlite_url,
            "SLACK_API_URL": f"{api.url}api/",
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": SECRET,
        }
        async with accord_serve(free_port(), **told) as served:
            await api.until(lambda: len(api.calls) > AT_FIRST)
            sender = Sender(served.url)
            first = await sender.press(presses[0])
            served.process.terminate()
            others = [asyncio.create_task(heard(sender, press)) for press in presses[1:]]
            stopping.set()
            acknowledged = [first.status_code == 200, *await asyncio.gather(*others)].count(True)
            assert "Traceback" not in await served.stops()
        api.failing.clear()
        async with accord_serve(free_port(), **told):
            await api.until(lambda: len(api.posted) >= len(TEAM_OF))
    assert {len(api.to(channel.key)) for channel in CHANNELS.values()} == {1}
    assert await answers(sqlite_url) >= acknowledged >= 1


async def opened(api: SlackAPI, url: str, data: Path) -> list[Body]:
    """Open a round with messages due to several channels; return the presses that answer it."""
    now = datetime.now(UTC)
    clock = SetClock(now)
    async with joined(api, url, data, clock, slack=ONE) as accord:
        both = TwoWorkspaces(api, accord, clock, Sender(accord.app))
        await both.founded()
        await both.says(COORDINATOR, "ask leadership for 20 days now")
        async with accord.bot.context.store.transaction() as db:
            (partnership,), late = await db.find(Partnership), now + timedelta(days=7)
            await db.add(*(Channel(user, partnership.id, to, "#news") for user, to in CHANNELS.items()))
            await db.add(
                *(
                    Delivery(user, to.lane, to, "called-off", partnership.id, now, late, partnership.id)
                    for user, to in CHANNELS.items()
                )
            )
        return [await both.press(user, question, 4) for user in TEAM_OF for question in (1, 2, 3)]


async def heard(sender: Sender, press: Body) -> bool:
    """Press, and return True if Accord accepted it. A server that is stopping may refuse."""
    with suppress(httpx2.TransportError):
        return (await sender.press(press)).status_code == 200
    return False


async def answers(url: str) -> int:
    store = SqlStore(url)
    async with store.read_only() as db:
        found = await db.count(Answer)
    await store.close()
    return found

"""Microsoft's own local client for bots, which signs nothing: a proxy in front of us does so in its place.

https://learn.microsoft.com/microsoft-365/agents-sdk/test-with-toolkit-project
"""

import asyncio
import json
import shutil
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.core.ports import Clock
from tests.adapters.teams.issuer import Issuer, claims, signed
from tests.end_to_end.serving import free_port
from tests.support.patience import PATIENCE

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / ".venv/stand_ins/node_modules/@microsoft/m365agentsplayground/cli.js"
MISSING = "THE AGENTS PLAYGROUND, NODE OR CHROMIUM IS NOT HERE, SO NOTHING WAS TRIED AS IN TEAMS"
TENANT = "00000000-0000-0000-0000-0000000000001"  # whose tenant it plays
INVOKE_TIMEOUT = 10  # seconds after which Teams drops a press or a form


def somebody(number: int, given: str, family: str) -> dict[str, str]:
    mail = f"{given.lower()}@example.org"
    return {
        "id": f"29:{given.lower()}",
        "aadObjectId": f"00000000-0000-0000-0000-{number:012}",
        "name": f"{given} {family}",
        "givenName": given,
        "surname": family,
        "userPrincipleName": mail,
        "email": mail,
    }


CONTEXT = {  # who and what it plays, with ids of chats and channels such as Teams gives
    "version": "0.1.1",
    "tenantId": TENANT,
    "bot": {"id": "28:accord", "name": "Test Bot"},
    "currentUser": somebody(1, "Alex", "Wilber"),
    "users": [somebody(n, name, "Jones") for n, name in enumerate(("Ann", "Bob", "Cai", "Dai", "Eve"), 2)],
    "personalChat": {"id": "a:alex"},
    "groupChat": {"id": "19:group@thread.v2", "name": "Group Chat"},
    "team": {
        "id": "19:general@thread.tacv2",
        "aadGroupId": "00000000-0000-0000-0000-000000000009",
        "name": "My Team",
        "channels": [{"id": "19:other@thread.tacv2", "name": "Announcements"}],
    },
}


@dataclass(frozen=True, slots=True)
class Microsoft:
    """Issues tokens and keys, and passes on what the client sends, signed. `refused` are the statuses of what
    we did not take."""

    url: str
    refused: list[int]


@asynccontextmanager
async def microsoft(accord: str, clock: Clock) -> AsyncIterator[Microsoft]:
    refused: list[int] = []

    async def token(_: web.Request) -> web.Response:
        return web.json_response({"access_token": "a token", "expires_in": 3600})

    async def passed_on(request: web.Request) -> web.Response:
        body = await request.read()
        named = claims(clock.now(), serviceurl=json.loads(body)["serviceUrl"])
        headers = {"Authorization": f"Bearer {signed(named)}", "Content-Type": "application/json"}
        limit = aiohttp.ClientTimeout(total=INVOKE_TIMEOUT if b'"invoke"' in body else PATIENCE)
        async with http.post(f"{accord}/api/messages", data=body, headers=headers, timeout=limit) as answer:
            if answer.status >= 300:
                refused.append(answer.status)
            return web.Response(
                status=answer.status, body=await answer.read(), content_type=answer.content_type
            )

    app = Issuer().app()
    app.router.add_post("/token", token)
    app.router.add_post("/api/messages", passed_on)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as http:
        yield Microsoft(f"http://127.0.0.1:{runner.addresses[0][1]}", refused)
        await runner.cleanup()


@asynccontextmanager
async def playground(calls: str, folder: Path) -> AsyncIterator[str]:
    """The address of its page. It calls our door at `calls`, and keeps its papers in the folder."""
    node = shutil.which("node")
    assert node
    port = free_port()
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(CONTEXT))
    how = ("-e", calls, "-c", "msteams", "-p", str(port), "--disable-telemetry")
    process = await asyncio.create_subprocess_exec(
        node, str(CLIENT), "start", *how, cwd=folder, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        await answers(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        await process.wait()


async def answers(url: str) -> None:
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as http:
        while True:
            with suppress(aiohttp.ClientError):
                async with http.get(url) as response:
                    if response.status == 200:
                        return

"""A Slack that nobody here wrote, in a process of its own, and what its people do there; written down as they
go.

https://github.com/parvalabs/local-slack
"""

import asyncio
import json
import re
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from tests.support.patience import PATIENCE

ROOT = Path(__file__).parents[2]
BINARY = ROOT / ".venv/stand_ins/node_modules/local-slack-linux-x64/bin/local-slack"
MISSING = "LOCAL-SLACK IS NOT HERE, SO NOTHING WAS TRIED AGAINST A STAND-IN FOR SLACK"
TEAM, HARBOUR = "T01TEST", "C01HARBOUR"
TOKENS = {"botToken": "xoxb-test", "appToken": "xapp-test", "signingSecret": "a signing secret of tests"}

Body = dict[str, Any]


class LocalSlack:
    """`people` are names by user id. `story` holds what was done, and what came of it, line by line."""

    def __init__(
        self,
        url: str,
        http: aiohttp.ClientSession,
        ui: aiohttp.ClientWebSocketResponse,
        people: dict[str, str],
    ):
        self.url, self.people, self.story = url, people, list[str]()
        self._http, self._ui, self._seen = http, ui, dict[tuple[str, str], str]()
        self._channels: dict[str, Body] = {}
        self._is_connected, self._count, self._news = False, 0, asyncio.Condition()

    async def command(self, user: str, text: str) -> None:
        """Type a slash command in the channel, which sees the public replies."""
        self._did(user, f"types /accord {text}".rstrip())
        body = {"channel": HARBOUR, "user": user, "command": "/accord", "text": text}
        await self._control("command", body)
        await self.look()

    async def types(self, user: str, text: str) -> None:
        """Write to Accord in a private chat, and wait until something changes."""
        self._did(user, f"writes to Accord: {text}")
        await self._and_then(1, self._control("message", {"channel": user, "user": user, "text": text}))

    async def press(self, user: str, label: str, channel: str = "", upon: str = "") -> None:
        """Press the newest button with this label that they can see, in their own chat or in the channel, on
        a message that begins with `upon`; wait until something changes."""
        self._did(user, f"presses {label}")
        message, action = await self._button(user, label, channel, upon)
        body = {"channel": message["channel"], "messageTs": message["ts"], "user": user, "action": action}
        await self._and_then(1, self._control("interact", body))

    async def opens_home(self, user: str) -> None:
        self._did(user, "opens the home of Accord")
        await self._and_then(1, self._control("open-home", {"user": user}))

    async def sends(self, user: str, **typed: str) -> None:
        """Submit the open modal with these values, by block."""
        self._did(user, f"fills in: {', '.join(typed.values())}")
        values = {
            block: {block: {"type": "plain_text_input", "value": words}} for block, words in typed.items()
        }
        message = {"t": "view_submit", "user": user, "values": values}
        await self._and_then(2, self._ui.send_json(message))  # the modal closes, and something changes

    async def look(self) -> None:
        """Write down what is new or has changed."""
        self._channels = {each["id"]: each for each in (await self._get("state"))["channels"]}
        news = []
        for channel in self._channels:
            for message in await self.messages(channel):
                id, words = (channel, message["ts"]), _told(message)
                if message.get("bot_id") and self._seen.get(id) != words:
                    news.append((self._place(message, changed=id in self._seen), words))
                    self._seen[id] = words
        for place, words in sorted(news):  # what leaves together does so in no order
            self._tell(place, words)

    async def messages(self, channel: str) -> list[Body]:
        found: list[Body] = (await self._get(f"messages/{channel}"))["messages"]
        return found

    async def direct(self, user: str) -> str:
        """Return the private chat of a person with Accord."""
        channels = (await self._get("state"))["channels"]
        found = [each["id"] for each in channels if each["is_im"] and user in each["members"]]
        assert found, "\n".join([*self.story, f"Accord has never written to {self.people[user]}"])
        return str(found[0])

    async def connected(self) -> None:
        """Wait until Accord has opened a connection for Socket Mode."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self._is_connected)

    async def read(self) -> None:
        """Follow the events for the people's own screens."""
        async for message in self._ui:
            told = json.loads(message.data)
            async with self._news:
                if self._changes(told):
                    self._count += 1
                self._news.notify_all()

    def _changes(self, told: Body) -> bool:
        """Return True if somebody sees something new."""
        match told["t"]:
            case "socket_status":
                self._is_connected = bool(told["connected"])
            case "view":
                for view in told["stack"][-1:]:
                    self._tell("a modal", "\n".join(_words(view)))
                return True
            case "home":
                self._tell(f"the home of {self.people[told['user']]}", "\n".join(_words(told["view"])))
                return True
            case "message" | "message_update":
                return "bot_id" in told["message"]
        return False

    async def _and_then(self, changes: int, action: Any) -> None:
        before = self._count
        await action
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self._count >= before + changes)
        await self.look()

    async def sees(self, user: str, label: str) -> bool:
        """Return True if the newest message in their own chat has this button."""
        newest = (await self.messages(await self.direct(user)))[-1]
        return any(button["text"]["text"] == label for button in _buttons(newest))

    async def _button(self, user: str, label: str, channel: str, upon: str) -> tuple[Body, Body]:
        for message in reversed(await self.messages(channel or await self.direct(user))):
            for button in _buttons(message):
                if button["text"]["text"].rstrip("…") == label and message["text"].startswith(upon):
                    return message, button
        raise AssertionError("\n".join([*self.story, f"{self.people[user]} sees no button {label}"]))

    async def _control(self, action: str, body: Body) -> None:
        async with self._http.post(f"{self.url}/_control/{action}", json=body) as response:
            assert response.status == 200, await response.text()

    async def _get(self, path: str) -> Any:
        async with self._http.get(f"{self.url}/_control/{path}") as response:
            return await response.json()

    def happens(self, what: str) -> None:
        self.story += ["", what]

    def _did(self, user: str, what: str) -> None:
        self.happens(f"{self.people[user]} {what}")

    def _place(self, message: Body, *, changed: bool) -> str:
        channel = self._channels[message["channel"]]
        alone = message.get("ephemeral_to") or next(iter({*channel["members"]} & self.people.keys()), "")
        whose = channel["is_im"] or "ephemeral_to" in message
        place = f"to {self.people[alone]} alone" if whose else f"in #{channel['name']}"
        return f"{place}, in the place of the last" if changed else place

    def _tell(self, place: str, words: str) -> None:
        self.story += [f"  {place}:", *(f"    {steady(line)}" for line in words.splitlines())]


def steady(line: str) -> str:
    """Return the line without what differs in each run."""
    line = re.sub(r"\b[a-z]+-\d{4}(?:-[a-z]+)+\b", "<code>", line)
    return re.sub(r"/me/open/\w+", "/me/open/<secret>", line)


def _told(message: Body) -> str:
    pictures = [f"(a picture: {each['alt_text']})" for each in message["blocks"] if each["type"] == "image"]
    return "\n".join([unescape(message["text"]), *pictures])


def _buttons(message: Body) -> Iterator[Body]:
    for block in message.get("blocks") or []:
        for element in block.get("elements", []):
            if element.get("type") == "button":
                yield element | {"block_id": block["block_id"]}


def _words(thing: Any) -> Iterator[str]:
    """Return all text of a view, in its order."""
    if isinstance(thing, dict):
        if isinstance(thing.get("text"), str):
            yield thing["text"]
        for name, value in thing.items():
            if name not in {"private_metadata", "state"}:
                yield from _words(value)
    elif isinstance(thing, list):
        for each in thing:
            yield from _words(each)


@asynccontextmanager
async def local_slack(request_url: str, people: dict[str, str]) -> AsyncIterator[LocalSlack]:
    """Run a Slack that sends events over HTTP to this address, or over Socket Mode if there is none."""
    mode = {"mode": "events", "requestUrl": request_url} if request_url else {"mode": "socket"}
    members = [*people, "U0BOT"]
    config = {
        "workspace": {"name": "Harbour Council", "domain": "harbour", "teamId": TEAM},
        "apps": [{"appId": "A01", "botUserId": "U0BOT", "botName": "accord", **TOKENS, **mode}],
        "users": [
            {"id": id, "name": name.lower(), "real_name": name, "tz": "Europe/London"}
            for id, name in people.items()
        ],
        "channels": [{"id": HARBOUR, "name": "harbour", "members": members}],
    }
    with TemporaryDirectory() as folder:
        file = Path(folder) / "config.json"
        file.write_text(json.dumps(config))
        how = ("--config", str(file), "--port", "0", "--base-host", "127.0.0.1", "--files-dir", folder)
        process = await asyncio.create_subprocess_exec(BINARY, *how, stdout=PIPE, stderr=DEVNULL)
        try:
            async with asyncio.timeout(PATIENCE):
                url = await _address(process)
            async with aiohttp.ClientSession() as http, http.ws_connect(f"{url}/ui", max_msg_size=0) as ui:
                slack = LocalSlack(url, http, ui, people)
                reading = asyncio.create_task(slack.read())
                yield slack
                reading.cancel()
        finally:
            process.terminate()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout
    said = ""
    while not (found := re.search(r"Web UI:\s+(http://\S+)", said)) or "Apps:" not in said:
        line = await process.stdout.readline()
        assert line, f"local-slack has ended: {said}"
        said += line.decode()
    return found[1]

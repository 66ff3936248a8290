"""What one press costs, from the request to the card that is shown for it: how many files it crosses, how
often it is parsed, how many statements the databases run."""

import asyncio
import hmac
import json
import re
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, groupby
from pathlib import Path
from types import CodeType, CoroutineType, FrameType
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from starlette.requests import Request

from adapters.slack.settings import SlackSettings
from bot.app import open_application
from bot.core.ports import Store
from bot.language.parser import parse
from bot.settings import Settings
from tests.adapters.slack.slack_api import SlackAPI, slack_api
from tests.adapters.teams.issuer import APP, TENANT, Issuer, claims, signed, trusting
from tests.support.databases import PostgreSQL
from tests.support.history_factory import add_members_without_home

FILE_LIMITS = {"slack": 28, "teams": 28, "web": 23}
# BEGIN, COMMIT and the read of the round's key are counted. On the web one more is for the session, and seven
# are for the next page, which is a request of its own. PostgreSQL reads all again once the round
# is locked.
STATEMENT_LIMITS = {"slack": 7, "teams": 7, "web": 15}
MORE_ON_POSTGRESQL = 1

ROOT = Path(__file__).parent.parent
PRODUCT = tuple(f"{ROOT / package}/" for package in ("bot", "adapters", "storage"))
BASE_URL = "http://127.0.0.1:8000"
SIGNING_SECRET = "signing secret"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a Monday, in working hours
STATEMENT = re.compile(r"(\w+)(?:.*?\b(?:FROM|INTO|UPDATE) (\w+))?", re.DOTALL)


class FixedClock:
    def now(self) -> datetime:
        return NOW


def is_product(code: CodeType) -> bool:
    """Templates and code that is generated, such as `__init__` of a dataclass, are not counted."""
    return code.co_filename.startswith(PRODUCT) and code.co_filename.endswith(".py")


async def product_tasks() -> None:
    """Waits for the tasks that the product has started, such as the one that shows a reply in Slack."""
    for task in asyncio.all_tasks():
        work = task.get_coro()
        if isinstance(work, CoroutineType) and is_product(work.cr_code):
            await task


@dataclass
class Recorder:
    """Records calls, SQL statements and reads of the payload while it is on, and how often one was decoded.

    A read of a JSON payload is a look-up of a name in its outermost object by the product. A read of a form
    is a call of `Request.form`. `frames` is in the order in which functions began: a coroutine that goes on
    after an `await` keeps its place.
    """

    is_on: bool = False
    frames: dict[FrameType, None] = field(default_factory=dict)
    statements: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    decoded: int = 0

    def on_profile_event(self, frame: FrameType, event: str, _: object) -> None:
        if self.is_on and event == "call":
            if frame.f_code is Request.form.__code__:
                self.reads.append("form")
            if is_product(frame.f_code):
                self.frames[frame] = None

    def on_connect(self, connection: object, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(self.on_statement)

    def on_statement(self, sql: str) -> None:
        if self.is_on:
            self.add_statement(sql)

    def add_statement(self, sql: str) -> None:
        if match := STATEMENT.match(sql):
            self.statements.append(" ".join(filter(None, match.groups())))

    def on_read(self, name: str) -> None:
        if self.is_on and is_product(sys._getframe(2).f_code):
            self.reads.append(name)

    @contextmanager
    def recording(self) -> Iterator[None]:
        self.is_on = True
        sys.setprofile(self.on_profile_event)
        try:
            yield
        finally:
            sys.setprofile(None)
            self.is_on = False


class RecordedPayload(dict[str, Any]):
    def __init__(self, payload: dict[str, Any], on_read: Callable[[str], None]):
        super().__init__(payload)
        self._on_read = on_read

    def get(self, name: str, default: Any = None) -> Any:
        self._on_read(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:
        self._on_read(name)
        return super().__getitem__(name)


@dataclass
class Flow:
    """What was recorded of one press. `calls` are pairs of a file and a function."""

    calls: list[tuple[str, str]]
    statements: Counter[str]
    reads: Counter[str]
    decoded: int
    parsed: int

    @classmethod
    def of(cls, recorder: Recorder) -> "Flow":
        codes = [frame.f_code for frame in recorder.frames]
        named = [code for code in codes if not code.co_name.startswith("<") or code.co_name == "<lambda>"]
        calls = [(str(Path(code.co_filename).relative_to(ROOT)), code.co_qualname) for code in named]
        parsed = codes.count(parse.__code__)
        statements, reads = Counter(recorder.statements), Counter(recorder.reads)
        return cls(calls, statements, reads, recorder.decoded, parsed)

    @property
    def files(self) -> list[str]:
        """In order of first entry."""
        return list(dict.fromkeys(file for file, _ in self.calls))

    @property
    def steps(self) -> list[tuple[str, list[str]]]:
        """Consecutive calls in one file are one step."""
        grouped = groupby(self.calls, key=lambda call: call[0])
        return [(file, [function for _, function in calls]) for file, calls in grouped]

    def __str__(self) -> str:
        lines = [
            f"files: {len(self.files)}",
            f"calls: {len(self.calls)}",
            f"changes of file: {len(self.steps) - 1}",
            f"calls of the parser: {self.parsed}",
            f"reads of the payload: {self.reads.total()}, of {len(self.reads)} names: {dict(self.reads)}",
            f"SQL statements: {self.statements.total()}: {dict(self.statements)}",
            *("", "Files in order of first entry:", *self.files),
            *("", "Calls in order:", *(f"{file}: {', '.join(functions)}" for file, functions in self.steps)),
        ]
        return "\n".join(lines)


@dataclass
class Databases:
    """The URLs of two databases, "" for files, and the server that they are on, if any."""

    records: str = ""
    keys: str = ""
    server: PostgreSQL | None = None

    def logged(self) -> list[str]:
        return self.server.logged_statements() if self.server else []


@dataclass
class Presses:
    """One person on each platform. Each method sends a sentence as a press and returns what is shown for
    it."""

    http: httpx2.AsyncClient
    slack_api: SlackAPI
    store: Store
    page: str = ""
    path: str = ""
    blocks: list[Any] = field(default_factory=list)
    ids: "count[int]" = field(default_factory=count)

    async def slack(self, sentence: str) -> str:
        api = self.slack_api
        answered = len(api.answers)
        payload = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1", "name": "amira", "team_id": "T1"},
            "channel": {"id": "D1"},
            "container": {"type": "message", "message_ts": "1.2", "channel_id": "D1"},
            "message": {"ts": "1.2"},
            "trigger_id": f"trigger {next(self.ids)}",
            "response_url": api.response_url(),
            "actions": [
                {"type": "button", "action_id": "say:1", "block_id": self._block(sentence), "value": sentence}
            ],
        }
        body, timestamp = urlencode({"payload": json.dumps(payload)}), str(int(time.time()))
        signature = hmac.digest(SIGNING_SECRET.encode(), f"v0:{timestamp}:{body}".encode(), "sha256").hex()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        response = await self.http.post("/slack/events", content=body, headers=headers)
        assert response.status_code == 200
        await product_tasks()
        message = (api.answers[answered:] or api.posted)[-1]
        self.blocks = message["blocks"]
        return json.dumps(message)

    async def teams(self, sentence: str) -> str:
        activity = {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "value": {"action": {"type": "Action.Execute", "verb": "say", "data": {"says": sentence}}},
            "id": f"activity {next(self.ids)}",
            "channelId": "msteams",
            "serviceUrl": BASE_URL,
            "from": {"id": "29:ben", "name": "Ben"},
            "recipient": {"id": f"28:{APP}", "name": "Accord"},
            "conversation": {"id": "a:1", "tenantId": TENANT, "conversationType": "personal"},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
            "localTimezone": "Europe/London",
        }
        headers = {"Authorization": f"Bearer {signed(claims(NOW, serviceurl=BASE_URL))}"}
        response = await self.http.post("/api/messages", content=json.dumps(activity), headers=headers)
        assert response.status_code == 200
        return json.dumps(response.json(), ensure_ascii=False)

    async def web(self, sentence: str) -> str:
        return await self.submit(f"{self.path}/say", says=sentence)

    async def submit(self, path: str, **fields: str) -> str:
        """Sends a form with the hidden fields of the page that is shown, and follows the redirect."""
        hidden = dict(re.findall(r'name="(csrf|nonce)" value="([^"]*)"', self.page))
        response = await self.http.post(path, data=hidden | fields, follow_redirects=True)
        assert response.status_code == 200
        self.page = response.text
        self.path = self.path or response.url.path
        return self.page

    async def install_and_sign_in(self) -> None:
        """Installs Accord in Slack and founds a partnership on the web. Teams needs no installation."""
        self.slack_api.codes["code"] = {"access_token": "xoxb-1", "team": {"id": "T1", "name": "Council"}}
        asked = await self.http.get("/slack/install?begin")
        state = httpx2.URL(asked.headers["location"]).params["state"]
        installed = await self.http.get(f"/slack/oauth_redirect?code=code&state={state}")
        assert installed.status_code == 200
        self.page = (await self.http.get("/start")).text
        await self.submit("/start", name="Cerys", partnership="Harbour", organisation="Council")

    async def add_members(self) -> None:
        """Adds enough members for a round to be opened."""
        await add_members_without_home(self.store, NOW, 4, "Harbour")

    def _block(self, sentence: str) -> str:
        """The id of the block in which the button stands that says this."""
        ids = (
            block["block_id"]
            for block in self.blocks
            for element in block.get("elements", ())
            if element.get("value") == sentence
        )
        return next(ids, "")


PLATFORMS: dict[str, Callable[[Presses, str], Awaitable[str]]] = {
    "slack": Presses.slack,
    "teams": Presses.teams,
    "web": Presses.web,
}


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    recorder, loads = Recorder(), json.loads

    def recorded_loads(text: Any, **options: Any) -> Any:
        found = loads(text, **options)
        if not (isinstance(found, dict) and found.get("type") in ("block_actions", "invoke")):
            return found
        recorder.decoded += recorder.is_on
        return RecordedPayload(found, recorder.on_read)

    monkeypatch.setattr(json, "loads", recorded_loads)
    sa.event.listen(sa.Engine, "connect", recorder.on_connect)
    threading.setprofile(recorder.on_profile_event)  # heeded by threads that begin from here on
    yield recorder
    threading.setprofile(None)
    sa.event.remove(sa.Engine, "connect", recorder.on_connect)


@pytest.fixture(params=["sqlite"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """The databases of the records and of the keys: files, or on a server that logs every statement."""
    if request.param == "sqlite":
        return Databases()
    server: PostgreSQL = request.getfixturevalue("postgresql")
    records, keys = server.new(request.getfixturevalue("migrated_database")), server.new()
    for name in (records, keys):
        server.log_statements(name)
    return Databases(server.url(records), server.url(keys), server)


@pytest.fixture
async def presses(recorder: Recorder, databases: Databases, tmp_path: Path) -> AsyncIterator[Presses]:
    async with slack_api() as api, TestServer(Issuer().app()) as issuer:
        slack = SlackSettings(
            signing_secret=SecretStr(SIGNING_SECRET),
            client_id="1.2",
            client_secret=SecretStr("client secret"),
            api_url=f"{api.url}api/",
        )
        teams = trusting(str(issuer.make_url("")).rstrip("/"), BASE_URL)
        settings = Settings(
            data=tmp_path,
            database_url=databases.records,
            keys_url=databases.keys,
            public_url=BASE_URL,
        )
        async with open_application(settings, FixedClock(), chats=[slack.open, teams.open]) as accord:
            transport = httpx2.ASGITransport(accord.app)
            async with httpx2.AsyncClient(transport=transport, base_url=BASE_URL) as http:
                presses = Presses(http, api, accord.bot.context.store)
                await presses.install_and_sign_in()
                yield presses


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_press_crosses_few_files(platform: str, presses: Presses, recorder: Recorder) -> None:
    flow = await record_answer(platform, presses, recorder)
    sys.stdout.write(f"\n{platform}\n{flow}\n")
    assert len(flow.files) <= FILE_LIMITS[platform], str(flow)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_press_is_decoded_and_parsed_once(
    platform: str, presses: Presses, recorder: Recorder
) -> None:
    flow = await record_answer(platform, presses, recorder)
    assert flow.parsed == 1
    assert (flow.reads["form"] if platform == "web" else flow.decoded) == 1


@pytest.mark.parametrize("databases", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_press_runs_few_statements(
    platform: str, presses: Presses, recorder: Recorder, databases: Databases
) -> None:
    flow = await record_answer(platform, presses, recorder, databases)
    most = STATEMENT_LIMITS[platform] + (MORE_ON_POSTGRESQL if databases.server else 0)
    assert flow.statements.total() <= most, str(flow.statements)
    assert flow.statements.keys() > {"SELECT round_keys", "INSERT heard", "INSERT answers", "COMMIT"}


async def record_answer(
    platform: str, presses: Presses, recorder: Recorder, databases: Databases | None = None
) -> Flow:
    """Record what happens when somebody answers the third question of their round."""
    press = PLATFORMS[platform]
    if platform != "web":
        await press(presses, "start partnership Harbour")
    await presses.add_members()
    await press(presses, "ask trust for 2 hours now")
    first = answer_in(await press(presses, "check-in"))
    second = answer_in(await press(presses, first))  # the press before has imported and cached everything
    before = len(databases.logged()) if databases else 0
    with recorder.recording():
        third = answer_in(await press(presses, second))
    assert len({first, second, third}) == 3
    for statement in databases.logged()[before:] if databases else ():
        recorder.add_statement(statement)
    return Flow.of(recorder)


def answer_in(shown: str) -> str:
    """The sentence of a button that answers the question that is shown."""
    found = re.search(r'"(answer \S+ 4)\\?"', shown)
    assert found, shown
    return found[1]

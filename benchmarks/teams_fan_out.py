"""Measures the processor time of sending due messages to Teams, against a bare loop that only sends them: the
same payloads, with aiohttp alone, over one session. (Microsoft's client is slower than all of Accord.)

A tenant gets at most eight messages at once, so here the same number of people is spread over more tenants.
"""

import json
from collections.abc import Sequence
from typing import Any

import aiohttp

from adapters.teams.access_token import AccessTokenProvider
from adapters.teams.clouds import TokenEndpoint
from adapters.teams.connector import Activity, Connector, TenantConnectors
from adapters.teams.credentials import ClientSecret
from adapters.teams.payloads import user_address
from adapters.teams.platform import ServiceUrls, TeamsPlatform
from adapters.teams.render import CardRenderer
from adapters.teams.tenants import AllowedTenants
from adapters.teams.token_validation import TrustPolicy
from benchmarks import Figure
from benchmarks.databases import BACKENDS
from benchmarks.fan_out import FULL, Cost, Size, bare_loop, due, figure, send_due
from benchmarks.loopback import wire
from bot.context import AppContext
from bot.core.models import Address
from bot.delivery.rate_limit import LIMITS_BY_PLATFORM
from bot.delivery.threads import Threads
from storage.crypto import SecretBox
from storage.installations import SqlInstallations
from storage.tenants import SqlTenants

APP, PUBLIC = "an app", "https://accord.example.org"
MEMBERS = LIMITS_BY_PLATFORM["teams"].lane.burst
IN_TENANTS = Size(FULL.messages // MEMBERS, MEMBERS)
HEADERS = {"Authorization": "Bearer a token", "Content-Type": "application/json; charset=utf-8"}


class RecordingConnector(Connector):
    """Records what it sends."""

    def __init__(self, http: aiohttp.ClientSession, bearer: AccessTokenProvider, trust: TrustPolicy):
        super().__init__(http, bearer, trust)
        self.sent: list[tuple[str, Activity | str]] = []

    async def send(self, service: str, conversation: str, activity: Activity | str) -> str:
        id = await super().send(service, conversation, activity)
        self.sent.append((conversation, activity))
        return id


def in_tenants(number: int, n: int) -> tuple[Address, Address]:
    tenant = f"tenant-{number}"
    return user_address(tenant, f"29:{n}"), Address("teams", tenant, f"a:{number}-{n}")


async def measure(backends: Sequence[str] = BACKENDS, size: Size = IN_TENANTS) -> list[Figure]:
    async with wire() as open_wire:
        url = f"http://127.0.0.1:{open_wire.port}"
        return [await fan_out(backend, url, size) for backend in backends]


async def fan_out(backend: str, url: str, size: Size) -> Figure:
    accord, bare = list[Cost](), list[Cost]()
    async with aiohttp.ClientSession() as http:

        async def send(message: tuple[str, Activity | str]) -> Any:
            conversation, activity = message
            path = f"{url}/v3/conversations/{conversation}/activities"
            data = activity if isinstance(activity, str) else json.dumps(activity)
            async with http.post(path, data=data.encode(), headers=HEADERS) as response:
                return json.loads(await response.read())

        for _ in range(size.turns):
            async with due(backend, size, in_tenants) as app_context:
                connector, teams = await open_teams(http, app_context, url, size)
                accord.append(await send_due(app_context, "teams", teams))
            assert len(connector.sent) == size.messages
            bare.append(await bare_loop(send, connector.sent))
    return figure("messages to Teams", backend, size, accord, bare, 0.45)


async def open_teams(
    http: aiohttp.ClientSession, app_context: AppContext, url: str, size: Size
) -> tuple[RecordingConnector, TeamsPlatform]:
    """Return a platform whose tenants have a service URL, and what records its calls."""
    tenants = {f"tenant-{number}": APP for number in range(size.workspaces)}
    trust = TrustPolicy((APP,), tenants, frozenset({"127.0.0.1"}))
    installations = SqlInstallations(app_context.store, SecretBox(("k" * 40,)))
    for tenant in tenants:
        await ServiceUrls(installations, app_context.clock).note(tenant, url)
    endpoint, secret = TokenEndpoint(f"{url}/token"), ClientSecret("a password")
    connector = RecordingConnector(
        http, AccessTokenProvider(http, endpoint, APP, secret, app_context.clock), trust
    )
    allowed = AllowedTenants(trust, SqlTenants(app_context.store), app_context.clock)
    services, threads = ServiceUrls(installations, app_context.clock), Threads(app_context.store)
    renderer = CardRenderer(PUBLIC, lambda _: "")
    return connector, TeamsPlatform(TenantConnectors({APP: connector}, allowed), services, threads, renderer)

"""Measures how fast due messages are sent to Teams, against a bare loop that only sends them: the same
payloads, with aiohttp alone, over one session. (The client of Microsoft's SDK is slower than all of Accord.)

A tenant gets at most eight messages at once, so here the same number of people is spread over more tenants.
"""

import json
from statistics import median
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
from benchmarks.fan_out import MESSAGES, bare_loop, due, send_due
from benchmarks.loopback import wire
from bot.core.models import Address
from bot.delivery.rate_limit import LIMITS_BY_PLATFORM
from bot.delivery.threads import Threads
from storage.crypto import SecretBox
from storage.installations import SqlInstallations
from storage.tenants import SqlTenants

APP, PUBLIC = "an app", "https://accord.example.org"
MEMBERS = LIMITS_BY_PLATFORM["teams"].lane.burst
TENANTS = MESSAGES // MEMBERS
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


async def measure() -> list[Figure]:
    async with wire() as open_wire:
        return [await fan_out(backend, f"http://127.0.0.1:{open_wire.port}") for backend in BACKENDS]


async def fan_out(backend: str, url: str) -> Figure:
    tenants = {f"tenant-{number}": APP for number in range(TENANTS)}
    trust = TrustPolicy((APP,), tenants, frozenset({"127.0.0.1"}))
    async with aiohttp.ClientSession() as http:
        async with due(backend, in_tenants, TENANTS, MEMBERS) as app_context:
            installations = SqlInstallations(app_context.store, SecretBox(("k" * 40,)))
            allowed = AllowedTenants(trust, SqlTenants(app_context.store), app_context.clock)
            for tenant in tenants:
                await ServiceUrls(installations, app_context.clock).note(tenant, url)
            connector = RecordingConnector(
                http,
                AccessTokenProvider(
                    http, TokenEndpoint(f"{url}/token"), APP, ClientSecret("a password"), app_context.clock
                ),
                trust,
            )
            services, threads = (
                ServiceUrls(installations, app_context.clock),
                Threads(app_context.store),
            )
            connectors = TenantConnectors({APP: connector}, allowed)
            teams = TeamsPlatform(connectors, services, threads, CardRenderer(PUBLIC, lambda _: ""))
            begin, end = await send_due(app_context, "teams", teams)
        assert len(connector.sent) == MESSAGES

        async def send(message: tuple[str, Activity | str]) -> Any:
            conversation, activity = message
            path = f"{url}/v3/conversations/{conversation}/activities"
            data = activity if isinstance(activity, str) else json.dumps(activity)
            async with http.post(path, data=data.encode(), headers=HEADERS) as response:
                return json.loads(await response.read())

        alone = median([await bare_loop(send, connector.sent) for _ in range(3)])
    return Figure(f"messages a second to Teams, {backend}", MESSAGES / (end - begin), MESSAGES / alone, 0.3)

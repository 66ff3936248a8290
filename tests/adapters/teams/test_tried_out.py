"""What `accord check` says after it tried the settings against Microsoft."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from adapters.teams.access_token import FAILURE_KEPT_FOR, AccessTokenProvider
from adapters.teams.checks import try_teams
from adapters.teams.settings import TeamsSettings
from adapters.teams.token_errors import NoToken
from bot.chats import TrialServices
from bot.core.cards import Chart
from bot.core.errors import Unavailable
from bot.core.tenants import Tenant, TenantDecision
from bot.ops.doctor import Finding, Level
from storage.store import SqlStore
from storage.tenants import SqlTenants, readable_tenants
from tests.adapters.teams.conftest import HERE, Serve
from tests.adapters.teams.connector_service import Answer, Service, answering, hang_up
from tests.adapters.teams.issuer import APP, TENANT, Issuer, published, trusting
from tests.support.fakes import SetClock

CHARITY = "3d604adc-41c3-33f4-8a50-2238f5eec649"


class NoPicture:
    async def png(self, _: Chart) -> bytes:
        return b""


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def settings(serve: Serve, issuer: Issuer, service_url: str) -> TeamsSettings:
    return trusting(await serve(issuer.app()), service_url)


@pytest.fixture
def services(store: SqlStore, clock: SetClock) -> TrialServices:
    return TrialServices(clock, NoPicture(), None, HERE, tenants=SqlTenants(store))


def entra(code: int, status: int = 401) -> Answer:
    """Return the answer of Microsoft's token endpoint to a credential that it does not take."""
    return answering(
        status,
        {
            "error": "invalid_client",
            "error_description": f"AADSTS{code}: Something. Trace ID: 1",
            "error_codes": [code],
        },
    )


def said(findings: Sequence[Finding]) -> list[tuple[Level, str]]:
    return [(finding.level, finding.what) for finding in findings]


async def test_settings_that_microsoft_takes_are_ok(settings: TeamsSettings, services: TrialServices) -> None:
    assert said(await settings.try_out(services)) == [
        (Level.OK, f"Microsoft gives Accord a token for the app {APP}."),
        (Level.OK, "Microsoft's signing keys can be fetched. Those for Teams: 1."),
        (Level.OK, f"Tenants that may use Accord: {TENANT}."),
    ]


async def test_where_teams_is_not_set_up_nothing_is_tried(services: TrialServices) -> None:
    assert await TeamsSettings().try_out(services) == ()


@pytest.mark.parametrize(
    ("answer", "what", "cure"),
    [
        (entra(7000215), "The client secret is wrong (AADSTS7000215).", "TEAMS_APP_PASSWORD"),
        (entra(7000222), "The client secret has expired (AADSTS7000222).", "make a new client secret"),
        (entra(700016, 400), "There is no app with this ID in the tenant (AADSTS700016).", "not a partner's"),
        (entra(90002, 400), "There is no such tenant (AADSTS90002).", "tenant) ID"),
        (entra(900023, 400), "TEAMS_TENANT_ID is no tenant ID (AADSTS900023).", "tenant) ID"),
        (entra(53003, 400), "Microsoft gave no token (AADSTS53003).", "Check TEAMS_APP_ID"),
        (
            answering(400, {"error_description": "AADSTS90002: Tenant 'x' not found.", "error_codes": ["?"]}),
            "There is no such tenant (AADSTS90002).",
            "tenant) ID",
        ),
        (answering(500, ["?"]), "Microsoft gave no token (status 500).", "Check TEAMS_APP_ID"),
        (hang_up, "Microsoft could not be asked for a token.", "can reach Microsoft"),
    ],
)
async def test_a_credential_that_microsoft_refuses_is_said_with_its_cure(
    settings: TeamsSettings, services: TrialServices, service: Service, answer: Answer, what: str, cure: str
) -> None:
    service.next_token = [answer]
    finding, *others = await settings.try_out(services)
    assert (finding.level, finding.what) == (Level.ERROR, what)
    assert cure in finding.cure
    assert {other.level for other in others} == {Level.OK}


async def test_a_refused_credential_is_logged_once_with_its_cure(
    tokens: AccessTokenProvider, service: Service, clock: SetClock
) -> None:
    service.next_token = [entra(7000215)] * 4 + [entra(7000222)] + [answering(503)]
    with capture_logs() as logged:
        for _ in range(6):
            with pytest.raises(NoToken):
                await tokens.token()
            clock.move(FAILURE_KEPT_FOR)
    assert [line["event"] for line in logged] == [
        "The client secret is wrong (AADSTS7000215).",
        "The client secret has expired (AADSTS7000222).",
        "Microsoft gave no token (status 503).",
    ]
    assert "Copy its value, not its ID" in logged[0]["cure"]
    await tokens.token()
    service.next_token = [entra(7000215)]
    clock.move(timedelta(hours=1))
    with capture_logs() as logged, pytest.raises(NoToken):
        await tokens.token()
    assert len(logged) == 1


@pytest.mark.parametrize(
    ("keys", "failing", "what"),
    [
        ({}, [], "None of the signing keys that were fetched may speak for Teams."),
        (
            published("first", endorsements=("webchat",)),
            [],
            "None of the signing keys that were fetched may speak for Teams.",
        ),
        (published("first"), [503], "Microsoft's signing keys could not be fetched (ClientResponseError)"),
    ],
)
async def test_keys_that_cannot_be_used_are_an_error(
    settings: TeamsSettings,
    services: TrialServices,
    issuer: Issuer,
    keys: dict[str, object],
    failing: list[int],
    what: str,
) -> None:
    issuer.keys, issuer.failing = keys, [*failing]
    _, finding, _ = await settings.try_out(services)
    assert finding.level is Level.ERROR
    assert finding.what.startswith(what)


async def test_tenants_that_asked_are_named_with_the_command_that_lets_them_in(
    settings: TeamsSettings, services: TrialServices, clock: SetClock, store: SqlStore
) -> None:
    tenants = SqlTenants(store)
    for number in range(7):
        await tenants.count_refused(f"{number}{CHARITY[1:]}", APP, 12, clock.now().date())
    finding = (await settings.try_out(services))[-1]
    assert finding.level is Level.WARNING
    assert f"0{CHARITY[1:]} (12 calls, the last on 2 March 2026), 1{CHARITY[1:]}" in finding.what
    assert finding.what.endswith(" and 2 more.")
    assert finding.cure == f"If you know whose it is: accord tenants allow 0{CHARITY[1:]}"


async def test_no_allowed_tenant_is_an_error(
    settings: TeamsSettings, services: TrialServices, store: SqlStore
) -> None:
    await SqlTenants(store).decide(TENANT, APP, TenantDecision.REFUSED)
    finding = (await settings.try_out(services))[-1]
    assert (finding.level, finding.what) == (Level.ERROR, "No tenant may use Accord.")


async def test_a_domain_in_place_of_a_tenant_id_is_an_error(
    settings: TeamsSettings, services: TrialServices
) -> None:
    given = settings.model_dump() | {"allowed_tenants": "contoso.onmicrosoft.com"}
    finding = (await TeamsSettings.model_validate(given).try_out(services))[-1]
    assert finding.level is Level.ERROR
    assert finding.what.startswith("A tenant is named by its ID, and this is none: contoso.onmicrosoft.com.")


class TenantsThatAreAway(SqlTenants):
    async def all(self) -> list[Tenant]:
        raise Unavailable


async def test_without_a_database_tenants_are_left_out(
    settings: TeamsSettings, store: SqlStore, clock: SetClock
) -> None:
    for tenants in (None, TenantsThatAreAway(store)):
        services = TrialServices(clock, NoPicture(), None, HERE, tenants=tenants)
        assert len(await settings.try_out(services)) == 2


async def hang(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def test_trying_takes_no_longer_than_it_may(
    settings: TeamsSettings, services: TrialServices, service: Service
) -> None:
    service.next_token = [hang]
    (finding,) = await try_teams(settings, services, time_limit=0.05)
    assert finding.what == "It took too long, so not everything was tried."


class Health:
    def __init__(self, *, is_current: bool | None):
        self._is_current = is_current

    async def is_current(self) -> bool:
        if self._is_current is None:
            raise Unavailable
        return self._is_current

    async def lag(self, now: object) -> timedelta:
        raise NotImplementedError


@pytest.mark.parametrize(("is_current", "readable"), [(True, True), (False, False), (None, False)])
async def test_tenants_are_read_from_a_database_of_this_version_only(
    store: SqlStore, is_current: bool | None, readable: bool
) -> None:
    assert bool(await readable_tenants(store, Health(is_current=is_current))) is readable

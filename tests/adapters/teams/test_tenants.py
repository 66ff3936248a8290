"""An operator allows and refuses tenants without a restart, and sees who was refused."""

from datetime import date, timedelta

import pytest

from adapters.teams.integration import TeamsIntegration
from adapters.teams.tenant_commands import allow_tenant, list_tenants, refuse_tenant
from adapters.teams.tenants import AllowedTenants, RefusalLog
from adapters.teams.token_validation import TenantRefused, TrustPolicy
from bot.core.cards import Card
from bot.core.errors import AccordError, FailureReason, SendFailed, Unavailable
from bot.core.models import Address
from bot.core.tenants import Tenant, TenantDecision
from storage.store import SqlStore
from storage.tenants import SqlTenants
from tests.adapters.teams.connector_service import Service
from tests.adapters.teams.issuer import APP, TENANT
from tests.adapters.teams.teams_user import TeamsUser, words
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario

HOME, TRUST_HOSPITAL = "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "2c5f39cb-30b2-22e3-994f-1127e4ddb538"
CHARITY = "3d604adc-41c3-33f4-8a50-2238f5eec649"
OTHER_APP = "app-of-the-hospital"
POLICY = TrustPolicy((APP,), {HOME: APP}, frozenset({"127.0.0.1"}))
TWO_APPS = TrustPolicy((APP, OTHER_APP), {HOME: APP, TRUST_HOSPITAL: OTHER_APP}, frozenset({"127.0.0.1"}))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def tenants(store: SqlStore) -> SqlTenants:
    return SqlTenants(store)


async def test_a_tenant_is_allowed_and_refused_within_a_minute(tenants: SqlTenants, clock: SetClock) -> None:
    processes = [AllowedTenants(POLICY, tenants, clock) for _ in range(2)]
    assert [(await allowed.trust()).tenants for allowed in processes] == [{HOME: APP}] * 2
    await allow_tenant(POLICY, tenants, TRUST_HOSPITAL)
    clock.move(MINUTE)
    assert [(await allowed.trust()).tenants for allowed in processes] == [
        {HOME: APP, TRUST_HOSPITAL: APP}
    ] * 2
    await refuse_tenant(POLICY, tenants, TRUST_HOSPITAL)
    await refuse_tenant(POLICY, tenants, HOME)
    clock.move(MINUTE)
    assert [(await allowed.trust()).tenants for allowed in processes] == [{}, {}]


class TenantsThatMayBeAway(SqlTenants):
    is_away = False

    async def all(self) -> list[Tenant]:
        if self.is_away:
            raise Unavailable
        return await super().all()

    async def count_refused(self, id: str, app: str, calls: int, on: date) -> None:
        raise Unavailable


async def test_what_was_decided_holds_while_the_database_is_away(
    store: SqlStore, tenants: SqlTenants, clock: SetClock
) -> None:
    away = TenantsThatMayBeAway(store)
    allowed = AllowedTenants(POLICY, away, clock)
    await allow_tenant(POLICY, tenants, TRUST_HOSPITAL)
    await refuse_tenant(POLICY, tenants, HOME)
    await allowed.trust()
    away.is_away = True
    clock.move(MINUTE)
    assert (await allowed.trust()).tenants == {TRUST_HOSPITAL: APP}
    await RefusalLog(away, clock).add(TenantRefused(CHARITY, APP))  # raises nothing


async def test_refused_calls_are_counted_once_a_minute(tenants: SqlTenants, clock: SetClock) -> None:
    refusals = RefusalLog(tenants, clock)
    for _ in range(5):
        await refusals.add(TenantRefused(CHARITY, APP))
    assert [tenant.refused_calls for tenant in await tenants.all()] == [1]
    clock.move(MINUTE)
    await refusals.add(TenantRefused(CHARITY, APP))
    assert [tenant.refused_calls for tenant in await tenants.all()] == [6]


async def test_nobody_of_a_refused_tenant_is_written_to(
    teams: TeamsIntegration, ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    await ben.types("help")
    sent = len(service.asked)
    await SqlTenants(scenario.store).decide(TENANT, APP, TenantDecision.REFUSED)
    scenario.clock.move(MINUTE)
    assert (await ben.sends(type="message", text="help")).status_code == 403
    to, card = Address("teams", TENANT, "@29:ben"), Card("Hello")
    with pytest.raises(SendFailed) as failed:
        await teams.platform.send(to, card, "a key")
    assert (failed.value.failure, failed.value.permanent) == (FailureReason.NOT_ALLOWED, True)
    assert len(service.asked) == sent
    await SqlTenants(scenario.store).decide(TENANT, APP, TenantDecision.ALLOWED)
    scenario.clock.move(MINUTE)
    assert words(await ben.types("help"))
    assert await teams.platform.send(to, card, "a key")


async def test_a_stranger_is_let_in_by_the_id_that_the_list_shows(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    tenants = SqlTenants(scenario.store)
    ben.tenant = CHARITY
    for _ in range(3):
        assert (await ben.sends(type="message", text="help")).status_code == 403
    said = await list_tenants(POLICY, tenants)
    assert f"{CHARITY}  1 call, the last on 2 March 2026" in said
    assert f"accord tenants allow {CHARITY}" in said
    await allow_tenant(POLICY, tenants, CHARITY)
    scenario.clock.move(MINUTE)
    assert words(await ben.types("help"))
    assert service.asked


async def test_the_list_says_who_may_use_accord_and_who_asked(tenants: SqlTenants, clock: SetClock) -> None:
    assert await list_tenants(POLICY, tenants) == f"May use Accord:\n  {HOME}  by the settings"
    await tenants.count_refused(CHARITY, APP, 12, clock.now().date())
    await allow_tenant(POLICY, tenants, TRUST_HOSPITAL)
    await refuse_tenant(POLICY, tenants, HOME)
    assert (await list_tenants(POLICY, tenants)).splitlines() == [
        "May use Accord:",
        f"  {TRUST_HOSPITAL}  by accord tenants allow",
        "Refused by you:",
        f"  {HOME}  no calls since",
        "Asked and were not let in, in the last month:",
        f"  {CHARITY}  12 calls, the last on 2 March 2026",
        f"To let one in: accord tenants allow {CHARITY}",
    ]


async def test_the_list_names_the_apps_where_there_are_several(tenants: SqlTenants) -> None:
    await tenants.decide(CHARITY, "an app that is gone", TenantDecision.ALLOWED)
    assert (await list_tenants(TWO_APPS, tenants)).splitlines() == [
        "May use Accord:",
        f"  {HOME}  by the settings, app {APP}",
        f"  {TRUST_HOSPITAL}  by the settings, app {OTHER_APP}",
        "Allowed for an app that is not in the settings any more:",
        f"  {CHARITY}  app an app that is gone",
    ]
    assert (await list_tenants(TrustPolicy((APP,), {}, frozenset()), tenants)).startswith(
        "No tenant may use Accord."
    )


@pytest.mark.parametrize("app", ["", OTHER_APP])
async def test_a_tenant_is_allowed_for_the_app_that_it_called(
    tenants: SqlTenants, clock: SetClock, app: str
) -> None:
    await tenants.count_refused(CHARITY, OTHER_APP, 1, clock.now().date())
    said = await allow_tenant(TWO_APPS, tenants, f" {CHARITY.upper()} ", app)
    assert said.startswith(f"Allowed: {CHARITY}. Its people can use Accord within a minute")
    assert [tenant.app for tenant in await tenants.all()] == [OTHER_APP]


async def test_a_refused_tenant_is_allowed_for_the_app_of_the_settings_again(tenants: SqlTenants) -> None:
    said = await refuse_tenant(TWO_APPS, tenants, TRUST_HOSPITAL)
    assert "This counts although your settings allow the tenant." in said
    await allow_tenant(TWO_APPS, tenants, TRUST_HOSPITAL)
    assert [tenant.app for tenant in await tenants.all()] == [OTHER_APP]


@pytest.mark.parametrize(
    ("id", "app", "reason"),
    [
        ("contoso.onmicrosoft.com", "", "“contoso.onmicrosoft.com” is no tenant ID."),
        ("", "", "“” is no tenant ID."),
        (f"{CHARITY}\n{HOME}", "", "is no tenant ID."),
        (CHARITY, "an app", "there is no app an app in the settings of Teams."),
        (HOME, OTHER_APP, f"the settings allow this tenant for the app {APP}."),
    ],
)
async def test_what_cannot_be_allowed_changes_nothing(
    tenants: SqlTenants, id: str, app: str, reason: str
) -> None:
    with pytest.raises(AccordError, match=r"^Nothing was changed: ") as refused:
        await allow_tenant(TWO_APPS, tenants, id, app)
    assert reason in str(refused.value)
    assert await tenants.all() == []

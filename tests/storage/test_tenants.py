"""What operators decide about tenants is stored, and refused ones are counted within bounds."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.core.tenants import Tenant, TenantDecision
from storage.store import SqlStore
from storage.tenants import MAX_UNDECIDED, RETENTION, SqlTenants

TODAY = date(2026, 3, 2)


@pytest.fixture
def tenants(store: SqlStore) -> SqlTenants:
    return SqlTenants(store)


async def test_refused_calls_are_counted(tenants: SqlTenants) -> None:
    await tenants.count_refused("one", "app", 1, TODAY)
    await tenants.count_refused("one", "app", 4, TODAY + timedelta(days=1))
    assert await tenants.all() == [
        Tenant("one", "app", TenantDecision.NONE, 5, TODAY + timedelta(days=1)),
    ]


async def test_a_decision_replaces_what_was_counted(tenants: SqlTenants) -> None:
    await tenants.count_refused("one", "app", 7, TODAY)
    await tenants.decide("one", "app", TenantDecision.REFUSED)
    await tenants.count_refused("one", "another app", 1, TODAY)
    assert await tenants.all() == [Tenant("one", "app", TenantDecision.REFUSED, 1, TODAY)]
    await tenants.decide("one", "app", TenantDecision.ALLOWED)
    assert await tenants.all() == [Tenant("one", "app", TenantDecision.ALLOWED)]


async def test_a_tenant_about_which_nobody_decides_is_forgotten_after_a_month(tenants: SqlTenants) -> None:
    await tenants.count_refused("old", "app", 1, TODAY)
    await tenants.count_refused("decided", "app", 1, TODAY)
    await tenants.decide("decided", "app", TenantDecision.REFUSED)
    await tenants.count_refused("new", "app", 1, TODAY + RETENTION)
    assert [tenant.id for tenant in await tenants.all()] == ["decided", "new", "old"]
    await tenants.count_refused("newer", "app", 1, TODAY + RETENTION + timedelta(days=1))
    assert [tenant.id for tenant in await tenants.all()] == ["decided", "new", "newer"]


async def test_strangers_cannot_fill_the_database(tenants: SqlTenants) -> None:
    for number in range(MAX_UNDECIDED + 5):
        await tenants.count_refused(f"{number:03}", "app", 1, TODAY)
    assert len(await tenants.all()) == MAX_UNDECIDED
    await tenants.count_refused("000", "app", 1, TODAY)
    await tenants.decide("allowed", "app", TenantDecision.ALLOWED)
    assert len(await tenants.all()) == MAX_UNDECIDED + 1


async def test_two_processes_may_count_at_once(tenants: SqlTenants) -> None:
    await asyncio.gather(*(tenants.count_refused("one", "app", 1, TODAY) for _ in range(8)))
    (tenant,) = await tenants.all()
    assert 1 <= tenant.refused_calls <= 8

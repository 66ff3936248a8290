"""Stores what operators decide about tenants, and which tenants were refused."""

from contextlib import suppress
from datetime import date, timedelta

from bot.core.errors import AlreadyExists, Stale, Unavailable
from bot.core.ports import DatabaseHealth, Store
from bot.core.tenants import Tenant, TenantDecision

RETENTION = timedelta(days=30)  # of a tenant about which nobody decides
MAX_UNDECIDED = 200  # so that strangers cannot fill the database


async def readable_tenants(store: Store, health: DatabaseHealth) -> "SqlTenants | None":
    """Return the tenants, or None unless there is a database of this version that can be reached."""
    with suppress(Unavailable):
        return SqlTenants(store) if await health.is_current() else None
    return None


class SqlTenants:
    """Implements ports.Tenants."""

    def __init__(self, store: Store):
        self._store = store

    async def all(self) -> list[Tenant]:
        async with self._store.read_only() as db:
            return await db.find(Tenant)

    async def decide(self, id: str, app: str, decision: TenantDecision) -> None:
        async with self._store.transaction() as db:
            await db.upsert(Tenant(id, app, decision))

    async def count_refused(self, id: str, app: str, calls: int, on: date) -> None:
        with suppress(AlreadyExists, Stale):  # another process counts at this moment, which is enough
            async with self._store.transaction() as db:
                if tenant := await db.first(Tenant, id=id):
                    calls += tenant.refused_calls
                    await db.update_if_unchanged(tenant, refused_calls=calls, refused_on=on)
                    return
                undecided = await db.find(Tenant, decision=TenantDecision.NONE)
                old = [tenant.id for tenant in undecided if (tenant.refused_on or on) < on - RETENTION]
                await db.remove(Tenant, id=old)
                if len(undecided) - len(old) < MAX_UNDECIDED:
                    await db.add(Tenant(id, app, TenantDecision.NONE, calls, on))

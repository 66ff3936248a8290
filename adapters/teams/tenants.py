"""Which tenants may use Accord in Teams: those of the settings, and those that an operator allowed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from cachetools import LRUCache

from adapters.teams.token_validation import AuthError, TenantRefused, TrustPolicy
from bot.core.errors import FailureReason, SendFailed, Unavailable
from bot.core.ports import Clock, Tenants
from bot.core.tenants import Tenant, TenantDecision

log = structlog.get_logger()

REREAD_AFTER = timedelta(seconds=20)  # another process stores decisions
LOG_AGAIN_AFTER, COUNT_AGAIN_AFTER = timedelta(minutes=10), timedelta(minutes=1)
MAX_REMEMBERED = 1000  # refusals


class AllowedTenants:
    """Holds what is trusted at present. While the database is away, what was known before holds on."""

    def __init__(self, from_settings: TrustPolicy, tenants: Tenants, clock: Clock):
        self._from_settings, self._tenants, self._clock = from_settings, tenants, clock
        self._trust = from_settings
        self._reread_at: datetime | None = None

    async def trust(self) -> TrustPolicy:
        """Return what is trusted, as an operator decided it half a minute ago at most."""
        if self._reread_at is None or self._clock.now() >= self._reread_at:
            self._reread_at = self._clock.now() + REREAD_AFTER
            try:
                self._trust = with_decisions(self._from_settings, await self._tenants.all())
            except Unavailable:
                log.warning("the decisions about tenants were not read")
        return self._trust

    async def require(self, tenant: str) -> str:
        """Return the id of the app that a tenant uses. Raises SendFailed if it may use none."""
        if app_id := (await self.trust()).tenants.get(tenant):
            return app_id
        reason = "Accord's operator does not allow that tenant of Teams."
        raise SendFailed(reason, failure=FailureReason.NOT_ALLOWED, permanent=True)


class RefusalLog:
    """Keeps what operators must know of refused calls. Each kind of refusal, and each refused tenant, is
    logged once in ten minutes, and a tenant's calls are counted in the database once a minute."""

    def __init__(self, tenants: Tenants, clock: Clock):
        self._tenants, self._clock = tenants, clock
        self._logged: LRUCache[tuple[str, str], datetime] = LRUCache(MAX_REMEMBERED)
        self._counted: LRUCache[str, tuple[datetime, int]] = LRUCache(MAX_REMEMBERED)  # when, calls since

    async def add(self, error: AuthError) -> None:
        tenant = error.tenant if isinstance(error, TenantRefused) else ""
        self._log(error, tenant)
        if isinstance(error, TenantRefused) and tenant:
            await self._count(tenant, error.app_id)

    def _log(self, error: AuthError, tenant: str) -> None:
        now, kind = self._clock.now(), (str(error), tenant)
        if kind in self._logged and now < self._logged[kind] + LOG_AGAIN_AFTER:
            return
        self._logged[kind] = now
        named = {"tenant": tenant, "cure": f"accord tenants allow {tenant}"} if tenant else {}
        log.warning("a call from Teams was refused", status=error.status, reason=str(error), **named)

    async def _count(self, tenant: str, app_id: str) -> None:
        now = self._clock.now()
        counted_at, calls = self._counted.get(tenant, (now - COUNT_AGAIN_AFTER, 0))
        if now < counted_at + COUNT_AGAIN_AFTER:
            self._counted[tenant] = counted_at, calls + 1
            return
        self._counted[tenant] = now, 0
        try:
            await self._tenants.count_refused(tenant, app_id, calls + 1, now.date())
        except Unavailable:
            log.warning("a refused tenant was not counted", tenant=tenant)


def with_decisions(trust: TrustPolicy, decided: Sequence[Tenant]) -> TrustPolicy:
    """Return what is trusted after an operator's decisions. A tenant of the settings keeps its app."""
    allowed = {
        tenant.id: tenant.app
        for tenant in decided
        if tenant.decision is TenantDecision.ALLOWED and tenant.app in trust.app_ids
    }
    refused = {tenant.id for tenant in decided if tenant.decision is TenantDecision.REFUSED}
    tenants = {id: app for id, app in {**allowed, **trust.tenants}.items() if id not in refused}
    return replace(trust, tenants=tenants)

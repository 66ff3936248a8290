"""The commands of `accord tenants`: which tenants may use Accord in Teams, allow one, refuse one."""

import re
from collections.abc import Iterator, Sequence

from adapters.teams.tenants import with_decisions
from adapters.teams.token_validation import TrustPolicy
from bot.core.errors import AccordError
from bot.core.ports import Tenants
from bot.core.tenants import Tenant, TenantDecision

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def list_tenants(trust: TrustPolicy, tenants: Tenants) -> str:
    """Return all tenants in words: those that may use Accord, those that were refused, and those that
    asked."""
    return "\n".join(_describe(trust, await tenants.all()))


async def allow_tenant(trust: TrustPolicy, tenants: Tenants, typed: str, app: str = "") -> str:
    """Let a tenant use an app: the one given, or else the one that it called, or else the first. Return what
    was done. Raises AccordError."""
    id = _parse(typed)
    called = {tenant.id: tenant.app for tenant in await tenants.all()}.get(id, "")
    app = app or trust.tenants.get(id) or (called if called in trust.app_ids else trust.app_ids[0])
    if app not in trust.app_ids:
        raise AccordError(f"Nothing was changed: there is no app {app} in the settings of Teams.")
    if (other := trust.tenants.get(id, app)) != app:
        raise AccordError(f"Nothing was changed: the settings allow this tenant for the app {other}.")
    await tenants.decide(id, app, TenantDecision.ALLOWED)
    return (
        f"Allowed: {id}. Its people can use Accord within a minute, without a restart.\n"
        "Send its IT department the app package, which accord manifest teams writes."
    )


async def refuse_tenant(trust: TrustPolicy, tenants: Tenants, typed: str) -> str:
    """Keep a tenant out. Return what was done. Raises AccordError."""
    id = _parse(typed)
    app = {tenant.id: tenant.app for tenant in await tenants.all()}.get(id, "")
    await tenants.decide(id, app, TenantDecision.REFUSED)
    in_settings = id in trust.tenants
    return (
        f"Refused: {id}. Within a minute, Accord stops answering its people in Teams and writing to them.\n"
        "They stay members of their partnerships, and nothing is deleted. A message that is due meanwhile is"
        " not sent later, unless a coordinator types retry.\n"
        + ("This counts although your settings allow the tenant.\n" if in_settings else "")
        + f"To allow it again: accord tenants allow {id}"
    )


def _parse(typed: str) -> str:
    """Raises AccordError."""
    if _GUID.fullmatch(id := typed.strip().lower()):
        return id
    raise AccordError(
        f"Nothing was changed: “{typed}” is no tenant ID. It looks like 1b4e28ba-2fa1-11d2-883f-0016d3cca427."
        " Type accord tenants list to see who asked, or ask the organisation's IT department."
    )


def _describe(trust: TrustPolicy, stored: Sequence[Tenant]) -> Iterator[str]:
    allowed = with_decisions(trust, stored).tenants
    others = {
        decision: [tenant for tenant in stored if tenant.decision is decision and tenant.id not in allowed]
        for decision in TenantDecision
    }
    several = len(trust.app_ids) > 1
    yield "May use Accord:" if allowed else "No tenant may use Accord."
    for id, app in sorted(allowed.items()):
        origin = "by the settings" if id in trust.tenants else "by accord tenants allow"
        yield f"  {id}  {origin}{f', app {app}' if several else ''}"
    if lost := others[TenantDecision.ALLOWED]:
        yield "Allowed for an app that is not in the settings any more:"
        yield from (f"  {tenant.id}  app {tenant.app}" for tenant in lost)
    if refused := others[TenantDecision.REFUSED]:
        yield "Refused by you:"
        yield from (f"  {tenant.id}  {counted_calls(tenant)}" for tenant in refused)
    if asked := others[TenantDecision.NONE]:
        yield "Asked and were not let in, in the last month:"
        yield from (f"  {tenant.id}  {counted_calls(tenant)}" for tenant in asked)
        yield f"To let one in: accord tenants allow {asked[0].id}"


def counted_calls(tenant: Tenant) -> str:
    if tenant.refused_on is None:
        return "no calls since"
    calls = "1 call" if tenant.refused_calls == 1 else f"{tenant.refused_calls} calls"
    return f"{calls}, the last on {tenant.refused_on.day} {tenant.refused_on:%B %Y}"

"""Tries the settings against Microsoft: the credential, the signing keys, and which tenants are allowed."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp

from adapters.oidc.published import FETCH_ERRORS
from adapters.teams.access_token import AccessTokenProvider
from adapters.teams.credentials import Certificate
from adapters.teams.outbound import open_session
from adapters.teams.registrations import Registration
from adapters.teams.routes import fetch_signing_keys
from adapters.teams.settings import TeamsSettings
from adapters.teams.tenant_commands import counted_calls
from adapters.teams.tenants import with_decisions
from adapters.teams.token_errors import NoToken
from adapters.teams.token_validation import CHANNEL, TrustPolicy
from bot.chats import TrialServices
from bot.core.errors import Unavailable
from bot.core.ports import Tenants
from bot.core.tenants import TenantDecision
from bot.ops.doctor import Finding, error, ok, warning

ABOUT = "Teams"
WARN_DAYS_BEFORE = 30  # a certificate ends
MAX_NAMED = 5  # tenants in one finding
TIME_LIMIT = 50.0  # seconds for everything that is tried


async def try_teams(
    settings: TeamsSettings, services: TrialServices, time_limit: float = TIME_LIMIT
) -> list[Finding]:
    """Return what Microsoft says of the settings. Takes a minute at most, and never raises."""
    findings = list[Finding]()
    try:
        async with asyncio.timeout(time_limit), open_session(settings) as http:
            for app in settings.apps:
                findings.append(await _try_credential(settings, app, services, http))
            findings.append(await _try_keys(settings, http))
            if services.tenants:
                findings += [each async for each in _tenants(settings.trust, services.tenants)]
    except TimeoutError:
        findings.append(warning(ABOUT, "It took too long, so not everything was tried.", "Try again later."))
    return findings


async def _try_credential(
    settings: TeamsSettings, app: Registration, services: TrialServices, http: aiohttp.ClientSession
) -> Finding:
    endpoint = settings.token_endpoint(app.tenant)
    tokens = AccessTokenProvider(http, endpoint, app.app_id, app.credential, services.clock)
    try:
        await tokens.token()
    except NoToken as failure:
        of_app = f"App {app.app_id}: " if len(settings.apps) > 1 else ""
        return error(ABOUT, f"{of_app}{failure.what}", failure.cure)
    finally:
        await tokens.close()
    if isinstance(app.credential, Certificate):
        days = (app.credential.ends_at - services.clock.now()).days
        if days < WARN_DAYS_BEFORE:
            return warning(
                ABOUT,
                f"The certificate of the app {app.app_id} ends in {days} days.",
                "Make a new one, upload it to the app, and put it into the file of the settings.",
            )
    return ok(ABOUT, f"Microsoft gives Accord a token for the app {app.app_id}.")


async def _try_keys(settings: TeamsSettings, http: aiohttp.ClientSession) -> Finding:
    try:
        keys = await fetch_signing_keys(http, settings.metadata_url)
    except FETCH_ERRORS as failure:
        return error(
            ABOUT,
            f"Microsoft's signing keys could not be fetched ({type(failure).__name__}), so no message from"
            " Teams can be believed.",
            f"Check that this machine can reach {settings.metadata_url}.",
        )
    number = sum(CHANNEL in key.endorsements for key in keys.values())
    if not number:
        return error(
            ABOUT,
            "None of the signing keys that were fetched may speak for Teams.",
            "Leave out TEAMS_OPENID_METADATA_URL, so that Microsoft's address is used.",
        )
    return ok(ABOUT, f"Microsoft's signing keys can be fetched. Those for Teams: {number}.")


async def _tenants(trust: TrustPolicy, tenants: Tenants) -> AsyncIterator[Finding]:
    try:
        stored = await tenants.all()
    except Unavailable:  # another check reports that
        return
    allowed = with_decisions(trust, stored).tenants
    if allowed:
        yield ok(ABOUT, f"Tenants that may use Accord: {_listed(sorted(allowed))}.")
    else:
        yield error(ABOUT, "No tenant may use Accord.", "Allow one: accord tenants allow ID")
    if names := sorted(tenant for tenant in trust.tenants if "." in tenant):
        yield error(
            ABOUT,
            f"A tenant is named by its ID, and this is none: {_listed(names)}. Nobody there can use Accord.",
            "Copy the tenant ID from the Overview page of the Entra admin centre.",
        )
    asked = [each for each in stored if each.decision is TenantDecision.NONE and each.id not in allowed]
    if asked:
        yield warning(
            ABOUT,
            f"Tenants that asked and were not let in: "
            f"{_listed([f'{tenant.id} ({counted_calls(tenant)})' for tenant in asked])}.",
            f"If you know whose it is: accord tenants allow {asked[0].id}",
        )


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return ", ".join(names[:MAX_NAMED]) + more

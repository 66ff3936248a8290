"""The page that says how to sign in, and signing in with an account of an organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from secrets import compare_digest
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.web.rate_limit import RateLimiter
from adapters.web.session import PageRequest, Site, personal_path, redirect, require_within_limit
from bot.core.errors import SignInFailed
from bot.core.hub_paths import parse_hub_path
from bot.core.i18n import Translator
from bot.core.models import SignInMethod
from bot.core.ports import IdentityProvider, SignInAttempt

ATTEMPT_LASTS = timedelta(minutes=10)  # while somebody types a password and finds a telephone

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class StartedSignIn:
    """The content of the cookie of a browser that has been sent to a provider. `to` is the page of the hub
    that it goes to afterwards, or empty."""

    provider: str
    attempt: SignInAttempt
    to: str


class SignInPages:
    def __init__(self, site: Site):
        self.site = site
        self._providers = {provider.id: provider for provider in site.identity_providers}
        self._cookie = f"{site.cookies.name}-sign-in"
        self._limit = RateLimiter(30, timedelta(seconds=2))

    def routes(self) -> list[Route]:
        return [
            self.site.route("/sign-in", self.show_ways),
            self.site.route("/sign-in/{provider}", self.begin),
            self.site.route("/sign-in/{provider}/back", self.finish),
        ]

    async def show_ways(self, page_request: PageRequest) -> Response:
        to = parse_hub_path(page_request.query.get("to", ""))
        return HTMLResponse(sign_in_page(self.site, page_request.t, to))

    async def begin(self, page_request: PageRequest) -> Response:
        """Send the browser to a provider. A link does that, not a form: the content security policy lets no
        form end on another site."""
        provider = self._provider(page_request)
        require_within_limit(self._limit, page_request)
        ids = self.site.bot.ids
        attempt = SignInAttempt(ids.new(), ids.new(), ids.new() + ids.new() + ids.new())
        started = StartedSignIn(provider.id, attempt, parse_hub_path(page_request.query.get("to", "")))
        try:
            url = await provider.authorization_url(attempt, self._redirect_uri(provider))
        except SignInFailed as failed:
            return self._failed(page_request, provider, failed, started.to)
        response = RedirectResponse(url, 302)
        cookies = self.site.cookies
        response.set_cookie(
            self._cookie,
            cookies.write_attempt(
                [started.provider, attempt.state, attempt.nonce, attempt.verifier, started.to],
                page_request.now,
            ),
            max_age=int(ATTEMPT_LASTS.total_seconds()),
            secure=cookies.secure,
            httponly=True,
            samesite="lax",
        )
        return response

    async def finish(self, page_request: PageRequest) -> Response:
        """Take a provider's answer, and sign in the person whom it names. An attempt counts once: its cookie
        goes whatever comes of it."""
        provider = self._provider(page_request)
        require_within_limit(self._limit, page_request)
        response = await self._finish(page_request, provider)
        response.delete_cookie(self._cookie, secure=self.site.cookies.secure, httponly=True, samesite="lax")
        return response

    async def _finish(self, page_request: PageRequest, provider: IdentityProvider) -> Response:
        query, started = page_request.query, self._started(page_request)
        if (
            started is None
            or started.provider != provider.id
            or not compare_digest(query.get("state", "").encode(), started.attempt.state.encode())
        ):
            return self._page(page_request, "forgotten", provider, "", 400)
        if "code" not in query:  # the person, or an administrator, said no
            return self._page(page_request, "declined", provider, started.to, 403)
        try:
            addresses = await provider.identify(started.attempt, query["code"], self._redirect_uri(provider))
        except SignInFailed as failed:
            return self._failed(page_request, provider, failed, started.to)
        sessions = self.site.bot.sessions
        person = await sessions.find_person(*addresses)
        if person is None:
            return self._page(page_request, "unknown", provider, started.to, 403)
        browser, device = page_request.browser.id, page_request.device
        page_request.use_secret(await sessions.sign_in(browser, person.id, SignInMethod.ACCOUNT, device))
        return redirect(started.to or personal_path(person.id))

    def _provider(self, page_request: PageRequest) -> IdentityProvider:
        provider = self._providers.get(page_request.request.path_params["provider"])
        if provider is None:
            raise HTTPException(404)
        return provider

    def _redirect_uri(self, provider: IdentityProvider) -> str:
        return f"{self.site.public_url}/sign-in/{provider.id}/back"

    def _started(self, page_request: PageRequest) -> StartedSignIn | None:
        """Return what this browser began a moment ago, or None."""
        cookie = page_request.request.cookies.get(self._cookie, "")
        fields = self.site.cookies.read_attempt(cookie, page_request.now, ATTEMPT_LASTS)
        if fields is None:
            return None
        provider, state, nonce, verifier, to = fields
        return StartedSignIn(provider, SignInAttempt(state, nonce, verifier), to)

    def _failed(
        self, page_request: PageRequest, provider: IdentityProvider, failed: SignInFailed, to: str
    ) -> Response:
        log.warning("nobody was signed in", provider=provider.id, reason=str(failed))
        state, status = ("unavailable", 503) if failed.temporary else ("refused", 403)
        return self._page(page_request, state, provider, to, status)

    def _page(
        self, page_request: PageRequest, state: str, provider: IdentityProvider, to: str, status: int
    ) -> Response:
        """Return a page that says why nobody was signed in, and what to do."""
        variables: Mapping[str, Any] = {
            "state": state,
            "provider": provider.label,
            "again": _begin_path(provider, to),
            "others": f"/sign-in?to={to}" if to else "/sign-in",
        }
        return self.site.page(page_request, "sign_in_failed.html", status=status, **variables)


def sign_in_page(site: Site, t: Translator, to: str) -> str:
    """Return a page with the ways to sign in, after which the browser goes to the page of the hub `to`, if
    any."""
    variables = {
        "user": None,
        "to": to,
        "ways": [(provider.label, _begin_path(provider, to)) for provider in site.identity_providers],
        "sends_email": site.bot.sends_email,
    }
    return site.templates.page("sign_in.html", t, **variables)


def _begin_path(provider: IdentityProvider, to: str) -> str:
    return f"/sign-in/{provider.id}?to={to}" if to else f"/sign-in/{provider.id}"

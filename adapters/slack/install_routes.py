"""Install Accord in a workspace: a page with the scopes, Slack's own question, and its result.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from secrets import compare_digest
from typing import Any

from itsdangerous import BadData
from slack_sdk.oauth import AuthorizeUrlGenerator
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.signing import serializer
from adapters.slack.manifest import SCOPES
from adapters.slack.oauth import OAuthDenied, SlackOAuth
from adapters.slack.tokens import InstallationTokens
from bot.core.cards import BulletList, Card, Link, Text
from bot.core.events import AppReinstalled
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.handlers.bot import Bot

PAGE, BACK = "/slack/install", "/slack/oauth_redirect"
STATE_LIFETIME = timedelta(minutes=10)  # while somebody reads Slack's question

Show = Callable[[Request, Callable[[Translator], Card], int], Awaitable[Response]]
"""Returns a page with a card, in the language of the request, and a status."""

Greet = Callable[[Address, str], None]
"""Begins to greet a user who installed Accord; the second argument is an id of that event."""


class InstallRoutes:
    def __init__(
        self,
        oauth: SlackOAuth,
        tokens: InstallationTokens,
        show: Show,
        bot: Bot,
        greet: Greet,
        *,
        authorize_url: str,
        public_url: str,
        secret_keys: Sequence[str],
    ):
        self._oauth, self._tokens, self._show, self._bot = oauth, tokens, show, bot
        self._greet = greet
        self._redirect_uri = public_url + BACK
        self._authorize_url = AuthorizeUrlGenerator(
            client_id=oauth.client_id,
            redirect_uri=self._redirect_uri,
            scopes=list(SCOPES),
            authorization_url=authorize_url,
        )
        # Browsers drop a secure cookie on plain http, where only this machine can be.
        self._secure = public_url.startswith("https://")
        self._cookie = "__Host-accord-slack" if self._secure else "accord-slack"
        self._signer = serializer(secret_keys, "slack")

    def routes(self) -> list[Route]:
        return [Route(PAGE, self.page), Route(BACK, self.back)]

    async def page(self, request: Request) -> Response:
        return (
            self._redirect_to_slack()
            if "begin" in request.query_params
            else await self._show(request, asking, 200)
        )

    def _redirect_to_slack(self) -> Response:
        nonce = self._bot.context.ids.new()
        state = self._signer.dumps([nonce, self._bot.context.clock.now().timestamp()])
        response = RedirectResponse(self._authorize_url.generate(state), 302)
        response.set_cookie(
            self._cookie,
            nonce,
            max_age=int(STATE_LIFETIME.total_seconds()),
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        return response

    async def back(self, request: Request) -> Response:
        """Take the answer to Slack's question."""
        query = request.query_params
        if not self._began_here(query.get("state", ""), request.cookies.get(self._cookie, "")):
            return await self._show(request, forgotten if query.get("state") else not_begun_here, 400)
        if "code" not in query:
            return await self._show(request, refused, 403)
        try:
            grant = await self._oauth.exchange_code(query["code"], self._redirect_uri)
        except OAuthDenied as denied:
            error_code = str(denied)
            status = 400 if error_code else 503
            return await self._show(request, lambda t: failed(t, error_code), status)
        await self._tokens.install(grant.workspace, grant.token)
        await self._bot.handle(AppReinstalled(f"let in: {query['code']}", "slack", grant.workspace))
        if grant.installer:
            installer = Address("slack", grant.workspace, grant.installer)
            self._greet(installer, f"installed: {query['code']}")
        response = await self._show(request, lambda t: done(t, grant.name), 200)
        response.delete_cookie(self._cookie, secure=self._secure, httponly=True, samesite="lax")
        return response

    def _began_here(self, state: str, nonce: str) -> bool:
        """Return True if this browser began the installation, and lately. Without that check somebody
        could be made to finish what another person began."""
        try:
            signed: Any = self._signer.loads(state)
            own_nonce, began_at = signed
        except (BadData, TypeError, ValueError):
            return False
        age = self._bot.context.clock.now().timestamp() - began_at
        return age <= STATE_LIFETIME.total_seconds() and compare_digest(own_nonce.encode(), nonce.encode())


def asking(t: Translator) -> Card:
    return Card(
        t("Add Accord to Slack"),
        (
            Text(
                t(
                    "Accord asks the people in a partnership how it is going. It asks each in private, "
                    "and shows everyone the results at the same time. Nobody in the partnership sees your "
                    "answers."
                )
            ),
            Text(
                t("Anyone who may add apps to your Slack workspace can add it. It asks for permission:"),
            ),
            BulletList(tuple(t(reason) for reason in SCOPES.values())),
            Link(t("Add to Slack"), f"{PAGE}?begin"),
        ),
    )


def done(t: Translator, name: str) -> Card:
    words = t(
        "Go back to Slack. Type /accord to start a partnership or join one. Type /invite @Accord "
        "in the channel where you want the results."
    )
    return Card(t("Accord is now in {name}", name=name), (Text(words),))


def refused(t: Translator) -> Card:
    return _not_added(
        t,
        t(
            "Someone cancelled this, or an admin of your workspace has to approve it first. Nothing "
            "has changed."
        ),
    )


def forgotten(t: Translator) -> Card:
    return _not_added(
        t, t("This took more than ten minutes, or was started in another browser. Start again here.")
    )


def not_begun_here(t: Translator) -> Card:
    """Lead somebody on who began on Slack's own pages: then nothing proves that it was they who began."""
    return _not_added(
        t, t("You came from Slack’s own pages. To keep your workspace safe, start on this page instead.")
    )


def failed(t: Translator, word: str) -> Card:
    if not word:
        return _not_added(t, t("Slack did not answer. Wait a moment, then start again."))
    return _not_added(
        t,
        t(
            (
                "Slack refused the request. Its reason is: {word}. Start again. If that does not help, "
                "tell the people who run Accord."
            ),
            word=word,
        ),
    )


def _not_added(t: Translator, why: str) -> Card:
    return Card(t("Accord was not added to Slack"), (Text(why), Link(t("Start again"), PAGE)))

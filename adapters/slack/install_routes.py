"""The way into a workspace: a page that says what Accord asks for, Slack's own question, and what came of it.

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
from bot.handlers.bot import Bot

PAGE, BACK = "/slack/install", "/slack/oauth_redirect"
PATIENCE = timedelta(minutes=10)  # with whoever reads Slack's question

Show = Callable[[Request, Callable[[Translator], Card], int], Awaitable[Response]]
"""A page of ours: the card, in the language of whoever asked for it, and a status."""


class InstallRoutes:
    def __init__(
        self,
        oauth: SlackOAuth,
        tokens: InstallationTokens,
        show: Show,
        bot: Bot,
        *,
        authorize_url: str,
        public_url: str,
        secret_keys: Sequence[str],
    ):
        self._oauth, self._tokens, self._show, self._bot = oauth, tokens, show, bot
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
        return self._ask() if "begin" in request.query_params else await self._show(request, asking, 200)

    def _ask(self) -> Response:
        nonce = self._bot.context.ids.new()
        state = self._signer.dumps([nonce, self._bot.context.clock.now().timestamp()])
        response = RedirectResponse(self._authorize_url.generate(state), 302)
        response.set_cookie(
            self._cookie,
            nonce,
            max_age=int(PATIENCE.total_seconds()),
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        return response

    async def back(self, request: Request) -> Response:
        """Somebody said yes or no."""
        said = request.query_params
        if not self._began_here(said.get("state", ""), request.cookies.get(self._cookie, "")):
            return await self._show(request, forgotten, 400)
        if "code" not in said:
            return await self._show(request, refused, 403)
        try:
            let = await self._oauth.let_in(said["code"], self._redirect_uri)
        except OAuthDenied as why:
            word = str(why)
            return await self._show(request, lambda t: failed(t, word), 502)
        await self._tokens.install(let.workspace, let.token)
        await self._bot.handle(AppReinstalled(f"let in: {said['code']}", "slack", let.workspace))
        response = await self._show(request, lambda t: done(t, let.name), 200)
        response.delete_cookie(self._cookie, secure=self._secure, httponly=True, samesite="lax")
        return response

    def _began_here(self, state: str, nonce: str) -> bool:
        """Whether this browser began it, and lately. Else somebody could be made to finish what another
        began."""
        try:
            begun: Any = self._signer.loads(state)
            ours, at = begun
        except (BadData, TypeError, ValueError):
            return False
        lately = self._bot.context.clock.now().timestamp() - at <= PATIENCE.total_seconds()
        return lately and compare_digest(ours.encode(), nonce.encode())


def asking(t: Translator) -> Card:
    return Card(
        t("Add Accord to Slack"),
        (
            Text(
                t(
                    "Accord asks the people of a partnership how the partnership is going."
                    " Whoever may add apps to your Slack workspace can add it. It asks to be allowed:"
                )
            ),
            BulletList(tuple(t(reason) for reason in SCOPES.values())),
            Link(t("Add to Slack"), f"{PAGE}?begin"),
        ),
    )


def done(t: Translator, name: str) -> Card:
    words = t(
        "Go back to Slack. Type /accord there to start a partnership or to join one,"
        " and /invite @Accord in the channel that shall get the results."
    )
    return Card(t("Accord is in {name} now", name=name), (Text(words),))


def refused(t: Translator) -> Card:
    return _not_added(
        t, t("Somebody said no, or an admin of your workspace has to say yes first. Nothing has changed.")
    )


def forgotten(t: Translator) -> Card:
    return _not_added(t, t("It took longer than ten minutes, or began in another browser. Begin again here."))


def failed(t: Translator, word: str) -> Card:
    if not word:
        return _not_added(t, t("Slack did not answer. Wait a moment, then begin again."))
    return _not_added(
        t,
        t(
            "Slack did not give Accord its key, and said why in its own word: {word}."
            " Begin again; if that does not help, tell whoever runs Accord.",
            word=word,
        ),
    )


def _not_added(t: Translator, why: str) -> Card:
    return Card(t("Accord was not added to Slack"), (Text(why), Link(t("Begin again"), PAGE)))

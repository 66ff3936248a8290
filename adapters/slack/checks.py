"""Try the settings against Slack: tokens, permissions, Socket Mode, and a trial message with a picture.

https://docs.slack.dev/reference/methods/auth.test
https://docs.slack.dev/reference/methods/apps.connections.open
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import create_client, session
from adapters.slack.errors import error_code, to_send_failed
from adapters.slack.files import SlackFiles
from adapters.slack.manifest import SCOPES
from adapters.slack.oauth import OAuthDenied, SlackOAuth
from adapters.slack.platform import CHANNELS, SEND_ERRORS, WAITS
from adapters.slack.render import render_message
from adapters.slack.settings import SlackSettings
from adapters.slack.tokens import InstallationTokens, lane
from bot.chats import TrialServices
from bot.core.cards import Card, Chart, Text
from bot.core.errors import SendFailed
from bot.ops.doctor import Finding, Level, error, ok, warning

TIME_LIMIT = 50.0  # seconds for everything that is tried
ABOUT = "Slack"
IMPLIED = {"identify"}  # Slack lists it with tokens that never asked for it
BOT_CURE = (
    "Copy the Bot User OAuth Token from your app’s page on api.slack.com, under OAuth & Permissions. If there"
    " is none, install the app there first."
)
APP_CURE = (
    "Make one on your app’s page on api.slack.com, under Basic Information, App-Level Tokens. It needs"
    " connections:write. Also check that Socket Mode is turned on."
)
UNSIGNED = (
    "SLACK_SIGNING_SECRET cannot be tried from here. If it is wrong, accord serve logs it when Slack first"
    " calls."
)
PICTURE = Chart("check", "Trial picture", "", "A trial picture from accord check.")
log = structlog.get_logger("slack")

TRIAL = Card("Trial message from accord check", (Text("Accord removes it again at once."), PICTURE))


async def try_slack(settings: SlackSettings, services: TrialServices) -> list[Finding]:
    """Return what Slack says of the settings. Takes a minute at most, and never raises."""
    findings = list[Finding]()
    try:
        async with asyncio.timeout(TIME_LIMIT), session(settings.api_url) as http:
            trial = _Trial(settings, services, http)
            async for finding in trial.findings():
                if finding not in findings:  # both tokens fail alike if Slack is away
                    findings.append(finding)
    except TimeoutError:
        findings.append(warning(ABOUT, "It took too long, so not everything was tried.", "Try again later."))
    return findings


async def log_problems(settings: SlackSettings, services: TrialServices) -> None:
    """Log what Slack does not accept, as `accord check` says it."""
    for finding in await try_slack(settings, services):
        if finding.level is not Level.OK:
            log.error(finding.what, cure=finding.cure)


@dataclass(frozen=True, slots=True)
class InstalledWorkspace:
    """A workspace whose token Slack accepts."""

    id: str
    name: str
    client: AsyncWebClient


class _Trial:
    """One run of all trials."""

    def __init__(self, settings: SlackSettings, services: TrialServices, http: aiohttp.ClientSession):
        self._settings, self._services, self._http = settings, services, http
        self._client = client = create_client(http, settings.api_url)  # without a token
        self._secret = settings.client_secret.get_secret_value()
        self._oauth = SlackOAuth(client, settings.client_id, self._secret, services.clock)
        self._workspaces = list[InstalledWorkspace]()

    async def findings(self) -> AsyncIterator[Finding]:
        settings = self._settings
        if app_token := settings.app_token.get_secret_value():
            yield await self._try_socket_mode(app_token)
        else:
            yield ok(ABOUT, UNSIGNED)
        if bot_token := settings.bot_token.get_secret_value():
            for finding in await self._try_token("", bot_token):
                yield finding
        else:
            async for finding in self._try_installations():
                yield finding
        if self._services.post_to and ":" not in self._services.post_to:  # as ids of other platforms have
            yield await self._try_post()

    async def _try_socket_mode(self, app_token: str) -> Finding:
        try:
            await self._client.apps_connections_open(app_token=app_token)
        except SEND_ERRORS as raised:
            refused = f"Slack does not accept SLACK_APP_TOKEN ({error_code(raised)})."
            return self._no_answer(raised) or error(ABOUT, refused, APP_CURE)
        return ok(ABOUT, "Slack accepts SLACK_APP_TOKEN, so Socket Mode can connect.")

    async def _try_installations(self) -> AsyncIterator[Finding]:
        """Try the client's secret, and the token of each workspace that installed Accord."""
        yield await self._try_client_secret()
        installations = self._services.installations
        prefix = lane("")
        ids = await installations.ids() if installations else ()
        installed = [id.removeprefix(prefix) for id in ids if id.startswith(prefix)]
        if not (installed and installations):
            page = f"{self._services.public_url}/slack/install"
            yield warning(ABOUT, "No workspace has installed Accord yet.", f"Open {page} in a browser.")
            return
        tokens = InstallationTokens(installations, self._services.clock, self._oauth.renew)
        for workspace in installed:
            try:
                token = await tokens.get(workspace)
            except SendFailed as failed:
                yield self._not_renewed(workspace, failed)
                continue
            for finding in await self._try_token(workspace, token):
                yield finding

    async def _try_client_secret(self) -> Finding:
        """Ask for a token with a code that Slack never gave: it then refuses the code, or us."""
        try:
            redirect_uri = f"{self._services.public_url}/slack/oauth_redirect"
            await self._oauth.exchange_code("accord-check", redirect_uri)
        except OAuthDenied as denied:
            code = str(denied)
            if code in {"bad_client_secret", "invalid_client_id"}:
                return error(
                    ABOUT,
                    f"Slack does not accept SLACK_CLIENT_ID and SLACK_CLIENT_SECRET ({code}).",
                    "Copy both from your app’s page on api.slack.com, under Basic Information.",
                )
            if not code:
                return self._unreachable()
        return ok(ABOUT, "Slack accepts SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.")

    def _not_renewed(self, workspace: str, failed: SendFailed) -> Finding:
        if not failed.permanent:
            return warning(
                ABOUT, f"The token of workspace {workspace} could not be renewed yet.", "Try again."
            )
        return error(ABOUT, f"Slack does not renew the token of workspace {workspace}.", self._install_again)

    async def _try_token(self, workspace: str, token: str) -> list[Finding]:
        """Try a token, and what it allows. `workspace` is empty for the one in the settings."""
        client = create_client(self._http, self._settings.api_url, token)
        try:
            response = await client.auth_test()
        except SEND_ERRORS as raised:
            whose = f"the token of workspace {workspace}" if workspace else "SLACK_BOT_TOKEN"
            refused = f"Slack does not accept {whose} ({error_code(raised)})."
            return [self._no_answer(raised) or error(ABOUT, refused, self._token_cure(workspace))]
        name = str(response.get("team") or workspace)
        self._workspaces.append(InstalledWorkspace(workspace or str(response.get("team_id")), name, client))
        listed = {key.lower(): value for key, value in response.headers.items()}.get("x-oauth-scopes")
        granted = {scope.strip() for scope in listed.split(",")} if listed else None
        return [ok(ABOUT, f"Slack accepts the token for {name}."), *self._compare_scopes(name, granted)]

    def _compare_scopes(self, name: str, granted: set[str] | None) -> list[Finding]:
        """Compare the scopes of a token, where Slack tells them, with those of the manifest."""
        if granted is None:
            return []
        findings = []
        if missing := sorted(SCOPES.keys() - granted):
            findings.append(
                error(
                    ABOUT,
                    f"In {name}, Accord lacks these permissions: {', '.join(missing)}.",
                    f"Run {self._manifest_command}, and paste it into your app’s page on api.slack.com, under"
                    f" App Manifest. {self._install_again}",
                )
            )
        if unused := sorted(granted - SCOPES.keys() - IMPLIED):
            what = f"In {name}, Accord has permissions that it does not use: {', '.join(unused)}."
            findings.append(warning(ABOUT, what, "Take them out on your app’s page on api.slack.com."))
        return findings or [ok(ABOUT, f"In {name}, Accord has all {len(SCOPES)} permissions it needs.")]

    async def _try_post(self) -> Finding:
        """Post a trial message with a picture where `post_to` says, and remove both again."""
        channel, failed = self._services.post_to, None
        if not self._settings.bot_token and not channel.startswith(CHANNELS):
            return error(
                ABOUT,
                f"No trial message was posted: {channel} could be a channel of any workspace.",
                "Give the channel’s ID, which Slack shows at the end of the channel’s details.",
            )
        for workspace in self._workspaces:
            try:
                await _post_and_remove(workspace, channel, SlackFiles(self._services.chart_renderer))
            except SEND_ERRORS as raised:
                failed = raised
                if error_code(raised) == "channel_not_found":
                    continue
                return self._not_posted(raised)
            except Exception as raised:  # noqa: BLE001  any failure to draw is what this check reports
                undrawn = f"No trial message was posted: its picture was not drawn ({type(raised).__name__})."
                return error(ABOUT, undrawn, "See what is said about charts.")
            return ok(
                ABOUT, f"A message with a picture was posted in {channel} of {workspace.name}, and removed."
            )
        return self._not_posted(failed)

    def _not_posted(self, raised: Exception | None) -> Finding:
        if raised is None:
            return warning(
                ABOUT, "No trial message was posted: there is no token to post with.", "See above."
            )
        if finding := self._no_answer(raised):
            return finding
        reason = str(to_send_failed(raised)).removeprefix("It was not sent: ")
        what = f"The trial message failed ({error_code(raised)}): {reason}"
        return error(ABOUT, what, "Put that right, then try again.")

    def _no_answer(self, raised: Exception) -> Finding | None:
        """Return a finding if Slack said nothing about what was tried."""
        code = error_code(raised)
        if to_send_failed(raised).retry_after:
            return warning(ABOUT, "Slack asks us to wait before it answers.", "Try again in a minute.")
        return None if code else self._unreachable()

    def _unreachable(self) -> Finding:
        return error(
            ABOUT,
            f"Slack could not be reached at {self._settings.api_url}.",
            "Check that this machine can open connections to it, then try again.",
        )

    def _token_cure(self, workspace: str) -> str:
        return self._install_again if workspace else BOT_CURE

    @property
    def _install_again(self) -> str:
        if self._settings.client_id:
            return f"Install Accord in that workspace again, at {self._services.public_url}/slack/install."
        return "Then install the app again there, and copy the new token to SLACK_BOT_TOKEN."

    @property
    def _manifest_command(self) -> str:
        socket, many = bool(self._settings.app_token), not self._settings.bot_token
        sign_in = bool(self._settings.sign_in)
        return "accord manifest slack" + " --socket" * socket + " --many" * many + " --sign-in" * sign_in


async def _post_and_remove(workspace: InstalledWorkspace, channel: str, files: SlackFiles) -> None:
    """Post the trial message as soon as Slack has its picture ready. Raises what slack_sdk raises."""
    client = workspace.client
    uploaded = await files.of(client, workspace.id, TRIAL)
    try:
        posted = await _post(client, {"channel": channel, **render_message(TRIAL, "", uploaded)})
        await client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    finally:
        for file in uploaded.values():
            await client.files_delete(file=file)


async def _post(client: AsyncWebClient, body: dict[str, Any]) -> Any:
    for wait in WAITS:
        try:
            return await client.api_call("chat.postMessage", json=body)
        except SlackApiError as raised:
            if error_code(raised) != "invalid_blocks":
                raise
            await asyncio.sleep(wait)
    return await client.api_call("chat.postMessage", json=body)

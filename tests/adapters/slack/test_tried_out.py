"""What `accord check` says after it tried the settings against Slack."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr
from structlog.testing import capture_logs

from adapters.slack import checks
from adapters.slack.integration import report_workspace
from adapters.slack.manifest import SCOPES
from adapters.slack.settings import SlackSettings
from adapters.slack.tokens import SlackToken
from bot.chats import TrialServices
from bot.core.cards import Chart
from bot.core.events import AppUninstalled
from bot.core.models import Address, Person
from bot.ops.doctor import Finding, Level
from storage.crypto import SecretBox
from storage.installations import SqlInstallations
from storage.store import SqlStore
from tests.adapters.slack.slack_api import (
    Call,
    Handler,
    SlackAPI,
    broken,
    error,
    gibberish,
    hung,
    slack_api,
    wait,
)
from tests.adapters.slack.slack_app import ONE, joined
from tests.support.fakes import SetClock

HERE = "https://accord.example.org"
ALL_SCOPES = ",".join([*SCOPES, "identify"])


class FixedPicture:
    async def png(self, _: Chart) -> bytes:
        return b"\x89PNG"


def known(team: str, scopes: str | None = ALL_SCOPES) -> Handler:
    """auth.test, answered for a workspace of this name."""

    async def answer(_: SlackAPI, __: web.Request, ___: Call) -> web.StreamResponse:
        headers = {} if scopes is None else {"x-oauth-scopes": scopes}
        return web.json_response({"ok": True, "team": team, "team_id": "T1"}, headers=headers)

    return answer


@pytest.fixture
async def api() -> AsyncIterator[SlackAPI]:
    async with slack_api(**{"xoxb-1": "T1", "xapp-1": ""}) as it:
        yield it


@pytest.fixture
def services(clock: SetClock) -> TrialServices:
    return TrialServices(clock, FixedPicture(), None, HERE)


@pytest.fixture
async def installations(sqlite_url: str) -> AsyncIterator[SqlInstallations]:
    store = SqlStore(sqlite_url)
    yield SqlInstallations(store, SecretBox(("the secret key of this test",)))
    await store.close()


def one(api: SlackAPI, **given: str) -> SlackSettings:
    values = {"bot_token": "xoxb-1", "signing_secret": "s", "api_url": f"{api.url}api/", **given}
    return SlackSettings.model_validate(values)


def many(api: SlackAPI) -> SlackSettings:
    return one(api, bot_token="", client_id="1.2", client_secret="secret")


def told(findings: Sequence[Finding]) -> list[tuple[Level, str]]:
    return [(finding.level, finding.what) for finding in findings]


async def test_what_is_not_set_up_is_not_tried(services: TrialServices) -> None:
    settings = SlackSettings(bot_token=SecretStr(""), client_id="")
    assert await settings.try_out(services) == ()
    assert told(await settings.try_out(replace(services, post_to="C1"))) == [
        (Level.WARNING, "No trial message was posted: Slack is not set up.")
    ]


async def test_slack_that_cannot_be_reached_is_said_once(api: SlackAPI, services: TrialServices) -> None:
    for method in ("auth.test", "apps.connections.open"):
        api.failing[method].append(broken)
    assert told(await one(api, app_token="xapp-1").try_out(services)) == [
        (Level.ERROR, f"Slack could not be reached at {api.url}api/.")
    ]


async def test_a_good_token_with_all_permissions_is_said_to_be_good(
    api: SlackAPI, services: TrialServices
) -> None:
    api.failing["auth.test"].append(known("Harbour Council"))
    assert told(await one(api).try_out(services)) == [
        (Level.OK, checks.UNSIGNED),
        (Level.OK, "Slack accepts the token for Harbour Council."),
        (Level.OK, f"In Harbour Council, Accord has all {len(SCOPES)} permissions it needs."),
    ]


@pytest.mark.parametrize(
    ("handler", "level", "what"),
    [
        (error("invalid_auth"), Level.ERROR, "Slack does not accept SLACK_BOT_TOKEN (invalid_auth)."),
        (error("account_inactive"), Level.ERROR, "Slack does not accept SLACK_BOT_TOKEN (account_inactive)."),
        (wait(60), Level.WARNING, "Slack asks us to wait before it answers."),
        (broken, Level.ERROR, "Slack could not be reached at {url}."),
        (gibberish, Level.ERROR, "Slack could not be reached at {url}."),
    ],
)
async def test_a_token_that_fails_is_said_with_its_cure(
    api: SlackAPI, services: TrialServices, handler: Handler, level: Level, what: str
) -> None:
    api.failing["auth.test"].append(handler)
    *_, finding = await one(api).try_out(services)
    assert (finding.level, finding.what) == (level, what.format(url=f"{api.url}api/"))
    assert finding.cure


async def test_missing_and_needless_permissions_are_named(api: SlackAPI, services: TrialServices) -> None:
    api.failing["auth.test"].append(
        known("Harbour Council", ALL_SCOPES.replace("im:history", "channels:join"))
    )
    missing, needless = (await one(api).try_out(services))[2:]
    assert (missing.level, missing.what) == (
        Level.ERROR,
        "In Harbour Council, Accord lacks these permissions: im:history.",
    )
    assert "Run accord manifest slack, and" in missing.cure
    assert (needless.level, needless.what) == (
        Level.WARNING,
        "In Harbour Council, Accord has permissions that it does not use: channels:join.",
    )


async def test_permissions_that_slack_does_not_tell_are_not_judged(
    api: SlackAPI, services: TrialServices
) -> None:
    api.failing["auth.test"].append(known("Harbour Council", None))
    assert len(await one(api).try_out(services)) == 2


async def test_socket_mode_is_tried(api: SlackAPI, services: TrialServices) -> None:
    socket = one(api, app_token="xapp-1")
    first, *_ = await socket.try_out(services)
    assert (first.level, first.what) == (
        Level.OK,
        "Slack accepts SLACK_APP_TOKEN, so Socket Mode can connect.",
    )
    api.failing["apps.connections.open"].append(error("invalid_auth"))
    first, *_ = await socket.try_out(services)
    assert (first.level, first.what, first.cure) == (
        Level.ERROR,
        "Slack does not accept SLACK_APP_TOKEN (invalid_auth).",
        checks.APP_CURE,
    )


async def test_a_slack_that_never_answers_does_not_hold_up_the_check(
    api: SlackAPI, services: TrialServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "TIME_LIMIT", 0.2)
    api.failing["auth.test"].append(hung)
    *_, last = await one(api).try_out(services)
    assert last.what == "It took too long, so not everything was tried."


async def test_each_workspace_that_installed_accord_is_tried_and_named(
    api: SlackAPI, services: TrialServices, installations: SqlInstallations, clock: SetClock
) -> None:
    yesterday = clock.now() - timedelta(days=1)
    for workspace, token in (
        ("T1", SlackToken("xoxb-1", yesterday)),
        ("T2", SlackToken("xoxb-2", yesterday)),
        ("T3", SlackToken("xoxb-3", yesterday, "gone", yesterday)),
        ("T4", SlackToken("xoxb-4", yesterday, "later", yesterday)),
    ):
        await installations.keep(token.installed(workspace))
    api.failing["auth.test"].append(known("Harbour Council"))
    api.failing["oauth.v2.access"].extend([error("invalid_code"), error("invalid_refresh_token"), broken])
    findings = await many(api).try_out(replace(services, installations=installations))
    assert told(findings)[1:] == [
        (Level.OK, "Slack accepts SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."),
        (Level.OK, "Slack accepts the token for Harbour Council."),
        (Level.OK, f"In Harbour Council, Accord has all {len(SCOPES)} permissions it needs."),
        (Level.ERROR, "Slack does not accept the token of workspace T2 (invalid_auth)."),
        (Level.ERROR, "Slack does not renew the token of workspace T3."),
        (Level.WARNING, "The token of workspace T4 could not be renewed yet."),
    ]
    assert findings[-2].cure == f"Install Accord in that workspace again, at {HERE}/slack/install."


@pytest.mark.parametrize(
    ("handler", "level"),
    [(error("bad_client_secret"), Level.ERROR), (broken, Level.ERROR), (error("invalid_code"), Level.OK)],
)
async def test_the_secret_that_installs_accord_is_tried(
    api: SlackAPI, services: TrialServices, handler: Handler, level: Level
) -> None:
    api.failing["oauth.v2.access"].append(handler)
    _, secret, nobody = await many(api).try_out(services)
    assert secret.level is level
    assert nobody.what == "No workspace has installed Accord yet."


async def test_a_trial_message_is_posted_with_its_picture_and_both_are_removed(
    api: SlackAPI, services: TrialServices
) -> None:
    api.failing["auth.test"].append(known("Harbour Council"))
    api.failing["chat.postMessage"].append(error("invalid_blocks"))  # the picture is not ready yet
    *_, last = await one(api).try_out(replace(services, post_to="C1"))
    assert (last.level, last.what) == (
        Level.OK,
        "A message with a picture was posted in C1 of Harbour Council, and removed.",
    )
    (posted,) = api.to("C1")
    assert "image" in [block["type"] for block in posted["blocks"]]
    assert [call.body for call in api.calls if call.method == "chat.delete"] == [
        {"channel": "C1", "ts": posted["ts"]}
    ]
    assert [call.method for call in api.calls][-1] == "files.delete"


@pytest.mark.parametrize(
    ("handlers", "level", "begins"),
    [
        (
            [error("not_in_channel")],
            Level.ERROR,
            "The trial message failed (not_in_channel): Accord",
        ),
        ([error("channel_not_found")], Level.ERROR, "The trial message failed (channel_not_found): "),
        ([error("invalid_blocks")] * 4, Level.ERROR, "The trial message failed (invalid_blocks): "),
        ([broken], Level.ERROR, "Slack could not be reached"),
    ],
)
async def test_a_trial_message_that_fails_is_explained(
    api: SlackAPI,
    services: TrialServices,
    handlers: list[Handler],
    level: Level,
    begins: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "WAITS", (0.0, 0.0, 0.0))
    api.failing["chat.postMessage"].extend(handlers)
    *_, last = await one(api).try_out(replace(services, post_to="C1"))
    assert (last.level, last.what[: len(begins)]) == (level, begins)
    assert api.posted == []


class BrokenPicture:
    async def png(self, _: Chart) -> bytes:
        raise RuntimeError("no letters")


async def test_a_picture_that_cannot_be_drawn_is_said(api: SlackAPI, services: TrialServices) -> None:
    api.failing["auth.test"].append(known("Harbour Council"))
    *_, last = await one(api).try_out(replace(services, post_to="C1", chart_renderer=BrokenPicture()))
    assert (last.level, last.what) == (
        Level.ERROR,
        "No trial message was posted: its picture was not drawn (RuntimeError).",
    )


async def test_a_trial_message_needs_a_token_and_one_certain_channel(
    api: SlackAPI, services: TrialServices
) -> None:
    api.failing["auth.test"].append(error("invalid_auth"))
    findings = [
        await one(api).try_out(replace(services, post_to="C1")),
        await many(api).try_out(replace(services, post_to="#general")),
        await one(api).try_out(replace(services, post_to="19:abc@thread.tacv2")),
    ]
    assert [said[-1].what.partition(":")[0] for said in findings[:2]] == ["No trial message was posted"] * 2
    assert "trial" not in " ".join(finding.what for finding in chain(findings[2]))


async def test_what_slack_does_not_accept_is_logged_with_its_cure(
    api: SlackAPI, services: TrialServices
) -> None:
    api.tokens.clear()
    with capture_logs() as logs:
        await checks.log_problems(one(api), services)
    assert [(line["event"], line["cure"]) for line in logs] == [
        ("Slack does not accept SLACK_BOT_TOKEN (invalid_auth).", checks.BOT_CURE)
    ]


async def test_people_are_written_to_again_once_accord_starts_with_a_token_of_their_workspace(
    api: SlackAPI, sqlite_url: str, tmp_path: Path, clock: SetClock
) -> None:
    """Slack tells when Accord is removed, but not when it is installed again: that gives a new token."""
    addresses = [Address("slack", workspace, "U1") for workspace in ("T1", "T2")]
    async with joined(api, sqlite_url, tmp_path, clock, slack=ONE) as accord:
        store = accord.bot.context.store
        async with store.transaction() as db:
            for address in addresses:
                await db.add(Person(address.lane, address, address, "Sam", "Europe/London", "en"))
        for workspace in ("T1", "T2"):
            await accord.bot.handle(AppUninstalled(f"gone from {workspace}", "slack", workspace))
        for answer in (error("invalid_auth"), known("Harbour Council"), known("Harbour Council")):
            api.failing["auth.test"].append(answer)
            await report_workspace(one(api), accord.bot)
        async with store.read_only() as db:
            homes = {person.address: person.home for person in await db.find(Person)}
    assert homes == {addresses[0]: addresses[0], addresses[1]: None}


async def test_accord_tries_its_token_when_it_starts(
    api: SlackAPI, sqlite_url: str, tmp_path: Path, clock: SetClock
) -> None:
    async with (
        joined(api, sqlite_url, tmp_path, clock, slack=ONE) as accord,
        accord.integrations[0].connection(),
    ):
        await api.until(lambda: [call.method for call in api.calls].count("auth.test") == 2)
    api.calls.clear()
    async with joined(api, sqlite_url, tmp_path, clock) as accord, accord.integrations[0].connection():
        assert api.calls == []

"""What Slack gives for a code and for a token that runs out, and what it does not."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from adapters.slack.clients import create_client, session
from adapters.slack.oauth import NOT_RENEWED, NOT_YET, OAuthDenied, SlackGrant, SlackOAuth
from adapters.slack.tokens import SlackToken
from bot.core.errors import SendFailed
from tests.adapters.slack.slack_api import (
    Body,
    Handler,
    SlackAPI,
    broken,
    error,
    gibberish,
    reset,
    slack_api,
    wait,
)
from tests.support.fakes import SetClock

ACME = {"access_token": "xoxb-1", "team": {"id": "T1", "name": "Acme"}, "enterprise": None}
OURS = {"client_id": "1.2", "client_secret": "client secret"}
ROTATING = ACME | {"refresh_token": "r1", "expires_in": 43_200}


@pytest.fixture
async def api() -> AsyncIterator[SlackAPI]:
    async with slack_api() as api:
        yield api


@pytest.fixture
async def oauth(api: SlackAPI, clock: SetClock) -> AsyncIterator[SlackOAuth]:
    async with session(api.url) as shared:
        yield SlackOAuth(create_client(shared, f"{api.url}api/"), "1.2", "client secret", clock)


async def test_a_code_is_worth_a_token(api: SlackAPI, oauth: SlackOAuth, clock: SetClock) -> None:
    api.codes["c1"] = ACME
    let = await oauth.exchange_code("c1", "https://accord.example.org/slack/oauth_redirect")
    assert let == SlackGrant("T1", "Acme", SlackToken("xoxb-1", clock.now()))
    assert api.calls[0].body == {
        **OURS,
        "code": "c1",
        "redirect_uri": "https://accord.example.org/slack/oauth_redirect",
    }


async def test_a_token_that_rotates_runs_out_after_twelve_hours(
    api: SlackAPI, oauth: SlackOAuth, clock: SetClock
) -> None:
    api.codes["c1"] = ROTATING
    token = (await oauth.exchange_code("c1", "")).token
    assert token == SlackToken("xoxb-1", clock.now(), "r1", clock.now() + timedelta(hours=12))


async def test_an_organisation_lets_us_in_for_all_its_workspaces(
    api: SlackAPI, oauth: SlackOAuth, clock: SetClock
) -> None:
    whole = {
        "access_token": "xoxb-1",
        "team": None,
        "enterprise": {"id": "E1"},
        "is_enterprise_install": True,
    }
    api.codes["c1"] = whole
    assert await oauth.exchange_code("c1", "") == SlackGrant("E1", "E1", SlackToken("xoxb-1", clock.now()))


def as_given(body: Body) -> Handler:
    async def answer(*_: object) -> web.StreamResponse:
        return web.json_response({"ok": True, **body})

    return answer


@pytest.mark.parametrize(
    ("fails", "why"),
    [
        (error("invalid_code"), "invalid_code"),
        (wait(5), "ratelimited"),
        (broken, ""),
        (gibberish, ""),
        (reset, ""),
        (as_given({"team": {"id": "T1"}}), ""),
        (as_given({"access_token": "x", "team": 5}), ""),
        (as_given({"access_token": "x"}), ""),
    ],
    ids=["refused", "too many", "broken", "gibberish", "reset", "no token", "odd workspace", "no workspace"],
)
async def test_what_slack_does_not_give_it_denies_in_its_own_word(
    api: SlackAPI, oauth: SlackOAuth, fails: Handler, why: str
) -> None:
    api.failing["oauth.v2.access"].append(fails)
    with pytest.raises(OAuthDenied) as denied:
        await oauth.exchange_code("c1", "")
    assert str(denied.value) == why


async def test_a_token_is_renewed_for_its_refresh_token(
    api: SlackAPI, oauth: SlackOAuth, clock: SetClock
) -> None:
    api.refreshes["r1"] = ROTATING | {"access_token": "xoxb-2", "refresh_token": "r2"}
    since = clock.now() - timedelta(days=3)
    renewed = await oauth.renew(SlackToken("xoxb-1", since, "r1", clock.now()))
    assert renewed == SlackToken("xoxb-2", since, "r2", clock.now() + timedelta(hours=12))
    assert api.calls[0].body == {**OURS, "grant_type": "refresh_token", "refresh_token": "r1"}


@pytest.mark.parametrize(
    ("fails", "why", "permanent"),
    [
        (error("invalid_refresh_token"), NOT_RENEWED, True),
        (error("internal_error"), NOT_YET, False),
        (wait(5), NOT_YET, False),
        (reset, NOT_YET, False),
    ],
    ids=["refused", "passing", "too many", "reset"],
)
async def test_one_that_is_not_renewed_says_whether_it_may_be_later(
    api: SlackAPI, oauth: SlackOAuth, clock: SetClock, fails: Handler, why: str, permanent: bool
) -> None:
    api.failing["oauth.v2.access"].append(fails)
    with pytest.raises(SendFailed) as failure:
        await oauth.renew(SlackToken("xoxb-1", clock.now(), "r1", clock.now()))
    assert (str(failure.value), failure.value.permanent) == (why, permanent)

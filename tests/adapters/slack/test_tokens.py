"""Tokens: kept sealed, looked for where they may have changed, and renewed once, whoever wants them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from adapters.slack.tokens import (
    EARLY,
    FRESH,
    LEASE,
    NOT_INSTALLED,
    REMEMBERED,
    InstallationTokens,
    SingleTokenSource,
    SlackToken,
)
from bot.core.errors import SendFailed
from bot.core.ports import Installation, Installations
from bot.delivery.rate_limit import LONG_AGO
from storage.crypto import SecretBox
from storage.installations import SqlInstallations
from storage.store import SqlStore
from tests.support.fakes import SetClock

HALF_DAY = timedelta(hours=12)


@pytest.fixture
async def installations(sqlite_url: str) -> AsyncIterator[SqlInstallations]:
    store = SqlStore(sqlite_url)
    yield SqlInstallations(store, SecretBox(("the secret key of this test",)))
    await store.close()


class Rotation:
    """Slack, as far as it renews tokens: each refresh token is worth one new token."""

    def __init__(self, clock: SetClock):
        self.clock, self.worth, self.asked = clock, {"r1"}, 0
        self.fails: SendFailed | None = None
        self.began, self.go = asyncio.Event(), asyncio.Event()
        self.go.set()

    async def __call__(self, token: SlackToken) -> SlackToken:
        self.asked += 1
        self.began.set()
        await self.go.wait()
        if self.fails:
            raise self.fails
        if token.refresh not in self.worth:
            raise SendFailed("It was not sent: nobody renews it.", permanent=True)
        number = int(token.refresh[1:]) + 1
        self.worth = {f"r{number}"}
        now = self.clock.now()
        return replace(token, access=f"xoxb-{number}", refresh=f"r{number}", expires_at=now + HALF_DAY)


@pytest.fixture
def rotation(clock: SetClock) -> Rotation:
    return Rotation(clock)


@pytest.fixture
def tokens(installations: SqlInstallations, clock: SetClock, rotation: Rotation) -> InstallationTokens:
    return InstallationTokens(installations, clock, rotation)


def rotating(clock: SetClock) -> SlackToken:
    return SlackToken("xoxb-1", clock.now(), "r1", clock.now() + HALF_DAY)


async def refused(tokens: InstallationTokens, workspace: str = "T1") -> SendFailed:
    with pytest.raises(SendFailed) as error:
        await tokens.get(workspace)
    return error.value


async def test_one_token_is_for_whoever_calls() -> None:
    token = SingleTokenSource("xoxb-1")
    token.report_rejected("T1")
    assert (await token.is_installed("T1"), await token.get("T2")) == (True, "xoxb-1")


async def test_where_nobody_let_us_in_nothing_can_be_sent(tokens: InstallationTokens) -> None:
    failure = await refused(tokens)
    assert (str(failure), failure.permanent, await tokens.is_installed("T1")) == (NOT_INSTALLED, True, False)


class Everywhere:
    """Implements what tokens need of ports.Installations: every workspace has installed Accord."""

    async def get(self, id: str) -> Installation | None:
        return SlackToken("xoxb-1", LONG_AGO).installed(id.removeprefix("slack:"))


async def test_what_is_remembered_by_workspace_is_bounded(clock: SetClock, rotation: Rotation) -> None:
    tokens = InstallationTokens(cast("Installations", Everywhere()), clock, rotation)
    for number in range(10_000):
        assert await tokens.get(f"T{number}") == "xoxb-1"
    assert (len(tokens._cache), len(tokens._locks)) == (REMEMBERED, 0)


async def test_a_token_that_does_not_rotate_lasts(
    tokens: InstallationTokens, clock: SetClock, rotation: Rotation
) -> None:
    await tokens.install("T1", SlackToken("xoxb-1", clock.now()))
    clock.move(timedelta(days=400))
    assert (await tokens.is_installed("T1"), await tokens.get("T1"), rotation.asked) == (True, "xoxb-1", 0)


async def test_one_that_was_sealed_under_a_lost_key_is_as_good_as_none(
    tokens: InstallationTokens, sqlite_url: str, clock: SetClock, rotation: Rotation
) -> None:
    await tokens.install("T1", SlackToken("xoxb-1", clock.now()))
    store = SqlStore(sqlite_url)
    others = InstallationTokens(SqlInstallations(store, SecretBox(("another",))), clock, rotation)
    assert not await others.is_installed("T1")
    assert str(await refused(others)) == NOT_INSTALLED
    await store.close()


async def test_ten_who_want_a_token_that_runs_out_get_one_new_one(
    tokens: InstallationTokens, clock: SetClock, rotation: Rotation
) -> None:
    await tokens.install("T1", rotating(clock))
    clock.move(HALF_DAY - EARLY)
    got = await asyncio.gather(*(tokens.get("T1") for _ in range(10)))
    assert (set(got), rotation.asked) == ({"xoxb-2"}, 1)


async def test_so_do_ten_processes(
    installations: SqlInstallations, clock: SetClock, rotation: Rotation
) -> None:
    processes = [InstallationTokens(installations, clock, rotation) for _ in range(10)]
    await processes[0].install("T1", rotating(clock))
    clock.move(HALF_DAY + timedelta(days=3))  # it has run out: the others must wait
    got = await asyncio.gather(*(each.get("T1") for each in processes))
    assert (set(got), rotation.asked) == ({"xoxb-2"}, 1)


async def test_while_another_renews_it_the_old_one_is_used_as_long_as_it_lasts(
    installations: SqlInstallations, clock: SetClock, rotation: Rotation
) -> None:
    one, other = (InstallationTokens(installations, clock, rotation) for _ in range(2))
    await one.install("T1", rotating(clock))
    clock.move(HALF_DAY - EARLY)
    rotation.go.clear()
    renewing = asyncio.create_task(one.get("T1"))
    await rotation.began.wait()
    assert await other.get("T1") == "xoxb-1"
    rotation.go.set()
    assert await renewing == "xoxb-2"
    clock.move(FRESH)
    assert await other.get("T1") == "xoxb-2"


async def test_what_a_process_that_died_was_renewing_another_renews_when_the_lease_is_over(
    installations: SqlInstallations, tokens: InstallationTokens, clock: SetClock
) -> None:
    await tokens.install("T1", rotating(clock))
    clock.move(HALF_DAY - EARLY)
    assert await installations.lease("slack:T1", clock.now(), clock.now() + LEASE)
    assert await tokens.get("T1") == "xoxb-1"
    clock.move(LEASE)
    assert await tokens.get("T1") == "xoxb-2"


async def test_while_slack_does_not_renew_it_the_old_one_is_used_as_long_as_it_lasts(
    tokens: InstallationTokens, clock: SetClock, rotation: Rotation
) -> None:
    await tokens.install("T1", rotating(clock))
    rotation.fails = SendFailed("not yet")
    clock.move(HALF_DAY - EARLY)
    assert await tokens.get("T1") == "xoxb-1"
    assert (await tokens.get("T1"), rotation.asked) == ("xoxb-1", 1)  # not at once again
    clock.move(EARLY)
    assert str(await refused(tokens)) == "not yet"
    rotation.fails = None
    clock.move(LEASE)
    assert await tokens.get("T1") == "xoxb-2"


async def test_being_let_in_again_while_it_is_renewed_counts(
    tokens: InstallationTokens, clock: SetClock, rotation: Rotation
) -> None:
    await tokens.install("T1", rotating(clock))
    clock.move(HALF_DAY - EARLY)
    rotation.go.clear()
    renewing = asyncio.create_task(tokens.get("T1"))
    await rotation.began.wait()
    await tokens.install("T1", SlackToken("xoxb-anew", clock.now()))
    rotation.go.set()
    assert (await renewing, await tokens.get("T1")) == ("xoxb-anew", "xoxb-anew")


async def test_who_was_thrown_out_while_it_was_renewed_stays_out(
    tokens: InstallationTokens, clock: SetClock, rotation: Rotation
) -> None:
    await tokens.install("T1", rotating(clock))
    clock.move(HALF_DAY - EARLY)
    rotation.go.clear()
    renewing = asyncio.create_task(tokens.get("T1"))
    await rotation.began.wait()
    assert await tokens.forget("T1", clock.now())
    rotation.go.set()
    with pytest.raises(SendFailed):
        await renewing
    assert not await tokens.is_installed("T1")


async def test_hearing_late_of_being_thrown_out_does_not_undo_being_let_in_again(
    tokens: InstallationTokens, clock: SetClock
) -> None:
    thrown_out = clock.now()
    clock.move(timedelta(minutes=5))
    await tokens.install("T1", SlackToken("xoxb-2", clock.now()))
    assert not await tokens.forget("T1", thrown_out)
    assert await tokens.get("T1") == "xoxb-2"


async def test_what_another_process_kept_is_seen_soon_and_at_once_where_slack_refused_the_old_one(
    installations: SqlInstallations, clock: SetClock, rotation: Rotation
) -> None:
    one, other = (InstallationTokens(installations, clock, rotation) for _ in range(2))
    await one.install("T1", SlackToken("xoxb-1", clock.now()))
    assert await other.get("T1") == "xoxb-1"
    await one.install("T1", SlackToken("xoxb-2", clock.now()))
    assert await other.get("T1") == "xoxb-1"
    other.report_rejected("T1")
    assert await other.get("T1") == "xoxb-2"
    await one.install("T1", SlackToken("xoxb-3", clock.now()))
    clock.move(FRESH)
    assert await other.get("T1") == "xoxb-3"

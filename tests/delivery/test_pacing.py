from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import UNBOUNDED, Pace, pace


def test_a_slack_workspace_is_sent_some_hundreds_a_minute() -> None:
    slack = pace("slack:T1")
    assert timedelta(minutes=1) / slack.every == 300


def test_a_teams_tenant_is_sent_thirty_a_second() -> None:
    teams = pace("teams:contoso")
    assert round(timedelta(seconds=1) / teams.every) == 30


@pytest.mark.parametrize("lane", ["slack:T1", "teams:contoso"])
def test_a_burst_is_small_enough_to_be_forgiven(lane: str) -> None:
    assert 1 < pace(lane).burst <= 30


@pytest.mark.parametrize("lane", ["web:", "web:home", "carrier pigeon:loft"])
def test_a_platform_that_names_no_limit_has_none(lane: str) -> None:
    assert pace(lane) == UNBOUNDED


NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ONE_A_SECOND = Pace(SECOND, 10)


def test_a_lane_that_was_quiet_may_send_a_burst_and_then_one_at_a_time() -> None:
    assert ONE_A_SECOND.allows(NOW - timedelta(days=9), NOW) == 10
    after = ONE_A_SECOND.next_at(NOW - timedelta(days=9), NOW, sent=10)
    assert after == NOW + SECOND
    assert [ONE_A_SECOND.allows(after, NOW + n * SECOND) for n in (0, 1, 2, 10, 11)] == [0, 1, 2, 10, 10]


def test_what_a_lane_did_not_use_it_may_still_use() -> None:
    after = ONE_A_SECOND.next_at(NOW - timedelta(days=9), NOW, sent=4)
    assert ONE_A_SECOND.allows(after, NOW) == 6


def test_a_lane_that_was_told_to_wait_waits() -> None:
    assert ONE_A_SECOND.allows(NOW + SECOND, NOW) == 0


def test_where_there_is_no_limit_nothing_is_ever_paid() -> None:
    assert UNBOUNDED.allows(NOW, NOW) == UNBOUNDED.burst
    assert UNBOUNDED.next_at(NOW, NOW, sent=9) == NOW


@given(st.lists(st.tuples(st.integers(0, 30_000), st.integers(1, 20)), max_size=60))
def test_in_no_stretch_of_time_is_more_sent_than_a_burst_and_the_pace(wishes: list[tuple[int, int]]) -> None:
    next_at, now, sent = NOW - timedelta(days=9), NOW, list[datetime]()
    for wait, wish in wishes:
        now += timedelta(milliseconds=wait)
        taken = min(wish, ONE_A_SECOND.allows(next_at, now))
        if taken:
            next_at = ONE_A_SECOND.next_at(next_at, now, taken)
        sent += [now] * taken
    for first, start in enumerate(sent):
        for count, end in enumerate(sent[first:], 1):
            assert count <= 10 + (end - start) / SECOND

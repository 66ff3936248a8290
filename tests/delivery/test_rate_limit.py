from collections import Counter, deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.deliveries import Lane
from bot.delivery.rate_limit import (
    UNBOUNDED,
    UNLIMITED,
    ClaimPlanner,
    DueDelivery,
    LaneLimits,
    RateLimit,
    is_backing_off,
    limits_of,
    limits_with_email,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=9)
SECOND = timedelta(seconds=1)
ONE_A_SECOND = RateLimit(SECOND, 10)


def most_within(pace: RateLimit, seconds: float) -> int:
    return pace.burst + timedelta(seconds=seconds) // pace.every


@pytest.mark.parametrize(
    ("pace", "seconds", "most"),
    [
        (limits_of("slack:T1").lane, 60, 330),  # some hundreds
        (limits_of("slack:T1").conversation, 1, 1),
        (limits_of("mail:accord").lane, 60, 30),
        (limits_with_email(600)("mail:accord").lane, 60, 600),
        (limits_with_email(600)("slack:T1").lane, 60, 330),
        (limits_of("teams:contoso").lane, 1, 30),
        (limits_of("teams:contoso").conversation, 1, 7),
        (limits_of("teams:contoso").conversation, 2, 8),
        (limits_of("teams:contoso").conversation, 30, 60),
        (limits_of("teams:contoso").conversation, 3_600, 1_800),
    ],
)
def test_the_pace_stays_within_the_limit_of_each_platform(pace: RateLimit, seconds: float, most: int) -> None:
    assert most_within(pace, seconds) <= most


@pytest.mark.parametrize("most", [1, 5, 30, 6_000])
def test_a_mail_server_gets_nearly_the_configured_rate(most: int) -> None:
    pace = limits_with_email(most)("mail:accord").lane
    assert most <= most_within(pace, 60) <= most + (most == 1)


@pytest.mark.parametrize("lane", ["web:", "web:home", "carrier pigeon:loft"])
def test_a_platform_without_a_limit_is_unlimited(lane: str) -> None:
    assert limits_of(lane) == UNLIMITED


def test_a_quiet_lane_gets_a_burst_and_then_its_pace() -> None:
    assert ONE_A_SECOND.allows(LONG_AGO, NOW) == 10
    after = ONE_A_SECOND.next_at(LONG_AGO, NOW, sent=10)
    assert after == NOW + SECOND
    assert [ONE_A_SECOND.allows(after, NOW + n * SECOND) for n in (0, 1, 2, 10, 11)] == [0, 1, 2, 10, 10]


def test_unused_capacity_is_kept() -> None:
    after = ONE_A_SECOND.next_at(LONG_AGO, NOW, sent=4)
    assert ONE_A_SECOND.allows(after, NOW) == 6


def test_a_throttled_lane_waits() -> None:
    assert ONE_A_SECOND.allows(NOW + SECOND, NOW) == 0


def test_an_unlimited_lane_keeps_no_state() -> None:
    assert UNBOUNDED.allows(NOW, NOW) == UNBOUNDED.burst
    assert UNBOUNDED.next_at(NOW, NOW, sent=9) == NOW


def test_a_lane_within_its_pace_does_not_back_off() -> None:
    lane = limits_of("slack:T1").lane
    spent = Lane("slack:T1", lane.next_at(LONG_AGO, NOW, lane.burst))
    assert (is_backing_off(spent, NOW), is_backing_off(Lane("slack:T1", NOW + SECOND), NOW)) == (False, True)


@given(st.lists(st.tuples(st.integers(0, 30_000), st.integers(1, 20)), max_size=60))
def test_no_period_exceeds_a_burst_and_the_pace(wishes: list[tuple[int, int]]) -> None:
    next_at, now, sent = LONG_AGO, NOW, list[datetime]()
    for wait, wish in wishes:
        now += timedelta(milliseconds=wait)
        taken = min(wish, ONE_A_SECOND.allows(next_at, now))
        if taken:
            next_at = ONE_A_SECOND.next_at(next_at, now, taken)
        sent += [now] * taken
    for first, start in enumerate(sent):
        for count, end in enumerate(sent[first:], 1):
            assert count <= 10 + (end - start) / SECOND


SMALL = LaneLimits(RateLimit(SECOND, 3), RateLimit(2 * SECOND, 2))


def crowd(lanes: Sequence[str], **conversations: datetime) -> ClaimPlanner:
    return ClaimPlanner(dict.fromkeys(lanes, LONG_AGO), conversations, lambda _: SMALL)


def waiting(*each: str) -> list[DueDelivery]:
    """Return due deliveries by id: `a1.2` is the second that waits for the conversation `a1`."""
    return [DueDelivery(id, id[0], id.partition(".")[0]) for id in each]


def taken(portion: Sequence[DueDelivery]) -> list[str]:
    return [each.id for each in portion]


def test_lanes_take_turns_within_their_limits() -> None:
    portion = crowd("ab").plan_claim(waiting("a1", "a2", "a3", "a4", "b1"), NOW, 9)
    assert (taken(portion.taken), portion.put_off) == (["a1", "b1", "a2", "a3"], {})


def test_a_plan_takes_no_more_than_asked_for() -> None:
    assert taken(crowd("ab").plan_claim(waiting("a1", "a2", "b1"), NOW, 2).taken) == ["a1", "b1"]


def test_messages_beyond_the_limit_of_a_conversation_are_postponed() -> None:
    portion = crowd("a").plan_claim(waiting("a1.1", "a1.2", "a1.3", "a1.4", "a2"), NOW, 9)
    assert taken(portion.taken) == ["a1.1", "a1.2", "a2"]
    assert portion.put_off == {"a1.3": NOW + 2 * SECOND, "a1.4": NOW + 4 * SECOND}


def test_a_conversation_that_just_got_a_message_waits() -> None:
    portion = crowd("a", a1=NOW + SECOND).plan_claim(waiting("a1.1", "a1.2", "a2"), NOW, 9)
    assert taken(portion.taken) == ["a2"]
    assert portion.put_off == {"a1.1": NOW + SECOND, "a1.2": NOW + 3 * SECOND}


def test_a_message_counts_for_its_lane_and_its_conversation() -> None:
    paid = crowd("ab").after_sending(waiting("a1.1", "a1.2", "a2"), NOW)
    assert paid.lanes == {"a": NOW + SECOND, "b": NOW - 2 * SECOND}
    assert paid.conversations == {"a1": NOW + 2 * SECOND, "a2": NOW}


def test_conversations_without_a_limit_are_not_remembered() -> None:
    free = ClaimPlanner({"a": LONG_AGO}, {}, lambda _: LaneLimits(ONE_A_SECOND, UNBOUNDED))
    assert len(free.plan_claim(waiting("a1.1", "a1.2", "a1.3", "a1.4"), NOW, 9).taken) == 4
    assert free.after_sending(waiting("a1.1", "a1.2"), NOW).conversations == {}


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 5_000), st.lists(st.sampled_from("pqr"), max_size=6)), max_size=40))
def test_all_is_sent_within_the_pace_of_lanes_and_conversations(
    arrivals: list[tuple[int, list[str]]],
) -> None:
    now, stand, sent = NOW, crowd("a"), list[tuple[datetime, str]]()
    due: dict[str, tuple[datetime, str]] = {}
    known: dict[str, datetime] = {}
    coming = deque(arrivals)
    while coming or due:
        wait, to = coming.popleft() if coming else (2_000, [])
        now += timedelta(milliseconds=wait)
        due |= {f"{len(due)}-{len(sent)}-{n}": (now, each) for n, each in enumerate(to)}
        ready = [DueDelivery(id, "a", each) for id, (at, each) in sorted(due.items(), key=str) if at <= now]
        stand = ClaimPlanner(stand.lanes, known, stand.limits)
        portion = stand.plan_claim(ready, now, 100)
        stand = stand.after_sending(portion.taken, now)
        known |= stand.conversations
        sent += [(now, each.to) for each in portion.taken]
        due |= {id: (at, due[id][1]) for id, at in portion.put_off.items()}
        for each in portion.taken:
            del due[each.id]
    assert (due, len(sent)) == ({}, sum(len(to) for _, to in arrivals))
    for start in {at for at, _ in sent}:
        within = [to for at, to in sent if start <= at <= start + 2 * SECOND]
        assert len(within) <= most_within(SMALL.lane, 2)
        assert max(Counter(within).values()) <= most_within(SMALL.conversation, 2)


def test_edits_in_slack_stay_below_fifty_a_minute_and_delay_no_messages() -> None:
    edits, messages = limits_of("slack:T1:edits").lane, limits_of("slack:T1").lane
    in_a_minute = edits.burst + timedelta(minutes=1) // edits.every
    assert in_a_minute < 50 < messages.burst + timedelta(minutes=1) // messages.every
    assert limits_of("web:accord:edits") == UNLIMITED


def test_edits_in_slack_are_claimed_in_portions() -> None:
    limit, next_at, claims, left = limits_of("slack:T1:edits").lane, LONG_AGO, 0, 400
    for second in range(15 * 60):
        now = NOW + second * SECOND
        if sent := min(limit.allows(next_at, now), left):
            next_at, claims, left = limit.next_at(next_at, now, sent), claims + 1, left - sent
    assert (left, claims) == (0, 50)


def test_a_portion_takes_no_more_than_was_saved() -> None:
    limit = RateLimit(SECOND, 10, portion=4)
    assert limit.allows(LONG_AGO, NOW) == 10
    after = limit.next_at(LONG_AGO, NOW, sent=10)
    assert after == NOW + 4 * SECOND
    assert [limit.allows(after, NOW + n * SECOND) for n in (3, 4, 5, 30)] == [0, 4, 5, 10]
    assert limit.next_at(after, NOW + 4 * SECOND, sent=1) == NOW + 5 * SECOND


def test_a_portion_of_edits_that_were_sent_is_no_pause_that_slack_asked_for() -> None:
    limit = limits_of("slack:T1:edits").lane
    next_at = limit.next_at(LONG_AGO, NOW, sent=limit.burst)
    assert not is_backing_off(Lane("slack:T1:edits", next_at), NOW)
    assert is_backing_off(Lane("slack:T1:edits", next_at + SECOND), NOW)


def test_an_edit_does_not_put_off_a_message_to_the_same_chat() -> None:
    waiting = [DueDelivery("edit", "slack:T1:edits", "D1"), DueDelivery("summary", "slack:T1", "D1")]
    planner = ClaimPlanner(dict.fromkeys(("slack:T1:edits", "slack:T1"), LONG_AGO), {}, limits_of)
    plan = planner.plan_claim(waiting, NOW, 10)
    assert (plan.taken, plan.put_off) == (waiting, {})
    one_more = limits_of("slack:T1").conversation.next_at(LONG_AGO, NOW, 1)
    assert planner.after_sending(waiting, NOW).conversations == {"D1": one_more}

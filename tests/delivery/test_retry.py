from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.retry import Again, GiveUp, after, failed, given_up, settled, untried
from bot.errors import SendFailed
from bot.model import Address, Delivery, DeliveryState

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FAR = NOW + timedelta(days=2)
TO = Address("slack", "T1", "D1")
OWED = Delivery("d1", TO.lane, TO, "ask", "i1", NOW, FAR, "p1", "m1", attempts=2, error="It was busy.")


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (9, 3600), (10_000, 3600)]
)
def test_waits_double_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert after(SendFailed("busy"), attempts, NOW, FAR) == Again(NOW + timedelta(seconds=seconds))


def test_a_platform_that_names_a_wait_gets_exactly_that() -> None:
    failure = SendFailed("slow down", retry_after=timedelta(minutes=7))
    assert after(failure, 5, NOW, FAR) == Again(NOW + timedelta(minutes=7))


def test_a_platform_that_names_no_time_at_all_still_gets_a_second() -> None:
    failure = SendFailed("slow down", retry_after=timedelta(0))
    assert after(failure, 1, NOW, FAR) == Again(NOW + timedelta(seconds=1))


def test_what_can_never_succeed_is_given_up_at_once() -> None:
    assert after(SendFailed("Accord was removed.", permanent=True), 1, NOW, FAR) == GiveUp(
        "Accord was removed."
    )


def test_a_wait_that_ends_too_late_is_not_begun() -> None:
    assert after(SendFailed("busy"), 1, NOW, NOW + timedelta(seconds=30)) == Again(
        NOW + timedelta(seconds=30)
    )
    assert after(SendFailed("busy"), 1, NOW, NOW + timedelta(seconds=29)) == GiveUp("busy")


@given(
    attempts=st.integers(1, 100_000),
    wait=st.none() | st.timedeltas(timedelta(0), timedelta(days=9)),
    left=st.timedeltas(timedelta(0), timedelta(days=9)),
)
def test_it_never_tries_again_in_the_past_nor_when_it_is_late(
    attempts: int, wait: timedelta | None, left: timedelta
) -> None:
    match after(SendFailed("busy", retry_after=wait), attempts, NOW, NOW + left):
        case Again(at):
            assert NOW < at <= NOW + left
        case GiveUp(reason):
            assert reason == "busy"


def test_a_failure_leaves_the_delivery_waiting_with_its_reason() -> None:
    assert failed(OWED, SendFailed("busy"), NOW) == Delivery(
        "d1", TO.lane, TO, "ask", "i1", NOW + timedelta(minutes=1), FAR, "p1", "m1", attempts=2, error="busy"
    )


def test_a_last_failure_gives_the_delivery_up_with_its_reason() -> None:
    failure = SendFailed("Accord was removed.", permanent=True)
    assert failed(OWED, failure, NOW) == given_up(OWED, "Accord was removed.")
    assert given_up(OWED, "Accord was removed.") == Delivery(
        "d1",
        TO.lane,
        TO,
        "ask",
        "i1",
        NOW,
        FAR,
        "p1",
        "m1",
        DeliveryState.GIVEN_UP,
        attempts=2,
        error="Accord was removed.",
    )


def test_settling_wipes_what_went_wrong_before() -> None:
    assert (settled(OWED).state, settled(OWED).error) == (DeliveryState.SETTLED, "")


def test_waiting_for_a_lane_is_no_attempt() -> None:
    later = NOW + timedelta(minutes=3)
    assert (untried(OWED, later).due_at, untried(OWED, later).attempts) == (later, 1)

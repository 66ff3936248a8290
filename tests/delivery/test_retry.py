from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import Address
from bot.delivery.retry import SPREAD, GiveUp, RetryAt, decide, failed, given_up, handed_back, jitter, settled

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FAR = NOW + timedelta(days=2)
TO = Address("slack", "T1", "D1")
OWED = Delivery("d1", TO.lane, TO, "ask", "i1", NOW, FAR, "p1", "m1", attempts=2, error="busy")
BUSY = SendFailed("busy")


def waits(attempts: int, id: str = "d1") -> float:
    decision = decide(BUSY, replace(OWED, id=id, attempts=attempts), NOW)
    assert isinstance(decision, RetryAt)
    return (decision.at - NOW).total_seconds()


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (9, 3600), (10_000, 3600)]
)
def test_waits_double_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert waits(attempts) == pytest.approx(seconds * (1 + jitter(OWED)))


def test_retries_are_spread_over_a_quarter_of_the_wait() -> None:
    spreads = sorted(waits(1, f"id{number:014}") for number in range(1_000))
    assert 30 <= spreads[0] < 30.5
    assert spreads[500] == pytest.approx(30 * (1 + SPREAD / 2), abs=0.5)
    assert 37 < spreads[-1] < 37.5


@pytest.mark.parametrize(("named", "seconds"), [(420, 420), (0, 1)], ids=["seven minutes", "no time at all"])
def test_a_named_wait_is_kept_and_lasts_at_least_a_second(named: int, seconds: int) -> None:
    failure = SendFailed("slow down", retry_after=timedelta(seconds=named))
    assert decide(failure, OWED, NOW) == RetryAt(NOW + timedelta(seconds=seconds))


def test_a_permanent_failure_is_given_up_at_once() -> None:
    assert decide(SendFailed("Accord was removed.", permanent=True), OWED, NOW) == GiveUp()


def test_a_retry_that_would_be_late_is_given_up() -> None:
    failure = SendFailed("busy", retry_after=timedelta(seconds=30))
    assert decide(failure, replace(OWED, late_at=NOW + timedelta(seconds=30)), NOW) == RetryAt(
        NOW + timedelta(seconds=30)
    )
    assert decide(failure, replace(OWED, late_at=NOW + timedelta(seconds=29)), NOW) == GiveUp()


@given(
    attempts=st.integers(1, 100_000),
    wait=st.none() | st.timedeltas(timedelta(0), timedelta(days=9)),
    left=st.timedeltas(timedelta(0), timedelta(days=9)),
)
def test_a_retry_is_never_in_the_past_too_soon_or_late(
    attempts: int, wait: timedelta | None, left: timedelta
) -> None:
    owed = replace(OWED, attempts=attempts, late_at=NOW + left)
    decision = decide(SendFailed("busy", retry_after=wait), owed, NOW)
    if isinstance(decision, RetryAt):
        assert NOW + max(wait or timedelta(0), timedelta(seconds=1)) <= decision.at <= NOW + left


def test_a_failed_delivery_waits_with_its_reason() -> None:
    failure = SendFailed("a while", retry_after=timedelta(minutes=1), failure=FailureReason.FORBIDDEN)
    assert failed(OWED, failure, NOW) == replace(OWED, due_at=NOW + timedelta(minutes=1), error="shut out")


@pytest.mark.parametrize(
    ("failure", "trouble"),
    [
        (SendFailed("busy"), FailureReason.BUSY),
        (SendFailed("no", permanent=True), FailureReason.REFUSED),
        (SendFailed("no", permanent=True, failure=FailureReason.NOT_FOUND), FailureReason.NOT_FOUND),
    ],
)
def test_a_failure_without_a_reason_gets_a_general_one(failure: SendFailed, trouble: FailureReason) -> None:
    assert failure.failure is trouble


def test_a_last_failure_gives_the_delivery_up_with_its_reason() -> None:
    failure = SendFailed("account_inactive", permanent=True, failure=FailureReason.NOT_FOUND)
    assert failed(OWED, failure, NOW) == given_up(OWED, FailureReason.NOT_FOUND)
    assert given_up(OWED, FailureReason.NOT_FOUND) == replace(
        OWED, state=DeliveryState.GIVEN_UP, error="gone"
    )


def test_settling_clears_earlier_errors() -> None:
    assert (settled(OWED).state, settled(OWED).error) == (DeliveryState.SETTLED, "")


def test_handing_back_counts_no_attempt() -> None:
    later = NOW + timedelta(minutes=3)
    assert handed_back(OWED, later) == replace(OWED, due_at=later, attempts=1)
    assert handed_back(OWED, later, "shut out") == replace(OWED, due_at=later, attempts=1, error="shut out")

"""What becomes of a delivery once it was tried. Pure: a decision is a value."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import FailureReason, SendFailed

LEAST_WAIT = timedelta(seconds=1)  # whatever a platform asks for
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
SPREAD = 0.25  # of a wait


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Try again at this moment."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Never try again, unless a coordinator says so."""


def decide(failure: SendFailed, delivery: Delivery, now: datetime) -> RetryAt | GiveUp:
    """`delivery.attempts` counts the failed one. Waits double from half a minute up to an hour, unless the
    platform named one. A wait that would end after `late_at` is not worth it."""
    if failure.permanent:
        return GiveUp()
    if failure.retry_after is None:
        at = now + min(FIRST_WAIT * 2 ** min(delivery.attempts - 1, 10), LONGEST_WAIT) * (
            1 + jitter(delivery)
        )
    else:
        at = now + max(failure.retry_after, LEAST_WAIT)
    return RetryAt(at) if at <= delivery.late_at else GiveUp()


def jitter(delivery: Delivery) -> float:
    """From 0 up to SPREAD: what failed together does not come back together. The chance in it is that of the
    id."""
    return SPREAD * crc32(delivery.id.encode()) / 2**32


def settled(delivery: Delivery) -> Delivery:
    return replace(delivery, state=DeliveryState.SETTLED, error="")


def given_up(delivery: Delivery, trouble: FailureReason) -> Delivery:
    return replace(delivery, state=DeliveryState.GIVEN_UP, error=trouble.value)


def failed(delivery: Delivery, failure: SendFailed, now: datetime) -> Delivery:
    decision = decide(failure, delivery, now)
    if isinstance(decision, GiveUp):
        return given_up(delivery, failure.failure)
    return replace(delivery, due_at=decision.at, error=failure.failure.value)


def handed_back(delivery: Delivery, until: datetime, why: str = "") -> Delivery:
    """It was claimed but not sent: that was no attempt."""
    return replace(delivery, due_at=until, attempts=delivery.attempts - 1, error=why or delivery.error)

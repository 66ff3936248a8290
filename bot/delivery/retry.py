"""Decides what happens to a delivery after an attempt. Pure: a decision is a value."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import FailureReason, SendFailed

MIN_WAIT = timedelta(seconds=1)  # even if a platform asks for less
FIRST_WAIT = timedelta(seconds=30)
MAX_WAIT = timedelta(hours=1)
SPREAD = 0.25  # of a wait


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Try again at this moment."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Never try again, unless a coordinator asks for it."""


def decide(failure: SendFailed, delivery: Delivery, now: datetime) -> RetryAt | GiveUp:
    """Return when to try again, or that it is no use.

    `delivery.attempts` counts the failed one. Waits double from half a minute up to an hour, unless the
    platform named one. A wait that would end after `late_at` is not begun."""
    if failure.permanent:
        return GiveUp()
    if failure.retry_after is None:
        at = now + min(FIRST_WAIT * 2 ** min(delivery.attempts - 1, 10), MAX_WAIT) * (1 + jitter(delivery))
    else:
        at = now + max(failure.retry_after, MIN_WAIT)
    return RetryAt(at) if at <= delivery.late_at else GiveUp()


def jitter(delivery: Delivery) -> float:
    """Return a share of the wait from 0 up to SPREAD, so that what failed together does not come back
    together. It is derived from the id, which is random."""
    return SPREAD * crc32(delivery.id.encode()) / 2**32


def settled(delivery: Delivery) -> Delivery:
    return replace(delivery, state=DeliveryState.SETTLED, error="")


def given_up(delivery: Delivery, reason: FailureReason) -> Delivery:
    return replace(delivery, state=DeliveryState.GIVEN_UP, error=reason.value)


def failed(delivery: Delivery, failure: SendFailed, now: datetime) -> Delivery:
    decision = decide(failure, delivery, now)
    if isinstance(decision, GiveUp):
        return given_up(delivery, failure.failure)
    return replace(delivery, due_at=decision.at, error=failure.failure.value)


def handed_back(delivery: Delivery, until: datetime, error: str = "") -> Delivery:
    """Undo the claim of a delivery that was not sent: it is due again at `until`."""
    return replace(
        delivery, due_at=until, attempts=delivery.attempts_before_claim, error=error or delivery.error
    )


def known_unsent(delivery: Delivery) -> Delivery:
    """Forget earlier attempts of a delivery that its platform does not have: the next one need not ask."""
    return replace(delivery, attempts=0)

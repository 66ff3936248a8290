"""What becomes of a delivery once it was tried. Pure: a decision is a value."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import SendFailed
from bot.model import Delivery, DeliveryState

LEAST_WAIT = timedelta(seconds=1)  # whatever a platform asks for
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Again:
    """Try again at this moment."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Never try again. A coordinator reads the reason."""

    reason: str


def after(failure: SendFailed, attempts: int, now: datetime, late_at: datetime) -> Again | GiveUp:
    """`attempts` counts the failed one. Waits double from half a minute up to an hour, unless the platform
    named one. A wait that would end after `late_at` is not worth it."""
    if failure.permanent:
        return GiveUp(str(failure))
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    at = now + (wait if failure.retry_after is None else max(failure.retry_after, LEAST_WAIT))
    return Again(at) if at <= late_at else GiveUp(str(failure))


def settled(delivery: Delivery) -> Delivery:
    return replace(delivery, state=DeliveryState.SETTLED, error="")


def given_up(delivery: Delivery, reason: str) -> Delivery:
    return replace(delivery, state=DeliveryState.GIVEN_UP, error=reason)


def failed(delivery: Delivery, failure: SendFailed, now: datetime) -> Delivery:
    decision = after(failure, delivery.attempts, now, delivery.late_at)
    if isinstance(decision, GiveUp):
        return given_up(delivery, decision.reason)
    return replace(delivery, due_at=decision.at, error=str(failure))


def untried(delivery: Delivery, until: datetime) -> Delivery:
    """Handed back because its lane rests: that was no attempt."""
    return replace(delivery, due_at=until, attempts=delivery.attempts - 1)

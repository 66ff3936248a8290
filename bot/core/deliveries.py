"""Messages that Accord owes, and events that it has processed. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.models import Address


class DeliveryKind(StrEnum):
    """What a delivery is about. The values are stored."""

    CHECK_IN = "ask"
    REMINDER = "remind"
    SUMMARY = "summary"
    ROUND_CANCELLED = "called-off"
    SCHEDULE_STOPPED = "set-aside"
    ALERT = "alert"
    ACTIONS = "actions"
    JOIN_REQUEST = "join"
    CONFIRM_MEMBERSHIP = "confirm"
    WELCOME = "welcome"
    REQUEST_DECLINED = "declined"
    MEMBER_REMOVED = "removed"
    NO_COORDINATOR = "no-coordinator"
    PARTNERSHIP_ENDED = "ended"
    CONFIRM_MAILBOX = "mailbox"
    LOGIN_LINK = "way-in"


MEMBERSHIP_KINDS = frozenset(
    {
        DeliveryKind.JOIN_REQUEST,
        DeliveryKind.CONFIRM_MEMBERSHIP,
        DeliveryKind.WELCOME,
        DeliveryKind.REQUEST_DECLINED,
        DeliveryKind.MEMBER_REMOVED,
        DeliveryKind.NO_COORDINATOR,
        DeliveryKind.PARTNERSHIP_ENDED,
    }
)


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SETTLED = "settled"  # sent, or not needed: telling which, a reminder would name those who had not replied
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that we owe an address. It names its subject; the card is composed when it leaves. A claim
    leases it by moving `due_at` ahead, so what a dead worker held becomes due again by itself. After
    `late_at` it is not sent. `error` is the `Trouble` of the last attempt, or empty."""

    id: str
    lane: str
    to: Address
    kind: str
    subject: str
    due_at: datetime
    late_at: datetime
    partnership: str
    member: str = ""  # for whom, where it is one person's; looked up again at the moment of sending
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    error: str = ""

    @property
    def attempts_before_claim(self) -> int:
        """The attempts made so far: a claim counts the one that follows it."""
        return self.attempts - 1

    @property
    def may_have_arrived(self) -> bool:
        """Return True if an earlier attempt may have arrived although its answer, or the worker, was lost."""
        return self.attempts_before_claim > 0


def new_delivery(
    id: str,
    kind: DeliveryKind,
    *,
    to: Address,
    subject: str,
    partnership: str,
    due_at: datetime,
    late_at: datetime,
    member: str = "",
) -> Delivery:
    """Return a delivery that waits to be sent. `subject` is the id of what it is about, `member` of whom
    it is for."""
    return Delivery(id, to.lane, to, kind, subject, due_at, late_at, partnership, member)


@dataclass(frozen=True, slots=True)
class Lane:
    """One workspace or tenant: limiter and alarm clock in one. `next_at` is the earliest moment it may and
    needs to send."""

    id: str
    next_at: datetime


@dataclass(frozen=True, slots=True)
class ProcessedEvent:
    """An event we have acted on, as a keyed hash. One that touched an open round goes with that round."""

    id: str
    round: str
    until_at: datetime


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """A message that did not arrive: to whom, of which kind, and a `Trouble`."""

    who: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConversationLimit:
    """One address in a lane, as far as its pace goes. `id` is the address."""

    id: str
    next_at: datetime

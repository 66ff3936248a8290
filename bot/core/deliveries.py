"""Messages that wait to be sent, and events that were processed. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.models import Address


class DeliveryKind(StrEnum):
    """The subject of a delivery. The values are stored."""

    CHECK_IN = "ask"
    ANNOUNCEMENT = "announced"
    ANNOUNCEMENT_OVER = "announced-over"
    REMINDER = "remind"
    SUMMARY = "summary"
    ROUND_CANCELLED = "called-off"
    ROUND_POSTPONED = "postponed"
    SCHEDULE_STOPPED = "set-aside"
    TOO_FEW_MEMBERS = "too-few"
    ALERT = "alert"
    ACTIONS = "actions"
    WEEKLY_SUMMARY = "weekly"
    JOIN_REQUEST = "join"
    CONFIRM_MEMBERSHIP = "confirm"
    WELCOME = "welcome"
    REQUEST_DECLINED = "declined"
    MEMBER_REMOVED = "removed"
    NO_COORDINATOR = "no-coordinator"
    PARTNERSHIP_ENDED = "ended"
    CONFIRM_MAILBOX = "mailbox"
    LOGIN_LINK = "way-in"
    LOGIN_LINK_RENEWED = "new-link"
    APP_REMOVED = "app-removed"
    CHANNEL_CLOSED = "channel-closed"
    ALERT_TAKEN_UP = "taken-up"
    QUESTION_CLOSED = "question-closed"
    QUESTION_MOVED = "question-moved"  # never stored: it would tell who was reminded
    WEBHOOK_ROUND_CLOSED = "webhook-round-closed"
    WEBHOOK_TEST = "webhook-test"
    REPLY = "reply"  # one that was not shown in time; it is never stored


MEMBERSHIP_KINDS = frozenset(
    {
        DeliveryKind.JOIN_REQUEST,
        DeliveryKind.CONFIRM_MEMBERSHIP,
        DeliveryKind.WELCOME,
        DeliveryKind.REQUEST_DECLINED,
        DeliveryKind.MEMBER_REMOVED,
        DeliveryKind.NO_COORDINATOR,
        DeliveryKind.PARTNERSHIP_ENDED,
        DeliveryKind.LOGIN_LINK_RENEWED,
        DeliveryKind.APP_REMOVED,
        DeliveryKind.CHANNEL_CLOSED,
    }
)


EDIT_KINDS = frozenset(
    {
        DeliveryKind.ALERT_TAKEN_UP,
        DeliveryKind.ANNOUNCEMENT_OVER,
        DeliveryKind.QUESTION_CLOSED,
        DeliveryKind.QUESTION_MOVED,
    }
)
"""Kinds whose card takes the place of an earlier message. Nobody misses one that fails."""

TELLING_KINDS = frozenset({DeliveryKind.REMINDER, DeliveryKind.QUESTION_MOVED, DeliveryKind.REPLY})
"""Kinds that are sent only to those who have not replied, or who reply: no log and no metric shows them."""

EDITS = ":edits"  # ends the lane of edits


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SETTLED = "settled"  # sent, or not needed: two states would show who had not replied at a reminder
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to an address. It names its subject; the card is composed when it is sent. A claim leases it
    by moving `due_at` ahead, so a delivery that a dead worker held becomes due again by itself. It is not
    sent after `late_at`. `error` is the `FailureReason` of the last attempt, or empty."""

    id: str
    lane: str
    to: Address
    kind: str
    subject: str
    due_at: datetime
    late_at: datetime
    partnership: str
    member: str = ""  # the recipient, if it is for one member; looked up again when it is sent
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
    """Return a delivery that waits to be sent. `subject` is the id of its subject, `member` that of its
    recipient. Edits have a lane of their own: platforms limit them apart, and nothing waits for them."""
    lane = f"{to.lane}{EDITS}" if kind in EDIT_KINDS else to.lane
    return Delivery(id, lane, to, kind, subject, due_at, late_at, partnership, member)


def deliveries_to(
    recipients: Iterable[tuple[Address | None, str]],
    new_id: Callable[[], str],
    kind: DeliveryKind,
    *,
    subject: str,
    partnership: str,
    due_at: datetime,
    late_at: datetime,
) -> list[Delivery]:
    """Return a delivery to each recipient that has an address. A recipient is an address with the id of the
    member that it belongs to, or with an empty string for a channel."""
    return [
        new_delivery(
            new_id(),
            kind,
            to=to,
            subject=subject,
            partnership=partnership,
            due_at=due_at,
            late_at=late_at,
            member=member,
        )
        for to, member in recipients
        if to
    ]


@dataclass(frozen=True, slots=True)
class Lane:
    """One workspace or tenant, or the edits in it, which is limited and fails as one. `next_at` is the
    earliest moment at which it may send and has something to send."""

    id: str
    next_at: datetime


@dataclass(frozen=True, slots=True)
class ProcessedEvent:
    """An event that was acted on, as a keyed hash. If it concerns an open round it is deleted with that
    round."""

    id: str
    round: str
    until_at: datetime


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """A message that did not arrive: its recipient, its kind, and a `FailureReason`."""

    who: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConversationLimit:
    """The rate limit of one address in a lane. `id` is the address."""

    id: str
    next_at: datetime


@dataclass(frozen=True, slots=True)
class ThreadRoot:
    """A message that later ones follow or replace. The `id` is made by `root_id`; `message` is the
    platform's."""

    id: str
    message: str
    expires_at: datetime


def root_id(to: Address, thread_key: str) -> str:
    return f"{to} {thread_key}"

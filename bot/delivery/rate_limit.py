"""Rate limits of each platform: for a workspace or tenant, and for one conversation within it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from bot.core.deliveries import EDITS, Lane

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """One message `every` so often, and `burst` of them together after a long silence. So within any period
    at most `burst`, and one more for each `every` in it.

    The only state is `next_at`, the moment from which one may be sent. The time since then is what has been
    saved up: the generic cell rate algorithm. A claim takes what the limit allows, and moves `next_at`. Where
    nobody waits for a message, `portion` of them go together, so that there are fewer claims.
    """

    every: timedelta
    burst: int
    portion: int = 1

    def allows(self, next_at: datetime, now: datetime) -> int:
        """Return how many may be sent now."""
        if next_at > now:
            return 0
        saved = now - self._oldest_counted(next_at, now)
        return self.portion + saved // self.every if self.every else self.burst

    def next_at(self, next_at: datetime, now: datetime, sent: int) -> datetime:
        """Return when the next portion may be sent, after `sent` of those that are allowed now."""
        return self._oldest_counted(next_at, now) + sent * self.every

    def _oldest_counted(self, next_at: datetime, now: datetime) -> datetime:
        return max(next_at, now - (self.burst - self.portion) * self.every)


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """The limits that hold for a lane as a whole and for each conversation in it."""

    lane: RateLimit
    conversation: RateLimit


UNBOUNDED = RateLimit(timedelta(0), 10_000)
UNLIMITED = LaneLimits(UNBOUNDED, UNBOUNDED)


def email_limit(per_minute: int) -> LaneLimits:
    """Return limits for a mail server that takes so many messages a minute; a sixth of them at once."""
    burst = max(per_minute // 6, 1)
    return LaneLimits(RateLimit(timedelta(minutes=1) / max(per_minute - burst, 1), burst), UNBOUNDED)


# A little slower than each platform allows: the time from claim to sending is not the same for all.
LIMITS_BY_PLATFORM = {
    # Some hundreds a minute a workspace, with short bursts; about one a second a channel:
    # https://docs.slack.dev/apis/web-api/rate-limits
    "slack": LaneLimits(RateLimit(timedelta(milliseconds=200), 20), RateLimit(timedelta(seconds=1.2), 1)),
    # 30 a second an app and tenant; a thread 7 in one second, 8 in two, 60 in thirty, 1,800 an hour:
    # https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
    "teams": LaneLimits(RateLimit(timedelta(milliseconds=50), 8), RateLimit(timedelta(seconds=2.05), 6)),
    # What Microsoft 365 takes from one mailbox, 30 a minute; other servers take more:
    # https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits
    "mail": email_limit(30),
}


# Edits have limits of their own.
EDIT_LIMITS = {
    # chat.update takes 50 a minute; presses that are answered by an edit need some of them:
    # https://docs.slack.dev/reference/methods/chat.update
    "slack": LaneLimits(RateLimit(timedelta(seconds=1.7), 8, portion=8), UNBOUNDED),
    "teams": LaneLimits(RateLimit(timedelta(milliseconds=200), 4), UNBOUNDED),
}


def limits_of(lane: str) -> LaneLimits:
    """Return the limits of a lane (`slack:T1`), or of the edits in it (`slack:T1:edits`). A platform that is
    not in the table has none."""
    platform, _, _ = lane.partition(":")
    limits = EDIT_LIMITS if lane.endswith(EDITS) else LIMITS_BY_PLATFORM
    return limits.get(platform, UNLIMITED)


def limits_with_email(mail_per_minute: int) -> Callable[[str], LaneLimits]:
    """Return `limits_of` for an operator whose mail server takes so many messages a minute."""
    mail = email_limit(mail_per_minute)
    return lambda lane: mail if lane.startswith("mail:") and not lane.endswith(EDITS) else limits_of(lane)


def is_backing_off(lane: Lane, now: datetime) -> bool:
    """Return True if a platform asked for a pause: its limit alone makes it wait for one portion at most."""
    limit = limits_of(lane.id).lane
    return lane.next_at > now + limit.portion * limit.every


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery that is due, with what a claim needs to know of it."""

    id: str
    lane: str
    to: str


@dataclass(frozen=True, slots=True)
class ClaimPlan:
    """The deliveries to claim, and those that their conversation's limit holds back with the time when each
    is due again: left as they are, they would block the rest of their lane."""

    taken: list[DueDelivery]
    put_off: dict[str, datetime]


@dataclass(frozen=True, slots=True)
class ClaimPlanner:
    """The rate-limit state: `next_at` of lanes and of conversations, by id. A conversation without one has
    not been written to for a long time."""

    lanes: Mapping[str, datetime]
    conversations: Mapping[str, datetime]
    limits: Callable[[str], LaneLimits]

    def plan_claim(self, waiting: Iterable[DueDelivery], now: datetime, most: int) -> ClaimPlan:
        """Choose at most `most` deliveries, and no more than each lane and conversation allows.

        Takes the first of every lane, then the second. `waiting` is in the order in which it is due."""
        by_lane: dict[str, list[DueDelivery]] = defaultdict(list)
        left = {lane: self.limits(lane).lane.allows(next_at, now) for lane, next_at in self.lanes.items()}
        counts: Counter[tuple[str, str]] = Counter()  # by lane and conversation
        put_off: dict[str, datetime] = {}
        for delivery in waiting:
            limit, next_at = self._conversation(delivery)
            conversation = delivery.lane, delivery.to
            if counts[conversation] >= limit.allows(next_at, now):
                put_off[delivery.id] = limit.next_at(next_at, now, counts[conversation])
            elif left[delivery.lane]:
                by_lane[delivery.lane].append(delivery)
                left[delivery.lane] -= 1
            else:
                continue
            counts[conversation] += 1
        rows = zip_longest(*by_lane.values())
        return ClaimPlan([delivery for row in rows for delivery in row if delivery][:most], put_off)

    def after_sending(self, sent: Sequence[DueDelivery], now: datetime) -> "ClaimPlanner":
        """Return the rate-limit state after sending these deliveries.

        It holds every lane, and only those conversations that have a limit."""
        sent_to_lane = Counter(delivery.lane for delivery in sent)
        sent_to_conversation = Counter((delivery.lane, delivery.to) for delivery in sent)
        lanes = {
            lane: self.limits(lane).lane.next_at(next_at, now, sent_to_lane[lane])
            for lane, next_at in self.lanes.items()
        }
        conversations = {}
        for delivery in sent:
            limit, next_at = self._conversation(delivery)
            if limit.every:
                count = sent_to_conversation[delivery.lane, delivery.to]
                conversations[delivery.to] = limit.next_at(next_at, now, count)
        return ClaimPlanner(lanes, conversations, self.limits)

    def _conversation(self, waiting: DueDelivery) -> tuple[RateLimit, datetime]:
        return self.limits(waiting.lane).conversation, self.conversations.get(waiting.to, LONG_AGO)

"""How fast each platform lets a workspace or tenant, and one conversation within it, be written to. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from bot.core.deliveries import Lane

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """One message `every` so often; what was quiet for long may be sent `burst` of them together. So within
    any time, however short, no more than `burst` and one for each `every` in it.

    All that is remembered is `next_at`, from when on it may be sent one. How long ago that is tells what it
    has saved up: the generic cell rate algorithm, as networks use it. A claim takes what the pace allows, and
    moves the lane to the pace's next moment.
    """

    every: timedelta
    burst: int

    def allows(self, next_at: datetime, now: datetime) -> int:
        """How many may leave now."""
        if next_at > now:
            return 0
        saved = now - self._since(next_at, now)
        return 1 + saved // self.every if self.every else self.burst

    def next_at(self, next_at: datetime, now: datetime, sent: int) -> datetime:
        """From when on one more may leave, once as many as were allowed, or fewer, have."""
        return self._since(next_at, now) + sent * self.every

    def _since(self, next_at: datetime, now: datetime) -> datetime:
        return max(next_at, now - (self.burst - 1) * self.every)


@dataclass(frozen=True, slots=True)
class LaneLimits:
    lane: RateLimit
    conversation: RateLimit


UNBOUNDED = RateLimit(timedelta(0), 10_000)
UNLIMITED = LaneLimits(UNBOUNDED, UNBOUNDED)


def email_limit(per_minute: int) -> LaneLimits:
    """What a mail server takes from one sender, with a sixth of it at once."""
    burst = max(per_minute // 6, 1)
    return LaneLimits(RateLimit(timedelta(minutes=1) / max(per_minute - burst, 1), burst), UNBOUNDED)


# A little slower than each allows: between a claim and its sending lies more time for some than for others.
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


def limits_of(lane: str) -> LaneLimits:
    """The paces in a lane (`slack:T1`). A platform that names no limit has none."""
    platform, _, _ = lane.partition(":")
    return LIMITS_BY_PLATFORM.get(platform, UNLIMITED)


def limits_with_email(mail_per_minute: int) -> Callable[[str], LaneLimits]:
    """The same, with as much e-mail as an operator's server takes."""
    mail = email_limit(mail_per_minute)
    return lambda lane: mail if lane.startswith("mail:") else limits_of(lane)


def back_off(lane: Lane, now: datetime) -> bool:
    """Whether it was told to: by its pace alone it never has to wait longer than for one message."""
    return lane.next_at > now + limits_of(lane.id).lane.every


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery that is due, as far as whoever claims needs to know it."""

    id: str
    lane: str
    to: str


@dataclass(frozen=True, slots=True)
class ClaimPlan:
    """What to take of all that waits, and when what its conversation cannot bear yet is due again: else it
    would stand in the way of the rest of its lane."""

    taken: list[DueDelivery]
    put_off: dict[str, datetime]


@dataclass(frozen=True, slots=True)
class ClaimPlanner:
    """Lanes, and conversations in them: `next_at` of each, by id. A conversation that is not known has not
    been spoken in for long."""

    lanes: Mapping[str, datetime]
    conversations: Mapping[str, datetime]
    paces: Callable[[str], LaneLimits]

    def portion(self, waiting: Iterable[DueDelivery], now: datetime, most: int) -> ClaimPlan:
        """At most `most`, and no more than each lane and conversation allows; of every lane the first, then
        the second. `waiting` comes as it is due."""
        taken: dict[str, list[DueDelivery]] = defaultdict(list)
        left = {lane: self.paces(lane).lane.allows(next_at, now) for lane, next_at in self.lanes.items()}
        spoken: Counter[str] = Counter()
        put_off: dict[str, datetime] = {}
        for each in waiting:
            pace, next_at = self._conversation(each)
            if spoken[each.to] >= pace.allows(next_at, now):
                put_off[each.id] = pace.next_at(next_at, now, spoken[each.to])
            elif left[each.lane]:
                taken[each.lane].append(each)
                left[each.lane] -= 1
            else:
                continue
            spoken[each.to] += 1
        rows = zip_longest(*taken.values())
        return ClaimPlan([each for row in rows for each in row if each][:most], put_off)

    def paid(self, sent: Sequence[DueDelivery], now: datetime) -> "ClaimPlanner":
        """As all stand once these were sent: every lane, and the conversations that have a pace."""
        each_lane, each_conversation = (
            Counter(each.lane for each in sent),
            Counter(each.to for each in sent),
        )
        lanes = {
            lane: self.paces(lane).lane.next_at(next_at, now, each_lane[lane])
            for lane, next_at in self.lanes.items()
        }
        conversations = {}
        for each in sent:
            pace, next_at = self._conversation(each)
            if pace.every:
                conversations[each.to] = pace.next_at(next_at, now, each_conversation[each.to])
        return ClaimPlanner(lanes, conversations, self.paces)

    def _conversation(self, waiting: DueDelivery) -> tuple[RateLimit, datetime]:
        return self.paces(waiting.lane).conversation, self.conversations.get(waiting.to, LONG_AGO)

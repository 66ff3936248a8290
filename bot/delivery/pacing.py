"""How fast each platform lets one workspace or tenant be written to. Pure.

This paces lanes. What a platform allows one conversation within a lane (Slack about one message a second,
Teams seven) belongs here too, as soon as anything is owed to one address faster than that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """One message `every` so often; a lane that was quiet for long may send `burst` of them together.

    All that is remembered of a lane is `next_at`, from when on it may send one. How long ago that is tells
    what it has saved up: the generic cell rate algorithm, as networks use it. A claim takes what the pace
    allows, and moves the lane to the pace's next moment.
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


UNBOUNDED = Pace(timedelta(0), 10_000)

PACES = {
    # Some hundreds a minute a workspace, short bursts allowed: https://docs.slack.dev/apis/web-api/rate-limits
    "slack": Pace(timedelta(milliseconds=200), 20),
    # About 30 a second an app and tenant: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
    "teams": Pace(timedelta(seconds=1) / 30, 30),
}


def pace(lane: str) -> Pace:
    """The pace of a lane (`slack:T1`). A platform that names no limit has none."""
    platform, _, _ = lane.partition(":")
    return PACES.get(platform, UNBOUNDED)

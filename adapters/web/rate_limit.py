"""Limits the requests of one client network. Pure but for its memory, which a restart forgets."""

from datetime import datetime, timedelta

from cachetools import LRUCache

MAX_NETWORKS = 10_000  # the one that came longest ago is forgotten first


class RateLimiter:
    """Allows a network `burst` requests at once, then one more each `interval`.

    This is the generic cell rate algorithm: of each network it keeps the moment at which it may send a full
    burst again."""

    def __init__(self, burst: int, interval: timedelta):
        self._burst, self._interval = burst, interval
        self._full_at: LRUCache[str, datetime] = LRUCache(MAX_NETWORKS)

    def take(self, network: str, now: datetime) -> timedelta:
        """Count a request and return zero; or count nothing and return how long to wait."""
        full_at, burst = max(self._full_at.get(network, now), now), self._burst * self._interval
        if full_at - now > burst:  # only if the clock was set back since, as the demo does to start again
            full_at = now
        full_at += self._interval
        wait = full_at - now - burst
        if wait > timedelta():
            return wait
        self._full_at[network] = full_at
        return timedelta()

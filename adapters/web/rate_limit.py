"""How often one address may knock at a door. Pure but for its memory, which a restart forgets."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from cachetools import LRUCache

MAX_ATTEMPTS = 10_000  # addresses remembered; the one that knocked longest ago is forgotten first


class RateLimiter:
    """A bucket for each address: so many knocks at once, then one more each `every`."""

    def __init__(self, at_once: int, every: timedelta):
        self._at_once, self._every = at_once, every
        self._full_at: LRUCache[str, datetime] = LRUCache(MAX_ATTEMPTS)

    def allows(self, who: str, now: datetime) -> timedelta:
        """How long to wait; zero, and the knock counts, where it may come in."""
        who = client_network(who)
        full_at = max(self._full_at.get(who, now), now) + self._every
        wait = full_at - now - self._at_once * self._every
        if wait > timedelta():
            return wait
        self._full_at[who] = full_at
        return timedelta()


def client_network(address: str) -> str:
    """One household has a whole /64 of IPv6 addresses to knock from."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address

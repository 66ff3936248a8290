"""Microsoft's signing keys, kept as long as they are of use."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog

from adapters.teams.token_validation import SigningKey, parse_keys
from bot.core.ports import Clock

log = structlog.get_logger()

REFRESH_AFTER = timedelta(days=1)  # then they are fetched anew, as Microsoft asks
MIN_REFRESH_INTERVAL = timedelta(
    minutes=1
)  # whoever sends us tokens with made-up keys makes us ask no more often
PATIENCE = aiohttp.ClientTimeout(total=5)


class SigningKeyCache:
    """Fetches the keys that an OpenID description points to. Keys that were once published stay until a
    fetch succeeds without them: an outage of Microsoft's keeps nobody out."""

    def __init__(self, http: aiohttp.ClientSession, description_url: str, clock: Clock):
        self._http, self._url, self._clock = http, description_url, clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def key(self, id: str) -> SigningKey | None:
        """Waits for a fetch only where the key is not known. Keys that are merely old are fetched anew by
        the way."""
        if id not in self._keys:
            if fetching := self._fetch():
                await asyncio.shield(fetching)
        elif self._fetched_at is None or self._clock.now() - self._fetched_at >= REFRESH_AFTER:
            self._fetch()
        return self._keys.get(id)

    async def close(self) -> None:
        if self._fetching:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    def _fetch(self) -> asyncio.Task[None] | None:
        """The fetch under way, or a new one unless the last was a moment ago."""
        if self._fetching and not self._fetching.done():
            return self._fetching
        now = self._clock.now()
        if self._tried_at and now - self._tried_at < MIN_REFRESH_INTERVAL:
            return None
        self._tried_at = now
        self._fetching = asyncio.create_task(self._renew())
        return self._fetching

    async def _renew(self) -> None:
        try:
            description = await self._read(self._url)
            if keys := parse_keys(await self._read(description["jwks_uri"])):
                self._keys, self._fetched_at = keys, self._clock.now()
                return
            reason = "it published none that can be read"
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            reason = type(error).__name__
        log.warning("Microsoft's signing keys were not fetched", reason=reason, known=len(self._keys))

    async def _read(self, url: str) -> Any:
        async with self._http.get(url, timeout=PATIENCE, raise_for_status=True) as response:
            return await response.json(content_type=None)

"""Fetches what another server publishes and rarely changes: its signing keys, and its description."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import aiohttp
import structlog

from bot.core.ports import Clock

log = structlog.get_logger()

V = TypeVar("V")

REFRESH_AFTER = timedelta(days=1)  # as Microsoft asks
# Between two fetches, so that tokens with invented keys cannot cause many. It doubles with each fetch that
# brings no new key.
MIN_PAUSE, MAX_PAUSE = timedelta(milliseconds=500), timedelta(minutes=1)
FORGET_PAUSE_AFTER = timedelta(minutes=10)  # without a fetch
FETCH_ERRORS = (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError)


class PublishedCache(Generic[V]):
    """Holds values by their ids, as `fetch` returned them last. They stay until a fetch succeeds without
    them: an outage of the server that publishes them locks nobody out.

    `fetch` raises one of FETCH_ERRORS. `what` names the values in the log."""

    def __init__(self, fetch: Callable[[], Awaitable[Mapping[str, V]]], clock: Clock, what: str):
        self._fetch, self._clock, self._what = fetch, clock, what
        self._values: Mapping[str, V] = {}
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._pause = MIN_PAUSE
        self._refresh: asyncio.Task[None] | None = None

    async def get(self, id: str) -> V | None:
        """Return a value. Waits for a fetch only if the id is unknown; old values are refreshed in the
        background."""
        if id not in self._values:
            if refresh := self._start_refresh():
                await asyncio.shield(refresh)
        elif self._fetched_at is None or self._clock.now() - self._fetched_at >= REFRESH_AFTER:
            self._start_refresh()
        return self._values.get(id)

    async def close(self) -> None:
        if self._refresh:
            self._refresh.cancel()
            await asyncio.gather(self._refresh, return_exceptions=True)

    def _start_refresh(self) -> "asyncio.Task[None] | None":
        """Return the refresh in progress, or a new one, or None if the last one was a moment ago."""
        if self._refresh and not self._refresh.done():
            return self._refresh
        if self._tried_at:
            since = self._clock.now() - self._tried_at
            if since < self._pause:
                return None
            if since >= FORGET_PAUSE_AFTER:
                self._pause = MIN_PAUSE
        self._refresh = asyncio.create_task(self._fetch_values())
        return self._refresh

    async def _fetch_values(self) -> None:
        known = self._values
        try:
            if values := await self._fetch():
                self._values, self._fetched_at = values, self._clock.now()
                return
            reason = "it published none that can be read"
        except FETCH_ERRORS as error:
            reason = type(error).__name__
        finally:
            brought_news = bool(self._values.keys() - known.keys())
            self._pause = MIN_PAUSE if brought_news else min(self._pause * 2, MAX_PAUSE)
            self._tried_at = self._clock.now()
        log.warning("nothing new was fetched", what=self._what, reason=reason, known=len(self._values))

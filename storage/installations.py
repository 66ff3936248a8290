"""Where we were let in, sealed under our own secret key."""

from dataclasses import dataclass
from datetime import datetime

from bot.errors import Missing, Stale
from bot.ports import Installation, Store
from storage.secrets import Safe


@dataclass(frozen=True, slots=True)
class Sealed:
    """An installation as it is kept. Until `leased_until` somebody is renewing it."""

    id: str
    sealed: bytes
    via: str
    renew_at: datetime | None = None
    leased_until: datetime | None = None


class Installed:
    """Implements bot.ports.Installations."""

    def __init__(self, store: Store, safe: Safe):
        self._store, self._safe = store, safe

    async def get(self, id: str) -> Installation | None:
        async with self._store.look() as db:
            found = await db.find(Sealed, id=id)
        return self._opened(found[0]) if found else None

    async def keep(self, installation: Installation) -> None:
        sealed = self._safe.shut(installation.id, installation.given)
        async with self._store.begin() as db:
            await db.put(Sealed(installation.id, sealed, installation.via, installation.renew_at))

    async def lease(self, id: str, now: datetime, until: datetime) -> bool:
        try:
            async with self._store.begin() as db:
                kept = await db.get(Sealed, id)
                if kept.leased_until and kept.leased_until > now:
                    return False
                await db.change(kept, leased_until=until)
        except (Missing, Stale):
            return False
        return True

    async def forget(self, id: str) -> list[str]:
        async with self._store.begin() as db:
            gone = [id, *(each.id for each in await db.find(Sealed, via=id))]
            await db.remove(Sealed, id=gone)
        return gone

    def _opened(self, kept: Sealed) -> Installation:
        return Installation(kept.id, self._safe.open(kept.id, kept.sealed), kept.via, kept.renew_at)

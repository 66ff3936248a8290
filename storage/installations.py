"""Stores the installations of platforms, encrypted with the secret key."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import NotFound, Stale, Unavailable
from bot.core.ports import DatabaseHealth, Installation, Store
from storage.crypto import SecretBox


@dataclass(frozen=True, slots=True)
class StoredInstallation:
    """An installation as stored. Until `leased_until` one process is renewing it."""

    id: str
    sealed: bytes
    renew_at: datetime | None = None
    leased_until: datetime | None = None


class SqlInstallations:
    """Implements ports.Installations."""

    def __init__(self, store: Store, box: SecretBox):
        self._store, self._box = store, box

    async def get(self, id: str) -> Installation | None:
        async with self._store.read_only() as db:
            stored = await db.first(StoredInstallation, id=id)
        if stored is None:
            return None
        return Installation(stored.id, self._box.decrypt(stored.id, stored.sealed), stored.renew_at)

    async def ids(self) -> Sequence[str]:
        async with self._store.read_only() as db:
            return sorted(stored.id for stored in await db.find(StoredInstallation))

    async def keep(self, installation: Installation) -> None:
        async with self._store.transaction() as db:
            await db.upsert(self._encrypted(installation))

    async def lease(self, id: str, now: datetime, until: datetime) -> bool:
        with suppress(NotFound, Stale):
            async with self._store.transaction() as db:
                stored = await db.get(StoredInstallation, id)
                if stored.leased_until is None or stored.leased_until <= now:
                    await db.update_if_unchanged(stored, leased_until=until)
                    return True
        return False

    async def renew(self, installation: Installation, leased_until: datetime) -> bool:
        new = self._encrypted(installation)
        with suppress(NotFound, Stale):
            async with self._store.transaction() as db:
                stored = await db.get(StoredInstallation, installation.id)
                if stored.leased_until == leased_until:
                    await db.update_if_unchanged(
                        stored, sealed=new.sealed, renew_at=new.renew_at, leased_until=None
                    )
                    return True
        return False

    async def forget(self, id: str) -> None:
        async with self._store.transaction() as db:
            await db.remove(StoredInstallation, id=id)

    def _encrypted(self, installation: Installation) -> StoredInstallation:
        sealed = self._box.encrypt(installation.id, installation.given)
        return StoredInstallation(installation.id, sealed, installation.renew_at)


async def readable_installations(
    store: Store, health: DatabaseHealth, secret_keys: Sequence[str]
) -> SqlInstallations | None:
    """Return the installations; None if the database is away, or of another version, or there is no key."""
    with suppress(Unavailable):
        if secret_keys and await health.is_current():
            return SqlInstallations(store, SecretBox(secret_keys))
    return None

"""What older secret keys have encrypted is found, and encrypted again under the newest."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.core.deliveries import Delivery
from bot.core.email import EmailOptOut, Mailbox
from bot.core.ports import Installation
from bot.core.webhooks import Webhook
from bot.membership.mailboxes import digests, is_opted_out, reveal_address
from bot.membership.webhooks import encrypted_places, target_of
from bot.ops.doctor import Level
from storage import reencryption
from storage.crypto import ChaChaCrypto, KeyWrapping, SecretBox, fingerprint
from storage.installations import SqlInstallations
from storage.keys import SqlRoundKeyStore
from storage.reencryption import check_encrypted, format_counts, reencrypt
from storage.store import SqlStore, SqlTransaction
from tests.storage.examples import EVERYTHING, MAILBOX, NOW, WEBHOOK
from tests.support.databases import PostgreSQL

OLD, NEW = "the secret key that was set first, long ago", "the secret key that was set after it"
ADDRESS, URL, SECRET = "Amira@Council.example", "https://council.example/hook", "whsec_c2VjcmV0"
EACH = "email addresses 1, installed workspaces 1, webhooks 1"
SEALED_KINDS = (Mailbox, Webhook)


async def store_under(store: SqlStore, secret_key: str) -> None:
    """Store an address, whose reader has opted out, an installation and a webhook under a secret key."""
    crypto = ChaChaCrypto([secret_key])
    hashed = digests(crypto, ADDRESS)[0]
    places = encrypted_places(replace(WEBHOOK, sealed_earlier_secret=b"any"))
    words = {"sealed_url": URL, "sealed_secret": SECRET, "sealed_earlier_secret": SECRET}
    sealed: dict[str, Any] = {field: crypto.encrypt(place, words[field]) for field, place in places.items()}
    async with store.transaction() as db:
        await db.add(*(record for record in EVERYTHING if not isinstance(record, (*SEALED_KINDS, Delivery))))
        await db.add(replace(MAILBOX, sealed=crypto.encrypt(MAILBOX.id, ADDRESS), digest=hashed))
        await db.add(replace(WEBHOOK, **sealed), EmailOptOut(hashed, date(2026, 3, 1)))
    await SqlInstallations(store, SecretBox([secret_key])).keep(Installation("slack:T1", "a token"))


async def check(store: SqlStore, *secret_keys: str) -> list[tuple[Level, str]]:
    return [(found.level, found.what) for found in await check_encrypted(store, store, secret_keys)]


async def test_everything_can_be_read_without_the_old_secret_key_once_it_is_encrypted_again(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reencryption, "PAGE", 1)
    await store_under(store, OLD)
    changed = await reencrypt(store, [NEW, OLD])
    assert format_counts(changed) == EACH
    assert not await reencrypt(store, [NEW, OLD])
    crypto = ChaChaCrypto([NEW])
    async with store.read_only() as db:
        assert await db.first(Mailbox, digest=digests(crypto, ADDRESS)) is not None
        assert reveal_address(crypto, await db.get(Mailbox, MAILBOX.id)) == ADDRESS
        assert await is_opted_out(db, crypto, ADDRESS)
        target = target_of(crypto, await db.get(Webhook, WEBHOOK.id), NOW)
    assert (target.url, target.secrets[0]) == (URL, SECRET)
    installed = await SqlInstallations(store, SecretBox([NEW])).get("slack:T1")
    assert installed is not None
    assert installed.given == "a token"


async def test_check_tells_what_needs_an_older_secret_key(store: SqlStore) -> None:
    await store_under(store, OLD)
    name = f"number 2 ({fingerprint(OLD)})"
    assert await check(store, NEW, OLD) == [
        (
            Level.OK,
            f"These need {name} until you run accord reencrypt: {EACH}.",
        )
    ]
    await reencrypt(store, [NEW, OLD])
    assert await check(store, NEW, OLD) == [
        (Level.OK, f"Nothing that is stored needs {name}, except open rounds where they are listed.")
    ]
    assert await check(store, NEW) == []


async def test_what_no_secret_key_can_read_is_an_error_and_stays_as_it_is(store: SqlStore) -> None:
    await store_under(store, OLD)
    assert not await reencrypt(store, [NEW])
    assert await check(store, NEW) == [
        (
            Level.ERROR,
            f"No secret key that is set can read these: {EACH}.",
        )
    ]


async def test_nobody_is_opted_out_who_has_not_asked_for_it(store: SqlStore) -> None:
    await store_under(store, OLD)
    async with store.transaction() as db:
        await db.remove(EmailOptOut, id=digests(ChaChaCrypto([OLD]), ADDRESS))
    await reencrypt(store, [NEW, OLD])
    async with store.read_only() as db:
        assert not await is_opted_out(db, ChaChaCrypto([NEW]), ADDRESS)


async def test_nothing_is_said_without_a_secret_key_or_a_database(tmp_path: Path, store: SqlStore) -> None:
    away = SqlStore(f"sqlite+aiosqlite:///{tmp_path}")  # a folder
    assert await check(away, NEW) == []
    assert await check(store) == []
    await away.close()


async def test_what_is_removed_meanwhile_is_left_out(store: SqlStore, database_url: str) -> None:
    await store_under(store, OLD)

    class Forgetting(SqlStore):
        """Removes the address before anything is written."""

        @asynccontextmanager
        async def transaction(self) -> AsyncIterator[SqlTransaction]:
            async with super().transaction() as db:
                await db.remove(Mailbox, id=MAILBOX.id)
                yield db

    forgetting = Forgetting(database_url)
    assert format_counts(await reencrypt(forgetting, [NEW, OLD])) == "installed workspaces 1, webhooks 1"
    await forgetting.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def keys_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/keys/keys.db"
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.url(postgresql.new())


async def test_keys_of_open_rounds_are_wrapped_under_the_newest_secret_key(keys_url: str) -> None:
    def keys(*secret_keys: str) -> SqlRoundKeyStore:
        return SqlRoundKeyStore(keys_url, KeyWrapping(secret_keys, "installation"))

    old, both, new, neither = keys(OLD), keys(NEW, OLD), keys(NEW), keys("a secret key of somebody else")
    await old.create(["one", "two"], NOW)
    key = await old.get("one")
    assert await neither.rewrap_all() == 0
    assert await both.rewrap_all() == 2
    assert await both.rewrap_all() == 0
    assert await new.get("one") == key
    assert {*(await new.needed_secrets()).values()} == {fingerprint(NEW)}
    for store in (old, both, new, neither):
        await store.close()

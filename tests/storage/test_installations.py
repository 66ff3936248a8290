"""Installations are stored encrypted, and renewed by one process at a time."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.errors import NotFound
from bot.core.ports import Installation
from storage.crypto import SecretBox
from storage.installations import SqlInstallations, StoredInstallation, readable_installations
from storage.store import SqlStore
from tests.storage.examples import LATER, NOW

ACME = Installation("slack:T1", '{"access":"xoxb-1"}', LATER)
BOX = SecretBox(("the newest secret key", "an older one"))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def installations(store: SqlStore) -> SqlInstallations:
    return SqlInstallations(store, BOX)


async def test_an_installation_is_read_as_it_was_stored(installations: SqlInstallations) -> None:
    assert await installations.get(ACME.id) is None
    await installations.keep(ACME)
    assert await installations.get(ACME.id) == ACME


async def test_a_new_installation_replaces_the_old_one(installations: SqlInstallations) -> None:
    await installations.keep(ACME)
    renewed = Installation(ACME.id, '{"access":"xoxb-2"}')
    await installations.keep(renewed)
    assert await installations.get(ACME.id) == renewed


async def test_installations_are_encrypted_in_the_database(
    installations: SqlInstallations, store: SqlStore
) -> None:
    await installations.keep(ACME)
    async with store.read_only() as db:
        (kept,) = await db.find(StoredInstallation)
    assert b"xoxb" not in kept.sealed


async def test_an_older_secret_key_decrypts_an_installation(
    installations: SqlInstallations, store: SqlStore
) -> None:
    await SqlInstallations(store, SecretBox(("an older one",))).keep(ACME)
    assert await installations.get(ACME.id) == ACME
    with pytest.raises(NotFound):
        await SqlInstallations(store, SecretBox(("another",))).get(ACME.id)


def test_text_is_decrypted_only_in_its_place() -> None:
    with pytest.raises(NotFound):
        BOX.decrypt("slack:T2", BOX.encrypt("slack:T1", "words"))
    with pytest.raises(NotFound):
        BOX.decrypt("slack:T1", b"")


async def test_one_of_many_gets_the_lease(installations: SqlInstallations) -> None:
    await installations.keep(ACME)
    leased = await asyncio.gather(*(installations.lease(ACME.id, NOW, NOW + MINUTE) for _ in range(10)))
    assert leased.count(True) == 1


async def test_a_lease_ends_with_time_or_renewal(
    installations: SqlInstallations,
) -> None:
    await installations.keep(ACME)
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)
    assert await installations.lease(ACME.id, NOW + MINUTE, NOW + 2 * MINUTE)
    await installations.keep(ACME)
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)


async def test_a_missing_installation_cannot_be_leased(installations: SqlInstallations) -> None:
    assert not await installations.lease(ACME.id, NOW, NOW + MINUTE)
    assert not await installations.renew(ACME, NOW)


async def test_the_holder_of_the_lease_renews(installations: SqlInstallations) -> None:
    renewed = Installation(ACME.id, '{"access":"xoxb-2"}', LATER + MINUTE)
    await installations.keep(ACME)
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)
    assert await installations.renew(renewed, NOW + MINUTE)
    assert await installations.get(ACME.id) == renewed
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)  # the other has ended


async def test_a_renewal_does_not_overwrite_a_new_installation(
    installations: SqlInstallations,
) -> None:
    await installations.keep(ACME)
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)
    anew = Installation(ACME.id, '{"access":"xoxb-3"}')
    await installations.keep(anew)
    assert not await installations.renew(ACME, NOW + MINUTE)
    assert await installations.get(ACME.id) == anew


async def test_forgetting_one_installation_keeps_the_others(installations: SqlInstallations) -> None:
    other = Installation("slack:T2", "{}")
    await installations.keep(ACME)
    await installations.keep(other)
    await installations.forget(ACME.id)
    assert [await installations.get(id) for id in (ACME.id, other.id)] == [None, other]


async def test_all_installations_are_listed_in_order(installations: SqlInstallations) -> None:
    assert await installations.ids() == []
    for id in ("slack:T2", "slack:T1"):
        await installations.keep(Installation(id, "given"))
    assert await installations.ids() == ["slack:T1", "slack:T2"]


async def test_installations_are_read_only_with_a_key(
    store: SqlStore, installations: SqlInstallations
) -> None:
    await installations.keep(ACME)
    readable = await readable_installations(store, store, ["the newest secret key"])
    assert readable is not None
    assert await readable.get(ACME.id) == ACME
    assert await readable_installations(store, store, []) is None

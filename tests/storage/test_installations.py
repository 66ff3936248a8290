"""What platforms gave us can be used by us alone, and is renewed by one at a time."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.errors import NotFound
from bot.core.ports import Installation
from storage.crypto import SecretBox
from storage.installations import SqlInstallations, StoredInstallation
from storage.store import SqlStore
from tests.storage.examples import LATER, NOW

ACME = Installation("slack:T1", '{"access":"xoxb-1"}', LATER)
SAFE = SecretBox(("the newest secret key", "an older one"))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def installations(store: SqlStore) -> SqlInstallations:
    return SqlInstallations(store, SAFE)


async def test_what_is_kept_can_be_had_again(installations: SqlInstallations) -> None:
    assert await installations.get(ACME.id) is None
    await installations.keep(ACME)
    assert await installations.get(ACME.id) == ACME


async def test_the_newest_takes_the_place_of_what_was_there(installations: SqlInstallations) -> None:
    await installations.keep(ACME)
    renewed = Installation(ACME.id, '{"access":"xoxb-2"}')
    await installations.keep(renewed)
    assert await installations.get(ACME.id) == renewed


async def test_nobody_reads_it_in_the_database(installations: SqlInstallations, store: SqlStore) -> None:
    await installations.keep(ACME)
    async with store.read_only() as db:
        (kept,) = await db.find(StoredInstallation)
    assert b"xoxb" not in kept.sealed


async def test_it_opens_under_an_older_secret_key_and_not_without(
    installations: SqlInstallations, store: SqlStore
) -> None:
    await SqlInstallations(store, SecretBox(("an older one",))).keep(ACME)
    assert await installations.get(ACME.id) == ACME
    with pytest.raises(NotFound):
        await SqlInstallations(store, SecretBox(("another",))).get(ACME.id)


def test_it_opens_only_where_it_was_kept() -> None:
    with pytest.raises(NotFound):
        SAFE.decrypt("slack:T2", SAFE.encrypt("slack:T1", "words"))
    with pytest.raises(NotFound):
        SAFE.decrypt("slack:T1", b"")


async def test_of_many_who_want_to_renew_it_one_does(installations: SqlInstallations) -> None:
    await installations.keep(ACME)
    leased = await asyncio.gather(*(installations.lease(ACME.id, NOW, NOW + MINUTE) for _ in range(10)))
    assert leased.count(True) == 1


async def test_it_may_be_renewed_again_when_the_lease_has_run_out_or_was_used(
    installations: SqlInstallations,
) -> None:
    await installations.keep(ACME)
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)
    assert await installations.lease(ACME.id, NOW + MINUTE, NOW + 2 * MINUTE)
    await installations.keep(ACME)
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)


async def test_what_is_not_there_cannot_be_renewed(installations: SqlInstallations) -> None:
    assert not await installations.lease(ACME.id, NOW, NOW + MINUTE)
    assert not await installations.renew(ACME, NOW)


async def test_who_holds_the_lease_keeps_what_they_were_given(installations: SqlInstallations) -> None:
    renewed = Installation(ACME.id, '{"access":"xoxb-2"}', LATER + MINUTE)
    await installations.keep(ACME)
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)
    assert await installations.renew(renewed, NOW + MINUTE)
    assert await installations.get(ACME.id) == renewed
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)  # the other has ended


async def test_being_let_in_anew_is_not_undone_by_whoever_was_renewing(
    installations: SqlInstallations,
) -> None:
    await installations.keep(ACME)
    assert await installations.lease(ACME.id, NOW, NOW + MINUTE)
    anew = Installation(ACME.id, '{"access":"xoxb-3"}')
    await installations.keep(anew)
    assert not await installations.renew(ACME, NOW + MINUTE)
    assert await installations.get(ACME.id) == anew


async def test_one_is_forgotten_and_the_others_stay(installations: SqlInstallations) -> None:
    other = Installation("slack:T2", "{}")
    await installations.keep(ACME)
    await installations.keep(other)
    await installations.forget(ACME.id)
    assert [await installations.get(id) for id in (ACME.id, other.id)] == [None, other]

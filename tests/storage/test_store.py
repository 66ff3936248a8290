"""Records are stored and read alike on both databases."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, Lane, ProcessedEvent, ThreadRoot
from bot.core.email import EmailOptOut, Mailbox
from bot.core.errors import AlreadyExists, NotFound, Stale, Unavailable
from bot.core.models import (
    Answer,
    BrowserSession,
    Comment,
    Invitation,
    JoinCode,
    LoginLink,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    QuestionResult,
    Role,
    Round,
    RoundState,
    UsageCounter,
    WeeklySummary,
)
from bot.core.ports import WebMessage
from bot.core.tenants import Tenant
from bot.rounds.answers import InvitationContext
from bot.rounds.send_window import DailyCheckIn
from storage.installations import StoredInstallation
from storage.store import SqlStore
from tests.storage.examples import (
    AMIRA,
    ANSWER,
    BEN,
    CHANNEL,
    COMMENT,
    COUNCIL,
    DELIVERY,
    EVERYTHING,
    HARBOUR,
    HEARD,
    INVITATION,
    LATER,
    MEMBER,
    NOW,
    POST,
    READING,
    ROUND,
)


@pytest.fixture
async def full(store: SqlStore) -> SqlStore:
    async with store.transaction() as db:
        await db.add(*EVERYTHING)
    return store


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[SqlStore]:
    """Return a second store on the same database, as another process has it."""
    store = SqlStore(database_url)
    yield store
    await store.close()


@pytest.mark.parametrize("record", EVERYTHING, ids=lambda record: type(record).__name__)
async def test_every_record_is_read_as_it_was_stored(full: SqlStore, record: Any) -> None:
    async with full.read_only() as db:
        assert await db.find(type(record)) == [record]


@pytest.mark.parametrize("record", EVERYTHING, ids=lambda record: type(record).__name__)
async def test_every_record_can_be_upserted(full: SqlStore, record: Any) -> None:
    async with full.transaction() as db:
        await db.upsert(record)
        assert await db.find(type(record)) == [record]


async def test_empty_fields_are_read_as_empty(store: SqlStore) -> None:
    bare = Partnership("harbour", "Harbour", "Europe/London", "en", NOW)
    reading = QuestionResult("reading", "round", "harbour", "trust", "trust.reliable@1", False, 0, 6)
    async with store.transaction() as db:
        await db.add(BEN, bare, ROUND, reading)
    async with store.read_only() as db:
        assert await db.find(Person) == [BEN]
        assert await db.find(Partnership) == [bare]
        assert await db.find(QuestionResult) == [reading]


async def test_many_records_are_added_together_and_read_in_order_of_keys(store: SqlStore) -> None:
    codes = [JoinCode(f"code-{n:03}", "harbour", NOW + timedelta(minutes=n)) for n in range(300)]
    async with store.transaction() as db:
        await db.add(HARBOUR, *reversed(codes))
        assert await db.find(JoinCode) == codes


async def test_adding_a_record_twice_raises(full: SqlStore) -> None:
    with pytest.raises(AlreadyExists):
        async with full.transaction() as db:
            await db.add(AMIRA)


@pytest.mark.parametrize(
    "twin",
    [
        replace(AMIRA, id="another"),
        replace(MEMBER, id="another", role=Role.MEMBER),
        replace(INVITATION, id="another"),
        replace(CHANNEL, id="another"),
        replace(READING, id="another"),
        replace(COUNCIL, id="another", name="COUNCIL"),
        replace(POST, id="another"),
        replace(ANSWER, sealed=b"another"),
    ],
    ids=lambda twin: type(twin).__name__,
)
async def test_unique_fields_cannot_repeat(full: SqlStore, twin: Any) -> None:
    with pytest.raises(AlreadyExists):
        async with full.transaction() as db:
            await db.add(twin)


async def test_a_change_cannot_repeat_a_unique_field(full: SqlStore) -> None:
    async with full.transaction() as db:
        await db.add(BEN)
    with pytest.raises(AlreadyExists):
        async with full.transaction() as db:
            await db.update_if_unchanged(BEN, address=AMIRA.address)


async def test_the_name_of_an_organisation_that_left_may_be_used_again(full: SqlStore) -> None:
    again = replace(COUNCIL, id="another")
    async with full.transaction() as db:
        await db.update_if_unchanged(COUNCIL, standing=MembershipStatus.LEFT)
        await db.add(again)
        assert await db.count(type(COUNCIL), name="Council") == 2


async def test_messages_with_an_empty_about_do_not_clash(store: SqlStore) -> None:
    posts = [replace(POST, id=id, about="") for id in ("first", "second")]
    async with store.transaction() as db:
        await db.add(*posts)
        assert await db.count(WebMessage, about="") == 2


async def test_after_an_error_a_transaction_raises_it_again(full: SqlStore) -> None:
    async def carry_on() -> None:
        async with full.transaction() as db:
            await db.add(BEN)
            with pytest.raises(AlreadyExists):
                await db.add(AMIRA)
            for later in (db.get(Person, "amira"), db.add(COMMENT), db.remove(Person)):
                with pytest.raises(AlreadyExists):
                    await later

    with pytest.raises(AlreadyExists):
        await carry_on()
    async with full.read_only() as db:
        assert await db.find(Person) == [AMIRA]


async def test_a_broken_foreign_key_is_stale(store: SqlStore) -> None:
    with pytest.raises(Stale):
        async with store.transaction() as db:
            await db.add(INVITATION)


async def test_a_record_is_added_only_if_it_is_new(store: SqlStore) -> None:
    async with store.transaction() as db:
        assert await db.add_if_new(HEARD)
        assert not await db.add_if_new(replace(HEARD, round="another"))
        assert await db.find(ProcessedEvent) == [HEARD]


async def test_only_the_primary_key_tells_whether_a_record_is_new(full: SqlStore) -> None:
    async def add_twin() -> None:
        async with full.transaction() as db:
            with pytest.raises(AlreadyExists):
                await db.add_if_new(replace(INVITATION, id="another"))
            await db.add_if_new(HEARD)

    with pytest.raises(AlreadyExists):
        await add_twin()


@pytest.mark.parametrize("commits", [True, False])
async def test_of_two_who_add_a_record_at_once_one_is_told_that_it_is_new(
    store: SqlStore, other: SqlStore, *, commits: bool
) -> None:
    """The second waits for the first; if that takes it back, the second adds it after all."""

    async def add() -> bool:
        async with other.transaction() as db:
            return await db.add_if_new(HEARD)

    with suppress(LookupError):
        async with store.transaction() as db:
            assert await db.add_if_new(HEARD)
            adding = asyncio.create_task(add())
            async with other.read_only() as elsewhere:  # by now the second writer has begun, and waits
                assert await elsewhere.find(ProcessedEvent) == []
            assert not adding.done()
            if not commits:
                raise LookupError
    assert await adding is not commits


async def test_upsert_replaces_only_records_with_the_same_key(full: SqlStore) -> None:
    changed = replace(ANSWER, sealed=b"another")
    second = replace(ANSWER, question="comment")
    async with full.transaction() as db:
        await db.upsert(changed, second)
        assert await db.find(Answer) == [second, changed]


async def test_getting_a_missing_record_raises(store: SqlStore) -> None:
    async with store.transaction() as db:
        with pytest.raises(NotFound):
            await db.get(Person, "amira")
        with pytest.raises(NotFound):
            await db.get_for_share(Person, "amira")


async def test_get_for_share_reads_the_record(full: SqlStore) -> None:
    async with full.transaction() as db:
        assert await db.get_for_share(Round, "round") == ROUND


async def test_get_for_update_reads_the_record(full: SqlStore) -> None:
    async with full.transaction() as db:
        assert await db.get_for_update(Round, "round") == ROUND
        with pytest.raises(NotFound):
            await db.get_for_update(Round, "nowhere")


@pytest.mark.parametrize("read", ["get_for_update", "get_for_share"])
async def test_a_locked_record_is_read_by_others_once_it_has_changed(
    full: SqlStore, other: SqlStore, read: str
) -> None:
    """A second writer waits for the first, and then sees its change."""

    async def read_state() -> RoundState:
        async with other.transaction() as db:
            locked: Round = await getattr(db, read)(Round, "round")
            return locked.state

    async with full.transaction() as db:
        round_ = await db.get_for_update(Round, "round")
        reading = asyncio.create_task(read_state())
        async with other.read_only() as elsewhere:  # by now the second writer has begun, and waits
            assert await elsewhere.get(Round, "round") == ROUND
        assert not reading.done()
        await db.update_if_unchanged(round_, state=RoundState.CANCELLED)
    assert await reading is RoundState.CANCELLED


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_on_postgresql_several_transactions_share_a_lock(full: SqlStore, other: SqlStore) -> None:
    async with full.transaction() as db, other.transaction() as elsewhere:
        assert await db.get_for_share(Round, "round") == await elsewhere.get_for_share(Round, "round")


async def test_first_returns_the_lowest_key_or_none(store: SqlStore) -> None:
    async with store.transaction() as db:
        await db.add(BEN, AMIRA)
        assert await db.first(Person) == AMIRA
        assert await db.first(Person, language=["en", "fr"]) == BEN
        assert await db.first(Person, language="fr") is None


async def test_a_shared_lock_makes_writers_wait(full: SqlStore, other: SqlStore) -> None:
    order = []

    async def change() -> None:
        async with other.transaction() as db:
            await db.update_if_unchanged(ROUND, state=RoundState.CANCELLED)
            order.append("changed")

    async with full.transaction() as db:
        await db.get_for_share(Round, "round")
        changing = asyncio.create_task(change())
        async with other.read_only() as elsewhere:  # by now the change has begun, and waits
            assert await elsewhere.get(Round, "round") == ROUND
        order.append("let go")
    await changing
    assert order == ["let go", "changed"]


async def test_joined_records_are_read_together(full: SqlStore) -> None:
    joined = InvitationContext(INVITATION, ROUND, MEMBER, AMIRA, HARBOUR)
    async with full.transaction() as db:
        assert await db.first_joined(InvitationContext, "invitation") == joined
        assert await db.first_joined(InvitationContext, "invitation", share="round") == joined
        assert await db.first_joined(InvitationContext, "nowhere") is None


async def test_a_joined_record_that_is_locked_cannot_change_meanwhile(
    full: SqlStore, other: SqlStore
) -> None:
    order = []

    async def close() -> None:
        async with other.transaction() as db:
            await db.update_if_unchanged(ROUND, state=RoundState.CANCELLED)
            order.append("closed")

    async with full.transaction() as db:
        await db.first_joined(InvitationContext, "invitation", share="round")
        closing = asyncio.create_task(close())
        async with other.read_only() as elsewhere:  # by now the change has begun, and waits
            assert await elsewhere.get(Round, "round") == ROUND
        order.append("let go")
    await closing
    assert order == ["let go", "closed"]


async def test_joined_records_are_read_as_they_are_once_one_is_locked(
    full: SqlStore, other: SqlStore
) -> None:
    """A second writer waits for the first, and then sees its change."""

    async def read() -> RoundState | None:
        async with other.transaction() as db:
            joined = await db.first_joined(InvitationContext, "invitation", share="round")
            return joined.round.state if joined else None

    for change in ("state", "invitation"):
        async with full.transaction() as db:
            round_ = await db.get_for_update(Round, "round")
            await db.get_for_update(Invitation, "invitation")
            reading = asyncio.create_task(read())
            async with other.read_only() as elsewhere:  # by now the second writer has begun, and waits
                assert await elsewhere.get(Invitation, "invitation") == INVITATION
            assert not reading.done()
            if change == "state":
                await db.update_if_unchanged(round_, state=RoundState.CANCELLED)
            else:
                await db.remove(Invitation, id="invitation")
        assert await reading is (RoundState.CANCELLED if change == "state" else None)


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({}, ["amira", "ben", "cara"]),
        ({"language": "en"}, ["ben", "cara"]),
        ({"address": BEN.address}, ["ben"]),
        ({"language": "en", "name": "Cara"}, ["cara"]),
        ({"id": ["cara", "amira", "nobody"]}, ["amira", "cara"]),
        ({"id": ("cara",)}, ["cara"]),
        pytest.param(
            {"address": {AMIRA.address, BEN.address}}, ["amira", "ben"], id="a set"
        ),  # its own order differs from run to run
        ({"id": []}, []),
        ({"home": None}, ["ben", "cara"]),
        ({"paused_until": AMIRA.paused_until}, ["amira"]),
    ],
    ids=str,
)
async def test_records_are_found_by_their_fields(
    store: SqlStore, where: dict[str, Any], ids: list[str]
) -> None:
    cara = replace(BEN, id="cara", name="Cara", address=replace(BEN.address, key="cara"))
    async with store.transaction() as db:
        await db.add(cara, BEN, AMIRA)
    async with store.read_only() as db:
        assert [person.id for person in await db.find(Person, **where)] == ids
        assert await db.count(Person, **where) == len(ids)
    async with store.transaction() as db:
        assert await db.remove(Person, **where) == len(ids)
        assert await db.count(Person) == 3 - len(ids)


async def test_latest_sorts_empty_fields_last(full: SqlStore) -> None:
    closed = replace(ROUND, id="early", closed_at=NOW)
    never = replace(ROUND, id="never", closed_at=None)
    async with full.transaction() as db:
        await db.add(closed, never)
        assert await db.latest(Round, "closed_at", 9, partnership="harbour") == [ROUND, closed, never]
        assert await db.latest(Round, "closed_at", 1) == [ROUND]
        assert await db.latest(Round, "number", 2) == [ROUND, never]


async def test_due_records_come_earliest_first(store: SqlStore) -> None:
    def at(minutes: int) -> JoinCode:
        return JoinCode(f"code{minutes}", "harbour", NOW + timedelta(minutes=minutes))

    async with store.transaction() as db:
        await db.add(HARBOUR, at(1), at(0), at(-1), replace(at(-2), partnership="harbour"))
        assert await db.due(JoinCode, "expires_at", NOW, 9) == [at(-2), at(-1), at(0)]
        assert await db.due(JoinCode, "expires_at", NOW, 1) == [at(-2)]
        assert await db.due(JoinCode, "expires_at", NOW, 9, id=["code0", "code1"]) == [at(0)]


async def test_an_update_writes_only_its_fields_and_returns_the_new_record(full: SqlStore) -> None:
    async with full.transaction() as db:
        await db.update_if_unchanged(HARBOUR, name="Port")
        now = await db.update_if_unchanged(
            HARBOUR, round="", ended_at=None
        )  # these fields still are what was seen
        assert now == replace(HARBOUR, round="", ended_at=None)
        assert await db.find(Partnership) == [replace(HARBOUR, name="Port", round="", ended_at=None)]
        assert await db.update_if_unchanged(now, ended_at=NOW) == replace(now, ended_at=NOW)


async def test_an_update_of_a_changed_record_is_stale_and_writes_nothing(full: SqlStore) -> None:
    async with full.transaction() as db:
        await db.update_if_unchanged(HARBOUR, round="")
        with pytest.raises(Stale):
            await db.update_if_unchanged(HARBOUR, round="mine", rounds=8)
        with pytest.raises(Stale):
            await db.update_if_unchanged(replace(HARBOUR, id="nowhere"), name="Port")
        assert await db.get(Partnership, "harbour") == replace(HARBOUR, round="")


async def test_an_update_of_many_skips_changed_records(
    full: SqlStore,
) -> None:
    other = replace(DELIVERY, id="other", error="", attempts=1)
    async with full.transaction() as db:
        await db.add(other)
        await db.update_if_unchanged(other, error="Somebody was first.")
        settled = DeliveryState.SETTLED
        assert await db.update_all_if_unchanged([DELIVERY, other], state=settled, error="") == 1
        assert {delivery.id: delivery.state for delivery in await db.find(Delivery)} == {
            DELIVERY.id: settled,
            "other": other.state,
        }
        assert await db.update_all_if_unchanged([], state=settled) == 0


async def test_concurrent_updates_lose_none(store: SqlStore, other: SqlStore) -> None:
    async with store.transaction() as db:
        await db.add(replace(HARBOUR, rounds=0))

    async def count_one(store: SqlStore) -> None:
        while True:
            try:
                async with store.transaction() as db:
                    seen = await db.get(Partnership, "harbour")
                    await db.update_if_unchanged(seen, rounds=seen.rounds + 1)
                    return
            except Stale:
                continue

    await asyncio.gather(*(count_one(each_store) for each_store in (store, other) * 10))
    async with store.read_only() as db:
        assert (await db.get(Partnership, "harbour")).rounds == 20


async def test_uses_are_counted_until_the_period_has_passed(store: SqlStore) -> None:
    async def use(minutes: int) -> UsageCounter:
        async with store.transaction() as db:
            return await db.count_use("counter", NOW + timedelta(minutes=minutes), timedelta(hours=1))

    first_end, second_end = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    assert [await use(minutes) for minutes in (0, 59, 60)] == [
        UsageCounter("counter", 1, first_end),
        UsageCounter("counter", 2, first_end),
        UsageCounter("counter", 1, second_end),
    ]
    assert await use(30) == UsageCounter("counter", 1, NOW + timedelta(minutes=90))  # a clock was put back


async def test_concurrent_uses_are_all_counted(store: SqlStore, other: SqlStore) -> None:
    async def use(from_store: SqlStore) -> int:
        async with from_store.transaction() as db:
            return (await db.count_use("counter", NOW, timedelta(hours=1))).used

    assert sorted(await asyncio.gather(*map(use, [store, other] * 5))) == [*range(1, 11)]


async def test_removing_a_person_removes_their_records(full: SqlStore) -> None:
    async with full.transaction() as db:
        assert await db.remove(Person, id="amira") == 1
        kinds = (Member, Invitation, LoginLink, BrowserSession, Mailbox, DailyCheckIn)
        assert [await db.count(kind) for kind in kinds] == [0] * 6


async def test_removing_a_partnership_removes_its_records(full: SqlStore) -> None:
    async with full.transaction() as db:
        assert await db.remove(Partnership, id="harbour") == 1
        left = {type(record) for record in EVERYTHING if await db.count(type(record))}
        assert left == {
            *(
                StoredInstallation,
                Tenant,
                WebMessage,
                ThreadRoot,
                BrowserSession,
                LoginLink,
                Mailbox,
                EmailOptOut,
                ProcessedEvent,
                Lane,
                ConversationLimit,
                Person,
                DailyCheckIn,
                UsageCounter,
                WeeklySummary,
            )
        }


async def test_a_failed_transaction_stores_nothing(store: SqlStore) -> None:
    async def fail() -> None:
        async with store.transaction() as db:
            await db.add(AMIRA, BEN)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.read_only() as db:
        assert await db.find(Person) == []


async def test_a_cancelled_transaction_stores_nothing_and_releases_its_lock(store: SqlStore) -> None:
    begun = asyncio.Event()

    async def hang() -> None:
        async with store.transaction() as db:
            await db.add(AMIRA)
            begun.set()
            await asyncio.Event().wait()

    hanging = asyncio.create_task(hang())
    await begun.wait()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    async with store.transaction() as db:
        await db.add(BEN)
        assert await db.find(Person) == [BEN]


async def test_a_read_sees_one_state_and_makes_no_writer_wait(full: SqlStore, other: SqlStore) -> None:
    async with full.read_only() as db:
        assert await db.count(Comment) == 1
        async with other.transaction() as elsewhere:
            await elsewhere.remove(Comment)
        assert await db.find(Comment) == [COMMENT]
    async with full.read_only() as db:
        assert await db.find(Comment) == []


async def test_a_read_only_transaction_cannot_write(full: SqlStore) -> None:
    with pytest.raises(Unavailable):
        async with full.read_only() as db:
            await db.remove(Comment)
    async with full.read_only() as db:
        assert await db.find(Comment) == [COMMENT]


async def test_a_fault_in_the_code_is_not_translated(full: SqlStore) -> None:
    nameless = replace(HEARD, id="another", round=None)  # type: ignore[arg-type]
    with pytest.raises((sqlite3.IntegrityError, asyncpg.NotNullViolationError)):
        async with full.transaction() as db:
            await db.add(nameless)
    with pytest.raises((sqlite3.IntegrityError, asyncpg.NotNullViolationError)):
        async with full.transaction() as db:
            await db.update_if_unchanged(HARBOUR, name=None)  # type: ignore[record-field]


async def test_a_delivery_can_be_found_by_its_kind(full: SqlStore) -> None:
    async with full.transaction() as db:
        assert await db.find(Delivery, kind="ask", subject=["invitation"]) == [DELIVERY]
        assert await db.due(Delivery, "due_at", LATER, 9, kind="ask") == [DELIVERY]

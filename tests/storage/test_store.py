"""Records in, records out, alike on both databases."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
import sqlalchemy as sa

from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, Lane, ProcessedEvent
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
)
from bot.core.ports import WebMessage
from bot.delivery.threads import ThreadRoot
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
    """As another process has it."""
    store = SqlStore(database_url)
    yield store
    await store.close()


@pytest.mark.parametrize("record", EVERYTHING, ids=lambda record: type(record).__name__)
async def test_every_record_comes_back_as_it_was(full: SqlStore, record: Any) -> None:
    async with full.read_only() as db:
        assert await db.find(type(record)) == [record]


@pytest.mark.parametrize("record", EVERYTHING, ids=lambda record: type(record).__name__)
async def test_every_record_can_be_put_again(full: SqlStore, record: Any) -> None:
    async with full.transaction() as db:
        await db.upsert(record)
        assert await db.find(type(record)) == [record]


async def test_what_may_be_empty_comes_back_empty(store: SqlStore) -> None:
    bare = Partnership("harbour", "Harbour", "Europe/London", "en", NOW)
    reading = QuestionResult("reading", "round", "harbour", "trust", "trust.reliable@1", False, 0, 6)
    async with store.transaction() as db:
        await db.add(BEN, bare, ROUND, reading)
    async with store.read_only() as db:
        assert await db.find(Person) == [BEN]
        assert await db.find(Partnership) == [bare]
        assert await db.find(QuestionResult) == [reading]


async def test_many_records_go_in_together_and_come_back_by_key(store: SqlStore) -> None:
    codes = [JoinCode(f"code-{n:03}", "harbour", NOW + timedelta(minutes=n)) for n in range(300)]
    async with store.transaction() as db:
        await db.add(HARBOUR, *reversed(codes))
        assert await db.find(JoinCode) == codes


async def test_a_record_is_there_once(full: SqlStore) -> None:
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
async def test_two_records_cannot_stand_for_the_same_thing(full: SqlStore, twin: Any) -> None:
    with pytest.raises(AlreadyExists):
        async with full.transaction() as db:
            await db.add(twin)


async def test_an_organisation_that_left_may_come_back_anew(full: SqlStore) -> None:
    again = replace(COUNCIL, id="another")
    async with full.transaction() as db:
        await db.update_if_unchanged(COUNCIL, standing=MembershipStatus.LEFT)
        await db.add(again)
        assert await db.count(type(COUNCIL), name="Council") == 2


async def test_messages_about_nothing_lie_side_by_side(store: SqlStore) -> None:
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


async def test_what_points_at_nothing_is_stale(store: SqlStore) -> None:
    with pytest.raises(Stale):
        async with store.transaction() as db:
            await db.add(INVITATION)


async def test_put_replaces_what_has_the_same_key_and_leaves_the_rest(full: SqlStore) -> None:
    changed = replace(ANSWER, sealed=b"another")
    second = replace(ANSWER, question="comment")
    async with full.transaction() as db:
        await db.upsert(changed, second)
        assert await db.find(Answer) == [second, changed]


async def test_who_is_not_there_is_missing(store: SqlStore) -> None:
    async with store.transaction() as db:
        with pytest.raises(NotFound):
            await db.get(Person, "amira")
        with pytest.raises(NotFound):
            await db.get_for_share(Person, "amira")


async def test_what_is_held_is_read_as_it_is(full: SqlStore) -> None:
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


async def test_nobody_changes_what_another_holds(full: SqlStore, other: SqlStore) -> None:
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


@pytest.mark.parametrize(
    ("where", "found"),
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
async def test_records_are_found_by_what_their_fields_hold(
    store: SqlStore, where: dict[str, Any], found: list[str]
) -> None:
    cara = replace(BEN, id="cara", name="Cara", address=replace(BEN.address, key="cara"))
    async with store.transaction() as db:
        await db.add(cara, BEN, AMIRA)
    async with store.read_only() as db:
        assert [person.id for person in await db.find(Person, **where)] == found
        assert await db.count(Person, **where) == len(found)
    async with store.transaction() as db:
        assert await db.remove(Person, **where) == len(found)
        assert await db.count(Person) == 3 - len(found)


async def test_the_latest_come_first_and_those_without_a_moment_last(full: SqlStore) -> None:
    closed = replace(ROUND, id="early", closed_at=NOW)
    never = replace(ROUND, id="never", closed_at=None)
    async with full.transaction() as db:
        await db.add(closed, never)
        assert await db.latest(Round, "closed_at", 9, partnership="harbour") == [ROUND, closed, never]
        assert await db.latest(Round, "closed_at", 1) == [ROUND]
        assert await db.latest(Round, "number", 2) == [ROUND, never]


async def test_what_is_due_comes_in_the_order_it_fell_due(store: SqlStore) -> None:
    def at(minutes: int) -> JoinCode:
        return JoinCode(f"code{minutes}", "harbour", NOW + timedelta(minutes=minutes))

    async with store.transaction() as db:
        await db.add(HARBOUR, at(1), at(0), at(-1), replace(at(-2), partnership="harbour"))
        assert await db.due(JoinCode, "expires_at", NOW, 9) == [at(-2), at(-1), at(0)]
        assert await db.due(JoinCode, "expires_at", NOW, 1) == [at(-2)]
        assert await db.due(JoinCode, "expires_at", NOW, 9, id=["code0", "code1"]) == [at(0)]


async def test_a_change_writes_the_fields_it_names_and_returns_what_is_now(full: SqlStore) -> None:
    async with full.transaction() as db:
        await db.update_if_unchanged(HARBOUR, name="Port")
        now = await db.update_if_unchanged(
            HARBOUR, round="", ended_at=None
        )  # these fields still are what was seen
        assert now == replace(HARBOUR, round="", ended_at=None)
        assert await db.find(Partnership) == [replace(HARBOUR, name="Port", round="", ended_at=None)]
        assert await db.update_if_unchanged(now, ended_at=NOW) == replace(now, ended_at=NOW)


async def test_a_change_of_what_has_changed_is_stale_and_writes_nothing(full: SqlStore) -> None:
    async with full.transaction() as db:
        await db.update_if_unchanged(HARBOUR, round="")
        with pytest.raises(Stale):
            await db.update_if_unchanged(HARBOUR, round="mine", rounds=8)
        with pytest.raises(Stale):
            await db.update_if_unchanged(replace(HARBOUR, id="nowhere"), name="Port")
        assert await db.get(Partnership, "harbour") == replace(HARBOUR, round="")


async def test_many_are_changed_at_once_but_for_those_that_no_longer_hold_what_was_seen(
    full: SqlStore,
) -> None:
    other = replace(DELIVERY, id="other", error="", attempts=1)
    async with full.transaction() as db:
        await db.add(other)
        await db.update_if_unchanged(other, error="Somebody was first.")
        settled = DeliveryState.SETTLED
        assert await db.update_all_if_unchanged([DELIVERY, other], state=settled, error="") == 1
        assert {each.id: each.state for each in await db.find(Delivery)} == {
            DELIVERY.id: settled,
            "other": other.state,
        }
        assert await db.update_all_if_unchanged([], state=settled) == 0


async def test_of_many_who_change_the_same_record_each_sees_the_last(
    store: SqlStore, other: SqlStore
) -> None:
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

    await asyncio.gather(*(count_one(each) for each in (store, other) * 10))
    async with store.read_only() as db:
        assert (await db.get(Partnership, "harbour")).rounds == 20


async def test_what_belongs_to_a_person_goes_with_them(full: SqlStore) -> None:
    async with full.transaction() as db:
        assert await db.remove(Person, id="amira") == 1
        kinds = (Member, Invitation, LoginLink, BrowserSession, Mailbox, DailyCheckIn)
        assert [await db.count(kind) for kind in kinds] == [0] * 6


async def test_what_belongs_to_a_partnership_goes_with_it(full: SqlStore) -> None:
    async with full.transaction() as db:
        assert await db.remove(Partnership, id="harbour") == 1
        left = {type(record) for record in EVERYTHING if await db.count(type(record))}
        assert left == {
            *(
                StoredInstallation,
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
            )
        }


async def test_a_transaction_that_fails_leaves_nothing(store: SqlStore) -> None:
    async def fail() -> None:
        async with store.transaction() as db:
            await db.add(AMIRA, BEN)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.read_only() as db:
        assert await db.find(Person) == []


async def test_an_abandoned_transaction_leaves_nothing_and_holds_nobody_up(store: SqlStore) -> None:
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


async def test_a_look_sees_one_moment_and_keeps_no_writer_waiting(full: SqlStore, other: SqlStore) -> None:
    async with full.read_only() as db:
        assert await db.count(Comment) == 1
        async with other.transaction() as elsewhere:
            await elsewhere.remove(Comment)
        assert await db.find(Comment) == [COMMENT]
    async with full.read_only() as db:
        assert await db.find(Comment) == []


async def test_a_look_writes_nothing(full: SqlStore) -> None:
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
    with pytest.raises(sa.exc.IntegrityError):
        async with full.transaction() as db:
            await db.update_if_unchanged(HARBOUR, name=None)  # type: ignore[record-field]


async def test_a_delivery_can_be_found_by_its_kind(full: SqlStore) -> None:
    async with full.transaction() as db:
        assert await db.find(Delivery, kind="ask", subject=["invitation"]) == [DELIVERY]
        assert await db.due(Delivery, "due_at", LATER, 9, kind="ask") == [DELIVERY]

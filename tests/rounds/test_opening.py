"""Rounds open: by the rhythm, once each; and when a coordinator asks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bot.core.deliveries import Delivery
from bot.core.errors import Refusal, Stale, Unavailable
from bot.core.models import (
    Invitation,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    Round,
    RoundKind,
    RoundState,
)
from bot.core.ports import Store, Transaction
from bot.rounds import opening
from bot.rounds.schedule import closes_at
from tests.brittle import BrittleStore, Fuse, failpoint
from tests.stage import AMIRA, CAST, FORTNIGHTLY, LOWRI, ORGANISATIONS, SIX, Stage, words

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
OWN = ("own",)
HOUR = timedelta(hours=1)


async def asking(stage: Stage, *questions: str, own: str = "", time: timedelta | None = None) -> Round:
    now, t = stage.clock.now(), stage.context.translator()
    async with stage.store.transaction() as db:
        partnership = await db.get(Partnership, "harbour")
        return await opening.open_ad_hoc(stage.context, db, partnership, questions or OWN, own, time, now, t)


async def test_a_due_round_opens_with_its_questions_its_key_and_an_invitation_each(everywhere: Stage) -> None:
    stage = everywhere
    await stage.found(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    assert await opening.open_due(stage.context, stage.clock.now()) == 1
    round_, partnership = await stage.open_round(), await stage.one(Partnership)
    assert (round_.kind, round_.number, len(round_.questions)) == (RoundKind.SCHEDULED, 1, 5)
    assert round_.closes_at == closes_at(MONDAY, "Europe/London")
    assert round_.may_close_at == MONDAY + (round_.closes_at - MONDAY) / 2
    assert (partnership.round, partnership.rounds) == (round_.id, 1)
    assert partnership.next_round_at == MONDAY + timedelta(weeks=2)
    assert await stage.keys.get(round_.id) is not None
    assert sorted(each.member for each in await stage.all(Invitation)) == sorted(a.member for a in SIX)


async def test_it_opens_once_however_many_workers_try(everywhere: Stage) -> None:
    stage = everywhere
    await stage.found(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    opened = await asyncio.gather(*(opening.open_due(stage.context, stage.clock.now()) for _ in range(4)))
    assert sorted(opened) == [0, 0, 0, 1]
    assert len(await stage.all(Round)) == 1
    assert len(await stage.all(Invitation)) == 6
    assert await opening.open_due(stage.context, stage.clock.now()) == 0


async def test_a_partnership_that_has_ended_or_has_a_round_open_opens_none(stage: Stage) -> None:
    await stage.found(*SIX, rhythm=FORTNIGHTLY, next_round_at=MONDAY, ended_at=MONDAY)
    assert await opening.open_due(stage.context, stage.clock.now()) == 0
    async with stage.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), ended_at=None, round="r0")
    assert await opening.open_due(stage.context, stage.clock.now()) == 0


async def test_only_those_who_are_in_are_asked(stage: Stage) -> None:
    await stage.found(*SIX, rhythm=FORTNIGHTLY, next_round_at=MONDAY)
    async with stage.store.transaction() as db:
        everybody = await db.find(Member)
        for member, standing in zip(everybody, MembershipStatus, strict=False):
            await db.update_if_unchanged(member, standing=standing)
    await opening.open_due(stage.context, stage.clock.now())
    assert len(await stage.all(Invitation)) == 3


BROKEN = (
    "sometimes",
    "",
    "FREQ=SECONDLY;BYDAY=MO",
    FORTNIGHTLY + ";UNTIL=20260401T235959",
    FORTNIGHTLY.replace("MO", "XX"),
)


async def with_bad_ones_among_them(stage: Stage, many: int, bad: int) -> set[str]:
    """So many partnerships whose rounds are due, spread among them those that cannot be opened: by their
    rhythm, or, every sixth, since nobody knows an organisation of theirs."""
    one = await stage.found(AMIRA, LOWRI, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    places = await stage.all(Member)
    ids = [f"p{n:04}" for n in range(many)]
    broken = {id: n for n, id in enumerate(ids[3 :: many // bad][:bad])}
    async with stage.store.transaction() as db:
        for id in ids:
            rhythm = BROKEN[broken[id] % 6] if broken.get(id, 5) % 6 < 5 else FORTNIGHTLY
            await db.add(replace(one, id=id, rhythm=rhythm))
            for each in places:
                where = each.organisation if broken.get(id, 0) % 6 == 5 else f"{each.organisation}-of-{id}"
                if where != each.organisation:
                    await db.add(replace(ORGANISATIONS[each.organisation], id=where, partnership=id))
                await db.add(replace(each, id=f"{each.id}-{id}", partnership=id, organisation=where))
        await db.update_if_unchanged(await db.get(Person, LOWRI.person.id), home=None)
    return {*broken}


async def all_but_the_bad_ones_open(stage: Stage, many: int, bad: int) -> None:
    broken = await with_bad_ones_among_them(stage, many, bad)
    assert await opening.open_due(stage.context, stage.clock.now()) == many - bad + 1
    on_time = {each.partnership for each in await stage.all(Round, opened_at=MONDAY)}
    assert (len(on_time), on_time & broken) == (many - bad + 1, set())
    assert {each.id for each in await stage.all(Partnership, next_round_at=None)} == broken
    told = [each for each in await stage.all(Delivery) if each.kind == "set-aside"]
    assert sorted(each.partnership for each in told) == sorted(broken)
    assert {each.to for each in told} == {AMIRA.address}
    assert await opening.open_due(stage.context, stage.clock.now()) == 0


async def test_many_partnerships_are_opened_and_the_bad_ones_among_them_set_aside(
    everywhere: Stage,
) -> None:
    await all_but_the_bad_ones_open(everywhere, 60, 6)


@pytest.mark.long
async def test_of_a_thousand_all_but_fifty_bad_ones_are_opened_on_time(everywhere: Stage) -> None:
    await all_but_the_bad_ones_open(everywhere, 1000, 50)


async def test_whose_round_could_not_be_opened_hears_what_to_say(stage: Stage) -> None:
    await stage.found(*SIX, rhythm="sometimes", next_round_at=MONDAY)
    await stage.passes(minutes=30)  # until her working hours begin
    assert words(stage.shows(AMIRA)) == (
        "Harbour Together: the next round could not be opened\n"
        "Its rhythm could not be worked out, so it has stopped. Set it again: schedule fortnightly"
    )
    await stage.says(AMIRA, "schedule fortnightly now")
    await stage.passes(days=2)
    assert (await stage.open_round()).number == 1


async def test_a_partnership_that_somebody_mended_meanwhile_is_not_set_aside(stage: Stage) -> None:
    seen = await stage.found(*SIX, rhythm="sometimes", next_round_at=MONDAY)
    async with stage.store.transaction() as db:
        await db.update_if_unchanged(seen, rhythm=FORTNIGHTLY, next_round_at=MONDAY + HOUR)
    await opening._postpone(stage.context, seen, ValueError("no rhythm"), stage.clock.now())
    assert (await stage.one(Partnership)).next_round_at == MONDAY + HOUR


@dataclass
class Cursed:
    """Records that a fault of ours comes over whenever one partnership is changed, but for its date."""

    records: Transaction
    id: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.records, name)

    async def update_if_unchanged(self, record: Any, **fields: Any) -> Any:
        if record.id == self.id and fields.keys() != {"next_round_at"}:
            raise TypeError("oh")
        return await self.records.update_if_unchanged(record, **fields)


class CursedStore:
    def __init__(self, store: Store, id: str):
        self._store, self._id, self.read_only = store, id, store.read_only

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        async with self._store.transaction() as db:
            yield Cursed(db, self._id)


async def test_where_a_fault_is_ours_a_round_is_put_off_for_an_hour_and_the_others_open(stage: Stage) -> None:
    one = await stage.found(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    async with stage.store.transaction() as db:
        await db.add(*(replace(one, id=id) for id in ("quay", "tide")))
    context = replace(stage.context, store=cast("Store", CursedStore(stage.store, "quay")))
    with capture_logs() as logged:
        assert await opening.open_due(context, stage.clock.now()) == 2
    (note,) = logged
    assert (note["event"], note["partnership"]) == ("a round could not be opened", "quay")
    assert note["fault"].startswith("TypeError at bot/rounds/opening.py")
    quay = await stage.one(Partnership, id="quay")
    assert (quay.rhythm, quay.next_round_at, quay.round) == (FORTNIGHTLY, MONDAY + HOUR, "")
    stage.clock.move(HOUR)
    assert await opening.open_due(stage.context, stage.clock.now()) == 1


async def test_a_database_that_is_away_sets_nobody_aside(stage: Stage) -> None:
    await stage.found(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    fuse = Fuse(point=failpoint(opening._open, "add"), fault=lambda: Unavailable("The disk is full."))
    with pytest.raises(Unavailable):
        await opening.open_due(replace(stage.context, store=BrittleStore(stage.store, fuse)), MONDAY)
    assert await opening.open_due(stage.context, stage.clock.now()) == 1


class Held:
    """A store in which somebody else is always first."""

    def __init__(self, store: Store):
        self._store, self.read_only = store, store.read_only

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._store.transaction() as db:
            yield db
            raise Stale("another was first")


async def test_whoever_is_always_second_leaves_it_to_the_first(stage: Stage) -> None:
    one = await stage.found(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    async with stage.store.transaction() as db:
        await db.add(*(replace(one, id=f"p{n}") for n in range(opening.BATCH)))
    context = replace(stage.context, store=cast("Store", Held(stage.store)))
    assert await opening.open_due(context, stage.clock.now()) == 0


async def test_a_round_that_is_over_makes_room_at_once_for_one_that_had_to_wait(stage: Stage) -> None:
    first = await stage.opens(*SIX)
    async with stage.store.transaction() as db:
        await db.update_if_unchanged(first, opened_at=MONDAY - timedelta(weeks=1))
        await db.update_if_unchanged(
            await db.get(Partnership, "harbour"), next_round_at=MONDAY + timedelta(days=1)
        )
    stage.clock.move(first.closes_at - MONDAY)
    await stage.worker.tick()
    assert [(each.number, each.state) for each in await stage.all(Round)] == [
        (1, RoundState.CLOSED),
        (2, RoundState.OPEN),
    ]
    assert "The next round opens on Monday 16 March, 09:00." in words(stage.posted()[-1]).splitlines()


async def test_a_round_whose_question_was_put_too_lately_is_postponed(stage: Stage) -> None:
    await stage.found(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY + timedelta(days=2))
    await stage.says(AMIRA, "ask trust for 2 hours")
    await stage.passes(days=3)
    assert await stage.all(Round, state=RoundState.OPEN) == []
    assert (await stage.one(Partnership)).next_round_at == MONDAY + timedelta(weeks=1, hours=2)
    await stage.passes(days=5)
    assert (await stage.open_round()).opened_at == MONDAY + timedelta(weeks=1, hours=2)


async def test_an_ad_hoc_round_opens_at_once_and_for_two_working_days(stage: Stage) -> None:
    await stage.found(*SIX)
    round_ = await asking(stage, own="How fair was the budget decision?")
    assert (round_.kind, round_.number, round_.own) == (
        RoundKind.AD_HOC,
        0,
        "How fair was the budget decision?",
    )
    assert round_.closes_at == datetime(2026, 3, 3, 16, 30, tzinfo=UTC)
    assert round_.may_close_at == MONDAY + HOUR
    assert await stage.open_round() == round_


async def test_one_with_an_announced_time_may_not_be_closed_before(stage: Stage) -> None:
    await stage.found(*SIX)
    round_ = await asking(stage, time=3 * HOUR)
    assert (round_.closes_at, round_.may_close_at) == (MONDAY + 3 * HOUR, MONDAY + 3 * HOUR)


@pytest.mark.parametrize("time", [timedelta(minutes=59), timedelta(days=30, minutes=1), timedelta(0)])
async def test_it_is_open_from_an_hour_to_thirty_days(stage: Stage, time: timedelta) -> None:
    await stage.found(*SIX)
    with pytest.raises(Refusal) as refusal:
        await asking(stage, time=time)
    assert str(refusal.value) == (
        "Nothing was asked: a round can be open from 1 hour to 30 days. Say for example: for 2 days."
    )


async def test_there_is_never_more_than_one_round_open(stage: Stage) -> None:
    await stage.opens(*SIX)
    with pytest.raises(Refusal) as refusal:
        await asking(stage)
    assert str(refusal.value) == (
        "Nothing was asked: a round is open until Friday 6 March, 16:30."
        " Ask after that, or close or cancel it."
    )


async def test_the_same_is_not_asked_again_within_five_working_days(stage: Stage) -> None:
    await stage.found(*SIX)
    await asking(stage, own="How fair was it?", time=HOUR)
    await stage.passes(hours=2)
    with pytest.raises(Refusal) as refusal:
        await asking(stage, own="How fair was it?")
    assert str(refusal.value) == (
        "Nothing was asked: a question may be put again after five working days."
        " Ask from Monday 9 March, 10:00."
    )


async def test_two_coordinators_who_ask_at_once_open_one_round(everywhere: Stage) -> None:
    stage = everywhere
    await stage.found(*CAST)
    cards = await asyncio.gather(stage.says(AMIRA, "ask trust"), stage.says(LOWRI, "ask power"))
    assert sorted(card.title for card in cards) == ["That was not done", "The round is open"]
    assert len(await stage.all(Round)) == 1

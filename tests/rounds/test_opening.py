"""Rounds open on schedule, once each, and when a coordinator asks."""

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
    BrowserSession,
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Round,
    RoundKind,
    RoundState,
)
from bot.core.ports import Store, Transaction
from bot.language.dates import TypedDuration
from bot.rounds import opening
from bot.rounds.schedule import closes_at
from tests.support.cast import AMIRA, CAST, EFE, FARAH, KOFI, LOWRI, ORGANISATIONS, SIX
from tests.support.databases import each_database
from tests.support.failpoints import FailingStep, FailingStore, failpoint
from tests.support.read_cards import words
from tests.support.scenario import FORTNIGHTLY, Scenario

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
OWN = ("own",)
HOUR = timedelta(hours=1)


async def asking(
    scenario: Scenario, *questions: str, own: str = "", time: TypedDuration | None = None
) -> Round:
    now, t = scenario.clock.now(), scenario.context.translator()
    async with scenario.store.transaction() as db:
        partnership = await db.get(Partnership, "harbour")
        draft = opening.AdHocDraft(questions or OWN, own, time)
        return await opening.open_ad_hoc(scenario.context, db, partnership, draft, now, t)


@each_database
async def test_a_due_round_opens_with_its_questions_its_key_and_an_invitation_each(
    scenario: Scenario,
) -> None:
    await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    assert await opening.open_due(scenario.context, scenario.clock.now()) == 1
    round_, partnership = await scenario.open_round(), await scenario.one(Partnership)
    assert (round_.kind, round_.number, len(round_.questions)) == (RoundKind.SCHEDULED, 1, 5)
    assert round_.closes_at == closes_at(MONDAY, "Europe/London")
    assert round_.may_close_at == MONDAY + (round_.closes_at - MONDAY) / 2
    assert (partnership.round, partnership.rounds) == (round_.id, 1)
    assert partnership.next_round_at == MONDAY + timedelta(weeks=2)
    assert await scenario.keys.get(round_.id) is not None
    assert sorted(each.member for each in await scenario.all(Invitation)) == sorted(a.member for a in SIX)


@each_database
async def test_a_round_opens_once_however_many_workers_try(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    opened = await asyncio.gather(
        *(opening.open_due(scenario.context, scenario.clock.now()) for _ in range(4))
    )
    assert sorted(opened) == [0, 0, 0, 1]
    assert len(await scenario.all(Round)) == 1
    assert len(await scenario.all(Invitation)) == 6
    assert await opening.open_due(scenario.context, scenario.clock.now()) == 0


async def test_a_partnership_that_has_ended_or_has_a_round_open_opens_none(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, next_round_at=MONDAY, ended_at=MONDAY)
    assert await opening.open_due(scenario.context, scenario.clock.now()) == 0
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), ended_at=None, round="r0")
    assert await opening.open_due(scenario.context, scenario.clock.now()) == 0


async def test_only_those_who_are_in_are_asked(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST[:8], rhythm=FORTNIGHTLY, next_round_at=MONDAY)
    async with scenario.store.transaction() as db:
        everybody = await db.find(Member)
        for member, standing in zip(everybody, MembershipStatus, strict=False):
            await db.update_if_unchanged(member, standing=standing)
    await opening.open_due(scenario.context, scenario.clock.now())
    assert len(await scenario.all(Invitation)) == 5


BROKEN = (
    "sometimes",
    "",
    "FREQ=SECONDLY;BYDAY=MO",
    FORTNIGHTLY + ";UNTIL=20260401T235959",
    FORTNIGHTLY.replace("MO", "XX"),
)


async def with_bad_ones_among_them(scenario: Scenario, many: int, bad: int) -> set[str]:
    """So many partnerships whose rounds are due, spread among them those that cannot be opened: by their
    rhythm, or, every sixth, since nobody knows an organisation of theirs."""
    one = await scenario.create_partnership(
        AMIRA, EFE, FARAH, KOFI, LOWRI, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY
    )
    places = await scenario.all(Member)
    ids = [f"p{n:04}" for n in range(many)]
    broken = {id: n for n, id in enumerate(ids[3 :: many // bad][:bad])}
    async with scenario.store.transaction() as db:
        for id in ids:
            rhythm = BROKEN[broken[id] % 6] if broken.get(id, 5) % 6 < 5 else FORTNIGHTLY
            await db.add(replace(one, id=id, rhythm=rhythm))
            known = {each.organisation for each in places} if broken.get(id, 0) % 6 < 5 else set()
            for place in known:
                await db.add(replace(ORGANISATIONS[place], id=f"{place}-of-{id}", partnership=id))
            for each in places:
                where = f"{each.organisation}-of-{id}" if known else each.organisation
                await db.add(replace(each, id=f"{each.id}-{id}", partnership=id, organisation=where))
        lowri = await db.get(Person, LOWRI.person.id)
        await db.update_if_unchanged(lowri, home=None)  # still signed in to her pages
        for n in (1, 2):
            await db.add(BrowserSession(f"s{n}", f"browser{n}", lowri.id, MONDAY + timedelta(days=n)))
    return {*broken}


async def all_but_the_bad_ones_open(scenario: Scenario, many: int, bad: int) -> None:
    broken = await with_bad_ones_among_them(scenario, many, bad)
    assert await opening.open_due(scenario.context, scenario.clock.now()) == many - bad + 1
    on_time = {each.partnership for each in await scenario.all(Round, opened_at=MONDAY)}
    assert (len(on_time), on_time & broken) == (many - bad + 1, set())
    assert {each.id for each in await scenario.all(Partnership, next_round_at=None)} == broken
    told = [each for each in await scenario.all(Delivery) if each.kind == "set-aside"]
    assert sorted(each.partnership for each in told) == sorted(broken)
    assert {each.to for each in told} == {AMIRA.address}
    assert await opening.open_due(scenario.context, scenario.clock.now()) == 0


@each_database
async def test_bad_partnerships_are_stopped_and_the_others_opened(
    scenario: Scenario,
) -> None:
    await all_but_the_bad_ones_open(scenario, 60, 6)


@pytest.mark.long
@each_database
async def test_fifty_bad_partnerships_of_a_thousand_delay_no_other(scenario: Scenario) -> None:
    await all_but_the_bad_ones_open(scenario, 1000, 50)


async def test_coordinators_are_told_how_to_restart_a_stopped_schedule(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, rhythm="sometimes", next_round_at=MONDAY)
    await scenario.passes(minutes=30)  # until her working hours begin
    assert words(scenario.last_card(AMIRA)) == (
        "Harbour Together: the next round could not be opened\nThe schedule has stopped working. "
        "To set it again, type for example: schedule fortnightly"
    )
    await scenario.says(AMIRA, "schedule fortnightly now")
    await scenario.passes(days=2)
    assert (await scenario.open_round()).number == 1


async def test_a_partnership_repaired_meanwhile_keeps_its_schedule(scenario: Scenario) -> None:
    seen = await scenario.create_partnership(*SIX, rhythm="sometimes", next_round_at=MONDAY)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(seen, rhythm=FORTNIGHTLY, next_round_at=MONDAY + HOUR)
    await opening._postpone(scenario.context, seen, ValueError("no rhythm"), scenario.clock.now())
    assert (await scenario.one(Partnership)).next_round_at == MONDAY + HOUR


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


async def test_where_a_fault_is_ours_a_round_is_put_off_for_an_hour_and_the_others_open(
    scenario: Scenario,
) -> None:
    one = await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    async with scenario.store.transaction() as db:
        members, organisations = await db.find(Member), await db.find(Organisation)
        for id in ("quay", "tide"):
            await db.add(replace(one, id=id))
            await db.add(*(replace(each, id=f"{each.id}-{id}", partnership=id) for each in organisations))
            for each in members:
                where = f"{each.organisation}-{id}"
                await db.add(replace(each, id=f"{each.id}-{id}", partnership=id, organisation=where))
    context = replace(scenario.context, store=cast("Store", CursedStore(scenario.store, "quay")))
    with capture_logs() as logged:
        assert await opening.open_due(context, scenario.clock.now()) == 2
    (note,) = logged
    assert (note["event"], note["partnership"]) == ("a round could not be opened", "quay")
    assert note["fault"].startswith("TypeError at bot/rounds/opening.py")
    quay = await scenario.one(Partnership, id="quay")
    assert (quay.rhythm, quay.next_round_at, quay.round) == (FORTNIGHTLY, MONDAY + HOUR, "")
    scenario.clock.move(HOUR)
    assert await opening.open_due(scenario.context, scenario.clock.now()) == 1


async def test_an_unavailable_database_stops_no_schedule(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    failing_step = FailingStep(
        point=failpoint(opening._open, "add"), fault=lambda: Unavailable("The disk is full.")
    )
    with pytest.raises(Unavailable):
        await opening.open_due(
            replace(scenario.context, store=FailingStore(scenario.store, failing_step)), MONDAY
        )
    assert await opening.open_due(scenario.context, scenario.clock.now()) == 1


class Held:
    """A store in which somebody else is always first."""

    def __init__(self, store: Store):
        self._store, self.read_only = store, store.read_only

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._store.transaction() as db:
            yield db
            raise Stale("another was first")


async def test_a_worker_that_is_always_second_opens_nothing(scenario: Scenario) -> None:
    one = await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    async with scenario.store.transaction() as db:
        await db.add(*(replace(one, id=f"p{n}") for n in range(opening.BATCH)))
    context = replace(scenario.context, store=cast("Store", Held(scenario.store)))
    assert await opening.open_due(context, scenario.clock.now()) == 0


async def test_a_waiting_round_opens_as_soon_as_the_open_one_closes(scenario: Scenario) -> None:
    first = await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(first, opened_at=MONDAY - timedelta(weeks=1))
        await db.update_if_unchanged(
            await db.get(Partnership, "harbour"), next_round_at=MONDAY + timedelta(days=1)
        )
    scenario.clock.move(first.closes_at - MONDAY)
    await scenario.worker.tick()
    assert [(each.number, each.state) for each in await scenario.all(Round)] == [
        (1, RoundState.CLOSED),
        (2, RoundState.OPEN),
    ]
    assert "Next round: Friday 6 March, 16:30, London time." in words(scenario.posted()[-1]).splitlines()


async def test_a_round_whose_question_was_asked_too_recently_is_postponed(scenario: Scenario) -> None:
    await scenario.create_partnership(
        *SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY + timedelta(days=2)
    )
    await scenario.says(AMIRA, "ask trust for 2 hours now")
    await scenario.passes(days=3)
    assert await scenario.all(Round, state=RoundState.OPEN) == []
    assert (await scenario.one(Partnership)).next_round_at == MONDAY + timedelta(weeks=1, hours=2)
    await scenario.passes(days=5)
    assert (await scenario.open_round()).opened_at == MONDAY + timedelta(weeks=1, hours=2)


async def test_an_ad_hoc_round_opens_at_once_and_for_two_working_days(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    round_ = await asking(scenario, own="How fair was the budget decision?")
    assert (round_.kind, round_.number, round_.own) == (
        RoundKind.AD_HOC,
        0,
        "How fair was the budget decision?",
    )
    assert round_.closes_at == datetime(2026, 3, 3, 16, 30, tzinfo=UTC)
    assert round_.may_close_at == MONDAY + HOUR
    assert await scenario.open_round() == round_


async def test_an_ad_hoc_round_with_a_duration_cannot_be_closed_early(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    round_ = await asking(scenario, time=TypedDuration(exactly=3 * HOUR))
    assert (round_.closes_at, round_.may_close_at) == (MONDAY + 3 * HOUR, MONDAY + 3 * HOUR)


@pytest.mark.parametrize(
    "time",
    [
        TypedDuration(exactly=timedelta(minutes=59)),
        TypedDuration(exactly=timedelta(days=30, minutes=1)),
        TypedDuration(working_days=31),
        TypedDuration(),
    ],
)
async def test_an_ad_hoc_round_is_open_from_an_hour_to_thirty_working_days(
    scenario: Scenario, time: TypedDuration
) -> None:
    await scenario.create_partnership(*SIX)
    with pytest.raises(Refusal) as refusal:
        await asking(scenario, time=time)
    assert str(refusal.value) == (
        "A round can be open for 1 hour to 30 working days. Type for example: ask trust for 2 days"
    )


async def test_there_is_never_more_than_one_round_open(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    with pytest.raises(Refusal) as refusal:
        await asking(scenario)
    assert str(refusal.value) == (
        "A round is open until Friday 6 March, 16:30. Ask after that, or close or cancel it first."
    )


async def test_while_a_round_is_being_closed_no_other_opens(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(round_, state=RoundState.CLOSING)
    with pytest.raises(Refusal, match="We are closing a round just now"):
        await asking(scenario)


async def test_the_same_is_not_asked_again_within_five_working_days(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await asking(scenario, own="How fair was it?", time=TypedDuration(exactly=HOUR))
    await scenario.passes(hours=2)
    with pytest.raises(Refusal) as refusal:
        await asking(scenario, own="How fair was it?")
    assert str(refusal.value) == (
        "You can ask this from Monday 9 March, 10:00. Five working days must pass before the "
        "same question, and between your own question and any other extra round."
    )


@each_database
async def test_two_coordinators_who_ask_at_once_open_one_round(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    cards = await asyncio.gather(scenario.says(AMIRA, "ask trust now"), scenario.says(LOWRI, "ask power now"))
    assert sorted(card.title for card in cards) == ["Not done", "The round is open"]
    assert len(await scenario.all(Round)) == 1


@each_database
async def test_a_round_that_could_show_no_score_is_not_opened_and_coordinators_are_told(
    scenario: Scenario,
) -> None:
    four = (AMIRA, EFE, FARAH, KOFI)
    await scenario.create_partnership(*four, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    await scenario.passes(hours=1)
    assert await scenario.all(Round) == []
    harbour = await scenario.one(Partnership)
    assert (harbour.rounds, harbour.next_round_at) == (0, MONDAY + timedelta(weeks=2))
    assert [scenario.titles_sent_to(actor) for actor in four] == [
        ["Harbour Together: the next round was not opened"],
        [],
        [],
        [],
    ]
    assert words(scenario.last_card(AMIRA)).splitlines()[1:] == [
        (
            "A score needs at least 5 replies, and fewer than 5 members could be asked. So we asked "
            "nobody. To invite more members, type: invite"
        ),
        "The next round opens on Monday 16 March, 09:00.",
    ]


async def test_members_who_pause_count_as_not_asked(scenario: Scenario) -> None:
    five = (AMIRA, EFE, FARAH, KOFI, LOWRI)
    await scenario.create_partnership(*five, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    await scenario.says(EFE, "pause until 9 March")
    await scenario.passes(hours=1)
    assert await scenario.all(Round) == []
    await scenario.passes(days=14)
    assert (await scenario.open_round()).number == 1


async def test_an_ad_hoc_round_that_could_show_no_score_is_refused(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, threshold=6)
    await scenario.says(EFE, "pause until 9 March")
    with pytest.raises(Refusal) as refusal:
        await asking(scenario)
    assert str(refusal.value) == (
        "Only 5 people can be asked now, and we need 6 replies to show a score. Invite more people first."
    )
    assert await scenario.all(Round) == []


@pytest.mark.parametrize(
    ("invited", "threshold", "takes_comments"), [(9, 5, False), (10, 5, True), (12, 12, True), (12, 11, True)]
)
async def test_comments_are_asked_for_where_they_can_be_shown(
    scenario: Scenario, invited: int, threshold: int, takes_comments: bool
) -> None:
    await scenario.create_partnership(*CAST[:invited], threshold=threshold)
    assert (await asking(scenario)).takes_comments is takes_comments


async def test_nobody_is_told_of_an_unopened_round_once_another_is_open(scenario: Scenario) -> None:
    four = (AMIRA, EFE, FARAH, KOFI)
    await scenario.create_partnership(*four, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    await opening.open_due(scenario.context, MONDAY)
    await scenario.add_members_without_home(1, "Harbour Together")
    await asking(scenario)
    titles = [card.title for card in await scenario.collect_cards(AMIRA)]
    assert "Harbour Together: the next round was not opened" not in titles
    assert len(titles) > 0

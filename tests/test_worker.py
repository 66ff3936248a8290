"""The loop: everything that is due, in one tick, whatever happened before."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bot import worker as working
from bot.core import retention
from bot.core.cards import Card
from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, ProcessedEvent, ThreadRoot
from bot.core.errors import SendFailed, Unavailable
from bot.core.models import (
    Address,
    ApiToken,
    BrowserSession,
    Comment,
    JoinCode,
    LoginLink,
    Member,
    Organisation,
    Partnership,
    Round,
    RoundState,
    web_address,
)
from bot.core.ports import RoundKeyStore, WebMessage
from bot.delivery.outbox import Outbox
from bot.notifications import weekly
from bot.rounds import closing, opening, publishing
from bot.worker import (
    EXPIRES,
    PORTION,
    PORTIONS,
    SETTLED_STATES,
    Expired,
    Worker,
    tidy,
)
from storage.database import open_database
from storage.web_inbox import SqlWebInbox
from tests.support.cast import AMIRA, BEN, CERYS, JO, SIX
from tests.support.databases import each_database
from tests.support.failpoints import FailingKeys, FailingStep, FailingStore, Failpoint, failpoint
from tests.support.fakes import FakePlatform
from tests.support.patience import PATIENCE
from tests.support.scenario import FORTNIGHTLY, Scenario

HOUR = timedelta(hours=1)
EARLIER_KINDS = [*EXPIRES].index(ProcessedEvent)  # each takes a transaction, though nothing has expired


@each_database
async def test_a_tick_opens_asks_closes_and_publishes_what_is_due(scenario: Scenario) -> None:
    now = scenario.clock.now()
    await scenario.create_partnership(*SIX, JO, rhythm=FORTNIGHTLY, rhythm_at=now, next_round_at=now)
    await scenario.worker.tick()
    assert (scenario.titles_sent_to(BEN), scenario.titles_sent_to(JO)) == ([], [])  # it is nine o'clock
    scenario.clock.move(HOUR)
    await scenario.worker.tick()
    assert (scenario.titles_sent_to(BEN), scenario.titles_sent_to(JO)) == (
        ["Partners do what they say they will do."],
        [],
    )
    scenario.clock.move(timedelta(days=5))
    await scenario.worker.tick()
    assert [card.title for card in scenario.posted()] == ["Harbour Together: round 1"]


@each_database
async def test_two_workers_ask_everybody_once(scenario: Scenario) -> None:
    now = scenario.clock.now()
    await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, rhythm_at=now, next_round_at=now)
    scenario.clock.move(HOUR)
    for worker in (scenario.worker, scenario.another_worker(), scenario.another_worker()):
        await worker.tick()
    assert [len(scenario.titles_sent_to(actor)) for actor in SIX] == [1] * 6


class WatchedPlatform(FakePlatform):
    """Tells when it sends the first message, and takes until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.may_go_on = asyncio.Event(), asyncio.Event()

    async def send(self, to: Address, card: Card, key: str) -> str:
        self.began.set()
        await self.may_go_on.wait()
        return await super().send(to, card, key)


class SlowKeys:
    """Wraps ports.RoundKeyStore. The second portion of keys is there once a message is being sent, which goes
    on with the third."""

    def __init__(self, keys: RoundKeyStore, platform: WatchedPlatform):
        self._keys, self._platform, self.portions = keys, platform, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._keys, name)

    async def create(self, rounds: Sequence[str], now: datetime) -> None:
        self.portions += 1
        if self.portions == 2:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._platform.began.wait(), PATIENCE)
            assert self._platform.began.is_set()
        if self.portions == 3:
            self._platform.may_go_on.set()
        await self._keys.create(rounds, now)


@each_database
async def test_what_was_opened_is_sent_while_others_are_opened(scenario: Scenario) -> None:
    now = scenario.clock.now()
    one = await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, rhythm_at=now, next_round_at=now)
    members = await scenario.all(Member)
    async with scenario.store.transaction() as db:
        for id in (f"p{n:04}" for n in range(2 * opening.BATCH)):
            await db.add(replace(one, id=id))
            for organisation in await db.find(Organisation, partnership=one.id):
                await db.add(replace(organisation, id=f"{organisation.id}-{id}", partnership=id))
            for each in members:
                place = f"{each.organisation}-{id}"
                await db.add(replace(each, id=f"{each.id}-{id}", partnership=id, organisation=place))
    scenario.clock.move(HOUR)
    platform = WatchedPlatform()
    keys = SlowKeys(scenario.keys, platform)
    worker = Worker(
        replace(scenario.context, keys=cast("RoundKeyStore", keys)),
        dict.fromkeys(("slack", "teams", "web"), platform),
    )
    with capture_logs() as logged:
        await worker.tick()
    assert (keys.portions, logged) == (3, [])
    assert len(await scenario.all(Round)) == 2 * opening.BATCH + 1


async def due_to_open(scenario: Scenario, failing_step: FailingStep) -> Worker:
    """A worker whose store may break, and a round that is due."""
    now = scenario.clock.now()
    await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, rhythm_at=now, next_round_at=now)
    return Worker(replace(scenario.context, store=FailingStore(scenario.store, failing_step)), {})


async def test_a_database_that_is_away_is_noted_once_and_the_next_tick_goes_on(scenario: Scenario) -> None:
    worker = await due_to_open(scenario, Away(until=5))
    with capture_logs() as logged:
        await worker.tick()
    assert logged == [{"event": "database away", "reason": "The disk is full.", "log_level": "warning"}]
    await worker.tick()
    assert (await scenario.open_round()).number == 1


class Away(FailingStep):
    """The database is, for so many steps."""

    def __init__(self, until: int):
        super().__init__()
        self._until = until

    def step(self, name: str) -> None:
        super().step(name)
        if len(self.steps) <= self._until:
            raise Unavailable("The disk is full.")


@pytest.mark.parametrize(
    ("step", "point"),
    [
        ("begin", failpoint(closing.cancel_keyless, "look")),
        ("close", failpoint(closing.close_due, "look")),
        ("open", failpoint(opening.open_due, "look")),
        ("weekly", failpoint(weekly.enqueue_due, "look")),
        ("send", failpoint(Outbox._claim, "begin")),
        ("publish", failpoint(publishing._find_older, "look")),
        ("tidy", failpoint(working.tidy, "begin")),
    ],
)
async def test_a_step_that_stumbles_over_a_fault_of_ours_is_noted_and_keeps_nothing_else_from_being_done(
    scenario: Scenario, step: str, point: Failpoint
) -> None:
    failing_step = FailingStep(point=point, fault=lambda: KeyError("what somebody wrote"))
    worker = await due_to_open(scenario, failing_step)
    with capture_logs() as logged:
        await worker.tick()
    (note,) = logged
    assert (note["event"], note["step"], note["log_level"]) == ("a step failed", step, "error")
    assert note["fault"].startswith("KeyError at bot/")
    assert "what somebody wrote" not in str(note)
    assert len(await scenario.all(Round)) == (0 if step == "open" else 1)
    with capture_logs() as logged:
        await worker.tick()
    assert logged == []
    assert len(await scenario.all(Round)) == 1


async def test_what_must_be_done_before_anything_else_is_tried_until_it_is_done(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.keys.destroy(round_.id)
    failing_step = FailingStep(point=failpoint(closing.cancel_keyless, "begin"), fault=lambda: KeyError("?"))
    worker = Worker(replace(scenario.context, store=FailingStore(scenario.store, failing_step)), {})
    for state in (RoundState.OPEN, RoundState.CANCELLED):
        await worker.tick()
        assert (await scenario.one(Round)).state is state


async def test_forgetting_what_has_expired_does_not_wait_an_hour_for_a_database_that_was_away(
    scenario: Scenario,
) -> None:
    failing_step = FailingStep(
        point=failpoint(working.tidy, "begin"), fault=lambda: Unavailable("The disk is full.")
    )
    worker = await due_to_open(scenario, failing_step)
    async with scenario.store.transaction() as db:
        await db.add(JoinCode("a", "harbour", scenario.clock.now()))
    await worker.tick()
    assert len(await scenario.all(JoinCode)) == 1
    await worker.tick()
    assert await scenario.all(JoinCode) == []


async def test_sweeping_keys_does_not_wait_an_hour_for_a_database_that_was_away(scenario: Scenario) -> None:
    failing_step = FailingStep(
        point=failpoint(closing.sweep_keys, "kept keys"), fault=lambda: Unavailable("The disk is full.")
    )
    await scenario.keys.create(["never-opened"], scenario.clock.now() - HOUR)
    worker = Worker(replace(scenario.context, keys=FailingKeys(scenario.keys, failing_step)), {})
    await worker.tick()
    assert await scenario.keys.existing(["never-opened"]) == {"never-opened"}
    await worker.tick()
    assert await scenario.keys.existing(["never-opened"]) == set()


@each_database
async def test_a_kind_that_cannot_be_tidied_keeps_no_other_from_being_tidied(
    scenario: Scenario, scenario_database: str
) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await db.add(
            JoinCode("a", "harbour", scenario.clock.now()), ProcessedEvent("b", "", scenario.clock.now())
        )
    database = open_database(scenario_database)
    async with database.transaction() as connection:
        await connection.execute("ALTER TABLE codes RENAME TO codes_away")
    with capture_logs() as logged:
        await scenario.worker.tick()
    async with database.transaction() as connection:
        await connection.execute("ALTER TABLE codes_away RENAME TO codes")
    await database.close()
    assert [(line["step"], line["kind"], line["log_level"]) for line in logged] == [
        ("tidy", "JoinCode", "error")
    ]
    assert await scenario.all(ProcessedEvent) == []
    scenario.clock.move(HOUR)
    await scenario.worker.tick()
    assert await scenario.all(JoinCode) == []


async def test_a_conversation_that_was_quiet_for_an_hour_is_forgotten(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1, minutes=1)
    # Of the six, two are on pages of ours; and there is the channel.
    assert len(await scenario.all(ConversationLimit)) == 5
    scenario.clock.move(HOUR)
    await scenario.worker.tick()
    assert await scenario.all(ConversationLimit) == []


async def test_a_reminder_that_failed_is_tried_again_though_its_row_says_nothing(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes_until(4, 9)
    scenario.platform.refuses[BEN.key] = SendFailed("Busy.")
    await scenario.passes_until(4, 9, 40)
    states = {
        each.state
        for each in await scenario.all(Delivery)
        if each.kind == "remind" and each.due_at < scenario.clock.now()
    }
    scenario.platform.refuses.clear()
    await scenario.passes_until(4, 11)
    scenario.clock.move(HOUR)
    await scenario.worker.tick()
    assert states <= {DeliveryState.SETTLED}
    assert scenario.titles_sent_to(BEN)[1:] == ["Harbour Together: still time to answer"]


async def test_what_has_expired_is_forgotten_within_the_hour(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    round_, now = await scenario.open_round(), scenario.clock.now()
    soon, later = now + HOUR, now + 3 * HOUR
    person = CERYS.person.id
    async with scenario.store.transaction() as db:
        for name, moment in (("a", soon), ("b", later)):
            await db.add(
                Comment(name, round_.id, "Diolch.", moment),
                JoinCode(name, "harbour", moment),
                LoginLink(name, person, moment),
                BrowserSession(name, "browser", person, moment),
                ProcessedEvent(name, "", moment),
                ThreadRoot(name, "message", moment),
            )
    await scenario.worker.tick()
    kinds: tuple[type[Any], ...] = (Comment, JoinCode, LoginLink, BrowserSession, ProcessedEvent, ThreadRoot)
    assert [len(await scenario.all(kind)) for kind in kinds] == [2] * 6
    scenario.clock.move(HOUR)
    await scenario.worker.tick()
    left = [[each.id for each in await scenario.all(kind) if each.id in {"a", "b"}] for kind in kinds]
    assert left == [["b"]] * 6


async def test_a_token_is_listed_until_a_month_after_it_expired(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    now = scenario.clock.now()
    async with scenario.store.transaction() as db:
        await db.add(ApiToken("hash", "harbour", "Report", ("rounds",), now.date(), "", now))
    scenario.clock.move(retention.API_TOKENS - HOUR)
    await scenario.worker.tick()
    assert len(await scenario.all(ApiToken)) == 1
    scenario.clock.move(HOUR)
    await scenario.worker.tick()
    assert await scenario.all(ApiToken) == []


async def test_what_was_sent_or_given_up_is_remembered_for_a_month(scenario: Scenario) -> None:
    scenario.platform.refuses[BEN.key] = SendFailed("The account is gone.", permanent=True)
    await scenario.open_first_round(*SIX)
    await scenario.passes(days=7, hours=1)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), next_round_at=None)
    done = await scenario.all(Delivery)
    assert {each.state for each in done} == {*SETTLED_STATES}
    last = max(each.late_at for each in done)
    scenario.clock.move(last + retention.SETTLED_DELIVERIES - scenario.clock.now() - HOUR)
    await scenario.worker.tick()
    assert last in {each.late_at for each in await scenario.all(Delivery)}
    scenario.clock.move(2 * HOUR)
    await scenario.worker.tick()
    assert await scenario.all(Delivery) == []


@each_database
async def test_much_that_has_expired_is_removed_in_small_transactions_some_at_each_tick(
    scenario: Scenario,
) -> None:
    now, extra = scenario.clock.now(), 10
    many = PORTION * PORTIONS + extra
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await db.add(*(ProcessedEvent(f"{number}", "", now) for number in range(many)))
        await db.add(ThreadRoot("slack:T1:C1 thread", "message", now))  # removed after the events
    steps = FailingStep()
    worker = Worker(replace(scenario.context, store=FailingStore(scenario.store, steps)), {})
    for left in (many - PORTION * (PORTIONS - EARLIER_KINDS), 0):
        steps.steps.clear()
        await worker.tick()
        assert len(await scenario.all(ProcessedEvent)) == left
        assert steps.steps.count("remove_due") <= PORTIONS
    assert await scenario.all(ThreadRoot) == []


async def test_others_write_between_two_portions(scenario: Scenario) -> None:
    now = scenario.clock.now()
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await db.add(*(ProcessedEvent(f"{number}", "", now) for number in range(4 * PORTION)))
    left = []

    async def write() -> None:
        for number in range(3):
            async with scenario.store.transaction() as db:
                await db.add(JoinCode(f"{number}", "harbour", now + HOUR))
                left.append(await db.count(ProcessedEvent))

    expired = [Expired(ProcessedEvent, "until_at", now)]
    await asyncio.gather(tidy(scenario.context, expired, report=print), write())
    assert 0 < left[-1] < left[0]


@each_database
async def test_posts_of_400_days_ago_are_removed(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    inbox, amira = SqlWebInbox(scenario.store), web_address("amira")
    await inbox.post(WebMessage("old", amira, Card("Your code"), "", scenario.clock.now(), "invite"))
    scenario.clock.move(timedelta(days=1))
    await inbox.post(WebMessage("new", amira, Card("Notes"), "", scenario.clock.now(), "notes"))
    scenario.clock.move(timedelta(days=399))
    await scenario.another_worker().tick()
    assert [post.id for post in await inbox.posts(amira, 9)] == ["new"]


async def test_between_two_tidyings_lie_an_hour(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.add(JoinCode("a", "harbour", scenario.clock.now()))
    await scenario.worker.tick()
    assert len(await scenario.all(JoinCode)) == 1
    await scenario.another_worker().tick()  # which has just started
    assert await scenario.all(JoinCode) == []


async def test_a_round_whose_key_was_lost_while_nobody_worked_is_called_off_first(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.keys.destroy(round_.id)
    await scenario.another_worker().tick()
    assert [each.state for each in await scenario.all(Round)] == [RoundState.CANCELLED]
    assert (scenario.titles_sent_to(AMIRA), len(scenario.posted())) == ([], 1)


@pytest.mark.parametrize("weeks", [1, 2])
async def test_a_worker_that_slept_opens_one_round_and_not_all_that_it_missed(
    scenario: Scenario, weeks: int
) -> None:
    now = scenario.clock.now()
    weekly = FORTNIGHTLY.replace("INTERVAL=2", "INTERVAL=1")
    await scenario.create_partnership(*SIX, rhythm=weekly, rhythm_at=now, next_round_at=now)
    scenario.clock.move(timedelta(weeks=weeks, hours=1))
    await scenario.worker.tick()
    assert [each.number for each in await scenario.all(Round)] == [1]
    expected = now + timedelta(weeks=weeks + 1, hours=1)  # five working days later, as its questions need
    assert (await scenario.one(Partnership)).next_round_at == expected

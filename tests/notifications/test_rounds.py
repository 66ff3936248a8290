"""The card of a delivery, made at the moment it leaves, if it should leave at all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from structlog.testing import capture_logs

from bot.core.cards import Card
from bot.core.deliveries import EDITS, Delivery, Lane, ThreadRoot
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import (
    Address,
    Channel,
    Invitation,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    Role,
    Round,
)
from bot.notifications.registry import compose
from tests.support.cast import AMIRA, BEN, CERYS, CHANNEL, DILYS, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.fakes import FakePlatform
from tests.support.read_cards import button_sentences, facts, says
from tests.support.scenario import FORTNIGHTLY, Scenario


async def card_of(scenario: Scenario, delivery: Delivery) -> Card | None:
    async with scenario.store.read_only() as db:
        return await compose(scenario.context, db, delivery)


async def asked(scenario: Scenario) -> Round:
    """A round that was opened at nine, and everybody has been put its questions an hour later."""
    round_ = await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1)
    return round_


async def owed(scenario: Scenario, kind: str, actor: ScenarioUser = BEN) -> Delivery:
    """The first delivery of this kind to somebody."""
    mine = [each for each in await scenario.all(Delivery) if (each.kind, each.member) == (kind, actor.member)]
    return min(mine, key=lambda each: each.due_at)


async def to_the_channel(scenario: Scenario, kind: str, subject: str) -> Delivery:
    template = await owed(scenario, "ask")
    return replace(template, kind=kind, subject=subject, to=CHANNEL, member="")


async def to_somebody(scenario: Scenario, kind: str) -> Delivery:
    """To Amira."""
    now, to = scenario.clock.now(), AMIRA.address
    return Delivery("d1", to.lane, to, kind, "harbour", now, now, "harbour", AMIRA.member)


async def test_a_question_that_is_composed_once_is_the_one_that_everybody_would_get_alone(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    for actor, language, zone in ((BEN, "cy", "Europe/London"), (CERYS, "en", "Asia/Kolkata")):
        async with scenario.store.transaction() as db:
            person = await db.get(Person, actor.person.id)
            await db.update_if_unchanged(person, language=language, zone=zone)
    asked = [each for each in await scenario.all(Delivery) if each.kind == "ask"]
    together = [await card_of(scenario, delivery) for delivery in asked]
    for delivery, card in zip(asked, together, strict=True):
        scenario.context.first_questions.clear()
        assert card
        assert card == await card_of(scenario, delivery)
        assert card.check_in == delivery.subject
        sentences = [says for says in button_sentences(card).values() if says.startswith("answer ")]
        assert {says.split()[1] for says in sentences} == {f"{delivery.subject}.1"}
    assert (
        len({card.parts[0] for card in together if card}) == 3
    )  # in two languages, and until when in two zones


async def test_a_check_in_card_is_the_same_whether_or_not_it_was_answered(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    ask = await owed(scenario, "ask")
    before = await card_of(scenario, ask)
    await scenario.answers(BEN, 4)
    assert before is not None
    assert (await card_of(scenario, ask), before.title) == (before, "Partners do what they say they will do.")


async def test_a_card_is_in_its_recipients_language(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    card = await card_of(scenario, await owed(scenario, "ask", CERYS))
    assert card is not None
    assert card.title == scenario.bank.question("trust.reliable@1").text.texts["cy"]


@pytest.mark.parametrize("kind", ["ask", "remind"])
async def test_former_and_paused_members_get_nothing(scenario: Scenario, kind: str) -> None:
    await asked(scenario)
    scenario.clock.move(timedelta(days=2))
    delivery = await owed(scenario, kind)
    assert await card_of(scenario, delivery) is not None
    ben, person = await scenario.one(Member, id=BEN.member), await scenario.one(Person, id=BEN.person.id)
    for record, change in (
        (ben, {"standing": MembershipStatus.LEFT}),
        (person, {"paused_until": date(2026, 3, 9)}),
    ):
        async with scenario.store.transaction() as db:
            changed = await db.update_if_unchanged(record, **change)
        assert await card_of(scenario, delivery) is None
        async with scenario.store.transaction() as db:
            await db.update_if_unchanged(changed, **{name: getattr(record, name) for name in change})


@pytest.mark.parametrize("home", [None, AMIRA.address])
@pytest.mark.parametrize("kind", ["ask", "remind"])
async def test_a_delivery_to_a_former_address_of_a_member_is_a_failure(
    scenario: Scenario, kind: str, home: Address | None
) -> None:
    await asked(scenario)
    scenario.clock.move(timedelta(days=2))
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), home=home)
    with pytest.raises(SendFailed) as failed:
        await card_of(scenario, await owed(scenario, kind))
    assert (failed.value.failure, failed.value.permanent) == (FailureReason.UNREACHABLE, True)
    await scenario.says(AMIRA, "cancel now")
    assert (
        await card_of(scenario, replace(await owed(scenario, "ask"), kind=kind)) is None
    )  # not needed any more


@pytest.mark.parametrize("kind", ["ask", "remind", "summary", "called-off", "set-aside", "actions", "alert"])
async def test_a_member_removed_meanwhile_is_not_written_to(scenario: Scenario, kind: str) -> None:
    """For every kind of delivery."""
    round_ = await scenario.open_first_round(*SIX)
    ask = await owed(scenario, "ask")
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Member, BEN.member), standing=MembershipStatus.LEFT)
    subject = ask.subject if kind in {"ask", "remind"} else round_.id
    assert await card_of(scenario, replace(ask, kind=kind, subject=subject)) is None


@pytest.mark.parametrize("kind", ["set-aside", "alert"])
async def test_an_alert_for_coordinators_is_not_sent_to_a_former_one(scenario: Scenario, kind: str) -> None:
    await scenario.create_partnership(*SIX, next_round_at=None)
    template = await to_somebody(scenario, kind)
    assert kind == "alert" or await card_of(scenario, template) is not None
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Member, AMIRA.member), role=Role.LEAD)
    assert await card_of(scenario, template) is None


@pytest.mark.parametrize("to_channel", [False, True])
async def test_after_the_end_of_a_partnership_only_a_cancellation_is_sent(
    scenario: Scenario, to_channel: bool
) -> None:
    round_ = await scenario.open_first_round(*SIX)
    ask = await owed(scenario, "ask")
    template = replace(ask, subject=round_.id)
    if to_channel:
        template = replace(template, to=CHANNEL, member="")
    summary, called_off = replace(template, kind="summary"), replace(template, kind="called-off")
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    assert await card_of(scenario, summary) is not None
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), ended_at=scenario.clock.now())
    assert [await card_of(scenario, each) for each in (ask, summary)] == [None, None]
    card = await card_of(scenario, called_off)
    assert card is not None
    assert card.title == "Harbour Together: the round was cancelled"


@pytest.mark.parametrize("kind", ["ask", "remind"])
async def test_nothing_is_asked_once_the_round_or_the_invitation_is_gone(
    scenario: Scenario, kind: str
) -> None:
    await asked(scenario)
    scenario.clock.move(timedelta(days=2))
    bens, dilys = await owed(scenario, kind), await owed(scenario, kind, DILYS)
    async with scenario.store.transaction() as db:
        await db.remove(Invitation, member=BEN.member)
    assert (await card_of(scenario, bens), await card_of(scenario, dilys) is None) == (None, False)
    await scenario.says(AMIRA, "cancel now")
    assert await card_of(scenario, dilys) is None


async def test_a_member_who_has_not_replied_is_reminded_on_a_default_day(scenario: Scenario) -> None:
    await asked(scenario)
    reminder = await owed(scenario, "remind")
    scenario.clock.move(timedelta(days=1))
    assert await card_of(scenario, reminder) is None
    scenario.clock.move(timedelta(days=1))
    card = await card_of(scenario, reminder)
    assert card is not None
    assert card.title == "Harbour Together: still time to answer"


async def test_whoever_began_is_reminded_and_whoever_only_left_the_comment_open_is_not(
    scenario: Scenario,
) -> None:
    round_ = await asked(scenario)
    scenario.clock.move(timedelta(days=2))
    await scenario.says(BEN, "check-in")
    for number in range(1, len(round_.questions) + 1):
        assert await card_of(scenario, await owed(scenario, "remind")) is not None, f"before answer {number}"
        await scenario.presses(BEN, "Mostly")
    assert await card_of(scenario, await owed(scenario, "remind")) is None


async def test_without_the_key_nobody_is_reminded(scenario: Scenario) -> None:
    round_ = await asked(scenario)
    scenario.clock.move(timedelta(days=2))
    await scenario.keys.destroy(round_.id)
    assert await card_of(scenario, await owed(scenario, "remind")) is None


async def test_channels_get_scores_members_all_numbers_and_both_a_way_to_the_rest(
    scenario: Scenario,
) -> None:
    round_ = await scenario.open_first_round(*SIX)
    channels, personal = await to_the_channel(scenario, "summary", round_.id), await owed(scenario, "ask")
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    post = await card_of(scenario, channels)
    brief = await card_of(scenario, replace(personal, kind="summary", subject=round_.id))
    whole = await scenario.says(BEN, "results")
    assert brief is not None
    assert post is not None
    assert {brief.title, post.title, whole.title} == {"Harbour Together: round 1"}
    assert facts(brief) == facts(whole)
    assert facts(post) == {"Trust": "4.0", "Shared purpose": "4.0", "Power balance": "4.0"}
    for card, label in ((post, "All results"), (brief, "See the whole summary")):
        assert await scenario.says(BEN, says(card, label)) == whole


async def test_a_former_channel_gets_nothing(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    delivery = await to_the_channel(scenario, "called-off", round_.id)
    assert await card_of(scenario, delivery) is not None
    async with scenario.store.transaction() as db:
        await db.remove(Channel, id="channel")
    assert await card_of(scenario, delivery) is None


async def test_a_stopped_schedule_is_reported_until_it_is_set_again(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    delivery = replace(await owed(scenario, "ask", AMIRA), kind="set-aside", subject="harbour")
    assert await card_of(scenario, delivery) is None
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), next_round_at=None)
    card = await card_of(scenario, delivery)
    assert card is not None
    assert card.title == "Harbour Together: the next round could not be opened"
    await scenario.says(AMIRA, "schedule fortnightly now")
    assert await card_of(scenario, delivery) is None


async def test_notices_about_membership_are_composed_too(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Member, BEN.member), standing=MembershipStatus.LEFT)
    template = Delivery(
        "d1",
        BEN.address.lane,
        BEN.address,
        "removed",
        "harbour",
        scenario.clock.now(),
        scenario.clock.now(),
        "harbour",
    )
    card = await card_of(scenario, replace(template, member=BEN.member))
    assert card is not None
    assert card.title == "You have been removed from Harbour Together"
    assert await scenario.all(Round) == []


@each_database
async def test_a_question_gives_way_to_its_reminder_and_nothing_stored_tells_whose(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1)
    asked = {user: scenario.platform.shown(user.address)[0] for user in SIX}
    roots = await scenario.all(ThreadRoot)
    await scenario.fill(4, 4)  # Amira and Ben
    await scenario.passes_until(4)
    await scenario.passes(seconds=30)
    for user in SIX:
        first, *later = scenario.platform.shown(user.address)
        if user in {AMIRA, BEN}:
            assert (first, later) == (asked[user], [])
        else:
            assert [[*button_sentences(card).values()] for card in (first, *later)] == [[], ["check-in"]]
    assert await scenario.all(ThreadRoot) == roots
    assert await scenario.all(Delivery, kind="question-moved") == []
    assert {delivery.state for delivery in await scenario.all(Delivery, kind="remind")} >= {"settled"}


async def test_one_edit_for_each_closes_a_round_whoever_was_reminded(scenario: Scenario) -> None:
    """Platforms limit edits, and how many somebody gets must not tell that they had not replied."""
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1)
    await scenario.fill(4, 4)  # Amira and Ben
    await scenario.passes_until(4, hour=12)
    await scenario.passes(minutes=1)
    chats = {user: len(scenario.platform.shown(user.address)) for user in SIX}
    assert chats == {user: 1 if user in {AMIRA, BEN} else 2 for user in SIX}
    edits = len(scenario.platform.edited)
    await scenario.says(AMIRA, "cancel now")
    await scenario.passes(minutes=1)
    assert len(scenario.platform.edited[edits:]) == len(SIX) + 1  # and the announcement in the channel
    for user in SIX:
        *before, newest = scenario.platform.shown(user.address)
        assert newest.title in {
            "Harbour Together: this round was cancelled",
            "Harbour Together: cafodd y rownd hon ei chanslo",
        }
        assert [button_sentences(card) for card in (*before, newest)] == [{}] * chats[user]


async def test_edits_that_follow_reminders_are_paced(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes_until(4, hour=9, minute=30)
    in_slack = [user.address for user in SIX if user.platform == "slack"]
    counts = []
    for _ in in_slack:
        titles = [scenario.platform.shown(address)[0].title for address in in_slack]
        counts.append(titles.count("We’ve reminded you about this round"))
        scenario.clock.move(timedelta(seconds=1.7))
        await scenario.worker.tick()
    assert counts == [1, 2, 3]


async def test_a_question_still_says_that_its_round_was_cancelled_after_a_reminder(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes_until(4, hour=9, minute=30)
    await scenario.says(AMIRA, "cancel now")
    await scenario.passes(minutes=1)
    titles = {card.title for user in SIX for card in scenario.platform.shown(user.address)}
    assert "Harbour Together: this round was cancelled" in titles
    assert "We have reminded you about this round" not in titles


async def test_a_reminder_whose_question_may_not_be_edited_now_harms_nothing(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes_until(4, hour=9, minute=30)
    scenario.platform.refuses["ben"] = SendFailed("Teams asked for a rest.", retry_after=timedelta(seconds=9))
    with capture_logs() as logs:
        await scenario.worker.tick()
        await scenario.worker.tick()
    assert [each for each in logs if each.get("kind") in {"remind", "question-moved"}] == []


class Hurried(FakePlatform):
    """Implements ports.Platform, and takes no edit."""

    async def edit(self, to: Address, message: str, card: Card) -> None:
        raise SendFailed("Teams asked for a rest.", retry_after=timedelta(days=1))


async def test_a_lane_of_edits_does_not_tell_that_somebody_there_was_reminded(scenario: Scenario) -> None:
    scenario.platform = Hurried()
    scenario.worker = scenario.another_worker()
    await scenario.open_first_round(*SIX)
    lane = Lane(f"{BEN.address.lane}{EDITS}", scenario.clock.now())  # as an earlier round left it
    async with scenario.store.transaction() as db:
        await db.add(lane)
    with capture_logs() as logs:
        await scenario.passes_until(4, hour=10)
    assert await scenario.all(Lane, id=lane.id) == [lane]
    assert logs == []

"""From an event to a reply, whatever is said, by whomever, wherever, and however often."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.core.deliveries import ProcessedEvent
from bot.core.errors import AlreadyExists, Stale, Unavailable
from bot.core.events import AppUninstalled, ChannelRenamed, Message, UserDeactivated, UserSeen
from bot.core.models import Address, Answer, Invitation, Person, Round
from bot.handlers.bot import Bot
from bot.handlers.workspaces import MAX_RETRIES
from bot.language.parser import MAX_LENGTH
from tests.support.cast import AMIRA, BEN, CAST, CERYS, CHANNEL, EFE, SIX, STRANGER, ScenarioUser
from tests.support.databases import each_database
from tests.support.failpoints import FailingKeys, FailingStep, FailingStore
from tests.support.read_cards import button_sentences, buttons, examples, reason, words
from tests.support.scenario import Scenario


async def token(scenario: Scenario, actor: ScenarioUser = BEN) -> str:
    return f"{(await scenario.one(Invitation, member=actor.member)).id}.1"


@each_database
async def test_an_event_that_comes_again_is_heard_once(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    said = Message("e1", AMIRA.address, AMIRA.address, "ask trust now")
    first, again = [(await scenario.bot.handle(said)).card for _ in range(2)]
    assert (first and first.title, again) == ("The round is open", None)
    assert len(await scenario.all(Round)) == 1


@each_database
@pytest.mark.parametrize("text", ["close now", "answer nobody.1 4"])
async def test_a_message_that_is_refused_is_refused_once_however_often_it_comes(
    scenario: Scenario, text: str
) -> None:
    await scenario.create_partnership(*SIX)
    said = Message("e1", AMIRA.address, AMIRA.address, text)
    replies = [(await scenario.bot.handle(said)).card for _ in range(8)]
    assert [card.refused for card in replies if card] == [True]
    kept = (await scenario.one(ProcessedEvent)).until_at - scenario.clock.now()
    assert timedelta(days=1) <= kept <= timedelta(days=2)


@pytest.mark.parametrize("fields", [{"pressed": True}, {"network": "192.0.2.1"}])
async def test_what_is_filled_in_again_after_a_refusal_is_handled(
    scenario: Scenario, fields: dict[str, Any]
) -> None:
    await scenario.create_partnership(*SIX)
    assert (await scenario.says(AMIRA, "zone Nowhere", event="form", **fields)).refused
    assert not (await scenario.says(AMIRA, "zone Paris", event="form", **fields)).refused


@each_database
async def test_one_that_comes_twice_at_once_is_heard_once(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    said = Message("e1", BEN.address, BEN.address, f"answer {await token(scenario)} 4")
    replies = await asyncio.gather(*(scenario.bot.handle(said) for _ in range(3)))
    assert sorted(reply.card.title if reply.card else "" for reply in replies)[:2] == ["", ""]
    assert len(await scenario.all(Answer)) == 1


@each_database
async def test_a_sender_is_known_by_any_address_that_may_be_theirs(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    answer = f"answer {await token(scenario)} 4"
    for id, text in (("e1", answer), ("e2", "status")):
        said = Message(id, STRANGER.address, CHANNEL, text, otherwise=(BEN.address,), pressed=True)
        reply = await scenario.bot.handle(said)
        assert (reply.speaker, reply.card and reply.card.refused) == (await scenario.person(BEN), False)
    assert len(await scenario.all(Answer)) == 1


async def test_of_two_people_whose_addresses_may_be_the_senders_the_likelier_one_speaks(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    answer = f"answer {await token(scenario)} 4"
    said = Message("e1", AMIRA.address, AMIRA.address, answer, otherwise=(BEN.address,))
    reply = await scenario.bot.handle(said)
    assert (reply.speaker, reply.card and reply.card.refused) == (await scenario.person(AMIRA), True)
    assert await scenario.all(Answer) == []


async def test_an_answer_of_somebody_whom_nobody_knows_is_refused_like_all_they_say(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    card = await scenario.says(STRANGER, f"answer {await token(scenario)} 4")
    assert words(card) == words(await scenario.says(STRANGER, "answer nobody.1 4"))
    assert reason(card).startswith("We do not know you yet.")


@each_database
async def test_presses_that_cross_are_all_taken(scenario: Scenario) -> None:
    await scenario.open_first_round(*CAST)
    await asyncio.gather(*(scenario.answers(actor, 4) for actor in SIX))
    assert len(await scenario.all(Answer)) == 6 * 6


async def test_what_was_heard_is_kept_as_a_keyed_hash_that_names_nobody(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.says(BEN, "status", event="press-of-ben")
    await scenario.says(BEN, f"answer {await token(scenario)} 4", event="answer-of-ben")
    day = scenario.clock.now() + timedelta(days=1)
    assert {(each.id, each.round, each.until_at) for each in await scenario.all(ProcessedEvent)} == {
        (scenario.crypto.event_hash("press-of-ben"), "", day),
        (scenario.crypto.event_hash("answer-of-ben"), round_.id, round_.closes_at),
    }


@pytest.mark.parametrize("text", ["check-in", "later", "4", "answer nobody.1 4"])
async def test_what_belongs_to_answers_leaves_no_moment_behind(scenario: Scenario, text: str) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1, minutes=7)
    await scenario.says(BEN, text)
    kept_until = (await scenario.one(ProcessedEvent)).until_at
    assert kept_until - scenario.clock.now() >= timedelta(days=1)
    assert kept_until.time() == time()


async def test_what_nobody_understands_changes_nothing_and_offers_what_comes_near(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(AMIRA, "close it please")
    assert (card.title, reason(card)) == ("We did not understand that", "Nothing has changed.")
    assert [*examples(card)][:1] == ["close"]
    assert [each.says for each in buttons(card)][-1] == "help"


async def test_a_stranger_is_offered_only_what_strangers_may_say(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert "close" not in examples(await scenario.says(STRANGER, "please close the round"))
    assert [*examples(await scenario.says(STRANGER, "start a partnership please"))][:1] == [
        "start partnership Harbour Together"
    ]


async def test_what_is_too_long_is_refused_unread(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(AMIRA, "purpose " + "a" * MAX_LENGTH)
    assert reason(card) == "Your message is too long. Shorten it to 2000 characters and try again."


async def test_sentences_of_answers_are_refused_where_others_read_them(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    bens = await token(scenario)
    for sentence in (f"answer {bens} 4", f"comment {bens} Hello", "later", "comments"):
        card = await scenario.says(BEN, sentence, shared=True)
        assert reason(card) == ("Other people can read what you typed. Send it to Accord in private instead.")
        assert card.private
    assert await scenario.all(Answer) == []


@pytest.mark.parametrize("pressed", [False, True])
async def test_a_check_in_asked_for_where_others_read_is_for_the_speaker_alone(
    scenario: Scenario, pressed: bool
) -> None:
    await scenario.open_first_round(*SIX)
    bens = (await scenario.one(Invitation, member=BEN.member)).id
    card = await scenario.says(BEN, "check-in", shared=True, pressed=pressed)
    assert (card.private, card.check_in, card.refused) == (True, bens, False)
    await scenario.answers(BEN, 4)
    assert (await scenario.says(BEN, "check-in", shared=True, pressed=pressed)).private


async def test_a_press_is_taken_wherever_the_button_stands_and_answered_in_private(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    card = await scenario.says(BEN, f"answer {await token(scenario)} 4", shared=True, pressed=True)
    assert (card.private, len(await scenario.all(Answer))) == (True, 1)
    refused = await scenario.says(AMIRA, f"answer {await token(scenario)} 4", shared=True, pressed=True)
    assert (refused.title, refused.private) == ("Not done", True)


@pytest.mark.parametrize(
    ("sentence", "private"),
    [
        ("status", True),
        ("members", True),
        ("help", True),
        ("purpose To keep families together.", False),
        ("no such thing", True),
    ],
)
async def test_in_a_shared_place_what_is_private_goes_home_to_the_speaker(
    scenario: Scenario, sentence: str, private: bool
) -> None:
    await scenario.open_first_round(*SIX)
    assert (await scenario.says(AMIRA, sentence, shared=True)).private == private
    assert not (await scenario.says(AMIRA, sentence)).private


async def test_whoever_is_in_two_partnerships_chooses_without_typing_again(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "start partnership Moorland Alliance")
    await scenario.add_members_without_home(4, "Moorland Alliance")
    card = await scenario.says(AMIRA, "ask trust now")
    assert reason(card) == ("You belong to more than one partnership. Choose the one you mean.")
    await scenario.presses(AMIRA, "Moorland Alliance")
    assert [each.partnership for each in await scenario.all(Round)] != ["harbour"]
    assert len(await scenario.all(Round)) == 1


async def test_in_a_channel_of_one_of_them_that_one_is_meant(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "start partnership Moorland Alliance")
    await scenario.says(AMIRA, "ask trust now", shared=True)
    assert [each.partnership for each in await scenario.all(Round)] == ["harbour"]


async def test_a_partnership_that_is_not_ones_own_is_replaced_by_a_press(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "start partnership Moorland Alliance")
    card = await scenario.says(AMIRA, "in moreland: profile region Wales: all of it")
    assert button_sentences(card) == {
        "Harbour Together": "in Harbour Together: profile region Wales: all of it",
        "Moorland Alliance": "in Moorland Alliance: profile region Wales: all of it",
    }


async def test_nobody_reaches_into_a_partnership_that_is_not_theirs(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(STRANGER, "start partnership Moorland Alliance")
    for sentence in ("in harbour together: close", "in harbour: ask trust"):
        assert reason(await scenario.says(STRANGER, sentence)).startswith("“harbour")
    assert await scenario.all(Round) == []


async def test_somebody_is_spoken_to_in_their_language_and_a_stranger_in_what_their_platform_says(
    scenario: Scenario,
) -> None:
    await scenario.create_partnership(*SIX)
    welsh = scenario.context.translator(CERYS.person)
    assert (await scenario.says(CERYS, "what?")).title == welsh("We did not understand that")
    for language in ("cy", "cy-GB"):
        said = Message(language, STRANGER.address, STRANGER.address, "what?", language=language)
        card = (await scenario.bot.handle(said)).card
        assert card is not None
        assert card.title == welsh("We did not understand that")


async def test_somebody_whose_zone_nobody_knows_any_more_is_still_answered(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), zone="Mars/Base")
    await scenario.passes(hours=1)
    assert len(scenario.titles_sent_to(BEN)) == 1
    assert scenario.context.translator(await scenario.one(Person, id=BEN.person.id)).zone == "Europe/London"
    assert (await scenario.answers(BEN, 4)).title == "Thank you"


async def test_what_a_platform_tells_of_somebody_is_noted(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    home = Address("teams", "trust", "conversation-7")
    event = UserSeen("e1", BEN.address, home, name="Ben Okri", zone="Europe/Dublin")
    assert (await scenario.bot.handle(event)).card is None
    ben = await scenario.one(Person, id=BEN.person.id)
    assert (ben.home, ben.name, ben.zone) == (home, "Ben Okri", "Europe/Dublin")


async def test_a_workspace_that_threw_accord_out_is_not_written_to(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert (await scenario.bot.handle(AppUninstalled("e1", "slack", "council"))).card is None
    unreachable = [each.name for each in await scenario.all(Person) if each.home is None]
    assert sorted(unreachable) == ["Amira Khan", "Efe", "Farah"]


@pytest.mark.parametrize(
    "step", ["begin", "first_joined", "add_if_new", "get key", "upsert", "find", "commit"]
)
async def test_what_could_not_be_done_leaves_nothing_half_done_and_can_be_tried_again(
    scenario: Scenario, step: str
) -> None:
    await scenario.open_first_round(*SIX)
    said = Message("e1", BEN.address, BEN.address, f"answer {await token(scenario)} 4")
    rehearsal = FailingStep()
    await broken(scenario, rehearsal).handle(said)
    async with scenario.store.transaction() as db:
        await db.remove(Answer)
        await db.remove(ProcessedEvent)
    failing_step = FailingStep(rehearsal.steps.index(step) + 1, lambda: Unavailable("The disk is full."))
    with pytest.raises(Unavailable):
        await broken(scenario, failing_step).handle(said)
    assert (await scenario.all(Answer), await scenario.all(ProcessedEvent)) == ([], [])
    card = (await scenario.bot.handle(said)).card
    assert card is not None
    assert len(await scenario.all(Answer)) == 1


@pytest.mark.parametrize("fault", [Stale, AlreadyExists])
async def test_whoever_keeps_crossing_others_is_asked_to_say_it_again(
    scenario: Scenario, fault: type[Exception]
) -> None:
    await scenario.create_partnership(*SIX)
    always = Always(fault=lambda: fault("crossed"))
    card = (
        await broken(scenario, always).handle(Message("e1", AMIRA.address, AMIRA.address, "ask trust now"))
    ).card
    assert card is not None
    assert words(card) == (
        "Not done\nSomeone else changed the same thing at the same moment. Please try again."
    )
    assert always.steps == [*["begin"] * MAX_RETRIES, "look"]


async def test_an_event_that_keeps_crossing_others_is_answered_by_nothing(scenario: Scenario) -> None:
    always = Always(fault=lambda: Stale("crossed"))
    reply = await broken(scenario, always).handle(ChannelRenamed("e1", CHANNEL, "harbour"))
    assert (reply.card, always.steps) == (None, ["begin"] * MAX_RETRIES)


async def test_a_removal_that_keeps_crossing_others_comes_again(scenario: Scenario) -> None:
    always = Always(fault=lambda: Stale("crossed"))
    with pytest.raises(Unavailable):
        await broken(scenario, always).handle(AppUninstalled("e1", "slack", "council"))
    assert always.steps == ["begin"] * MAX_RETRIES


async def test_being_asked_to_try_again_is_in_ones_language_and_private(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    message = Message("e1", CERYS.address, CHANNEL, "note Cadeirydd newydd", shared=True)
    card = (await broken(scenario, Always(fault=lambda: Stale("crossed"))).handle(message)).card
    assert card
    assert (card.title, card.private) == ("Heb ei wneud", True)


class Always(FailingStep):
    """Blows at every step but reading, which crosses nobody."""

    def step(self, name: str) -> None:
        self.steps.append(name)
        if name != "look":
            raise self.fault()


def broken(scenario: Scenario, failing_step: FailingStep) -> Bot:
    context = replace(
        scenario.context,
        store=FailingStore(scenario.store, failing_step),
        keys=FailingKeys(scenario.keys, failing_step),
    )
    return Bot(context)


async def test_what_a_platform_tells_of_strangers_is_not_written_down(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    before = await scenario.all(ProcessedEvent)
    await scenario.bot.handle(UserSeen("e1", STRANGER.address, STRANGER.address, "Nia"))
    await scenario.bot.handle(UserDeactivated("e2", STRANGER.address))
    assert await scenario.all(ProcessedEvent) == before
    await scenario.bot.handle(UserSeen("e3", EFE.address, EFE.address, "Efe O."))
    assert len(await scenario.all(ProcessedEvent)) == len(before) + 1

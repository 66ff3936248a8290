"""From an event to a reply, whatever is said, by whomever, wherever, and however often."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.deliveries import ProcessedEvent
from bot.core.errors import AlreadyExists, Stale, Unavailable
from bot.core.events import AppUninstalled, Message, UserSeen
from bot.core.models import Address, Answer, Invitation, Person, Round
from bot.handlers.bot import MAX_RETRIES, Bot
from bot.language.parser import MAX_LENGTH
from tests.brittle import BrittleKeys, BrittleStore, Fuse
from tests.stage import AMIRA, BEN, CERYS, SIX, STRANGER, Actor, Stage, buttons, facts, reason, words


async def token(stage: Stage, actor: Actor = BEN) -> str:
    return f"{(await stage.one(Invitation, member=actor.member)).id}.1"


async def test_an_event_that_comes_again_is_heard_once(everywhere: Stage) -> None:
    stage = everywhere
    await stage.found(*SIX)
    said = Message("e1", AMIRA.address, AMIRA.address, "ask trust")
    first, again = [(await stage.bot.handle(said)).card for _ in range(2)]
    assert (first and first.title, again) == ("The round is open", None)
    assert len(await stage.all(Round)) == 1


async def test_one_that_comes_twice_at_once_is_heard_once(everywhere: Stage) -> None:
    stage = everywhere
    await stage.opens(*SIX)
    said = Message("e1", BEN.address, BEN.address, f"answer {await token(stage)} 4")
    replies = await asyncio.gather(*(stage.bot.handle(said) for _ in range(3)))
    assert sorted(reply.card.title if reply.card else "" for reply in replies)[:2] == ["", ""]
    assert len(await stage.all(Answer)) == 1


async def test_presses_that_cross_are_all_taken(everywhere: Stage) -> None:
    stage = everywhere
    await stage.opens(*SIX)
    await asyncio.gather(*(stage.answers(actor, 4) for actor in SIX))
    assert len(await stage.all(Answer)) == 6 * 6


async def test_what_was_heard_is_kept_as_a_keyed_hash_that_names_nobody(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    await stage.says(BEN, "status", event="press-of-ben")
    await stage.says(BEN, f"answer {await token(stage)} 4", event="answer-of-ben")
    day = stage.clock.now() + timedelta(days=1)
    assert {(each.id, each.round, each.until_at) for each in await stage.all(ProcessedEvent)} == {
        (stage.crypto.event_hash("press-of-ben"), "", day),
        (stage.crypto.event_hash("answer-of-ben"), round_.id, round_.closes_at),
    }


async def test_what_was_refused_may_be_said_again_under_the_same_id(stage: Stage) -> None:
    await stage.found(*SIX)
    await stage.says(AMIRA, "close", event="e1")
    assert reason(await stage.says(AMIRA, "close", event="e1")).startswith("Nothing was done")


async def test_what_nobody_understands_changes_nothing_and_offers_what_comes_near(stage: Stage) -> None:
    await stage.found(*SIX)
    card = await stage.says(AMIRA, "close it please")
    assert (card.title, reason(card)) == ("I did not understand that", "Nothing was done.")
    assert [*facts(card)][:1] == ["close"]
    assert [each.says for each in buttons(card)] == ["help"]


async def test_a_stranger_is_offered_only_what_strangers_may_say(stage: Stage) -> None:
    await stage.found(*SIX)
    assert "close" not in facts(await stage.says(STRANGER, "please close the round"))
    assert [*facts(await stage.says(STRANGER, "start a partnership please"))][:1] == [
        "start partnership <name...>"
    ]


async def test_what_is_too_long_is_refused_unread(stage: Stage) -> None:
    await stage.found(*SIX)
    card = await stage.says(AMIRA, "purpose " + "a" * MAX_LENGTH)
    assert reason(card) == "That was not done: it is longer than 2000 characters. Say it shorter."


async def test_sentences_of_answers_are_refused_where_others_read_them(stage: Stage) -> None:
    await stage.opens(*SIX)
    bens = await token(stage)
    for sentence in ("check-in", f"answer {bens} 4", f"comment {bens} Hello", "later"):
        card = await stage.says(BEN, sentence, shared=True)
        assert reason(card) == (
            "That was not taken: others can read this place. Say it to me in private instead."
        )
        assert card.private
    assert await stage.all(Answer) == []


async def test_a_press_is_taken_wherever_the_button_stands_and_answered_in_private(stage: Stage) -> None:
    await stage.opens(*SIX)
    card = await stage.says(BEN, f"answer {await token(stage)} 4", shared=True, pressed=True)
    assert (card.private, len(await stage.all(Answer))) == (True, 1)
    refused = await stage.says(AMIRA, f"answer {await token(stage)} 4", shared=True, pressed=True)
    assert (refused.title, refused.private) == ("That was not done", True)


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
    stage: Stage, sentence: str, private: bool
) -> None:
    await stage.opens(*SIX)
    assert (await stage.says(AMIRA, sentence, shared=True)).private == private
    assert not (await stage.says(AMIRA, sentence)).private


async def test_whoever_is_in_two_partnerships_chooses_without_typing_again(stage: Stage) -> None:
    await stage.found(*SIX)
    await stage.says(AMIRA, "start partnership Moorland Alliance")
    card = await stage.says(AMIRA, "ask trust")
    assert reason(card) == (
        "Nothing was done yet: you are in more than one partnership. Which one do you mean?"
    )
    await stage.presses(AMIRA, "Moorland Alliance")
    assert [each.partnership for each in await stage.all(Round)] != ["harbour"]
    assert len(await stage.all(Round)) == 1


async def test_in_a_channel_of_one_of_them_that_one_is_meant(stage: Stage) -> None:
    await stage.found(*SIX)
    await stage.says(AMIRA, "start partnership Moorland Alliance")
    await stage.says(AMIRA, "ask trust", shared=True)
    assert [each.partnership for each in await stage.all(Round)] == ["harbour"]


async def test_nobody_reaches_into_a_partnership_that_is_not_theirs(stage: Stage) -> None:
    await stage.found(*SIX)
    await stage.says(STRANGER, "start partnership Moorland Alliance")
    for sentence in ("in harbour together: close", "in harbour: ask trust"):
        assert reason(await stage.says(STRANGER, sentence)).startswith("Nothing was done: “harbour")
    assert await stage.all(Round) == []


async def test_somebody_is_spoken_to_in_their_language_and_a_stranger_in_what_their_platform_says(
    stage: Stage,
) -> None:
    await stage.found(*SIX)
    welsh = stage.context.translator(CERYS.person)
    assert (await stage.says(CERYS, "what?")).title == welsh("I did not understand that")
    for language in ("cy", "cy-GB"):
        said = Message(language, STRANGER.address, STRANGER.address, "what?", language=language)
        card = (await stage.bot.handle(said)).card
        assert card is not None
        assert card.title == welsh("I did not understand that")


async def test_somebody_whose_zone_nobody_knows_any_more_is_still_answered(stage: Stage) -> None:
    await stage.opens(*SIX)
    async with stage.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), zone="Mars/Base")
    await stage.passes(hours=1)
    assert len(stage.told(BEN)) == 1
    assert stage.context.translator(await stage.one(Person, id=BEN.person.id)).zone == "Europe/London"
    assert (await stage.answers(BEN, 4)).title == "Thank you"


async def test_what_a_platform_tells_of_somebody_is_noted(stage: Stage) -> None:
    await stage.found(*SIX)
    home = Address("teams", "trust", "conversation-7")
    event = UserSeen("e1", BEN.address, home, name="Ben Okri", zone="Europe/Dublin")
    assert (await stage.bot.handle(event)).card is None
    ben = await stage.one(Person, id=BEN.person.id)
    assert (ben.home, ben.name, ben.zone) == (home, "Ben Okri", "Europe/Dublin")


async def test_a_workspace_that_threw_accord_out_is_not_written_to(stage: Stage) -> None:
    await stage.found(*SIX)
    assert (await stage.bot.handle(AppUninstalled("e1", "slack", "council"))).card is None
    unreachable = [each.name for each in await stage.all(Person) if each.home is None]
    assert sorted(unreachable) == ["Amira", "Efe", "Farah"]


@pytest.mark.parametrize("step", ["begin", "add", "commit", "upsert", "get key"])
async def test_what_could_not_be_done_leaves_nothing_half_done_and_can_be_tried_again(
    stage: Stage, step: str
) -> None:
    await stage.opens(*SIX)
    said = Message("e1", BEN.address, BEN.address, f"answer {await token(stage)} 4")
    rehearsal = Fuse()
    await broken(stage, rehearsal).handle(said)
    async with stage.store.transaction() as db:
        await db.remove(Answer)
        await db.remove(ProcessedEvent)
    fuse = Fuse(rehearsal.steps.index(step) + 1, lambda: Unavailable("The disk is full."))
    with pytest.raises(Unavailable):
        await broken(stage, fuse).handle(said)
    assert (await stage.all(Answer), await stage.all(ProcessedEvent)) == ([], [])
    card = (await stage.bot.handle(said)).card
    assert card is not None
    assert len(await stage.all(Answer)) == 1


@pytest.mark.parametrize("fault", [Stale, AlreadyExists])
async def test_whoever_keeps_crossing_others_is_asked_to_say_it_again(
    stage: Stage, fault: type[Exception]
) -> None:
    await stage.found(*SIX)
    always = Always(fault=lambda: fault("crossed"))
    card = (await broken(stage, always).handle(Message("e1", AMIRA.address, AMIRA.address, "ask trust"))).card
    assert card is not None
    assert words(card) == (
        "That was not done\nSomebody else changed the same thing at the same moment. Please say it again."
    )
    assert always.steps == ["begin"] * MAX_RETRIES


class Always(Fuse):
    """Blows at every step."""

    def step(self, name: str) -> None:
        self.steps.append(name)
        raise self.fault()


def broken(stage: Stage, fuse: Fuse) -> Bot:
    context = replace(
        stage.context, store=BrittleStore(stage.store, fuse), keys=BrittleKeys(stage.keys, fuse)
    )
    return Bot(context)

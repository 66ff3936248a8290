"""A member answers: what is taken, what is refused and why."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.deliveries import Delivery
from bot.core.models import Answer, Invitation, Member, Partnership, Person
from bot.messages.check_in import COMMENT_LENGTH
from bot.rounds import answers
from bot.rounds.answers import COMMENT, LATER
from tests.stage import AMIRA, BEN, CERYS, FORTNIGHTLY, SIX, STRANGER, Stage, labels, reason, words

NOTHING_PUT = "That was not taken: this question was not put to you. Say check-in to see what waits for you."


async def token(stage: Stage, which: object = 1) -> str:
    return f"{(await stage.one(Invitation, member=BEN.member)).id}.{which}"


async def said(stage: Stage) -> dict[str, str]:
    """What Ben's sealed answers hold."""
    round_ = await stage.open_round()
    unlocked = await answers.require_unlocked(stage.context, round_, stage.context.translator())
    kept = await stage.all(Answer, pseudonym=unlocked.pseudonym(BEN.member))
    return {each.question: unlocked.unseal(each) for each in kept}


@pytest.mark.parametrize(
    ("value", "kept"),
    [("1", "1"), ("5", "5"), ("?", "?"), ("can't say", "?"), ("Can’t say", "?"), ("  3 ", "3")],
)
async def test_a_point_or_cant_say_is_taken(stage: Stage, value: str, kept: str) -> None:
    round_ = await stage.opens(*SIX)
    card = await stage.says(BEN, f"answer {await token(stage)} {value}")
    assert await said(stage) == {round_.questions[0]: kept}
    assert words(card).splitlines()[1].startswith("2 of 5")


@pytest.mark.parametrize("value", ["0", "6", "four", "3.5", "-1", "٣", "1 2", "5!", "x" * 1900])
async def test_anything_else_is_refused(stage: Stage, value: str) -> None:
    await stage.opens(*SIX)
    card = await stage.says(BEN, f"answer {await token(stage)} {value}")
    assert reason(card) == "That was not taken: an answer is a number from 1 to 5, or can't say."
    assert await said(stage) == {}


@pytest.mark.parametrize("which", ["0", "6", "99", "one", ""])
async def test_a_question_that_the_round_does_not_ask_cannot_be_answered(stage: Stage, which: str) -> None:
    await stage.opens(*SIX)
    for sentence in (f"answer {await token(stage, which)} 4", f"skip {await token(stage, which)}"):
        assert reason(await stage.says(BEN, sentence)) == (
            "That was not taken: this round has no such question. Say check-in to see what waits for you."
        )
    assert await said(stage) == {}


async def test_a_comment_is_words_and_not_a_point(stage: Stage) -> None:
    await stage.opens(*SIX)
    card = await stage.says(BEN, f"answer {await token(stage, COMMENT)} 4")
    assert reason(card) == "That was not taken: a comment is words. Say check-in to write one."


async def test_nobody_answers_skips_comments_or_changes_for_somebody_else(stage: Stage) -> None:
    await stage.opens(*SIX)
    bens = await token(stage)
    for sentence in (f"answer {bens} 4", f"skip {bens}", f"change {bens}", f"comment {bens} No."):
        assert reason(await stage.says(AMIRA, sentence)) == NOTHING_PUT
    assert reason(await stage.says(AMIRA, "answer nothing.1 4")) == NOTHING_PUT
    assert await stage.all(Answer) == []


async def test_what_was_skipped_counts_as_done_and_as_nothing_said(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    card = await stage.says(BEN, f"skip {await token(stage)}")
    assert words(card).splitlines()[1].startswith("2 of 5")
    assert await said(stage) == {round_.questions[0]: "-"}


async def test_a_comment_has_at_most_five_hundred_characters_of_any_script(stage: Stage) -> None:
    await stage.opens(*SIX)
    whole = "🐟" * COMMENT_LENGTH
    await stage.says(BEN, f"comment {await token(stage, COMMENT)} {whole}")
    assert await said(stage) == {COMMENT: whole}
    card = await stage.says(BEN, f"comment {await token(stage, COMMENT)} {whole}!")
    assert reason(card) == "That was not taken: a comment has at most 500 characters, and this has 501."
    assert await said(stage) == {COMMENT: whole}


async def test_a_changed_answer_stays_until_another_takes_its_place(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    await stage.answers(BEN, 4)
    again = await stage.presses(BEN, "Partners do what they say they will do.")
    assert words(again).splitlines()[1].startswith("1 of 5")
    assert (await said(stage))[round_.questions[0]] == "4"
    assert (await stage.presses(BEN, "A little")).title == "Thank you"
    assert (await said(stage))[round_.questions[0]] == "2"


async def test_the_way_back_puts_the_question_before_once_more(stage: Stage) -> None:
    await stage.opens(*SIX)
    await stage.says(BEN, "check-in")
    await stage.presses(BEN, "Mostly")
    card = await stage.presses(BEN, "Back")
    assert card.title == "Partners do what they say they will do."


async def test_a_check_in_puts_what_comes_next_and_then_offers_to_change(stage: Stage) -> None:
    await stage.opens(*SIX)
    assert (await stage.says(BEN, "check-in")).title == "Partners do what they say they will do."
    await stage.answers(BEN, 4)
    assert (await stage.says(BEN, "check-in")).title == "Thank you"


async def test_where_nothing_waits_it_says_when_something_will(stage: Stage) -> None:
    await stage.found(*SIX)
    assert words(await stage.says(BEN, "check-in")) == "Nothing waits for you\nNo round is planned yet."
    async with stage.store.transaction() as db:
        soon = stage.clock.now() + timedelta(days=1)
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), next_round_at=soon)
    assert words(await stage.says(BEN, "check-in")) == (
        "Nothing waits for you\nThe next round is planned for Tuesday 3 March."
    )
    assert (await stage.says(BEN, "later")).title == "Nothing waits for you"


async def test_somebody_nobody_knows_is_told_how_to_begin(stage: Stage) -> None:
    await stage.opens(*SIX)
    for sentence in ("check-in", "later", "answer x.1 4"):
        assert reason(await stage.says(STRANGER, sentence)) == (
            "I do not know you yet. Join with a code, or start a partnership. Say help to see how."
        )


async def test_the_next_of_two_rounds_is_put_once_the_first_is_answered(stage: Stage) -> None:
    await in_two(stage)
    assert (await stage.says(BEN, "check-in")).thread_key == "ask:sooner"
    await stage.answers(BEN, 4)
    assert (
        await stage.says(BEN, "check-in")
    ).thread_key == f"ask:{(await stage.open_round_of('harbour')).id}"


async def test_later_is_about_every_round_that_waits(stage: Stage) -> None:
    await in_two(stage)
    await stage.says(BEN, "later")
    wished = [each.round for each in await stage.all(Answer, question=LATER)]
    assert wished == [(await stage.open_round_of("harbour")).id]  # the other has no reminders left


async def in_two(stage: Stage) -> None:
    """Ben is in a second partnership too, whose round closes sooner."""
    round_ = await stage.opens(*SIX)
    async with stage.store.transaction() as db:
        harbour, ben = await db.get(Partnership, "harbour"), await db.get(Member, BEN.member)
        sooner = round_.closes_at - timedelta(days=1)
        await db.add(
            replace(harbour, id="second", name="Second", round="sooner"),
            replace(round_, id="sooner", partnership="second", closes_at=sooner),
            replace(ben, id="ben-in-second", partnership="second"),
            Invitation("i2", "sooner", "ben-in-second"),
        )
    await stage.keys.create(["sooner"], stage.clock.now())


async def test_later_brings_the_reminder_of_the_next_day_and_leaves_no_trace_of_who_wished_it(
    stage: Stage,
) -> None:
    await stage.opens(*SIX)
    before = await stage.all(Delivery)
    card = await stage.says(BEN, "later")
    assert words(card) == (
        "Later it is\nI will remind you on Tuesday 3 March, 09:30, if you have not replied by then."
    )
    assert await stage.all(Delivery) == before
    await stage.passes_until(4, 9)
    assert stage.told(BEN)[1:] == ["Harbour Together: still time to answer"]
    assert stage.told(AMIRA)[1:] == []


async def test_later_said_twice_reminds_once(stage: Stage) -> None:
    await stage.opens(*SIX)
    await stage.says(BEN, "later")
    await stage.says(BEN, "later")
    await stage.passes_until(4, 9)
    assert stage.told(BEN)[1:] == ["Harbour Together: still time to answer"]


async def test_whoever_replied_meanwhile_is_not_reminded_though_they_wished_it(stage: Stage) -> None:
    await stage.opens(*SIX)
    await stage.says(BEN, "later")
    await stage.answers(BEN, 4)
    await stage.passes_until(6, 9)
    assert stage.told(BEN)[1:] == []


async def test_on_the_last_day_later_is_too_late(stage: Stage) -> None:
    await stage.opens(*SIX)
    await stage.passes_until(6, 12)
    assert reason(await stage.says(BEN, "later")) == (
        "I will not remind you again: the round closes on Friday 6 March, 16:30. You can answer until then."
    )


async def test_whoever_cannot_be_written_to_cannot_be_reminded(stage: Stage) -> None:
    await stage.found(*SIX, next_round_at=stage.clock.now(), rhythm=FORTNIGHTLY)
    async with stage.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), home=None)
    await stage.worker.tick()
    assert (await stage.says(BEN, "later")).title == "That was not done"


async def test_in_welsh_it_is_all_in_welsh(stage: Stage) -> None:
    await stage.opens(*SIX)
    card = await stage.says(CERYS, "check-in")
    assert card.title == stage.bank.question("trust.reliable@1").text.texts["cy"]
    assert labels(card)[:5] == [each.texts["cy"] for each in stage.bank.scale.points]

"""A member answers: what is taken, what is refused and why."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.deliveries import Delivery
from bot.core.events import Message
from bot.core.models import Answer, BrowserSession, Invitation, Member, Partnership, Person
from bot.messages.check_in import COMMENT_LENGTH
from bot.rounds import answers
from bot.rounds.answers import COMMENT, LATER
from tests.support.cast import AMIRA, BEN, CAST, CERYS, SIX, STRANGER
from tests.support.read_cards import boxes, labels, reason, texts, words
from tests.support.scenario import FORTNIGHTLY, Scenario

NOTHING_PUT = "You cannot answer this question. Choose “Answer questions” to see what you can answer."


async def token(scenario: Scenario, which: object = 1) -> str:
    return f"{(await scenario.one(Invitation, member=BEN.member)).id}.{which}"


async def said(scenario: Scenario) -> dict[str, str]:
    """What Ben's sealed answers hold."""
    round_ = await scenario.open_round()
    unlocked = await answers.require_unlocked(scenario.context, round_, scenario.context.translator())
    kept = await scenario.all(Answer, pseudonym=unlocked.pseudonym(BEN.member))
    return {each.question: unlocked.unseal(each) for each in kept}


@pytest.mark.parametrize(
    ("value", "kept"),
    [("1", "1"), ("5", "5"), ("?", "?"), ("can't say", "?"), ("Can’t say", "?"), ("  3 ", "3")],
)
async def test_a_point_or_cant_say_is_taken(scenario: Scenario, value: str, kept: str) -> None:
    round_ = await scenario.open_first_round(*SIX)
    card = await scenario.says(BEN, f"answer {await token(scenario)} {value}")
    assert await said(scenario) == {round_.questions[0]: kept}
    assert words(card).splitlines()[1].startswith("2 of 5")


@pytest.mark.parametrize("value", ["0", "6", "four", "3.5", "-1", "٣", "1 2", "5!", "x" * 1900])
async def test_anything_else_is_refused(scenario: Scenario, value: str) -> None:
    await scenario.open_first_round(*SIX)
    card = await scenario.says(BEN, f"answer {await token(scenario)} {value}")
    assert reason(card) == "Your answer was not saved. Type a number from 1 to 5, or can't say."
    assert await said(scenario) == {}


@pytest.mark.parametrize("which", ["0", "6", "99", "one", ""])
async def test_a_question_that_the_round_does_not_ask_cannot_be_answered(
    scenario: Scenario, which: str
) -> None:
    await scenario.open_first_round(*SIX)
    for sentence in (f"answer {await token(scenario, which)} 4", f"skip {await token(scenario, which)}"):
        assert reason(await scenario.says(BEN, sentence)) == (
            "This round has no such question, so nothing was saved. Type check-in to see your next question."
        )
    assert await said(scenario) == {}


async def test_a_comment_is_words_and_not_a_point(scenario: Scenario) -> None:
    await scenario.open_first_round(*CAST)
    card = await scenario.says(BEN, f"answer {await token(scenario, COMMENT)} 4")
    assert (
        reason(card) == "Your comment was not saved, because a comment is words. Type check-in to write one."
    )


async def test_nobody_answers_skips_comments_or_changes_for_somebody_else(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    bens = await token(scenario)
    for sentence in (f"answer {bens} 4", f"skip {bens}", f"change {bens}", f"comment {bens} No."):
        assert reason(await scenario.says(AMIRA, sentence)) == NOTHING_PUT
    assert reason(await scenario.says(AMIRA, "answer nothing.1 4")) == NOTHING_PUT
    assert await scenario.all(Answer) == []


async def test_what_was_skipped_counts_as_done_and_as_nothing_said(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    card = await scenario.says(BEN, f"skip {await token(scenario)}")
    assert words(card).splitlines()[1].startswith("2 of 5")
    assert await said(scenario) == {round_.questions[0]: "-"}


async def test_a_comment_has_at_most_five_hundred_characters_of_any_script(scenario: Scenario) -> None:
    await scenario.open_first_round(*CAST)
    whole = "🐟" * COMMENT_LENGTH
    await scenario.says(BEN, f"comment {await token(scenario, COMMENT)} {whole}")
    assert await said(scenario) == {COMMENT: whole}
    card = await scenario.says(BEN, f"comment {await token(scenario, COMMENT)} {whole}!")
    assert reason(card) == (
        "Your comment was not saved. It has 501 characters, and the limit is 500."
        " Shorten it and send it again."
    )
    assert await said(scenario) == {COMMENT: whole}


TYPED_ANSWERS = ("4", "1", "7", "Mostly", "4 mostly", "Gan mwyaf", "four", "skip")
NO_TYPED_ANSWERS = (
    "We don’t take typed answers: your organisation’s copy of this chat could show them. Choose below."
)


async def test_a_typed_answer_is_not_saved_and_brings_the_question_back(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    asked = await scenario.says(BEN, "check-in")
    replies = [
        await scenario.bot.handle(Message(typed, BEN.address, BEN.address, typed)) for typed in TYPED_ANSWERS
    ]
    (card,) = {reply.card for reply in replies}
    assert card
    assert (texts(card)[0], card.parts[1:]) == (NO_TYPED_ANSWERS, asked.parts)
    assert (card.title, card.check_in, card.refused) == (asked.title, asked.check_in, False)
    assert all(reply.is_sealed for reply in replies)
    assert await said(scenario) == {}
    assert (await scenario.presses(BEN, "Mostly", on=card)).parts != asked.parts


async def test_a_typed_answer_among_others_is_refused_whether_or_not_a_question_waits(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    waiting = [await scenario.says(BEN, typed, shared=True) for typed in TYPED_ANSWERS]
    await scenario.answers(BEN, 4)
    replied = [await scenario.says(BEN, typed, shared=True) for typed in TYPED_ANSWERS]
    strangers = [await scenario.says(STRANGER, typed, shared=True) for typed in TYPED_ANSWERS]
    assert len({*waiting, *replied, *strangers}) == 1
    assert reason(waiting[0]).startswith("Other people can read what you typed.")


async def test_a_typed_answer_where_no_question_waits_is_not_understood(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.answers(BEN, 4)
    for who in (BEN, STRANGER):
        cards = {await scenario.says(who, typed) for typed in TYPED_ANSWERS}
        assert [card.title for card in cards] == ["We did not understand that"]


KEEP, DELETE = "Keep my comment", "Delete my comment"


async def test_a_comment_that_was_written_is_kept_by_whoever_goes_back_to_it(scenario: Scenario) -> None:
    await scenario.open_first_round(*CAST)
    first = await scenario.says(BEN, f"skip {await token(scenario, COMMENT)}")
    thanks = await scenario.says(BEN, f"comment {await token(scenario, COMMENT)} The chair listens.")
    again = await scenario.says(BEN, f"change {await token(scenario, COMMENT)}")
    assert (labels(again), [*boxes(again)]) == ([KEEP, DELETE], ["A new comment"])
    assert "The chair listens." not in words(again)
    assert await scenario.presses(BEN, KEEP, on=again) == thanks == first
    assert (await said(scenario))[COMMENT] == "The chair listens."
    stale = await scenario.says(BEN, f"skip {await token(scenario, COMMENT)}")  # "Finish without a comment"
    assert stale == thanks
    assert (await said(scenario))[COMMENT] == "The chair listens."


async def test_a_comment_is_replaced_or_deleted_only_when_told_so(scenario: Scenario) -> None:
    await scenario.open_first_round(*CAST)
    await scenario.says(BEN, f"comment {await token(scenario, COMMENT)} The chair listens.")
    await scenario.says(BEN, f"change {await token(scenario, COMMENT)}")
    await scenario.writes(BEN, "The new chair listens.")
    assert (await said(scenario))[COMMENT] == "The new chair listens."
    again = await scenario.says(BEN, f"change {await token(scenario, COMMENT)}")
    await scenario.presses(BEN, DELETE, on=again)
    assert (await said(scenario))[COMMENT] == answers.SKIPPED


async def test_the_card_to_change_a_comment_tells_nobody_whether_there_is_one(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    change = f"change {await token(scenario, COMMENT)}"
    before = await scenario.says(BEN, change)
    await scenario.says(BEN, f"comment {await token(scenario, COMMENT)} The chair listens.")
    assert await scenario.says(BEN, change) == before


async def test_a_changed_answer_stays_until_another_takes_its_place(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.answers(BEN, 4)
    again = await scenario.presses(BEN, "Partners do what they say they will do.")
    assert words(again).splitlines()[2].startswith("1 of 5")
    assert (await said(scenario))[round_.questions[0]] == "4"
    assert (await scenario.presses(BEN, "A little")).title == "Thank you"
    assert (await said(scenario))[round_.questions[0]] == "2"


async def test_the_way_back_puts_the_question_before_once_more(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.says(BEN, "check-in")
    await scenario.presses(BEN, "Mostly")
    card = await scenario.presses(BEN, "Back")
    assert card.title == "Partners do what they say they will do."


async def test_a_check_in_puts_what_comes_next_and_then_offers_to_change(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    assert (await scenario.says(BEN, "check-in")).title == "Partners do what they say they will do."
    await scenario.answers(BEN, 4)
    assert (await scenario.says(BEN, "check-in")).title == "Thank you"


async def test_where_nothing_waits_it_says_when_something_will(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert words(await scenario.says(BEN, "check-in")) == "You’re up to date\nNo round is planned yet."
    async with scenario.store.transaction() as db:
        soon = scenario.clock.now() + timedelta(days=1)
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), next_round_at=soon)
    assert words(await scenario.says(BEN, "check-in")) == (
        "You’re up to date\nThe next round is planned for Tuesday 3 March."
    )
    assert (await scenario.says(BEN, "later")).title == "You’re up to date"


async def test_somebody_nobody_knows_is_told_how_to_begin(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    for sentence in ("check-in", "later", "answer x.1 4"):
        assert reason(await scenario.says(STRANGER, sentence)) == (
            "We do not know you yet. Join a partnership with a code, or start one of your own."
        )


async def test_the_next_of_two_rounds_is_put_once_the_first_is_answered(scenario: Scenario) -> None:
    await in_two(scenario)
    assert (await scenario.says(BEN, "check-in")).thread_key == "ask:sooner"
    await scenario.answers(BEN, 4)
    assert (
        await scenario.says(BEN, "check-in")
    ).thread_key == f"ask:{(await scenario.open_round_of('harbour')).id}"


async def test_later_is_about_every_round_that_waits(scenario: Scenario) -> None:
    await in_two(scenario)
    await scenario.says(BEN, "later")
    wished = [each.round for each in await scenario.all(Answer, question=LATER)]
    assert wished == [(await scenario.open_round_of("harbour")).id]  # the other has no reminders left


async def in_two(scenario: Scenario) -> None:
    """Ben is in a second partnership too, whose round closes sooner."""
    round_ = await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        harbour, ben = await db.get(Partnership, "harbour"), await db.get(Member, BEN.member)
        sooner = round_.closes_at - timedelta(days=1)
        await db.add(
            replace(harbour, id="second", name="Second", round="sooner"),
            replace(round_, id="sooner", partnership="second", closes_at=sooner),
            replace(ben, id="ben-in-second", partnership="second"),
            Invitation("i2", "sooner", "ben-in-second"),
        )
    await scenario.keys.create(["sooner"], scenario.clock.now())


async def test_later_brings_the_reminder_of_the_next_day_and_leaves_no_trace_of_who_wished_it(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    before = await scenario.all(Delivery)
    card = await scenario.says(BEN, "later")
    assert words(card) == (
        "We’ll remind you later\nWe’ll remind you on Tuesday 3 March, 09:30, if you have not replied by then."
    )
    assert await scenario.all(Delivery) == before
    await scenario.passes_until(4, 9)
    assert scenario.titles_sent_to(BEN)[1:] == ["Harbour Together: still time to answer"]
    assert scenario.titles_sent_to(AMIRA)[1:] == []


async def test_later_said_twice_reminds_once(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.says(BEN, "later")
    await scenario.says(BEN, "later")
    await scenario.passes_until(4, 9)
    assert scenario.titles_sent_to(BEN)[1:] == ["Harbour Together: still time to answer"]


async def test_whoever_replied_meanwhile_is_not_reminded_though_they_wished_it(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.says(BEN, "later")
    await scenario.answers(BEN, 4)
    await scenario.passes_until(6, 9)
    assert scenario.titles_sent_to(BEN)[1:] == []


async def test_on_the_last_day_later_is_too_late(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes_until(6, 12)
    assert reason(await scenario.says(BEN, "later")) == (
        "There are no more reminders in this round. You can answer until it closes on Friday 6 March, 16:30."
    )


async def test_whoever_cannot_be_written_to_cannot_be_reminded(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, next_round_at=scenario.clock.now(), rhythm=FORTNIGHTLY)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), home=None)
        end = scenario.clock.now() + timedelta(days=30)
        await db.add(BrowserSession("s1", "browser", BEN.person.id, end))  # so he is asked on his page
    await scenario.worker.tick()
    assert (await scenario.says(BEN, "later")).title == "Not done"


async def test_in_welsh_it_is_all_in_welsh(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    card = await scenario.says(CERYS, "check-in")
    assert card.title == scenario.bank.question("trust.reliable@1").text.texts["cy"]
    assert labels(card)[:5] == [each.texts["cy"] for each in scenario.bank.scale.points]

"""A partnership says what it will do, is asked whether it did, and reads so in the next summary."""

from collections.abc import Iterator

from bot.core.cards import BulletList, Card, Text
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.followups import Action
from bot.core.models import Channel, Partnership, web_address
from tests.stage import AMIRA, BEN, CHANNEL, EFE, FARAH, SIX, Stage, buttons, labels, says, words

DID_WE = "Harbour Together: did we do it?"


def lists(card: Card) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each listing of a card, and the text before it."""
    for before, part in zip(card.parts, card.parts[1:], strict=False):
        if isinstance(before, Text) and isinstance(part, BulletList):
            yield before.words, part.items


def summaries(stage: Stage) -> list[Card]:
    return [card for card in stage.posted() if card.thread_key.startswith("round:")]


async def first_round(stage: Stage) -> None:
    await stage.opens(*SIX)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.passes_until(9)


async def test_an_action_is_taken_up_asked_about_and_reported(stage: Stage) -> None:
    await first_round(stage)
    await stage.says(BEN, "action Share the budget papers by 12 March @Ben")
    await stage.says(EFE, "action Rotate the chair")
    await stage.says(EFE, "action Meet in the summer by 1 July")
    assert DID_WE not in [card.title for card in stage.posted()]

    await stage.passes_until(16)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.passes_until(21)
    assert list(lists(summaries(stage)[-1])) == [
        (
            "What we will do:",
            (
                "1. Share the budget papers · by 12 March 2026 · Ben",
                "2. Rotate the chair",
                "3. Meet in the summer · by 1 July 2026",
            ),
        )
    ]
    asked = stage.posted()[-1]
    assert asked.reply_to == summaries(stage)[-1].thread_key
    assert words(asked) == (
        f"{DID_WE}\n1. Share the budget papers · by 12 March 2026 · Ben\nYes\nPartly\nNo\n"
        "2. Rotate the chair\nYes\nPartly\nNo\nThe first answer counts. Who gave it is not kept."
    )

    yes, _, _, _, partly, _ = buttons(asked)
    reply = await stage.says(FARAH, yes.says, shared=True, pressed=True)
    assert (reply.title, reply.private) == ("Thank you", True)
    await stage.says(AMIRA, partly.says, shared=True, pressed=True)

    await stage.passes_until(30)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.passes(days=9)  # Easter lies between
    assert list(lists(summaries(stage)[-1])) == [
        ("You said, we did:", ("Share the budget papers: done", "Rotate the chair: partly done")),
        ("What we will do:", ("3. Meet in the summer · by 1 July 2026",)),
    ]
    assert [card.title for card in stage.posted()].count(DID_WE) == 1
    assert list(lists(await stage.says(EFE, "results"))) == list(lists(summaries(stage)[-1]))


async def test_what_nobody_answers_is_asked_again_at_the_next_close(stage: Stage) -> None:
    await first_round(stage)
    await stage.says(EFE, "action Rotate the chair")
    for day in (16, 30):
        await stage.passes_until(day)
        await stage.fill(4, 4, 4, 4, 4, 4)
        await stage.passes(days=9)
    assert [card.title for card in stage.posted()].count(DID_WE) == 2


async def test_what_was_answered_before_the_question_left_is_not_asked(stage: Stage) -> None:
    await first_round(stage)
    await stage.says(EFE, "action Rotate the chair")
    await stage.passes_until(16)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.passes_until(20, 8)
    round_ = await stage.open_round()
    stage.clock.move(round_.closes_at - stage.clock.now())
    await stage.worker.tick()
    owed = [each for each in await stage.all(Delivery, subject=round_.id) if each.kind == "actions"]
    assert [each.state for each in owed] == [DeliveryState.WAITING]
    await stage.says(EFE, "done 1")
    await stage.passes(days=1)
    assert DID_WE not in [card.title for card in stage.posted()]


async def test_every_channel_is_asked_and_nobody_in_private(stage: Stage) -> None:
    await first_round(stage)
    web = web_address("harbour")
    async with stage.store.transaction() as db:
        await db.add(Channel("web", "harbour", web, "Harbour Together"))
    await stage.says(EFE, "action Rotate the chair")
    await stage.passes_until(16)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.passes_until(21)
    asked = [to for to, card in stage.postbox.sent if card.title == DID_WE]
    assert sorted(map(str, asked)) == sorted(map(str, (CHANNEL, web)))


async def test_an_extra_round_asks_and_reports_nothing_of_actions(stage: Stage) -> None:
    await stage.found(*SIX)
    await stage.says(EFE, "action Rotate the chair")
    await stage.says(AMIRA, "ask trust for 2 days")
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.passes(days=3)
    assert [(card.title, list(lists(card))) for card in stage.posted()] == [
        ("Harbour Together: what you said", [])
    ]


async def test_the_question_finds_its_partnership_for_somebody_who_is_in_two(stage: Stage) -> None:
    await first_round(stage)
    await stage.says(FARAH, "start partnership Another one")
    await stage.says(EFE, "action Rotate the chair")
    await stage.passes_until(16)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.passes_until(21)
    asked = stage.posted()[-1]
    assert labels(asked) == ["Yes", "Partly", "No"]
    reply = await stage.says(FARAH, says(asked, "No"), pressed=True)
    assert says(reply, "Take it up again") == "in Harbour Together: action Rotate the chair"
    action = await stage.one(Action)
    assert action.partnership == (await stage.one(Partnership, name="Harbour Together")).id
    assert action.did == "no"

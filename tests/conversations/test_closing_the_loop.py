"""A partnership adds actions, is asked about them, and reads the answers in the next summary."""

from collections.abc import Iterator

from bot.core.cards import BulletList, Card, Heading, plain
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.followups import Action
from bot.core.models import Channel, Partnership, web_address
from tests.support.cast import AMIRA, BEN, CHANNEL, EFE, FARAH, SIX
from tests.support.read_cards import buttons, labels, says, words
from tests.support.scenario import Scenario

DID_WE = "Harbour Together: did we do it?"


def lists(card: Card) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each list of a card with the heading before it."""
    for before, part in zip(card.parts, card.parts[1:], strict=False):
        if isinstance(before, Heading) and isinstance(part, BulletList):
            yield before.words, tuple(map(plain, part.items))


def summaries(scenario: Scenario) -> list[Card]:
    return [card for card in scenario.posted() if card.thread_key.startswith("round:")]


async def first_round(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes_until(9)


async def test_an_action_is_added_asked_about_and_reported(scenario: Scenario) -> None:
    await first_round(scenario)
    await scenario.says(BEN, "action Share the budget papers by 12 March @Ben")
    await scenario.says(EFE, "action Rotate the chair")
    await scenario.says(EFE, "action Meet in the summer by 1 July")
    assert DID_WE not in [card.title for card in scenario.posted()]

    await scenario.passes_until(16)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes_until(21)
    assert list(lists(await scenario.says(EFE, "results"))) == [
        (
            "What we will do",
            (
                "1. Share the budget papers · by 12 March 2026 · Ben Okoro",
                "2. Rotate the chair",
                "3. Meet in the summer · by 1 July 2026",
            ),
        )
    ]
    asked = scenario.posted()[-1]
    assert asked.reply_to == summaries(scenario)[-1].thread_key
    assert words(asked) == (
        f"{DID_WE}\n1. Share the budget papers · by 12 March 2026 · Ben Okoro\nYes\nPartly\nNo\n"
        "2. Rotate the chair\nYes\nPartly\nNo\nThe first answer counts. Everyone can see who gave it."
    )

    yes, _, _, _, partly, _ = buttons(asked)
    reply = await scenario.says(FARAH, yes.says, shared=True, pressed=True)
    assert (reply.title, reply.private) == ("Thank you", True)
    await scenario.says(AMIRA, partly.says, shared=True, pressed=True)

    await scenario.passes_until(30)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes(days=9)  # Easter lies between
    did = (
        "You said, we did",
        ("Share the budget papers: done, says Farah", "Rotate the chair: partly done, says Amira Khan"),
    )
    assert list(lists(summaries(scenario)[-1])) == [did]
    assert list(lists(await scenario.says(EFE, "results"))) == [
        did,
        ("What we will do", ("3. Meet in the summer · by 1 July 2026",)),
    ]
    assert [card.title for card in scenario.posted()].count(DID_WE) == 1


async def test_an_action_without_an_answer_is_asked_about_again(scenario: Scenario) -> None:
    await first_round(scenario)
    await scenario.says(EFE, "action Rotate the chair")
    for day in (16, 30):
        await scenario.passes_until(day)
        await scenario.fill(4, 4, 4, 4, 4, 4)
        await scenario.passes(days=9)
    assert [card.title for card in scenario.posted()].count(DID_WE) == 2


async def test_an_action_settled_in_time_is_not_asked_about(scenario: Scenario) -> None:
    await first_round(scenario)
    await scenario.says(EFE, "action Rotate the chair")
    await scenario.passes_until(16)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes_until(20, 8)
    round_ = await scenario.open_round()
    scenario.clock.move(round_.closes_at - scenario.clock.now())
    await scenario.worker.tick()
    owed = [each for each in await scenario.all(Delivery, subject=round_.id) if each.kind == "actions"]
    assert [each.state for each in owed] == [DeliveryState.WAITING]
    await scenario.says(EFE, "done 1")
    await scenario.passes(days=1)
    assert DID_WE not in [card.title for card in scenario.posted()]


async def test_actions_are_asked_about_in_every_channel_only(scenario: Scenario) -> None:
    await first_round(scenario)
    web = web_address("harbour")
    async with scenario.store.transaction() as db:
        await db.add(Channel("web", "harbour", web, "Harbour Together"))
    await scenario.says(EFE, "action Rotate the chair")
    await scenario.passes_until(16)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes_until(21)
    asked = [to for to, card in scenario.platform.sent if card.title == DID_WE]
    assert sorted(map(str, asked)) == sorted(map(str, (CHANNEL, web)))


async def test_an_extra_round_asks_and_reports_nothing_of_actions(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(EFE, "action Rotate the chair")
    await scenario.says(AMIRA, "ask trust for 2 days now")
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes(days=3)
    assert [(card.title, list(lists(card))) for card in scenario.posted()] == [
        ("Harbour Together: what you said", [])
    ]


async def test_the_question_finds_its_partnership_for_somebody_who_is_in_two(scenario: Scenario) -> None:
    await first_round(scenario)
    await scenario.says(FARAH, "start partnership Another one")
    await scenario.says(EFE, "action Rotate the chair")
    await scenario.passes_until(16)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes_until(21)
    asked = scenario.posted()[-1]
    assert labels(asked) == ["Yes", "Partly", "No"]
    reply = await scenario.says(FARAH, says(asked, "No"), pressed=True)
    assert says(reply, "Add it again") == "in Harbour Together: action Rotate the chair"
    action = await scenario.one(Action)
    assert action.partnership == (await scenario.one(Partnership, name="Harbour Together")).id
    assert action.did == "no"

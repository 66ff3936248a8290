"""What is put to somebody: which rounds wait, and what comes next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.cards import Text
from bot.core.i18n import Translator
from bot.core.models import Invitation, Member, Partnership, Round, RoundKind, RoundState
from bot.handlers.check_in import next_card
from bot.messages import check_in
from bot.rounds import answers
from bot.rounds.answers import COMMENT
from tests.questions.product_bank import BANK
from tests.support.cast import AMIRA, BEN, CAST, CERYS, SIX, STRANGER, ScenarioUser
from tests.support.read_cards import labels
from tests.support.scenario import Scenario


async def waiting(scenario: Scenario, actor: ScenarioUser) -> list[str]:
    async with scenario.store.read_only() as db:
        return [invited.round.id for invited in await answers.open_invitations(db, actor.person)]


async def test_an_open_round_waits_for_everybody_who_was_invited_and_for_nobody_else(
    scenario: Scenario,
) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.answers(BEN, 4)
    assert [await waiting(scenario, each) for each in (AMIRA, BEN, STRANGER)] == [
        [round_.id],
        [round_.id],
        [],
    ]


async def test_the_round_that_closes_first_waits_first(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        second = replace(await db.get(Partnership, "harbour"), id="second", round="sooner")
        sooner = replace(
            round_, id="sooner", partnership="second", closes_at=round_.closes_at - timedelta(days=1)
        )
        ours = await db.get(Member, BEN.member)
        ours = replace(ours, id="ben-in-second", partnership="second")
        await db.add(second, sooner, ours, Invitation("i2", "sooner", "ben-in-second"))
    assert await waiting(scenario, BEN) == ["sooner", round_.id]


async def test_a_round_that_is_being_closed_waits_for_nobody(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(round_, state=RoundState.CLOSING)
    assert await waiting(scenario, BEN) == []


@pytest.mark.parametrize(
    ("taps", "which"),
    [((), "1"), ((4, 4), "3"), ((4, 4, 4, 4, 4), "comment"), ((4, 4, 4, 4, 4, "done"), None)],
)
async def test_what_comes_next_follows_from_what_was_answered(
    scenario: Scenario, taps: tuple[object, ...], which: str | None
) -> None:
    round_ = await scenario.open_first_round(*CAST)
    invitation, t = await scenario.one(Invitation, member=BEN.member), scenario.context.translator()
    unlocked = await answers.require_unlocked(scenario.context, round_, t)
    async with scenario.store.transaction() as db:
        for question, tap in zip((*round_.questions, COMMENT), taps, strict=False):
            await answers.save(db, unlocked, BEN.member, question, str(tap))
        invited = await answers.find_invitation(db, BEN.person, invitation.id, t)
        assert await next_card(BANK, db, t, unlocked, invited) == (
            which,
            check_in.step_card(BANK, t, "Harbour Together", round_, invitation.id, which),
        )


async def test_every_step_is_put_in_the_listeners_language(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    t = scenario.context.translator(CERYS.person)
    cards = [
        check_in.step_card(BANK, t, "Riverside Families", round_, "i1", which)
        for which in ("1", "5", "comment", None)
    ]
    first = BANK.question(round_.questions[0])
    assert cards[0].title == first.text.texts["cy"]
    assert labels(cards[0])[:5] == [each.texts["cy"] for each in BANK.scale.points]
    assert {card.thread_key for card in cards} == {f"ask:{round_.id}"}


def test_a_partnerships_own_question_is_put_in_its_own_words() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    words = "How fair was the budget decision?"
    own = Round("r1", "p1", RoundKind.AD_HOC, 0, ("own",), now, now, now, own=words)
    card = check_in.step_card(BANK, Translator(), "Kent", own, "i1", "1")
    assert card.title == words
    (introduction,) = [part.words for part in card.parts if isinstance(part, Text)]
    assert introduction == "Kent: 1 question, under a minute. Open until Monday 2 March, 09:00."

"""A partnership's first fortnight, from end to end."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.cards import BulletList, Chart, plain
from bot.core.deliveries import Delivery
from bot.core.models import Member, MembershipStatus, QuestionResult, Round, RoundState
from bot.rounds.progress import CHECK_INTERVAL
from tests.support.cast import (
    AMIRA,
    BEN,
    CAST,
    CERYS,
    DILYS,
    EFE,
    FARAH,
    GWIL,
    HANA,
    IDRIS,
    JO,
    KOFI,
    LOWRI,
    SIX,
    ScenarioUser,
)
from tests.support.databases import each_database
from tests.support.read_cards import buttons, facts, labels, reason, words
from tests.support.scenario import Scenario

MEANT: dict[ScenarioUser, tuple[int | str, ...]] = {
    AMIRA: (4, 4, 5, 4, 3),
    BEN: (3, 4, 4, 3, 3),
    CERYS: (2, 3, 2, 3, 4),
    DILYS: (4, 4, 3, 4, "?"),
    EFE: (5, 4, 4, 5, 4),
    FARAH: (4, 5, 4, 4, 3),
    GWIL: (4, 4, 4, "-", 3),
    HANA: (3, 3, 4, 4, 4),
    IDRIS: (2, 4, 2, 3, 2),
    JO: (3, 4, 2, 3, 3),
}


@each_database
async def test_from_the_first_question_to_the_summary(scenario: Scenario) -> None:
    """Ten of twelve answer, one changes her mind, three comment; all get the same summary."""
    await scenario.open_first_round(*CAST)
    await scenario.passes_until(2, 10)
    card = scenario.last_card(BEN)
    assert words(card).splitlines()[:3] == [
        "Partners do what they say they will do.",
        "Harbour Together: 5 questions, under a minute. Open until Friday 6 March, 16:30.",
        "1 of 5 · How true is this of us now?",
    ]
    labels_ = ("Partly", "Mostly", "Mostly", "Partly", "Partly")
    titles = [(await scenario.presses(BEN, label)).title for label in labels_]
    questions = (await scenario.open_round()).questions
    assert titles == [
        *(scenario.bank.question(each).text.in_language("en") for each in questions[1:]),
        "Anything to add?",
    ]
    thanks = await scenario.writes(BEN, "The new chair listens.")
    assert (thanks.title, "The new chair listens." in words(thanks)) == ("Thank you", False)
    for actor, taps in MEANT.items():
        if actor is not BEN:
            comment = {CERYS: "Diolch.", IDRIS: "We meet too rarely."}.get(actor, "")
            await scenario.answers(actor, *taps, comment=comment)
    await scenario.presses(DILYS, "Partners do what they say they will do.")
    await scenario.presses(DILYS, "Fully")

    assert facts(await scenario.says(KOFI, "status"))["Enough scores to show results"] == "yes"
    assert (await scenario.says(AMIRA, "results")).title == "Harbour Together: no results yet"
    await scenario.passes_until(6, 16, 29)
    assert scenario.posted() == []
    await scenario.passes_until(6, 16, 31)

    (summary,) = [card for card in scenario.posted() if card.title == "Harbour Together: round 1"]
    assert words(summary).splitlines()[1] == "10 of 12 replied."
    assert facts(summary)["Trust"] == "3.5 (3.1 to 3.8)"
    assert facts(summary)["Shared purpose"] == "3.9 (3.7 to 4.1)"
    (chart,) = [part for part in summary.parts if isinstance(part, Chart)]
    assert [panel.points[0].value for panel in chart.panels] == [3.5, 3.9, 3.4]
    assert "Diolch." not in words(summary).splitlines()
    (written,) = [
        part for part in (await scenario.says(KOFI, "comments")).parts if isinstance(part, BulletList)
    ]
    assert sorted(map(plain, written.items)) == ["Diolch.", "The new chair listens.", "We meet too rarely."]
    whole = await scenario.says(BEN, "results")
    assert facts(whole)["Trust"] == "3.5 · range 3.1 to 3.8 · 10 of 12 gave a score"
    assert await scenario.says(LOWRI, "results") == whole
    late = await scenario.says(LOWRI, buttons(card)[0].says, pressed=True)
    assert reason(late).startswith("You cannot answer this question.")


async def test_everybody_is_asked_and_told_in_their_own_hours(scenario: Scenario) -> None:
    auckland = replace(KOFI, zone="Pacific/Auckland")
    await scenario.open_first_round(AMIRA, BEN, JO, auckland, DILYS)
    asked = {each.member: each.due_at for each in await scenario.all(Delivery) if each.kind == "ask"}
    assert asked == {
        AMIRA.member: datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        BEN.member: datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        JO.member: datetime(2026, 3, 2, 14, 30, tzinfo=UTC),
        auckland.member: datetime(2026, 3, 2, 20, 30, tzinfo=UTC),
        DILYS.member: datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    }
    await scenario.passes_until(6, 16, 31)
    assert len(scenario.posted()) == 1
    assert [len(scenario.titles_sent_to(actor)) for actor in (AMIRA, JO)] == [
        2,
        3,
    ]  # Jo's Friday has only begun
    await scenario.passes_until(9, 9, 31)
    assert [scenario.titles_sent_to(actor)[-1] for actor in (AMIRA, JO)] == ["Harbour Together: round 1"] * 2


async def test_only_members_who_have_not_replied_are_reminded_once(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes_until(2, 10)
    await scenario.answers(BEN, 4)
    await scenario.passes_until(6, 12)
    reminded = [
        actor.name
        for actor in SIX
        if "Harbour Together: still time to answer" in scenario.titles_sent_to(actor)
    ]
    assert reminded == ["Amira Khan", "Dilys", "Efe", "Farah"]
    assert len(scenario.titles_sent_to(CERYS)) == 2  # in Welsh


async def test_the_status_shows_no_number_of_replies_below_the_threshold(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*CAST)
    await scenario.passes_until(2, 15)
    seen = []
    for actor in CAST:
        seen.append(await scenario.says(LOWRI, "status"))
        await scenario.answers(actor, 4)
        scenario.clock.move(CHECK_INTERVAL)
    assert len({words(each) for each in seen[:5]}) == 1
    assert len({words(each) for each in seen[5:]}) == 1
    assert len({words(each) for each in seen}) == 2


async def test_members_may_leave_and_join_during_a_round(scenario: Scenario) -> None:
    """A member who leaves is not counted, and one who joins is asked in the next round."""
    await scenario.open_first_round(*SIX)
    await scenario.passes_until(3, 10)
    await scenario.all_answer(3, 3, 4, 4, 4, 1)
    await scenario.says(FARAH, "leave")
    await scenario.presses(FARAH, "Leave")
    assert (await scenario.says(AMIRA, "add Nia to Cegin Gymunedol")).title != "Not done"
    newcomer = (await scenario.all(Member, standing=MembershipStatus.INVITED))[0]
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(newcomer, standing=MembershipStatus.ACTIVE)
    await scenario.passes_until(6, 17)
    (round_,) = await scenario.all(Round)
    assert (round_.replies, round_.invited) == (5, 5)
    assert {each.mean for each in await scenario.all(QuestionResult)} == {3.6}
    await scenario.passes_until(16, 10)
    asked = [each.member for each in await scenario.all(Delivery) if each.kind == "ask"]
    assert (newcomer.id in asked, asked.count(FARAH.member)) == (True, 1)


async def test_a_paused_member_is_not_asked_counted_or_reminded(
    scenario: Scenario,
) -> None:
    await scenario.create_partnership(
        *SIX,
        next_round_at=datetime(2026, 3, 3, 10, tzinfo=UTC),
        rhythm="FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;BYHOUR=10;BYMINUTE=0;BYSECOND=0",
    )
    await scenario.says(BEN, "pause until 5 March")
    await scenario.passes_until(10, 9, 45)
    (first,) = await scenario.all(Round)
    assert (first.invited, scenario.titles_sent_to(BEN)) == (5, ["Harbour Together: round 1"])
    await scenario.passes_until(10, 11)
    assert scenario.titles_sent_to(BEN)[1:] == ["Partners do what they say they will do."]
    await scenario.says(BEN, "pause until 31 March")
    await scenario.passes_until(13, 12)
    assert len(scenario.titles_sent_to(BEN)) == 2


async def test_a_coordinator_asks_closes_early_and_calls_off(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "preview roles")
    await scenario.presses(AMIRA, "Ask this now")
    await scenario.presses(AMIRA, "Ask 6 people")
    await scenario.passes(minutes=59)
    await scenario.all_answer(4, 4, 4, 3, 3, 3)
    assert reason(await scenario.says(AMIRA, "close now")).startswith(
        "You can close this round from Monday 2 March, 10:00."
    )
    await scenario.passes(minutes=1)
    assert (await scenario.says(AMIRA, "close now")).title == "The round is closed"
    await scenario.passes(minutes=1)
    assert scenario.posted()[-1].title == "Harbour Together: what you said"
    await scenario.passes(days=7)
    await scenario.says(AMIRA, 'ask "How fair was the budget decision?" for 2 days now')
    assert labels(await scenario.says(AMIRA, "status")) == ["Close this round", "Cancel this round"]
    (_, cancel) = buttons(scenario.last_card(AMIRA))
    assert cancel.confirm == (
        "6 people have been asked. Their answers will be deleted and there will be no results."
    )
    await scenario.presses(AMIRA, "Cancel this round")
    await scenario.passes(minutes=1)
    assert scenario.posted()[-1].title == "Harbour Together: the round was cancelled"
    assert [each.state for each in await scenario.all(Round)] == [RoundState.CLOSED, RoundState.CANCELLED]


@pytest.mark.parametrize("replying", [0, 3])
async def test_a_round_with_too_few_replies_reports_only_their_number(
    scenario: Scenario, replying: int
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(*[4] * replying)
    await scenario.passes(days=5)
    (summary,) = scenario.posted()
    assert words(summary).splitlines()[1] == f"{replying} of 6 replied."
    assert {each.partition(" · ")[0] for each in facts(summary).values()} == {"not shown"}

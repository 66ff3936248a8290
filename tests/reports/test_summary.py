"""All that may be said of a closed round, gathered from what is stored."""

from datetime import timedelta

import pytest

from bot.core.followups import Rebase
from bot.core.models import (
    Member,
    MembershipStatus,
    Partnership,
    QuestionResult,
    Role,
    Round,
    RoundKind,
    RoundState,
)
from bot.questions.bank import OWN_QUESTION
from bot.reports.summary import RoundSummary, summarise
from bot.reports.titles import theme_title
from tests.questions.product_bank import BANK
from tests.support.cast import AMIRA, CAST, CERYS, EFE, FARAH, GWIL, HANA, SIX, ScenarioUser
from tests.support.scenario import Scenario


async def told(scenario: Scenario, number: int = 0) -> RoundSummary:
    """Of the scheduled round with this number, or of the newest."""
    rounds = sorted(await scenario.all(Round, state=RoundState.CLOSED), key=lambda each: each.number)
    async with scenario.store.read_only() as db:
        return await summarise(scenario.context, db, rounds[number - 1], scenario.context.translator())


async def goes_on(scenario: Scenario, *points: int) -> None:
    """The next round opens, everybody answers and it closes."""
    opens_at = (await scenario.one(Partnership)).next_round_at
    assert opens_at is not None
    await scenario.passes(seconds=(opens_at - scenario.clock.now()).total_seconds())
    await scenario.fill(*points)
    await scenario.closes()


async def joins(scenario: Scenario, actor: ScenarioUser) -> None:
    place = Member(
        actor.member,
        "harbour",
        actor.organisation,
        actor.person.id,
        Role.MEMBER,
        MembershipStatus.ACTIVE,
        scenario.clock.now(),
    )
    async with scenario.store.transaction() as db:
        await db.add(actor.person, place)


async def reads(scenario: Scenario, theme: str, *means: float, scored: int = 12) -> None:
    """As if all of these rounds, a fortnight apart and the last one today, had asked about a theme of a
    pack."""
    question = BANK.by_name[theme].questions[0].ref
    for number, mean in enumerate(means, 1):
        at = scenario.clock.now() - timedelta(weeks=2 * (len(means) - number))
        round_ = Round(
            f"r{number}", "harbour", RoundKind.SCHEDULED, number, (question,), at, at, at, RoundState.CLOSED,
            closed_at=at, invited=12, replies=12,
        )  # fmt: skip
        reading = QuestionResult(
            f"r{number}.1",
            round_.id,
            "harbour",
            BANK.by_name[theme].id,
            question,
            False,
            scored,
            12,
            mean=mean,
        )
        async with scenario.store.transaction() as db:
            await db.add(round_, reading)


async def test_replies_are_told_beside_those_of_the_round_before(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    await goes_on(scenario, 4, 4, 4, 4, 4)
    assert (await told(scenario, 1)).last is None
    newest = await told(scenario)
    assert newest.last is not None
    assert (newest.last.number, newest.last.replies, newest.round.replies) == (1, 6, 5)


async def test_while_there_are_few_rounds_it_says_why_nothing_can_stand_out(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    assert (await told(scenario)).usual == (
        "It takes four rounds with enough scores to see whether anything changes. So far there is 1."
    )
    for _ in range(3):
        await goes_on(scenario, 4, 4, 4, 4, 4, 4)
    assert (
        await told(scenario)
    ).usual == "Compared with the usual level of the last 3 rounds: nothing stands out."


async def test_a_theme_that_is_measured_anew_is_told_apart(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    for _ in range(2):
        await goes_on(scenario, 4, 4, 4, 4, 4, 4)
    from_at = scenario.clock.now() + timedelta(days=1)
    async with scenario.store.transaction() as db:
        await db.add(Rebase("anew", "harbour", "trust", from_at, "half of us are new", AMIRA.member))
    await goes_on(scenario, 4, 4, 4, 4, 4, 4)
    assert (await told(scenario)).usual == (
        "Compared with the usual level of the last 3 rounds: nothing stands out. Trust: It takes "
        "four rounds with enough scores to see whether anything changes. So far there is 1."
    )


async def test_an_ad_hoc_round_is_neither_calm_nor_compared_with_anything(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, 'ask "How fair was the budget decision?" for 2 hours now')
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    shown = await told(scenario)
    assert (shown.usual, shown.roster, shown.last, shown.chart) == ("", "", None, None)


async def test_an_ad_hoc_round_shows_how_people_answered_where_ten_did(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.says(AMIRA, "ask roles for 2 hours now")
    await scenario.fill(4, 4, 4, 2, 4, 4, 4, 1, 4, 4)
    await scenario.closes()
    chart = (await told(scenario)).chart
    assert chart is not None
    assert [bar.counts for bar in chart.bars] == [(1, 1, 0, 8, 0)] * 3
    assert chart.name == f"answers:{(await scenario.one(Round)).id}"


async def test_who_came_and_went_since_the_first_round_is_told_as_a_count(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    assert (await told(scenario)).roster == ""
    await scenario.says(EFE, "leave now")
    await scenario.says(FARAH, "pause until 1 July")
    for newcomer in (GWIL, HANA):
        await joins(scenario, newcomer)
    await goes_on(scenario, 4, 4, 4, 4)
    assert (await told(scenario)).roster == (
        "Since round 1, which we compare with, 2 members have joined and 1 has left."
    )


async def test_who_asked_to_be_forgotten_is_not_counted(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    await scenario.says(EFE, "forget me now")
    await goes_on(scenario, 4, 4, 4, 4)
    assert (await told(scenario)).roster == ""


async def test_a_pack_that_reads_low_stands_out_with_a_question_to_talk_about(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await reads(scenario, "service users", 2.4)
    shown = await told(scenario)
    assert shown.stands_out == ("People who use services: the score is below the middle of the scale",)
    assert shown.talking_point == "When did someone who uses our services last change what we did?"


@pytest.mark.parametrize(("theme", "mean"), [("service users", 3.0), ("roles", 2.0)])
async def test_other_packs_and_other_scores_do_not(scenario: Scenario, theme: str, mean: float) -> None:
    await scenario.create_partnership(*SIX)
    await reads(scenario, theme, mean)
    shown = await told(scenario)
    assert (shown.stands_out, shown.talking_point) == ((), "")


async def test_the_question_for_a_low_pack_is_another_each_time_and_none_comes_back_in_a_year(
    scenario: Scenario,
) -> None:
    await scenario.create_partnership(*SIX)
    await reads(scenario, "whole system", *[2.0] * 11)
    points = [(await told(scenario, number)).talking_point for number in range(1, 12)]
    assert (len(set(points[:9])), points[9:]) == (9, ["", ""])
    assert [(await told(scenario, number)).talking_point for number in range(1, 12)] == points


async def test_titles_are_said_in_the_listeners_language(scenario: Scenario) -> None:
    t = scenario.context.translator(CERYS.person)
    assert theme_title(BANK, "trust", t) == BANK.by_name["trust"].title.texts["cy"]
    assert theme_title(BANK, OWN_QUESTION, scenario.context.translator()) == "Your question"

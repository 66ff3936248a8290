"""Results and trends of a theme and of a time that is named."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.cards import Chart
from bot.core.followups import Note
from bot.core.models import QuestionResult, Round, RoundKind, RoundState
from bot.messages.results import MAX_ROUNDS
from tests.support.cast import AMIRA, CAST, CERYS, EFE, SIX, STRANGER
from tests.support.history_factory import ANCHORS
from tests.support.read_cards import button_sentences, facts, labels, reason, says, words
from tests.support.scenario import Scenario

NO_PERIOD = (
    "We did not understand “{}”. Type for example: results for March 2026, trends since "
    "January, or results for last 3 rounds"
)
NO_ROUND = "No round like that closed then. The first closed on 6 March 2026 and the last on 3 April 2026."
SCORES = "Trust {0} · Shared purpose {0} · Power balance {0} · 6 of 6 replied"


QUESTIONS = (*ANCHORS.values(), "roles.others@1")
DAYS = (
    datetime(2026, 3, 6, 16, tzinfo=UTC),
    datetime(2026, 3, 20, 16, tzinfo=UTC),
    datetime(2026, 4, 3, 15, tzinfo=UTC),
)


@pytest.fixture
async def measured(scenario: Scenario) -> Scenario:
    """Rounds 1 to 3, in which all said 4, 3 and 2 to the anchors and to one question of a pack; it is 7 April
    and round 4 is open."""
    scenario.clock.move(datetime(2026, 4, 7, 10, tzinfo=UTC) - scenario.clock.now())
    await scenario.open_first_round(*SIX, rounds=3)
    for number, (at, mean) in enumerate(zip(DAYS, (4.0, 3.0, 2.0), strict=True), 1):
        round_ = Round(
            f"r{number}", "harbour", RoundKind.SCHEDULED, number, QUESTIONS, at, at, at, RoundState.CLOSED,
            closed_at=at, invited=6, replies=6,
        )  # fmt: skip
        readings = (
            QuestionResult(
                f"{round_.id}.{question}", round_.id, "harbour", question.split(".")[0], question,
                anchor=question in ANCHORS.values(), scored=6, invited=6, mean=mean,
            )
            for question in QUESTIONS
        )  # fmt: skip
        async with scenario.store.transaction() as db:
            await db.add(round_, *readings)
    return scenario


async def chart(scenario: Scenario, said: str) -> Chart:
    (found,) = [part for part in (await scenario.says(EFE, said)).parts if isinstance(part, Chart)]
    return found


async def test_the_results_of_a_month_are_its_rounds_the_newest_first(measured: Scenario) -> None:
    card = await measured.says(EFE, "results for March 2026")
    assert card.title == "Harbour Together: 6 March 2026 to 20 March 2026"
    assert facts(card) == {
        "Round 2, 20 March 2026": SCORES.format("3.0"),
        "Round 1, 6 March 2026": SCORES.format("4.0"),
    }
    assert list(facts(card)) == ["Round 2, 20 March 2026", "Round 1, 6 March 2026"]
    assert labels(card) == ["Round 2", "Round 1", "See how it has changed"]
    assert says(card, "See how it has changed") == "trends for March 2026"


async def test_a_time_may_be_named_in_several_ways(measured: Scenario) -> None:
    named = {
        "results for last 2 rounds": [3, 2],
        "results for last 9 rounds": [3, 2, 1],
        "results since 20 March": [3, 2],
        "results for 20 March to April": [3, 2],
        "results for 2026": [3, 2, 1],
    }
    rows = {said: [*facts(await measured.says(EFE, said))] for said in named}
    assert {said: [int(row.split(",")[0].split()[1]) for row in each] for said, each in rows.items()} == named


async def test_of_a_single_round_everything_is_told(measured: Scenario) -> None:
    for said in ("results for round 2", "results for 20 March 2026"):
        card = await measured.says(EFE, said)
        assert (card.title, facts(card)["Trust"]) == (
            "Harbour Together: round 2",
            "3.0 · 6 of 6 gave a score",
        )
    more = await measured.presses(EFE, "More: Trust")
    assert more.title == "Trust · Harbour Together: round 2"


async def test_what_the_summary_of_an_older_round_said_can_be_had_again(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    for points in ([4] * 6, [3] * 6):
        await scenario.fill(*points)
        await scenario.closes()
        await scenario.passes(days=10)
    (posted,) = [card for card in scenario.posted() if card.title == "Harbour Together: round 1"]
    again = await scenario.says(EFE, says(posted, "All results"))
    assert again == await scenario.says(EFE, "results for round 1")
    assert facts(again)["Trust"].startswith(facts(posted)["Trust"])
    more = await scenario.says(EFE, says(again, "More: Trust"))
    assert more.title == "Trust · Harbour Together: round 1"


async def test_the_results_of_a_theme_say_each_of_its_questions(measured: Scenario) -> None:
    card = await measured.says(EFE, "results trust since March")
    rows = facts(card)
    assert list(rows) == ["Round 3, 3 April 2026", "Round 2, 20 March 2026", "Round 1, 6 March 2026"]
    assert rows["Round 1, 6 March 2026"] == "Trust 4.0 · Gave a score 6 of 6"
    assert says(card, "Round 3") == "results trust for round 3"
    assert says(card, "See how it has changed") == "trends trust since March"
    assert (await measured.presses(EFE, "Round 2")).title == "Trust · Harbour Together: round 2"


async def test_a_pack_has_results_of_a_time_but_no_trend(measured: Scenario) -> None:
    card = await measured.says(EFE, "results roles for March")
    assert (
        facts(card)["Round 1, 6 March 2026"]
        == "I know who does what in this partnership. 4.0 · Gave a score 6 of 6"
    )
    assert labels(card) == ["Round 2", "Round 1"]


async def test_for_may_name_a_theme_instead_of_a_time(measured: Scenario) -> None:
    assert (await measured.says(EFE, "results for trust")).title == "Trust · Harbour Together: round 3"
    assert [each.title for each in (await chart(measured, "trends for power")).panels] == ["Power balance"]


async def test_an_extra_round_is_told_among_the_others_and_opens_no_further(measured: Scenario) -> None:
    await measured.says(AMIRA, "cancel now")
    await measured.says(AMIRA, 'ask "How fair was the budget decision?" for 2 hours now')
    await measured.fill(*[3] * 6)
    await measured.closes()
    card = await measured.says(EFE, "results since April")
    (extra,) = [row for row in facts(card) if row.startswith("Extra round")]
    assert facts(card)[extra] == "How fair was the budget decision? about 3 · 6 of 6 replied"
    assert labels(card) == ["Round 3", "See how it has changed"]


async def test_trends_begin_with_the_first_round_of_a_time_and_end_with_its_last(measured: Scenario) -> None:
    card = await measured.says(EFE, "trends for 20 March to April")
    assert list(facts(card)) == ["Round 3, 3 April 2026", "Round 2, 20 March 2026"]
    drawn = [
        await chart(measured, f"trends {more}")
        for more in ("power since 20 March", "for last round", "for March")
    ]
    assert [[[point.value for point in panel.points] for panel in each.panels] for each in drawn] == [
        [[3.0, 2.0]],
        [[2.0]] * 3,
        [[4.0, 3.0]] * 3,
    ]


async def test_the_picture_of_a_time_can_be_fetched_by_its_address(measured: Scenario) -> None:
    drawn = await chart(measured, "trends power since 20 March")
    assert await measured.bot.chart(drawn.name, "en") == drawn


async def test_notes_since_are_told_with_the_newest_trend_alone(measured: Scenario) -> None:
    async with measured.store.transaction() as db:
        await db.add(Note("n1", "harbour", datetime(2026, 4, 6, tzinfo=UTC).date(), "A new chair"))
    told = [words(await measured.says(EFE, said)) for said in ("trends", "trends for March")]
    assert ["A new chair" in each for each in told] == [True, False]


async def test_a_time_that_makes_no_sense_or_holds_no_round_is_refused(measured: Scenario) -> None:
    refused = {
        "results for ages": NO_PERIOD.format("ages"),
        "trends for March since January": NO_PERIOD.format("March since January"),
        "results for May 2026": "“May 2026” has not come yet.",
        "results for February 2026": NO_ROUND,
        "results for round 4": NO_ROUND,
        "results eight considerations for 2026": "No round like that has closed yet.",
        "comments for February 2026": NO_ROUND,
    }
    assert {said: reason(await measured.says(EFE, said)) for said in refused} == refused


async def test_a_theme_that_is_not_there_is_refused_whatever_the_time(measured: Scenario) -> None:
    card = await measured.says(EFE, "results love for March")
    assert reason(card) == "There is no theme called “love”. Choose one."
    assert button_sentences(card)["Trust"] == "results trust for March"
    assert len(labels(card)) == len(measured.context.bank.themes)
    assert reason(await measured.says(EFE, "trends roles for March")).startswith("“roles” has no trend.")


async def test_before_the_first_close_there_is_nothing_of_any_time(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    for said in ("results for March", "trends since March", "comments for March"):
        assert reason(await scenario.says(EFE, said)) == ("No round like that has closed yet.")


async def test_times_are_understood_and_refused_in_welsh(measured: Scenario) -> None:
    card = await measured.says(CERYS, "results for Mawrth 2026")
    assert list(facts(card)) == ["Rownd 2, 20 Mawrth 2026", "Rownd 1, 6 Mawrth 2026"]
    refused = words(await measured.says(CERYS, "results for byth")).splitlines()
    assert refused[1].startswith("Doedden ni ddim yn deall “byth”.")


async def test_what_people_wrote_can_be_had_by_time(scenario: Scenario) -> None:
    await scenario.open_first_round(*CAST)
    await scenario.fill(*[4] * 12, comments={AMIRA: "Papers late.", EFE: "Good talk.", CERYS: "Diolch."})
    await scenario.closes()
    await scenario.passes(days=10)
    await scenario.fill(*[4] * 12)
    await scenario.closes()
    assert "too few people replied or wrote" in words(await scenario.says(EFE, "comments"))
    first = words(await scenario.says(EFE, "comments for round 1")).splitlines()
    assert sorted(first[1:4]) == ["Diolch.", "Good talk.", "Papers late."]


async def test_what_is_held_back_stays_so_over_any_time(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    for few in ([4] * 4, [5] * 4):
        await scenario.fill(*few)
        await scenario.closes()
        await scenario.passes(days=10)
    rows = facts(await scenario.says(EFE, "results for last 2 rounds"))
    assert {*rows.values()} == {
        "Trust not shown · Shared purpose not shown · Power balance not shown · 4 of 6 replied"
    }
    assert [
        part for part in (await scenario.says(EFE, "trends for 2026")).parts if isinstance(part, Chart)
    ] == []


async def test_more_rounds_than_a_year_has_are_counted(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    now = scenario.clock.now()
    for number in range(1, MAX_ROUNDS + 3):
        at = now - timedelta(weeks=2 * (MAX_ROUNDS + 3 - number))
        async with scenario.store.transaction() as db:
            await db.add(
                Round(
                    f"r{number}",
                    "harbour",
                    RoundKind.SCHEDULED,
                    number,
                    (),
                    at,
                    at,
                    at,
                    RoundState.CLOSED,
                    closed_at=at,
                    invited=6,
                    replies=6,
                )
            )
    card = await scenario.says(EFE, "results for last 40 rounds")
    assert len(facts(card)) == MAX_ROUNDS
    assert "2 earlier rounds not shown." in words(card).splitlines()
    assert (
        "1 earlier round not shown."
        in words(await scenario.says(EFE, "results for last 27 rounds")).splitlines()
    )


async def test_a_stranger_is_told_nothing(measured: Scenario) -> None:
    card = await measured.says(STRANGER, "results for March 2026")
    assert reason(card).startswith("We do not know you yet.")

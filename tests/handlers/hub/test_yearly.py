"""The yearly look of a hub: its parts, what is worth talking about, and the plan."""

from datetime import timedelta

import pytest

from bot.core.errors import NotFound
from bot.core.models import QuestionResult
from bot.handlers.hub.yearly import LooksPage, LooksView, YearlyPage, YearlyView
from tests.handlers.hub.test_observers import share
from tests.support.cast import AMIRA, BEN, CAST, EFE
from tests.support.hub_history import make_history, read
from tests.support.scenario import Scenario
from tests.support.yearly_looks import LOW, SPLIT, hold_part

TEST, EIGHT = "Are we passing the test?", "Eight considerations"


async def look(scenario: Scenario, year: int = 2026) -> YearlyPage:
    return await read(scenario, EFE, YearlyView(str(year)))


async def looks(scenario: Scenario) -> LooksPage:
    return await read(scenario, EFE, LooksView())


async def test_without_a_look_there_is_what_to_ask(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    assert await looks(scenario) == LooksPage((), 2026, (TEST, EIGHT))


@pytest.mark.parametrize("year", ["2026", "2025", "02026", "next", "9" * 400])
async def test_a_year_without_a_look_is_not_found(scenario: Scenario, year: str) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.says(AMIRA, "yearly look now")  # of an open round nothing is shown
    with pytest.raises(NotFound):
        await read(scenario, EFE, YearlyView(year))


async def test_both_parts_of_a_year_stand_together(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await hold_part(scenario)
    assert (await looks(scenario)).to_ask == (EIGHT,)
    assert (await look(scenario)).missing == (EIGHT,)
    await hold_part(scenario)
    listed = await looks(scenario)
    assert [(line.year, [title for title, _ in line.parts]) for line in listed.looks] == [
        (2026, [TEST, EIGHT])
    ]
    shown = await look(scenario)
    assert [(part.title, len(part.rows), part.line.replies) for part in shown.parts] == [
        (TEST, 15, 11),
        (EIGHT, 12, 11),
    ]
    assert (listed.to_ask, shown.missing) == ((), ())


async def test_the_newest_round_of_a_part_counts(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await hold_part(scenario)
    await scenario.passes(days=14)
    await scenario.says(AMIRA, "ask test now")
    await scenario.fill(*[4] * 12)
    await scenario.closes()
    (part,) = (await look(scenario)).parts
    assert (part.line.replies, part.rows[0].row.score) == (12, "4.0")


async def test_every_question_has_score_range_and_number(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await hold_part(scenario, {"witness": LOW})
    (part,) = (await look(scenario)).parts
    first = part.rows[0]
    assert (first.row.name, first.row.score, first.row.range, first.row.n) == (
        "We plan services with the people who use them.",
        "3.7",
        "3.6 to 3.9",
        "11 of 12",
    )
    assert first.remarks == ("People largely agree.",)
    assert part.standing == ("Low among these questions: “We ask people from outside to see how we work.”",)
    assert part.chart is not None


async def test_few_replies_show_no_order_and_no_bars(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await hold_part(scenario, {"witness": LOW[:6]}, usual=(3, 3, 3, 4, 4, 4))
    shown = await look(scenario)
    (part,) = shown.parts
    assert (part.rows[0].row.score, part.rows[0].row.range) == ("about 3.5", "not shown")
    assert (part.chart, shown.topics) == (None, ())
    assert part.standing == (
        "The questions stand about the same: their ranges overlap too much to tell them apart.",
    )


async def test_topics_have_a_reason_a_talking_point_and_sources(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await hold_part(scenario, {"witness": LOW, "control": SPLIT})
    topics = (await look(scenario)).topics
    assert [(topic.row.name, topic.pack, topic.reason) for topic in topics] == [
        (
            "Our leaders are at ease when others decide.",
            TEST,
            "There are two groups, who see this very differently.",
        ),
        (
            "We ask people from outside to see how we work.",
            TEST,
            "It stands low among the questions of its part.",
        ),
    ]
    assert all(topic.point.endswith("?") and topic.sources for topic in topics)


async def test_a_year_is_compared_with_the_one_before(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await hold_part(scenario, {"plan": LOW})
    scenario.clock.move(timedelta(days=365))
    await hold_part(scenario, {"money": LOW})
    shown = await look(scenario, 2027)
    changes = [row.remarks[1:] for row in shown.parts[0].rows]
    assert changes[:3] == [
        ("Sharply higher than in 2026.",),
        ("Sharply lower than in 2026.",),
        ("About the same as in 2026.",),
    ]
    assert "What has changed. No earlier look asked the same questions." not in shown.unknown
    assert [line.year for line in (await looks(scenario)).looks] == [2027, 2026]
    assert (shown.is_newest, (await look(scenario, 2026)).is_newest) == (True, False)


async def test_sides_are_compared_on_power_alone(scenario: Scenario) -> None:
    round_ = await make_history(scenario)
    power = await scenario.one(QuestionResult, round=round_.id, theme="power", anchor=True)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(power, gap=0.4, uneven=False)
    await hold_part(scenario)
    shown = await look(scenario)
    assert shown.sides.line is not None
    assert shown.sides.line.title == "Round 14"
    assert shown.sides.words == ("Lead organisations and the others scored 0.4 apart, which may be chance.")
    assert shown.lead_bodies == ("Harbour Council", "Harbour NHS Trust")


async def test_without_a_gap_nothing_is_said_of_sides(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await hold_part(scenario)
    assert ((await look(scenario)).sides.words, (await look(scenario)).sides.line) == ("", None)


async def test_the_plan_of_a_year_shows_how_far_it_was_done(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await hold_part(scenario)
    await scenario.says(EFE, "action An ordinary one")
    await scenario.says(EFE, "improve Share the budget by 3 May @Ben")
    await scenario.says(EFE, "improve Meet monthly by 1 April @Harbour Council")
    await scenario.says(EFE, "improve A mistake by 1 April @Ben")
    await scenario.says(EFE, "remove action 4 now")
    scenario.clock.move(timedelta(days=40))
    await scenario.says(BEN, "did 2 partly")
    plan = (await look(scenario)).plan
    assert [(action.number, action.words, action.owner, action.state) for action in plan] == [
        (2, "Share the budget", "Ben Okoro", "partly done"),
        (3, "Meet monthly", "Harbour Council", "overdue"),
    ]


async def test_observers_are_told_no_names(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await hold_part(scenario)
    await scenario.says(EFE, "improve Share the budget by 3 May @Ben")
    await scenario.says(EFE, "improve Meet monthly by 3 May @Harbour Council")
    secret = await share(scenario)
    reader, shown = await scenario.bot.hub.view_as_observer(secret, "en", YearlyView("2026"))
    assert [action.owner for action in shown.plan] == ["a member", "Harbour Council"]
    assert reader.person is None

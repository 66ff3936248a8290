"""Stories over many rounds: what a partnership reads about changes, and when it gets a message."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.cards import Card, Chart
from bot.core.models import Partnership, QuestionResult
from tests.support.cast import AMIRA, CAST, LOWRI
from tests.support.databases import each_database
from tests.support.history_factory import unchanged_rounds
from tests.support.read_cards import words
from tests.support.scenario import Scenario

USUAL = (4, 4, 4, 5, 4, 4, 3, 4, 5, 4, 4, 4)  # 4.1
BETTER, WORSE = (5, *USUAL[1:]), (3, *USUAL[1:])  # 4.2 and 4.0
LOWER = (4, 3) * 6  # 3.5
SPLIT = (1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4)
THEMES = "trust, shared purpose and power balance"


async def with_a_past(scenario: Scenario, people: int = 12, rounds: int = 12, band: str = "") -> None:
    """A partnership whose rounds all measured the same, and whose next has just opened."""
    await scenario.open_first_round(*CAST[:people], rounds=rounds)
    past = [*unchanged_rounds("harbour", people, scenario.clock.now(), rounds)]
    async with scenario.store.transaction() as db:
        await db.add(
            *(
                replace(record, mean=None, spread=None, band=band)
                if band and isinstance(record, QuestionResult)
                else record
                for record in past
            )
        )


async def close_round(scenario: Scenario, points: Sequence[int]) -> tuple[Card, list[Card]]:
    """All answer, the round closes, the next one opens. Return the summary and the alerts in the channel."""
    before = len(scenario.posted())
    await scenario.fill(*points)
    await scenario.closes()
    await scenario.passes(minutes=1)
    summary, *alerts = scenario.posted()[before:]
    opens_at = (await scenario.one(Partnership)).next_round_at
    assert opens_at is not None
    await scenario.passes(seconds=(opens_at - scenario.clock.now()).total_seconds())
    return summary, [card for card in alerts if card.thread_key.startswith("alert:")]


def chart_of(summary: Card) -> Chart:
    (chart,) = [part for part in summary.parts if isinstance(part, Chart)]
    return chart


def marks(summary: Card) -> set[str]:
    return {point.mark for panel in chart_of(summary).panels for point in panel.points}


@each_database
async def test_a_calm_year_brings_no_message_and_no_mark(scenario: Scenario) -> None:
    await with_a_past(scenario)
    for points in (USUAL, BETTER, WORSE, USUAL, WORSE, BETTER, USUAL, BETTER, BETTER, WORSE):
        summary, alerts = await close_round(scenario, points)
        assert alerts == []
        assert "rounds: nothing stands out." in words(summary)
        assert marks(summary) == {"common"}


@each_database
async def test_a_fall_is_coloured_then_confirmed_then_muted_and_at_last_the_new_level(
    scenario: Scenario,
) -> None:
    await with_a_past(scenario)
    story = [await close_round(scenario, LOWER) for _ in range(9)]
    (first, none), (second, messages), *_ = story
    assert none == []
    assert "concern" in marks(first)
    assert (
        f"Compared with last round: {THEMES} clearly lower.\n"
        f"Compared with the usual level of the last 13 rounds: {THEMES} clearly lower. "
        f"The change in {THEMES} may be chance. We will look again next round."
    ) in words(first)
    assert {card.title for card in messages} == {
        "Trust is clearly lower than usual",
        "Shared purpose is clearly lower than usual",
        "Power balance is clearly lower than usual",
    }
    assert "Since round 13 (" in words(messages[0])
    assert "Stands out, in a message of its own: power balance, shared purpose and trust." in words(second)
    assert "may be chance" not in words(second)
    assert [len(alerts) for _, alerts in story[2:5]] == [0, 0, 0]
    suggestion = "Trust: this may be the new usual level. A coordinator can start a new baseline."
    assert [suggestion in words(summary) for summary, _ in story].count(True) == 1
    told = [
        to for to, card in scenario.platform.sent if card.title == "Trust: this may be the new usual level"
    ]
    assert sorted(told, key=str) == [AMIRA.address, LOWRI.address]
    for summary, _ in story:  # the list and the title of the chart repeat nothing
        assert "lower" not in chart_of(summary).title
        assert words(summary).count("trust") <= 3


@each_database
async def test_a_split_is_told_once_when_it_comes_and_once_when_it_goes(scenario: Scenario) -> None:
    await with_a_past(scenario, rounds=0)
    story = [await close_round(scenario, points) for points in ((3,) * 12, SPLIT, SPLIT, (3,) * 12)]
    came = ["Trust: our views are now split into two groups" in words(summary) for summary, _ in story]
    went = ["Trust: our views are no longer split" in words(summary) for summary, _ in story]
    assert came == [False, True, False, False]
    assert went == [False, False, False, True]
    assert [alerts for _, alerts in story] == [[], [], [], []]
    assert "To talk about:" in words(story[1][0])
    assert "To talk about:" not in words(story[2][0])


@each_database
async def test_at_the_top_of_the_scale_one_point_of_one_person_is_no_news(scenario: Scenario) -> None:
    await with_a_past(scenario, people=8, rounds=14, band="high")
    for points in ((5, 5, 5, 5, 4, 4, 4, 3), (5,) * 8, (5, 5, 5, 4, 4, 4, 4, 3), (5,) * 8):
        summary, alerts = await close_round(scenario, points)
        assert alerts == []
        assert "rounds: nothing stands out." in words(summary)
        assert f"Compared with last round: {THEMES} too near the end of the scale to compare." in words(
            summary
        )
        assert marks(summary) == {"common"}
        assert all(panel.limits == () for panel in chart_of(summary).panels)
        assert f"No dashed lines for {THEMES}: too many scores" in chart_of(summary).subtitle

"""What came of closed rounds, for every member alike."""

import pytest

from bot.core.cards import Card, Chart
from bot.core.models import Partnership, Round, RoundState
from bot.handlers import results
from bot.language.parser import format_command
from bot.reports import charts
from tests.questions.product_bank import BANK
from tests.support.cast import AMIRA, SIX
from tests.support.read_cards import facts, labels, words
from tests.support.scenario import Scenario


@pytest.fixture
async def two_rounds(scenario: Scenario) -> Scenario:
    """Everybody said 4 in the first round, and 3 in the second."""
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    await scenario.passes_until(16)
    await scenario.fill(3, 3, 3, 3, 3, 3)
    await scenario.closes()
    return scenario


async def latest(scenario: Scenario) -> Card:
    async with scenario.store.read_only() as db:
        partnership = await db.get(Partnership, "harbour")
        return await results.latest_summary(
            scenario.context, db, partnership, scenario.context.translator(), format_command
        )


async def of_theme(scenario: Scenario, word: str) -> Card:
    async with scenario.store.read_only() as db:
        partnership = await db.get(Partnership, "harbour")
        t = scenario.context.translator()
        theme = scenario.context.bank.find_theme(word)
        assert theme
        return await results.latest_of_theme(scenario.context, db, partnership, theme, t, format_command)


async def test_before_the_first_close_there_is_nothing_to_show(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    assert words(await latest(scenario)) == (
        "Harbour Together: no results yet\n"
        "A round is open. Results can come after it closes: Friday 6 March, 16:30."
    )


async def test_the_round_that_closed_last_is_shown_beside_the_one_before(two_rounds: Scenario) -> None:
    card = await latest(two_rounds)
    assert card.title == "Harbour Together: round 2"
    assert facts(card)["Trust"] == "3.0 · 6 of 6 gave a score"
    assert words(card).splitlines()[1:3] == [
        "6 of 6 replied. Last round it was 6 of 6.",
        "Compared with last round: trust, shared purpose and power balance sharply lower.",
    ]


async def test_the_trend_is_of_the_anchors_up_to_the_round_that_is_shown(two_rounds: Scenario) -> None:
    scenario = two_rounds
    first, second = sorted(await scenario.all(Round), key=lambda each: each.number)
    t = scenario.context.translator()
    async with scenario.store.read_only() as db:
        found = [
            await charts.chart_by_name(scenario.context, db, f"trend:{each.id}", t)
            for each in (first, second)
        ]
        of_first = await results.round_card(scenario.context, db, first, t, format_command)
    drawn = [[[point.value for point in panel.points] for panel in chart.panels] for chart in found if chart]
    assert drawn == [[[4.0]] * 3, [[4.0, 3.0]] * 3]
    assert facts(of_first)["Trust"] == "4.0 · 6 of 6 gave a score"


async def test_a_theme_is_shown_from_the_latest_round_that_asked_about_it(two_rounds: Scenario) -> None:
    scenario = two_rounds
    first, second = sorted(await scenario.all(Round), key=lambda each: each.number)
    themes = [BANK.question(each.questions[4]).theme for each in (first, second)]
    assert themes[0] != themes[1]
    assert (await of_theme(scenario, "trust")).title == "Trust · Harbour Together: round 2"
    title = BANK.by_name[themes[0].replace("-", " ")].title.in_language("en")
    assert (await of_theme(scenario, themes[0])).title == f"{title} · Harbour Together: round 1"


async def test_a_theme_that_no_round_asked_about_has_nothing_to_show(two_rounds: Scenario) -> None:
    assert words(await of_theme(two_rounds, "eight considerations")) == (
        "No results yet\nNo closed round has asked about “Eight considerations”."
    )


async def test_an_ad_hoc_round_stands_alone(two_rounds: Scenario) -> None:
    scenario = two_rounds
    await scenario.says(AMIRA, 'ask "How fair was the budget decision?" for 2 hours now')
    await scenario.fill(2, 2, 2, 2, 2, 2)
    await scenario.closes()
    card = await latest(scenario)
    assert card.title == "Harbour Together: what you said"
    assert facts(card) == {"How fair was the budget decision?": "about 2 · 6 of 6 gave a score"}
    assert labels(card) == []
    assert [part for part in card.parts if isinstance(part, Chart)] == []
    assert (await of_theme(scenario, "trust")).title == "Trust · Harbour Together: round 2"


async def test_a_round_that_was_called_off_is_never_shown(two_rounds: Scenario) -> None:
    scenario = two_rounds
    await scenario.says(AMIRA, "ask roles now")
    await scenario.says(AMIRA, "cancel now")
    assert len(await scenario.all(Round, state=RoundState.CANCELLED)) == 1
    assert (await latest(scenario)).title == "Harbour Together: round 2"

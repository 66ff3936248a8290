"""The pictures of a closed round, each by its name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.cards import Chart
from bot.core.models import QuestionResult, Round, RoundKind, RoundState
from bot.handlers.views import LatestSummaryView
from bot.reports import charts
from tests.support.cast import AMIRA, CAST, EFE, SIX
from tests.support.read_cards import labels
from tests.support.scenario import Scenario

GAPS = (0.4, None, 1.2)


@pytest.fixture
async def measured(scenario: Scenario) -> Scenario:
    """Two rounds of twelve members, in the second of which two more were low."""
    await scenario.open_first_round(*CAST)
    await scenario.fill(*[4] * 8, *[3] * 4)
    await scenario.closes()
    await scenario.passes(days=10)
    await scenario.fill(*[4] * 6, *[2] * 6)
    await scenario.closes()
    return scenario


async def named(scenario: Scenario, of: str, language: str = "en") -> Chart | None:
    async with scenario.store.read_only() as db:
        return await charts.chart_by_name(
            scenario.context, db, of, scenario.context.translator(language=language)
        )


async def newest(scenario: Scenario) -> Round:
    return max(await scenario.all(Round, state=RoundState.CLOSED), key=lambda each: each.number)


async def shown(scenario: Scenario, said: str) -> list[Chart]:
    return [part for part in (await scenario.says(EFE, said)).parts if isinstance(part, Chart)]


async def test_a_trend_begins_with_the_first_round_or_with_a_later_one(measured: Scenario) -> None:
    id = (await newest(measured)).id
    drawn = [await named(measured, f"trend:{id}{more}") for more in ("", ":trust", ":trust:2", "::2")]
    assert [each and each.name for each in drawn] == [
        f"trend:{id}", f"trend:{id}:trust", f"trend:{id}:trust:2", f"trend:{id}::2",
    ]  # fmt: skip
    assert [[len(panel.points) for panel in each.panels] for each in drawn if each] == [
        [2, 2, 2], [2], [1], [1, 1, 1],
    ]  # fmt: skip


async def test_how_people_answered_is_shown_beside_what_a_theme_says(measured: Scenario) -> None:
    (drawn,) = await shown(measured, "results trust")
    assert drawn.bars[0].counts == (0, 6, 0, 6, 0)
    assert drawn.bars[0].title == "Partners do what they say they will do."
    assert await named(measured, drawn.name) == drawn
    assert labels(await measured.says(EFE, "results trust")) == ["See how it has changed"]
    card = await measured.presses(EFE, "See how it has changed")
    assert card.title == "Harbour Together: trends"


async def test_a_pack_has_no_way_to_a_trend(measured: Scenario) -> None:
    assert labels(await measured.says(EFE, "results leadership")) == []


async def test_where_both_sides_are_large_enough_the_gap_on_power_is_drawn_over_the_rounds(
    scenario: Scenario,
) -> None:
    await scenario.create_partnership(*SIX)
    now, question = scenario.clock.now(), "power.voice@1"
    for number, gap in enumerate(GAPS, 1):
        at = now - timedelta(weeks=2 * (3 - number))
        round_ = Round(
            f"r{number}", "harbour", RoundKind.SCHEDULED, number, (question,), at, at, at, RoundState.CLOSED,
            closed_at=at, invited=12, replies=12,
        )  # fmt: skip
        reading = QuestionResult(f"{number}", round_.id, "harbour", "power", question, True, 12, 12, mean=3.4)
        async with scenario.store.transaction() as db:
            await db.add(round_, replace(reading, gap=gap, uneven=gap == 1.2))
    (drawn,) = await shown(scenario, "results power")
    assert [point.value for point in drawn.panels[0].points] == [0.4, None, 1.2]
    assert drawn.name == "gap:r3"
    assert await named(scenario, drawn.name) == drawn
    assert [each.name for each in await shown(scenario, "results")] == ["trend:r3"]
    page = await scenario.bot.view(EFE.person, LatestSummaryView("harbour"))
    assert [part.name for part in page.parts if isinstance(part, Chart)] == ["trend:r3", "gap:r3"]


async def test_a_page_has_every_picture_once(measured: Scenario) -> None:
    id = (await newest(measured)).id
    page = await measured.bot.view(EFE.person, LatestSummaryView("harbour"))
    assert [part.name for part in page.parts if isinstance(part, Chart)] == [f"trend:{id}", f"answers:{id}"]
    await measured.says(AMIRA, "ask roles for 2 hours now")
    await measured.fill(*[4] * 12)
    await measured.closes()
    page = await measured.bot.view(EFE.person, LatestSummaryView("harbour"))
    (only,) = [part for part in page.parts if isinstance(part, Chart)]
    assert len(only.bars) == 3


async def test_pictures_are_drawn_in_the_language_asked_for(measured: Scenario) -> None:
    drawn = await named(measured, f"answers:{(await newest(measured)).id}:trust", "cy")
    assert drawn is not None
    assert drawn.scale[0] == "Ddim o gwbl"
    assert drawn.bars[0].title.startswith("Mae'r partneriaid")


@pytest.mark.parametrize(
    "of", ["", "trend", "trend:nothing", "song:{id}", "gap:{id}", "answers:{id}:love", "trend:{id}::x"]
)
async def test_what_is_not_there_has_no_picture(measured: Scenario, of: str) -> None:
    assert await named(measured, of.format(id=(await newest(measured)).id)) is None


async def test_an_open_round_has_no_picture(scenario: Scenario) -> None:
    id = (await scenario.open_first_round(*CAST)).id
    await scenario.fill(*[4] * 12)
    assert [await named(scenario, f"{kind}:{id}") for kind in ("trend", "answers", "gap")] == [None] * 3


async def test_somebody_in_two_partnerships_gets_buttons_that_say_which(measured: Scenario) -> None:
    await measured.says(EFE, "start partnership Another one")
    card = await measured.says(EFE, "in harbour: results")
    says = [each.says for part in card.parts for each in getattr(part, "options", ())]
    assert {each.partition(": ")[0] for each in says} == {"in Harbour Together"}

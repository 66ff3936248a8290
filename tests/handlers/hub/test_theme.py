"""A theme: its questions with their sources, what each measured over time, and what to talk about."""

from dataclasses import replace

import pytest

from bot.core.errors import NotFound
from bot.core.models import QuestionResult
from bot.handlers.hub.theme import ThemePage, ThemesView, ThemeView
from bot.questions.bank import Question, QuestionBank
from tests.questions.product_bank import BANK
from tests.support.cast import AMIRA, BEN, CAST, SIX
from tests.support.hub_history import make_history, read
from tests.support.scenario import Scenario


async def show(scenario: Scenario, theme: str) -> ThemePage:
    return await read(scenario, BEN, ThemeView(theme))


async def test_a_core_theme_has_its_state_its_trend_and_each_question(scenario: Scenario) -> None:
    await make_history(scenario)
    page = await show(scenario, "trust")
    assert (page.title, page.is_core, page.gap) == ("Trust", True, None)
    assert page.row is not None
    assert page.row.variation == "Usual ups and downs"
    assert page.chart is not None
    assert [panel.title for panel in page.chart.panels] == ["Trust"]
    anchor, *rotating = page.questions
    assert (anchor.text, anchor.asked) == ("Partners do what they say they will do.", "Asked in every round")
    assert anchor.question.construct == "doing what was promised"
    assert [(past.line.title, past.row.score, past.row.n) for past in anchor.readings[:2]] == [
        ("Round 14", "4.0", "12 of 12"),
        ("Round 13", "4.1", "12 of 12"),
    ]
    assert len(anchor.readings) == 14
    assert len(rotating) == 3
    assert [odd.names for odd in anchor.odd] == ["Round 14"]


async def test_talking_points_stand_with_their_sources(scenario: Scenario) -> None:
    await make_history(scenario)
    groups = (await show(scenario, "trust")).points
    assert [group.title for group in groups] == ["If scores go down", "If views are split", "If scores go up"]
    assert all(point.sources for group in groups for point in group.points)
    assert [group.title for group in (await show(scenario, "keeping-going")).points] == ["If scores are low"]


async def test_the_gap_on_power_or_why_it_is_not_shown(scenario: Scenario) -> None:
    await make_history(scenario)
    gap = (await show(scenario, "power")).gap
    assert gap is not None
    assert (gap.words, gap.chart) == (
        "We compare lead organisations with the others only where this reveals nobody’s answer.",
        None,
    )


async def test_the_gap_of_few_replies_has_a_reason_too(scenario: Scenario) -> None:
    await make_history(scenario, 4, 4, 4, 4, 4, 3)
    gap = (await show(scenario, "power")).gap
    assert gap is not None
    assert gap.words.startswith("We compare lead organisations with the others only where both sides")


async def test_a_pack_has_a_page_once_it_was_asked_about(scenario: Scenario) -> None:
    await make_history(scenario)
    shown = await read(scenario, BEN, ThemesView())
    assert [row.title for row in shown.core] == ["Trust", "Shared purpose", "Power balance"]
    assert (shown.without_results, [pack.title for pack in shown.packs]) == ((), ["Keeping going"])
    assert shown.packs[0].line.title == "Round 14"
    page = await show(scenario, "keeping-going")
    assert (page.is_core, page.row, page.chart) == (False, None, None)
    assert [bool(history.readings) for history in page.questions].count(True) == 1


async def test_before_the_first_results_there_are_the_questions(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    shown = await read(scenario, BEN, ThemesView())
    assert ([theme.id for theme in shown.without_results], shown.packs) == (["trust", "purpose", "power"], ())
    page = await show(scenario, "power")
    assert (page.row, page.chart, page.gap) == (None, None, None)
    assert [history.readings for history in page.questions] == [(), (), (), ()]


@pytest.mark.parametrize("theme", ["roles", "balance", "Trust", "own", "nowhere"])
async def test_what_is_no_theme_or_was_not_asked_is_not_found(scenario: Scenario, theme: str) -> None:
    await make_history(scenario)
    with pytest.raises(NotFound):
        await show(scenario, theme)


async def test_an_extra_round_stands_among_the_readings_under_its_name(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.says(AMIRA, "ask trust")
    await scenario.presses(AMIRA, "Ask 12 people")
    await scenario.fill(*([4] * 12))
    await scenario.closes()
    page = await show(scenario, "trust")
    assert {past.line.title for history in page.questions for past in history.readings} == {
        "Extra round: Trust"
    }
    assert page.row is None
    core = (await read(scenario, BEN, ThemesView())).core
    assert core == ()


async def test_a_reworded_question_never_continues_the_results_of_the_old_one(scenario: Scenario) -> None:
    """The newest round asks version 2; the results of version 1 stay in a table of their own."""
    await make_history(scenario)
    trust = BANK.find_theme("trust")
    assert trust is not None
    old = trust.questions[0]
    new = replace(old, version=2)
    scenario.context = replace(scenario.context, bank=_with(BANK, old, new))
    scenario.bot = type(scenario.bot)(scenario.context)
    async with scenario.store.transaction() as db:
        newest = await db.first(QuestionResult, question=old.ref, round=(await _newest(scenario)))
        assert newest is not None
        await db.upsert(replace(newest, question=new.ref))
    questions = (await show(scenario, "trust")).questions
    tables = {
        (history.question.version, len(history.readings))
        for history in questions
        if history.question.id == old.id
    }
    assert tables == {(2, 1), (1, 13)}


async def _newest(scenario: Scenario) -> str:
    results = await scenario.all(QuestionResult, partnership="harbour")
    return next(result.round for result in results if not result.round.startswith("past"))


def _with(bank: QuestionBank, old: Question, new: Question) -> QuestionBank:
    """Return a bank in which a question is retired, and there is another one instead."""
    theme = next(theme for theme in bank.themes if old in theme.questions)
    changed = replace(theme, questions=(new, *theme.questions[1:]), retired=(old,))
    themes = tuple(changed if other == theme else other for other in bank.themes)
    names = {name: changed if named == theme else named for name, named in bank.by_name.items()}
    references = {**bank.by_reference, new.ref: new}
    return replace(bank, themes=themes, by_name=names, by_reference=references)

"""The first page of a hub: how the partnership is going."""

from dataclasses import replace
from datetime import date

from bot.analysis.theme_state import Variation
from bot.core.cards import ShareLink
from bot.core.models import Round, RoundState
from bot.handlers.hub.partnership import OpenAction, PartnershipPage, PartnershipView
from tests.support.cast import AMIRA, BEN, CAST, CERYS, EFE, SIX
from tests.support.hub_history import make_history, read
from tests.support.scenario import Scenario


async def page(scenario: Scenario) -> PartnershipPage:
    return await read(scenario, BEN, PartnershipView())


async def test_before_the_first_results_there_is_only_the_next_date(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    shown = await page(scenario)
    assert (shown.newest, shown.extra, shown.rates, shown.actions) == (None, None, (), ())
    assert shown.closes_at == (await scenario.open_round()).closes_at
    assert shown.next_round_at is not None


async def test_members_see_who_decides_about_their_data_and_observers_do_not(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(BEN, "data contact dpo@trust.example")
    ask = "ask its data protection officer"
    assert (await page(scenario)).controllers == (
        ("Cegin Gymunedol", ask),
        ("Harbour Council", ask),
        ("Harbour NHS Trust", "dpo@trust.example"),
    )
    link = await scenario.says(BEN, "share the hub with the board until 3 June showing everything")
    (path,) = [part.path for part in link.parts if isinstance(part, ShareLink)]
    secret = path.removeprefix("/shared/")
    _, shared = await scenario.bot.hub.view_as_observer(secret, "en", PartnershipView())
    assert shared.controllers == ()


async def test_the_newest_round_has_a_row_for_each_theme(scenario: Scenario) -> None:
    await make_history(scenario)
    shown = await page(scenario)
    assert shown.newest is not None
    assert (shown.newest.line.title, shown.closes_at, shown.purpose) == ("Round 14", None, "Safe and heard.")
    assert [
        (theme.title, theme.row.score, theme.row.range, theme.row.n) for theme in shown.newest.themes
    ] == [
        (title, "4.0", "everyone gave a score", "12 of 12")
        for title in ("Trust", "Shared purpose", "Power balance")
    ]
    assert {theme.state.variation for theme in shown.newest.themes} == {Variation.USUAL}
    assert {(theme.variation, theme.since) for theme in shown.newest.themes} == {
        ("Usual ups and downs", "for 14 rounds")
    }
    assert [odd.names for odd in shown.newest.odd] == ["Trust, Shared purpose and Power balance"]
    assert shown.newest.summary.chart is not None
    assert shown.newest.words[0].startswith("Compared with last round: ")


async def test_a_fall_is_named_with_the_round_that_it_began_in(scenario: Scenario) -> None:
    await make_history(scenario, *([2] * 6), *([3] * 6))
    shown = await page(scenario)
    assert shown.newest is not None
    trust = shown.newest.themes[0]
    assert (trust.state.variation, trust.state.since, trust.variation, trust.since) == (
        Variation.DOWN,
        14,
        "Down, beyond chance",
        "round 14, 6 March 2026",
    )
    assert trust.watched == ""


async def test_few_replies_make_results_indicative(scenario: Scenario) -> None:
    await make_history(scenario, 4, 4, 4, 4, 4, 3, 5, 0, 0, 0, 0, 0)
    shown = await page(scenario)
    assert shown.newest is not None
    assert (shown.newest.line.is_indicative, shown.newest.line.percent) == (True, 58)
    assert shown.rates[-1] == shown.newest.line
    assert len(shown.rates) == 14


async def test_open_actions_have_owners_and_say_if_they_are_late(scenario: Scenario) -> None:
    await make_history(scenario)
    papers = OpenAction(1, "Share the budget papers", "Ben Okoro", date(2026, 3, 9), is_overdue=False)
    assert (await page(scenario)).actions == (
        papers,
        OpenAction(2, "Meet at the shelter", "", None, is_overdue=False),
    )
    await scenario.passes(days=5)
    assert (await page(scenario)).actions[0] == replace(papers, is_overdue=True)


async def test_an_extra_round_since_then_is_named_beside_the_newest_scheduled_one(scenario: Scenario) -> None:
    await make_history(scenario)
    await scenario.passes(days=3)
    await scenario.says(AMIRA, "ask roles")
    await scenario.presses(AMIRA, "Ask 12 people")
    await scenario.fill(*([4] * 12))
    await scenario.closes()
    shown = await page(scenario)
    assert shown.newest is not None
    assert shown.extra is not None
    assert (shown.newest.line.title, shown.extra.title) == ("Round 14", "Extra round: Roles")
    assert len(shown.rates) == 14


async def test_an_extra_round_comes_first_where_no_scheduled_one_has_closed(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.says(AMIRA, 'ask "Did the move go well?"')
    await scenario.presses(AMIRA, "Ask 12 people")
    await scenario.fill(*([4] * 12))
    await scenario.closes()
    shown = await page(scenario)
    assert shown.newest is not None
    assert (shown.newest.line.title, shown.newest.themes, shown.extra) == (
        "Extra round: Did the move go well?",
        (),
        None,
    )


async def test_an_open_round_shows_the_same_whether_or_not_people_replied(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    before = await page(scenario)
    for user in (AMIRA, CERYS, EFE):
        await scenario.answers(user, 4)
    assert await page(scenario) == before
    assert await scenario.all(Round, state=RoundState.CLOSED) == []

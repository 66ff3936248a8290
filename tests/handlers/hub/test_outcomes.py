"""The shared outcomes in a hub."""

from dataclasses import replace
from typing import cast

import pytest

from bot.core.models import Partnership
from bot.core.ports import Transaction
from bot.handlers.hub.access import HubPart, HubReader, HubRequest
from bot.handlers.hub.nameless import NamelessTransaction
from bot.handlers.hub.outcomes import OutcomesPage, OutcomesView
from tests.support.cast import AMIRA, BEN, EFE, SIX, ScenarioUser
from tests.support.hub_history import make_history, read
from tests.support.scenario import Scenario


async def page(scenario: Scenario, user: ScenarioUser = BEN) -> OutcomesPage:
    return await read(scenario, user, OutcomesView())


@pytest.fixture
async def homes(scenario: Scenario) -> Scenario:
    """A partnership with results, and an outcome with two values, of which one was corrected."""
    await make_history(scenario)
    await scenario.says(AMIRA, 'outcome add "Homes" in homes better up by Amira from the survey')
    await scenario.says(AMIRA, 'outcome "Homes" 41 on 2 February 2026')
    await scenario.says(AMIRA, 'outcome "Homes" 44 on 2 March 2026')
    await scenario.says(BEN, 'outcome "Homes" 43 on 2 March 2026')
    return scenario


async def test_without_outcomes_there_is_nothing_but_the_way_to_add_one(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    empty = OutcomesPage((), None, None, (), may_add=True, may_enter=False)
    assert await page(scenario, AMIRA) == empty
    assert await page(scenario, EFE) == replace(empty, may_add=False)


async def test_an_outcome_is_shown_with_what_is_known_of_it(homes: Scenario) -> None:
    (outcome,) = (await page(homes)).outcomes
    assert (outcome.name, outcome.newest, outcome.better, outcome.source, outcome.enterer) == (
        "Homes",
        "43 homes on 2 March 2026 (41 before)",
        "higher is better",
        "the survey",
        "Amira Khan (Harbour Council)",
    )
    assert (outcome.finding, outcome.usual) == (
        "",
        "With fewer than four values, it is not known what is usual.",
    )


async def test_every_entry_is_listed_with_who_made_it(homes: Scenario) -> None:
    await homes.says(AMIRA, 'outcome "Homes" remove on 2 February 2026')
    (outcome,) = (await page(homes)).outcomes
    assert [(line.on.isoformat(), line.value, line.author, line.state) for line in outcome.entries] == [
        ("2026-03-02", "43 homes", "Ben Okoro", ""),
        ("2026-03-02", "44 homes", "Amira Khan", "corrected later"),
        ("2026-02-02", "–", "Amira Khan", "takes back the value"),
        ("2026-02-02", "41 homes", "Amira Khan", "corrected later"),
    ]


async def test_of_many_entries_the_newest_are_listed_until_all_are_asked_for(homes: Scenario) -> None:
    (few,) = (await page(homes)).outcomes
    for day in range(3, 10):
        await homes.says(AMIRA, f'outcome "Homes" {day} on {day} February 2026')
    (newest,) = (await page(homes)).outcomes
    (everything,) = (await read(homes, BEN, OutcomesView(all_entries=True))).outcomes
    assert (few.has_more, newest.has_more, everything.has_more) == (False, True, False)
    assert (len(newest.entries), len(everything.entries)) == (8, 10)
    assert newest.entries == everything.entries[:8]


async def test_outcomes_stand_beside_the_trend_of_the_themes(homes: Scenario) -> None:
    shown = await page(homes)
    assert shown.chart is not None
    assert shown.themes is not None
    assert shown.chart.name.startswith("outcomes:harbour:")
    assert shown.themes.name.startswith("trend:")
    await homes.passes(days=10)
    assert (await page(homes)).themes == shown.themes


async def test_limits_are_put_into_words(homes: Scenario) -> None:
    rows = "\n".join(f"{day} January 2026,{value}" for day, value in enumerate((40, 42, 41), 1))
    await homes.says(AMIRA, f'outcome "Homes" csv {rows}')
    (outcome,) = (await page(homes)).outcomes
    assert outcome.usual == (
        "Usually 38.1 to 44.7, around 41.4. With fewer than 13 values, this is a first estimate."
    )
    rows = "\n".join(f"{day} January 2026,{value}" for day, value in enumerate((40, 42, 41) * 5, 4))
    await homes.says(AMIRA, f'outcome "Homes" csv {rows}')
    (outcome,) = (await page(homes)).outcomes
    assert outcome.usual.startswith("Usually ")
    assert "estimate" not in outcome.usual
    assert outcome.finding == "about as usual"


async def test_who_may_enter_values_and_add_outcomes_is_led_there(homes: Scenario) -> None:
    may = {user.name: await page(homes, user) for user in (AMIRA, BEN, EFE)}
    assert {name: (shown.may_add, shown.may_enter) for name, shown in may.items()} == {
        AMIRA.name: (True, True),
        BEN.name: (may[BEN.name].may_add, True),
        EFE.name: (False, False),
    }


async def test_an_outcome_that_was_removed_is_named(homes: Scenario) -> None:
    await homes.says(AMIRA, 'outcome remove "Homes" now')
    shown = await page(homes)
    assert (shown.outcomes, shown.chart) == ((), None)
    assert [(outcome.name, outcome.on) for outcome in shown.removed] == [("Homes", "6 March 2026")]


async def test_readers_who_are_not_members_see_no_names(homes: Scenario) -> None:
    t, parts = homes.context.translator(language="en"), frozenset({HubPart.OUTCOMES})
    reader = HubReader(await homes.one(Partnership), t, parts)
    async with homes.store.read_only() as db:
        nameless = cast("Transaction", NamelessTransaction(db, t))
        shown = await OutcomesView().load(HubRequest(nameless, homes.context, homes.clock.now(), reader))
    assert {line.author for line in shown.outcomes[0].entries} == {"a member"}
    assert shown.outcomes[0].enterer == "a member (Harbour Council)"
    assert (shown.themes, shown.may_add, shown.may_enter) == (None, False, False)

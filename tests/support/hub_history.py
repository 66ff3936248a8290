"""A partnership with results, for the pages of its hub: thirteen past rounds, and one that just closed."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import TypeVar

from bot.core.models import Round, hash_secret
from bot.handlers.hub.access import HubView
from bot.rounds.publishing import store_older
from tests.support.cast import AMIRA, BEN, CAST, ScenarioUser
from tests.support.history_factory import unchanged_rounds
from tests.support.scenario import FORTNIGHTLY, Scenario

Shown = TypeVar("Shown")
PAST = 13  # rounds
USUAL = (4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 3)  # the answers of the cast, mean 4.0


async def make_history(
    scenario: Scenario,
    *answers: int,
    past: int = PAST,
    comments: Mapping[ScenarioUser, str] = MappingProxyType({}),
) -> Round:
    """Create Harbour Together with past rounds, notes and actions, and close one more round, to which each of
    the cast gives their own answer; 0 is no reply. Return that round."""
    now = scenario.clock.now()
    await scenario.create_partnership(
        *CAST,
        founded_at=now - timedelta(weeks=2 * past + 2),
        rhythm=FORTNIGHTLY,
        rhythm_at=now,
        next_round_at=now,
        rounds=past,
        purpose="Safe and heard.",
    )
    async with scenario.store.transaction() as db:
        await db.add(*unchanged_rounds("harbour", len(CAST), now, past))
    await store_older(scenario.context, past)
    await scenario.says(AMIRA, "note We have a new chair on 16 February")
    await scenario.says(AMIRA, "action Share the budget papers by 9 March @Ben")
    await scenario.says(BEN, "action Meet at the shelter")
    await scenario.worker.tick()
    round_ = await scenario.open_round()
    await scenario.fill(*(answers or USUAL), comments=comments)
    await scenario.closes()
    return await scenario.one(Round, id=round_.id)


async def read(scenario: Scenario, user: ScenarioUser, view: HubView[Shown]) -> Shown:
    """Return what a view of the hub shows somebody."""
    person = await scenario.person(user)
    browser = hash_secret(await scenario.bot.sessions.sign_in("a new browser", person.id))
    _, shown = await scenario.bot.hub.view_as_member(browser, "harbour", view)
    return shown

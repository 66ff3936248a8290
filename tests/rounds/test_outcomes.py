import pytest

from bot.core.errors import Stale
from bot.core.models import Member
from bot.core.outcomes import OutcomeValue, SharedOutcome
from bot.rounds import outcomes
from bot.rounds.outcomes import NewEntry
from tests.support.cast import AMIRA, SIX
from tests.support.databases import each_database
from tests.support.scenario import Scenario


@each_database
async def test_no_value_is_entered_for_an_outcome_that_was_removed_meanwhile(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "outcome add Homes")
    seen = await scenario.one(SharedOutcome)
    author = await scenario.one(Member, id=AMIRA.member)
    await scenario.says(AMIRA, 'outcome remove "Homes" now')
    now, t = scenario.clock.now(), scenario.context.translator()
    with pytest.raises(Stale):
        async with scenario.store.transaction() as db:
            await outcomes.enter(db, scenario.ids, seen, author, [NewEntry(now.date(), 1.0)], now, t)
    assert await scenario.all(OutcomeValue) == []

"""No trick of a coordinator with sock puppets reveals one answer; each trick works where its rule is off."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.ports import Crypto, RoundKeyStore
from tests.privacy.sybil_attack import (
    HONEST,
    TRICKS,
    VICTIM,
    WITH_TWO_MORE,
    LaxStore,
    Plot,
    Trick,
    lower_the_threshold,
    put_it_in_other_words_a_week_later,
)
from tests.support.fakes import CountedIds, SetClock
from tests.support.scenario import Scenario, open_scenario


@pytest.fixture
async def on_sqlite(
    sqlite_url: str, keys: RoundKeyStore, crypto: Crypto, clock: SetClock, ids: CountedIds
) -> AsyncIterator[Scenario]:
    async with open_scenario(sqlite_url, keys, crypto, clock, ids) as scenario:
        yield scenario


@pytest.fixture
async def plot(on_sqlite: Scenario) -> Plot:
    await on_sqlite.create_partnership(*WITH_TWO_MORE)
    return Plot(on_sqlite)


@pytest.fixture
async def against_a_lax_copy(on_sqlite: Scenario) -> Plot:
    lax = replace(on_sqlite, store=LaxStore(on_sqlite.store))
    await lax.create_partnership(*WITH_TWO_MORE)
    return Plot(lax, lax=True)


async def test_one_honest_round_leaves_everything_open(plot: Plot) -> None:
    await plot.asks("trust")
    assert [seen.shown for seen in plot.seen.values()] == ["about 3.5"]
    assert plot.suspects() == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("trick", TRICKS)
async def test_a_trick_reveals_no_more_than_an_honest_round(plot: Plot, trick: Trick) -> None:
    await trick(plot)
    assert len(plot.seen) > 0
    assert plot.suspects() == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("trick", TRICKS)
async def test_a_trick_reveals_the_victim_where_its_rule_is_off(
    against_a_lax_copy: Plot, trick: Trick
) -> None:
    await trick(against_a_lax_copy)
    assert against_a_lax_copy.suspects() == {HONEST[VICTIM]}


async def test_other_words_a_week_later_leave_several_answers_possible(plot: Plot) -> None:
    await put_it_in_other_words_a_week_later(plot)
    assert len(plot.seen) == 2
    assert plot.suspects() == {2, 3, 4, 5}


async def test_other_words_a_week_later_reveal_the_victim_where_ad_hoc_rounds_show_means(
    against_a_lax_copy: Plot,
) -> None:
    await put_it_in_other_words_a_week_later(against_a_lax_copy)
    assert against_a_lax_copy.suspects() == {HONEST[VICTIM]}


async def test_a_lower_threshold_reveals_nobody(plot: Plot) -> None:
    await lower_the_threshold(plot)
    assert [seen.shown for seen in plot.seen.values()] == ["not shown"]
    assert plot.suspects() == {1, 2, 3, 4, 5}

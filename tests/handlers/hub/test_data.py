"""The numbers of a hub for others, and checksums that hold whatever happens later."""

from dataclasses import replace

import pytest

from bot.analysis.published import PublishedRound
from bot.core.errors import NotFound
from bot.core.followups import Rebase
from bot.core.models import Partnership, Person, RoundKind, RoundState
from bot.handlers.hub.data import OutcomesDataView, ResultsDataView, RoundData, RoundDataView, Unchanged
from tests.support.cast import AMIRA, BEN, CERYS, EFE
from tests.support.hub_history import PAST, make_history, read
from tests.support.read_cards import buttons
from tests.support.scenario import Scenario

NEWEST = str(PAST + 1)


async def newest(scenario: Scenario) -> RoundData:
    return await read(scenario, CERYS, RoundDataView(NEWEST))


def restart(scenario: Scenario) -> None:
    """Forget what only the memory of a process holds."""
    scenario.context.checksums.clear()


async def test_a_closed_round_has_a_row_for_each_question(scenario: Scenario) -> None:
    round_ = await make_history(scenario)
    data = await newest(scenario)
    assert data.round == round_
    assert [row.question for row in data.rows] == [ref.partition("@")[0] for ref in round_.questions]
    assert {(row.round, row.invited, row.replies) for row in data.rows} == {(NEWEST, 12, 12)}


@pytest.mark.parametrize("address", ["15", "0", "014", "no-such-round", "9999999"])
async def test_an_unknown_round_is_not_found(scenario: Scenario, address: str) -> None:
    await make_history(scenario)
    with pytest.raises(NotFound):
        await read(scenario, CERYS, RoundDataView(address))


async def test_an_open_round_is_not_found(scenario: Scenario) -> None:
    await make_history(scenario)
    await scenario.says(AMIRA, "ask roles now")
    round_ = await scenario.open_round()
    await scenario.fill(4, 4, 4, 4, 4, 4, 4, 4)
    with pytest.raises(NotFound):
        await read(scenario, CERYS, RoundDataView(round_.id))
    assert len({row.round for row in (await read(scenario, CERYS, ResultsDataView())).rows}) == PAST + 1


async def test_a_cancelled_round_has_no_results(scenario: Scenario) -> None:
    await make_history(scenario)
    await scenario.says(AMIRA, "ask roles now")
    round_ = await scenario.open_round()
    await scenario.says(AMIRA, "cancel now")
    data = await read(scenario, CERYS, RoundDataView(round_.id))
    assert (data.round.state, data.rows, data.checksum) == (RoundState.CANCELLED, (), "")


async def test_all_rounds_come_oldest_first_extra_ones_too(scenario: Scenario) -> None:
    await make_history(scenario)
    await scenario.says(AMIRA, "ask roles now")
    extra = await scenario.open_round()
    await scenario.fill(*[4] * 12)
    await scenario.closes()
    data = await read(scenario, CERYS, ResultsDataView())
    numbers = list(dict.fromkeys(row.round for row in data.rows))
    assert numbers == [*(str(number) for number in range(1, PAST + 2)), extra.id]
    assert data.days == (data.rows[0].opened.date(), data.rows[-1].closed.date())
    assert {row.kind for row in data.rows if row.number is None} == {RoundKind.AD_HOC}


async def test_before_the_first_round_closes_there_are_no_rows(scenario: Scenario) -> None:
    await scenario.create_partnership(AMIRA, BEN, CERYS)
    data = await read(scenario, CERYS, ResultsDataView())
    assert (data.rows, data.days) == ((), None)


async def test_a_checksum_stays_the_same_whatever_happens_later(scenario: Scenario) -> None:
    await make_history(scenario)
    before = await newest(scenario)
    for user, said in (
        (BEN, "remove action 1"),
        (AMIRA, "start baseline trust on 5 March 2026 because half of us are new"),
        (EFE, "leave"),
        (BEN, "forget me"),
    ):
        await scenario.presses(user, buttons(await scenario.says(user, said))[0].label)
    await scenario.says(AMIRA, "note The lease was signed on 5 March")
    await scenario.says(CERYS, "language en")
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await scenario.one(Partnership), name="Quayside")
    await scenario.passes(weeks=2)
    assert len(await scenario.all(Rebase)) == 1
    assert await scenario.all(Person, id=BEN.person.id) == []
    restart(scenario)
    assert await newest(scenario) == before


async def test_what_is_made_again_from_what_is_stored_is_the_same(scenario: Scenario) -> None:
    """As for a round that an older version closed."""
    round_ = await make_history(scenario)
    before = await newest(scenario)
    async with scenario.store.transaction() as db:
        await db.remove(PublishedRound, id=round_.id)
    restart(scenario)
    assert await newest(scenario) == before
    assert (await read(scenario, CERYS, ResultsDataView())).rows[-len(before.rows) :] == before.rows


@pytest.mark.parametrize("restarted", [False, True])
async def test_who_has_the_newest_is_told_so(scenario: Scenario, restarted: bool) -> None:
    await make_history(scenario)
    one, all_ = await newest(scenario), await read(scenario, CERYS, ResultsDataView())
    known = frozenset({"other", one.checksum, all_.checksum})
    for view, checksum in (
        (RoundDataView(NEWEST, known), one.checksum),
        (ResultsDataView(known), all_.checksum),
    ):
        if restarted:
            restart(scenario)
        with pytest.raises(Unchanged) as unchanged:
            await read(scenario, CERYS, view)
        assert unchanged.value.checksum == checksum


async def test_who_has_older_results_gets_all_of_the_new_ones(scenario: Scenario) -> None:
    await make_history(scenario)
    known = frozenset({(await read(scenario, CERYS, ResultsDataView())).checksum})
    await scenario.says(AMIRA, "ask roles now")
    await scenario.fill(*[4] * 12)
    await scenario.closes()
    assert (await read(scenario, CERYS, ResultsDataView(known))).rows[-1].kind == "ad hoc"


async def test_the_round_of_another_partnership_is_not_found(scenario: Scenario) -> None:
    round_ = await make_history(scenario)
    async with scenario.store.transaction() as db:
        other = replace(await scenario.one(Partnership), id="other")
        await db.add(
            other, replace(round_, id="theirs", partnership="other", kind=RoundKind.AD_HOC, number=0)
        )
        await db.add(replace(round_, id="theirs2", partnership="other", number=99))
    for address in ("theirs", "99"):
        with pytest.raises(NotFound):
            await read(scenario, CERYS, RoundDataView(address))


async def test_shared_outcomes_are_rows_of_those_that_are_there(scenario: Scenario) -> None:
    await make_history(scenario)
    for name in ("Rough sleepers", "Days waited"):
        await scenario.says(AMIRA, f"outcome add {name}")
        await scenario.says(EFE, f'outcome "{name}" 41 on 5 January')
    await scenario.says(AMIRA, 'outcome remove "Days" now')
    rows = await read(scenario, CERYS, OutcomesDataView())
    assert [(row.name, row.value) for row in rows] == [("Rough sleepers", 41.0)]

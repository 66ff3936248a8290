"""The list of rounds, each round as it was published, and the comments beside it."""

from dataclasses import replace

import pytest

from bot.core.errors import NotFound
from bot.core.models import Partnership, RoundKind, RoundState
from bot.handlers.hub.access import HubPart, HubReader, HubRequest
from bot.handlers.hub.round import CommentsView, RoundPage, RoundView
from bot.handlers.hub.rounds import RoundLine, RoundsView
from tests.support.cast import AMIRA, BEN, CAST, CERYS, EFE, SIX
from tests.support.hub_history import make_history, read
from tests.support.scenario import Scenario


async def show(scenario: Scenario, address: str) -> RoundPage:
    return await read(scenario, BEN, RoundView(address))


async def lines(scenario: Scenario) -> tuple[RoundLine, ...]:
    return (await read(scenario, BEN, RoundsView())).rounds


async def cancel(scenario: Scenario) -> None:
    await scenario.says(AMIRA, "cancel")
    await scenario.presses(AMIRA, "Cancel round")


async def test_rounds_are_listed_newest_first(scenario: Scenario) -> None:
    await make_history(scenario)
    shown = await lines(scenario)
    assert [line.title for line in shown[:2]] == ["Round 14", "Round 13"]
    assert (shown[0].replies, shown[0].invited, shown[0].percent, shown[0].address) == (12, 12, 100, "14")


async def test_a_closed_round_has_a_row_for_each_question(scenario: Scenario) -> None:
    await make_history(scenario)
    shown = await show(scenario, "14")
    assert shown.record is not None
    assert shown.record.rows[0].name == "Trust: Partners do what they say they will do."
    assert len(shown.record.rows) == 5
    assert {(row.score, row.n, row.agreement) for row in shown.record.rows} == {
        ("4.0", "12 of 12", "People largely agree.")
    }
    assert [chart.name.partition(":")[0] for chart in shown.record.charts] == ["trend", "answers"]
    assert (shown.record.partnership, shown.record.number, shown.comments) == ("Harbour Together", 14, 0)
    assert len(shown.record.checksum) == 64
    assert shown.record.summary.to_do == (
        "1. Share the budget papers · by 9 March 2026 · Ben Okoro",
        "2. Meet at the shelter",
    )


async def test_a_closed_round_never_changes(scenario: Scenario) -> None:
    await make_history(scenario)
    before = await show(scenario, "14")
    await scenario.says(AMIRA, "profile name Another name")
    await scenario.says(AMIRA, "done 1")
    await scenario.says(AMIRA, "note We moved on 17 February")
    await scenario.passes(days=12)
    assert await show(scenario, "14") == before


async def test_an_ad_hoc_round_has_its_id_as_address_and_says_who_asked(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.says(AMIRA, 'ask "Did the move go well?"')
    await scenario.presses(AMIRA, "Ask 12 people")
    await scenario.fill(*([4] * 12))
    round_ = await scenario.open_round()
    await scenario.closes()
    shown = await show(scenario, round_.id)
    assert shown.record is not None
    assert (shown.line.address, shown.line.title) == (round_.id, "Extra round: Did the move go well?")
    assert shown.record.summary.asked == ("Asked by Amira Khan (Harbour Council).",)
    assert [row.name for row in shown.record.rows] == ["Did the move go well?"]


async def test_an_open_round_shows_nothing_but_that_it_is_open(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    before = await show(scenario, "1"), await lines(scenario)
    for user in (AMIRA, CERYS, EFE):
        await scenario.answers(user, 4, comment="Well done")
    assert (await show(scenario, "1"), await lines(scenario)) == before
    page, (line,) = before
    assert (page.record, page.comments, line.ended_at, line.replies, line.invited) == (None, 0, None, 0, 0)


async def test_a_cancelled_round_says_when_and_nothing_else(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await cancel(scenario)
    shown = await show(scenario, "1")
    assert (shown.record, shown.line.state) == (None, RoundState.CANCELLED)
    assert (shown.line.ended_at, shown.line.replies, shown.line.percent) == (scenario.clock.now(), 0, 0)


async def test_comments_are_for_members_and_away_from_the_scores(scenario: Scenario) -> None:
    await make_history(scenario, comments={AMIRA: "One", BEN: "Two", EFE: "Three"})
    shown = await show(scenario, "14")
    assert shown.comments == 3
    page = await read(scenario, BEN, CommentsView("14"))
    assert sorted(page.comments) == ["One", "Three", "Two"]
    assert page.expires_at is not None
    assert (page.expires_at - scenario.clock.now()).days == 90
    reader = HubReader(
        await scenario.one(Partnership), scenario.context.translator(), frozenset({HubPart.ROUNDS})
    )
    async with scenario.store.read_only() as db:
        observed = await RoundView("14").load(HubRequest(db, scenario.context, scenario.clock.now(), reader))
    assert observed == replace(shown, comments=0)


@pytest.mark.parametrize("address", ["0", "99", "014", "past3", "nowhere", "²", "9" * 30])
async def test_an_unknown_round_is_not_found(scenario: Scenario, address: str) -> None:
    await make_history(scenario)
    for view in (RoundView(address), CommentsView(address)):
        with pytest.raises(NotFound):
            await read(scenario, BEN, view)


async def test_the_round_of_another_partnership_is_not_found(scenario: Scenario) -> None:
    round_ = await make_history(scenario)
    async with scenario.store.transaction() as db:
        await db.add(replace(await db.get(Partnership, "harbour"), id="elsewhere", name="Elsewhere"))
        await db.add(replace(round_, id="theirs", partnership="elsewhere", kind=RoundKind.AD_HOC, number=0))
        await db.add(replace(round_, id="theirs too", partnership="elsewhere", number=77))
    for address in ("theirs", "77"):
        with pytest.raises(NotFound):
            await show(scenario, address)

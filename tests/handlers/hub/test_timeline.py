"""What happened in a partnership, in one line of time."""

from dataclasses import replace

import pytest

from bot.core.errors import NotFound
from bot.core.models import Member, Partnership, Role, Round, RoundState
from bot.handlers.hub.access import HubPart, HubReader, HubRequest
from bot.handlers.hub.timeline import TimelineEvent, TimelineKind, TimelinePage, TimelineView
from tests.support.cast import AMIRA, BEN, CERYS, DILYS, EFE, SIX
from tests.support.hub_history import make_history, read
from tests.support.scenario import Scenario


async def show(scenario: Scenario, year: str = "") -> TimelinePage:
    return await read(scenario, BEN, TimelineView(year))


async def told(scenario: Scenario, kind: TimelineKind) -> list[str]:
    """Return what the timeline says of one kind, newest first."""
    page = await show(scenario)
    return [" · ".join((event.words, *event.details)) for event in events(page) if event.kind is kind]


def events(page: TimelinePage) -> list[TimelineEvent]:
    return [event for month in page.months for event in month.events]


async def test_events_are_grouped_by_month_newest_first(scenario: Scenario) -> None:
    await make_history(scenario)
    page = await show(scenario)
    assert [month.title for month in page.months[:3]] == ["March 2026", "February 2026", "January 2026"]
    newest = events(page)[0]
    assert newest.line is not None
    assert (newest.line.title, newest.words) == ("Round 14", "12 of 12 replied.")
    days = [event.on for event in events(page)]
    assert days == sorted(days, reverse=True)
    assert (page.years, page.year) == ((), None)


async def test_notes_actions_and_baselines_stand_on_their_days(scenario: Scenario) -> None:
    await make_history(scenario)
    await scenario.says(BEN, "done 1")
    await scenario.says(AMIRA, "rebase trust on 20 January because we have a new chair")
    await scenario.presses(AMIRA, "Start a new baseline")
    assert await told(scenario, TimelineKind.NOTE) == ["We have a new chair"]
    assert await told(scenario, TimelineKind.ACTION) == [
        "Share the budget papers: done, says Ben Okoro",
        "Agreed: Share the budget papers · Ben Okoro · by 9 March 2026",
        "Agreed: Meet at the shelter",
    ]
    assert await told(scenario, TimelineKind.BASELINE) == [
        "New baseline for trust from 20 January 2026 · Reason: we have a new chair · Amira Khan"
    ]


async def test_who_asked_to_be_forgotten_is_not_named(scenario: Scenario) -> None:
    await make_history(scenario)
    await scenario.says(EFE, "done 2")
    assert (await told(scenario, TimelineKind.ACTION))[0] == "Meet at the shelter: done, says Efe"
    await scenario.says(EFE, "forget me")
    await scenario.presses(EFE, "Delete everything")
    assert (await told(scenario, TimelineKind.ACTION))[0] == "Meet at the shelter: done"


async def test_what_was_removed_is_visibly_removed(scenario: Scenario) -> None:
    await make_history(scenario)
    for number, what in (("1", "note"), ("2", "action")):
        await scenario.says(AMIRA, f"remove {what} {number}")
        await scenario.presses(AMIRA, f"Remove the {what}")
    removed = [event for event in events(await show(scenario)) if event.removed]
    assert [event.words for event in removed] == [
        "Action 2 was removed on 6 March 2026.",
        "Note 1 was removed on 6 March 2026.",
    ]


async def test_entries_of_an_outcome_on_one_day_are_one_event(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, 'outcome add "Rough sleepers" in people better down')
    await scenario.says(AMIRA, 'outcome "Rough sleepers" 41 on 1 March')
    assert await told(scenario, TimelineKind.OUTCOME) == [
        "Rough sleepers: 41 people on 1 March 2026 · Amira Khan"
    ]
    await scenario.says(BEN, 'outcome "Rough sleepers" 46 on 1 February')
    assert await told(scenario, TimelineKind.OUTCOME) == [
        "Rough sleepers: 2 values entered · Amira Khan · Ben Okoro"
    ]
    await scenario.passes(days=1)
    await scenario.says(AMIRA, 'outcome "Rough sleepers" remove on 1 March')
    assert (await told(scenario, TimelineKind.OUTCOME))[0].startswith(
        "Rough sleepers: the value for 1 March 2026 was taken back"
    )


async def test_people_who_lead_stand_there_as_the_roster_has_them(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        member = await db.get(Member, CERYS.member)
        await db.upsert(replace(member, role=Role.LEAD, since_at=scenario.clock.now().replace(day=1)))
        person = await db.get(type(CERYS.person), CERYS.person.id)
        await db.upsert(replace(person, name=""))
    assert sorted(await told(scenario, TimelineKind.PEOPLE)) == [
        "Amira Khan joined for Harbour Council · coordinator today",
        "Ben Okoro joined for Harbour NHS Trust · lead today",
        "Dilys joined for Cegin Gymunedol · lead today",
    ]
    await scenario.says(DILYS, "leave")
    await scenario.presses(DILYS, "Leave")
    assert len(await told(scenario, TimelineKind.PEOPLE)) == 2


async def test_readers_who_are_no_members_see_no_people(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    partnership = await scenario.one(Partnership)
    reader = HubReader(partnership, scenario.context.translator(), frozenset({HubPart.TIMELINE}))
    async with scenario.store.read_only() as db:
        page = await TimelineView().load(HubRequest(db, scenario.context, scenario.clock.now(), reader))
    assert page.months == ()


async def test_an_open_round_is_no_event_and_a_cancelled_one_is(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    before = await show(scenario)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    assert await show(scenario) == before
    assert await told(scenario, TimelineKind.ROUND) == []
    await scenario.says(AMIRA, "cancel")
    await scenario.presses(AMIRA, "Cancel round")
    assert await told(scenario, TimelineKind.ROUND) == ["This round was cancelled."]


async def test_a_long_timeline_has_a_page_for_each_year(scenario: Scenario) -> None:
    await make_history(scenario)
    (newest,) = await scenario.all(Round, state=RoundState.CLOSED, number=14)
    async with scenario.store.transaction() as db:
        for number in range(100, 150):
            at = newest.opened_at.replace(year=2024)
            await db.add(replace(newest, id=f"old{number}", number=number, opened_at=at, closed_at=at))
    page = await show(scenario)
    assert (page.years, page.year) == ((2026, 2025, 2024), 2026)
    assert {event.on.year for event in events(page)} == {2026}
    assert len(events(await show(scenario, "2024"))) == 50
    for year in ("2019", "02024", "nonsense"):
        with pytest.raises(NotFound):
            await show(scenario, year)

"""The actions that a close asks about, and those that a summary reports."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.followups import Action, ActionOutcome
from bot.core.models import Partnership, Round, RoundKind
from bot.questions.bank import OWN_QUESTION
from bot.rounds import actions
from bot.rounds.actions import ActionDraft
from tests.support.cast import AMIRA
from tests.support.scenario import Scenario

CLOSED = datetime(2026, 3, 13, 23, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
async def harbour(scenario: Scenario) -> Partnership:
    return await scenario.create_partnership(AMIRA)


def closed(at: datetime = CLOSED) -> Round:
    return Round(
        "r",
        "harbour",
        RoundKind.SCHEDULED,
        2,
        (OWN_QUESTION,),
        at - HOUR,
        at,
        at,
        closed_at=at,
        invited=6,
        replies=6,
    )


def said(number: int, at: datetime = CLOSED - HOUR, **more: object) -> Action:
    return Action(f"a{number}", "harbour", number, "Rest", at, **more)  # type: ignore[arg-type]


async def test_a_close_asks_about_earlier_open_actions_that_are_due(
    scenario: Scenario, harbour: Partnership
) -> None:
    async with scenario.store.transaction() as db:
        await db.add(
            said(5),
            said(4, by=date(2026, 3, 13)),
            said(3, by=date(2026, 3, 14)),
            said(2, at=CLOSED + HOUR),
            said(1, did=ActionOutcome.NO, did_at=CLOSED - HOUR),
        )
        asked = await actions.to_ask(db, harbour, closed())
    assert [each.number for each in asked] == [4, 5]


async def test_due_dates_are_in_the_partnerships_zone(scenario: Scenario, harbour: Partnership) -> None:
    async with scenario.store.transaction() as db:
        east = await db.update_if_unchanged(harbour, zone="Asia/Tokyo")
        await db.add(said(1, by=date(2026, 3, 14)))
        assert [each.number for each in await actions.to_ask(db, east, closed())] == [1]


async def test_a_summary_reports_newly_settled_and_open_actions(
    scenario: Scenario, harbour: Partnership
) -> None:
    before = CLOSED - timedelta(days=14)
    async with scenario.store.transaction() as db:
        await db.add(
            said(1, did=ActionOutcome.YES, did_at=before),
            said(2, did=ActionOutcome.PARTLY, did_at=before + HOUR),
            said(3, did=ActionOutcome.NO, did_at=CLOSED),
            said(4, did=ActionOutcome.YES, did_at=CLOSED + HOUR),
            said(5),
            said(6, at=CLOSED + HOUR),
        )
        told = [
            tuple(
                [each.number for each in part]
                for part in await actions.actions_between(db, "harbour", after, CLOSED)
            )
            for after in (before, None)
        ]
    assert told == [([2, 3], [5]), ([1, 2, 3], [5])]


async def test_action_numbers_continue_from_the_highest(scenario: Scenario, harbour: Partnership) -> None:
    t = scenario.context.translator()
    async with scenario.store.transaction() as db:
        await db.add(said(7, did=ActionOutcome.YES, did_at=CLOSED))
        made = await actions.add(db, scenario.ids, harbour, ActionDraft("Rest"), CLOSED, t)
        assert (made.number, await actions.settled_actions(db, "harbour", 5)) == (
            8,
            [said(7, did=ActionOutcome.YES, did_at=CLOSED)],
        )

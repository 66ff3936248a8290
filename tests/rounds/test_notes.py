"""Rebases: the moment from which they hold, and their authors."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.errors import Refusal
from bot.core.followups import Rebase
from bot.core.models import Member, Round, RoundKind, RoundState
from bot.rounds import notes
from bot.rounds.notes import RebaseDraft
from tests.support.cast import AMIRA
from tests.support.scenario import Scenario

FIRST = datetime(2026, 6, 5, 15, tzinfo=UTC)


async def measured(scenario: Scenario, kind: RoundKind = RoundKind.SCHEDULED) -> Member:
    """Return a member of a partnership whose first round has closed."""
    await scenario.create_partnership(AMIRA)
    round_ = Round("r", "harbour", kind, 1, (), FIRST, FIRST, FIRST, RoundState.CLOSED, closed_at=FIRST)
    async with scenario.store.transaction() as db:
        await db.add(round_)
        return await db.get(Member, AMIRA.member)


async def test_a_rebase_starts_at_midnight_in_the_partnerships_zone(scenario: Scenario) -> None:
    amira = await measured(scenario)
    async with scenario.store.transaction() as db:
        made = await notes.add_rebase(
            db,
            scenario.ids,
            amira,
            RebaseDraft("trust", date(2026, 6, 6), " New\nboard "),
            scenario.clock.now(),
            scenario.context.translator(),
        )
    assert made == Rebase(
        made.id,
        "harbour",
        "trust",
        datetime(2026, 6, 5, 23, tzinfo=UTC),
        "New board",
        AMIRA.member,
        scenario.clock.now(),
    )
    assert await scenario.all(Rebase) == [made]


async def test_another_theme_may_be_rebased_on_the_same_day(scenario: Scenario) -> None:
    amira, t = await measured(scenario), scenario.context.translator()
    async with scenario.store.transaction() as db:
        for theme in ("trust", "power"):
            await notes.add_rebase(
                db, scenario.ids, amira, RebaseDraft(theme, date(2026, 6, 6), "x"), FIRST, t
            )
        assert {each.theme for each in await notes.find_rebases(db, "harbour")} == {"trust", "power"}


async def test_a_rebase_needs_a_closed_scheduled_round(scenario: Scenario) -> None:
    amira = await measured(scenario, RoundKind.AD_HOC)
    async with scenario.store.transaction() as db:
        with pytest.raises(Refusal, match="No round has closed yet"):
            await notes.add_rebase(
                db,
                scenario.ids,
                amira,
                RebaseDraft("trust", date(2026, 6, 6), "x"),
                FIRST,
                scenario.context.translator(),
            )


async def test_rebases_come_oldest_first_with_the_names_of_their_authors(scenario: Scenario) -> None:
    await measured(scenario)
    rebases = [
        Rebase(f"b{n}", "harbour", "trust", FIRST - timedelta(days=n), "x", author)
        for n, author in enumerate((AMIRA.member, "somebody forgotten"))
    ]
    async with scenario.store.transaction() as db:
        await db.add(*rebases)
        told = [(each.id, each.author) for each in await notes.find_rebases(db, "harbour")]
    assert told == [("b1", ""), ("b0", "Amira Khan")]

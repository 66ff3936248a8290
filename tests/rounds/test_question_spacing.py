"""The same question is not put again within five working days."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.models import Partnership, Round, RoundKind, RoundState
from bot.rounds import question_spacing
from tests.questions.product_bank import BANK
from tests.support.cast import SIX
from tests.support.databases import each_database
from tests.support.scenario import Scenario

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TRUST = ("trust.reliable@1", "trust.open@1", "trust.care@1", "trust.honest@1")
FREE = datetime(2026, 3, 10, 12, tzinfo=UTC)  # five working days after EARLIER closed
EARLIER = Round(
    "earlier",
    "harbour",
    RoundKind.AD_HOC,
    0,
    ("trust.reliable@1",),
    MONDAY,
    MONDAY + timedelta(days=1, hours=3),
    MONDAY,
    RoundState.CLOSED,
    closed_at=MONDAY + timedelta(days=1, hours=3),
)
OWN = replace(EARLIER, questions=("own",), own="How fair was the budget decision?")
NOW = MONDAY + timedelta(days=2)


async def ad_hoc(scenario: Scenario, questions: tuple[str, ...], own: str = "") -> datetime:
    async with scenario.store.read_only() as db:
        partnership = await db.get(Partnership, "harbour")
        return await question_spacing.ad_hoc(db, BANK, partnership, questions, own, NOW)


async def scheduled(scenario: Scenario, *questions: str) -> datetime:
    async with scenario.store.read_only() as db:
        partnership = await db.get(Partnership, "harbour")
        return await question_spacing.scheduled(db, BANK, partnership, questions, NOW)


async def after(scenario: Scenario, *rounds: Round) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await db.add(*rounds)


async def test_a_question_that_was_never_asked_may_be_asked_now(scenario: Scenario) -> None:
    await after(scenario)
    assert (await ad_hoc(scenario, TRUST), await scheduled(scenario, *TRUST)) == (NOW, NOW)


@each_database
async def test_one_question_in_common_is_enough(scenario: Scenario) -> None:
    await after(scenario, EARLIER)
    assert (await ad_hoc(scenario, TRUST), await ad_hoc(scenario, TRUST[1:])) == (FREE, NOW)
    assert (await scheduled(scenario, *TRUST), await scheduled(scenario, *TRUST[1:])) == (FREE, NOW)


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSING])
async def test_the_announced_close_of_an_open_round_counts(scenario: Scenario, state: RoundState) -> None:
    await after(scenario, replace(EARLIER, state=state, closed_at=None))
    assert await ad_hoc(scenario, TRUST) == FREE


async def test_a_round_that_was_called_off_does_not_count_for_nothing_was_shown_of_it(
    scenario: Scenario,
) -> None:
    await after(scenario, replace(EARLIER, state=RoundState.CANCELLED))
    assert await ad_hoc(scenario, TRUST) == NOW


async def test_from_one_scheduled_round_to_the_next_it_counts_from_opening_to_opening(
    scenario: Scenario,
) -> None:
    await after(scenario, replace(EARLIER, kind=RoundKind.SCHEDULED, number=1))
    assert await scheduled(scenario, *TRUST) == MONDAY + timedelta(weeks=1)
    assert await scheduled(scenario, *TRUST[1:]) == NOW
    assert await ad_hoc(scenario, TRUST) == FREE


@pytest.mark.parametrize(
    "own",
    [
        "How fair was the budget decision?",
        "how FAIR was   the budget decision",
        "“How fair was the budget-decision”?!",
        "Ｈow fair was the budget decision?",
    ],
)
async def test_an_own_question_is_the_same_however_it_is_typed(scenario: Scenario, own: str) -> None:
    await after(scenario, OWN)
    assert await ad_hoc(scenario, ("own",), own) == FREE


@each_database
async def test_an_own_question_waits_for_another_whatever_its_words(scenario: Scenario) -> None:
    await after(scenario, OWN)
    assert await ad_hoc(scenario, ("own",), "How fair was the staff decision?") == FREE


async def test_an_own_question_and_any_other_ad_hoc_round_wait_for_each_other(scenario: Scenario) -> None:
    await after(scenario, EARLIER)
    assert await ad_hoc(scenario, ("own",), "How fair was the staff decision?") == FREE
    async with scenario.store.transaction() as db:
        await db.remove(Round, id=EARLIER.id)
        await db.add(OWN)
    assert await ad_hoc(scenario, TRUST) == FREE


async def test_an_own_question_that_was_called_off_delays_nothing(scenario: Scenario) -> None:
    await after(scenario, replace(OWN, state=RoundState.CANCELLED))
    assert await ad_hoc(scenario, ("own",), "How fair was the staff decision?") == NOW


async def test_an_own_question_waits_for_no_scheduled_round(scenario: Scenario) -> None:
    await after(scenario, replace(EARLIER, kind=RoundKind.SCHEDULED, number=1))
    assert await ad_hoc(scenario, ("own",), "How fair was the staff decision?") == NOW


async def test_an_own_question_delays_no_scheduled_round(scenario: Scenario) -> None:
    await after(scenario, OWN)
    assert await scheduled(scenario, *TRUST) == NOW


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_bank_question_typed_by_a_coordinator_is_the_same_question(
    scenario: Scenario, language: str
) -> None:
    await after(scenario, EARLIER)
    words = BANK.question("trust.reliable@1").text.in_language(language)
    assert await ad_hoc(scenario, ("own",), words.upper()) == FREE


async def test_a_bank_question_typed_as_an_own_one_delays_a_scheduled_round(
    scenario: Scenario,
) -> None:
    await after(scenario, replace(OWN, own=BANK.question("trust.reliable@1").text.in_language("en")))
    assert await scheduled(scenario, *TRUST) == FREE


async def test_many_short_rounds_in_between_do_not_hide_an_earlier_question(scenario: Scenario) -> None:
    between = [
        replace(
            OWN,
            id=f"r{n}",
            own=f"Was it better than {n} years ago?",
            opened_at=MONDAY + n * timedelta(hours=1),
        )
        for n in range(1, 40)
    ]
    await after(scenario, EARLIER, *between)
    assert await ad_hoc(scenario, TRUST) == FREE


async def test_rounds_of_long_ago_delay_nothing(scenario: Scenario) -> None:
    old = [replace(EARLIER, id=f"r{n}", opened_at=MONDAY - timedelta(days=20 * n)) for n in range(1, 14)]
    long_ago = [replace(each, closed_at=each.opened_at, closes_at=each.opened_at) for each in old]
    await after(scenario, *long_ago)
    assert await ad_hoc(scenario, TRUST) == NOW

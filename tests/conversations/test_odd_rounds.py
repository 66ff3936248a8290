"""Unusual rounds: each has a sentence of its own, and nobody sees an error."""

import pytest

from bot.core.cards import Card, Chart
from bot.core.models import Round, RoundState
from tests.support.cast import AMIRA, CERYS, DILYS, EFE, SIX
from tests.support.read_cards import facts, reason, words
from tests.support.scenario import Scenario

TOO_FEW = "Too few people gave a score, so we only show how many did. This keeps each answer "
"private."
NO_SCORE = "Nobody gave this a score, so there is nothing to show. Can't say does not count as a "
"score."


async def summary_of(scenario: Scenario, *points: int) -> Card:
    await scenario.open_first_round(*SIX)
    await scenario.fill(*points)
    await scenario.closes()
    (card,) = scenario.posted()
    return card


def charts(card: Card) -> list[Chart]:
    return [part for part in card.parts if isinstance(part, Chart)]


@pytest.mark.parametrize(
    ("points", "replied", "why"), [((4, 2, 5, 1), 4, TOO_FEW), ((4,), 1, TOO_FEW), ((), 0, NO_SCORE)]
)
async def test_a_round_with_too_few_replies_says_only_that(
    scenario: Scenario, points: tuple[int, ...], replied: int, why: str
) -> None:
    card = await summary_of(scenario, *points)
    assert words(card).splitlines()[1] == f"{replied} of 6 replied."
    assert {*facts(card).values()} == {"not shown"}
    assert why in words(card)
    assert charts(card) == []
    assert why in words(await scenario.says(EFE, "results trust"))


async def test_a_round_of_only_cant_say_has_no_score(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    for actor in SIX:
        await scenario.answers(actor, "?")
    await scenario.closes()
    (card,) = scenario.posted()
    assert {*facts(card).values()} == {"not shown · 0 of 6 gave a score"}
    assert NO_SCORE in words(card)


async def test_a_unanimous_round_has_a_normal_score(scenario: Scenario) -> None:
    card = await summary_of(scenario, 4, 4, 4, 4, 4, 4)
    assert facts(card)["Trust"] == "4.0"
    end = await summary_of_next(scenario, 5, 5, 5, 5, 5, 5)
    assert facts(end)["Trust"] == "4.2 or more"
    assert "it would reveal individual answers" in words(end)


async def summary_of_next(scenario: Scenario, *points: int) -> Card:
    await scenario.passes(days=10)
    await scenario.fill(*points)
    await scenario.closes()
    return scenario.posted()[-1]


async def test_an_organisation_that_leaves_takes_its_answers_along(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    assert reason(await scenario.says(AMIRA, "remove Cegin Gymunedol now")).startswith(
        "A round is open until "
    )
    for actor in (CERYS, DILYS):
        await scenario.says(actor, "leave now")
    await scenario.closes()
    (card,) = scenario.posted()
    assert words(card).splitlines()[1] == "4 of 4 replied."
    assert TOO_FEW in words(card)
    assert (await scenario.one(Round, state=RoundState.CLOSED)).invited == 4

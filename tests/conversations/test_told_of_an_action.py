"""Owners are told of their actions in channels, where moments are in each reader's own time zone."""

import pytest

from bot.core.cards import Card, Mention, Text, Timestamp, plain, runs_of
from bot.core.models import Address
from tests.support.cast import AMIRA, BEN, CHANNEL, EFE, SIX
from tests.support.read_cards import words
from tests.support.scenario import Scenario

SHARE = "action Share the budget papers by 12 March @Ben"


def mentioned(card: Card) -> list[Address]:
    return [
        run.address
        for part in card.parts
        if isinstance(part, Text)
        for run in runs_of(part.words)
        if isinstance(run, Mention)
    ]


def moments(card: Card) -> list[str]:
    runs = [run for part in card.parts if isinstance(part, Text) for run in runs_of(part.words)]
    return [run.words for run in runs if isinstance(run, Timestamp)]


@pytest.mark.parametrize(("shared", "told"), [(True, [BEN.address]), (False, [])])
async def test_the_owner_is_mentioned_where_an_action_is_added_in_a_channel(
    scenario: Scenario, shared: bool, told: list[Address]
) -> None:
    await scenario.create_partnership(*SIX)
    added = await scenario.says(AMIRA, SHARE, shared=shared)
    assert mentioned(added) == told
    assert "1. Share the budget papers · by 12 March 2026 · Ben Okoro" in words(added)


async def test_an_organisation_that_owns_an_action_is_named(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert mentioned(await scenario.says(AMIRA, "action Meet monthly @council", shared=True)) == []


async def test_the_owner_is_mentioned_where_a_channel_is_asked_and_not_in_lists(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes_until(9)
    await scenario.says(BEN, SHARE)
    await scenario.passes_until(16)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes_until(21)
    *_, asked = scenario.posted()
    assert mentioned(asked) == [BEN.address]
    assert mentioned(await scenario.says(EFE, "actions", shared=True)) == []


async def test_the_next_round_is_a_moment_in_a_channel_and_a_date_in_private(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    (summary,) = [card for to, card in scenario.platform.sent if to == CHANNEL and "round 1" in card.title]
    assert moments(summary) == ["Monday 16 March, 09:00, London time"]
    in_private = await scenario.says(EFE, "results")
    assert moments(in_private) == []
    assert "The next round opens on Monday 16 March, 09:00." in map(
        plain, (part.words for part in in_private.parts if isinstance(part, Text))
    )


async def test_a_cancelled_round_names_its_zone_in_a_channel(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.says(AMIRA, "cancel now")
    await scenario.passes(minutes=1)
    assert moments(scenario.posted()[-1]) == ["Monday 16 March, 09:00, London time"]

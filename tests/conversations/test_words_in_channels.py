"""A channel gets the summary and its alerts in few words, each thing said once."""

import pytest

from bot.core.cards import Card
from bot.core.i18n import Translators
from bot.core.models import Partnership
from tests.questions.product_bank import BANK
from tests.support.cast import BEN, CAST
from tests.support.every_card import every_card
from tests.support.history_factory import unchanged_rounds
from tests.support.read_cards import says, shown, texts, words
from tests.support.scenario import WELSH, Scenario

MOST = 200
NEW = "New this round: about 2.0 below 4.1, the average before."
LOW = (2, 2, 3, 2, 2, 2, 1, 2, 3, 2)  # ten of the twelve


async def posted_after_a_fall(scenario: Scenario, language: str = "en") -> list[Card]:
    """Return what a channel gets after a round in which all three themes fell."""
    await scenario.open_first_round(*CAST, rounds=4)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), language=language)
        await db.add(*unchanged_rounds("harbour", len(CAST), scenario.clock.now(), 4))
    await scenario.fill(*LOW)
    await scenario.passes(days=5)
    return scenario.posted()


def count(*cards: Card) -> int:
    return sum(any(map(str.isalnum, word)) for card in cards for word in shown(card).split())


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_summary_and_three_alerts_have_at_most_two_hundred_words(
    scenario: Scenario, language: str
) -> None:
    summary, *alerts = await posted_after_a_fall(scenario, language)
    assert len(alerts) == 3
    assert count(summary, *alerts) <= MOST, "\n\n".join(map(shown, (summary, *alerts)))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_longest_summary_and_an_alert_have_at_most_two_hundred_words(language: str) -> None:
    samples = every_card(Translators(WELSH)(language=language), BANK)
    assert count(samples["summary.post"], samples["alerts.alert"]) <= MOST


async def test_nothing_is_said_twice(scenario: Scenario) -> None:
    summary, *alerts = await posted_after_a_fall(scenario)
    said = [text for card in (summary, *alerts) for text in (card.title, *texts(card))]
    assert [text for text in said if said.count(text) > 1] == [NEW] * 3  # of three themes
    assert "sharply lower" not in words(summary)  # the alerts say so
    together = "\n".join(map(words, (summary, *alerts)))
    assert together.count("in 100 partnerships of this size") == 1
    assert together.count("To talk about: ") == 1


async def test_what_an_alert_leaves_out_is_one_press_away(scenario: Scenario) -> None:
    summary, gravest, *_ = await posted_after_a_fall(scenario)
    everything = words(await scenario.says(BEN, says(summary, "All results"), shared=True, pressed=True))
    assert "Last round it was 12 of 12." in everything
    assert "Range: the likely score if everyone had given one" in everything
    about_theme = words(await scenario.says(BEN, says(gravest, "More"), shared=True, pressed=True))
    assert "Power balance is sharply lower than usual" in about_theme
    assert "Where everyone’s mood varies a little from round to round, it is about 28 in 100." in about_theme

"""Whether a theme changed beyond chance, and since when."""

from datetime import UTC, datetime

import pytest

from bot.analysis.changes import Change, SpcRule
from bot.analysis.published import CountedRounds, PublishedContent
from bot.analysis.signals import Signal, SignalKind
from bot.analysis.theme_state import ThemeState, Variation, theme_states
from bot.core.i18n import Translator
from bot.reports.theme_state_text import since_text, variation_text, watched_text

t = Translator()
MAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


def state_of(counted: CountedRounds, *signals: Signal) -> ThemeState:
    (state,) = theme_states(PublishedContent("Harbour", (), signals=signals, counted=(counted,)))
    return state


def words(state: ThemeState) -> tuple[str, str, str]:
    return variation_text(t, state), since_text(t, state), watched_text(t, state)


def changed(direction: int, *, confirmed: bool) -> Signal:
    change = Change(direction, SpcRule.OUTSIDE, 2, 3.6, 3.6 + direction, direction, True, confirmed)
    kind = SignalKind.UP if direction > 0 else SignalKind.DOWN
    return Signal(kind, "trust", 15, 14, MAY, change)


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (CountedRounds("trust", 3, newest=True), ("Too early to tell", "3 of 4 rounds so far", "")),
        (CountedRounds("trust", 4, newest=True), ("Usual ups and downs", "for 4 rounds", "")),
        (CountedRounds("trust", 9, newest=False), ("Too few scores to tell", "", "")),
    ],
)
def test_without_a_change_the_number_of_rounds_decides(
    counted: CountedRounds, said: tuple[str, str, str]
) -> None:
    assert words(state_of(counted)) == said


@pytest.mark.parametrize(
    ("direction", "confirmed", "said"),
    [
        (1, True, ("Up, beyond chance", "round 14, 4 May 2026", "")),
        (-1, False, ("Down, beyond chance", "round 14, 4 May 2026", "first sign, may still be chance")),
    ],
)
def test_a_change_is_named_and_dated(direction: int, confirmed: bool, said: tuple[str, str, str]) -> None:
    state = state_of(CountedRounds("trust", 15, newest=True), changed(direction, confirmed=confirmed))
    assert words(state) == said
    assert state.variation in {Variation.UP, Variation.DOWN}


def test_other_signals_are_no_change() -> None:
    split = Signal(SignalKind.SPLIT, "trust", 15, 15, MAY)
    assert state_of(CountedRounds("trust", 15, newest=True), split).variation is Variation.USUAL

"""The state of a theme after a round: whether it changed beyond chance, and since when. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.analysis.changes import MIN_BASELINE_ROUNDS
from bot.analysis.published import CountedRounds, PublishedContent
from bot.analysis.signals import Signal


class Variation(StrEnum):
    """The kinds of variation that NHS England's Making Data Count tells apart by its icons:
    https://www.england.nhs.uk/publication/making-data-count/. `FEW` stands for a round with too few scores,
    `EARLY` for too few rounds."""

    USUAL = "usual"
    UP = "up"
    DOWN = "down"
    EARLY = "early"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class ThemeState:
    """The state of a core theme after its newest round. So many `rounds` count since its baseline began. A
    change began with round `since`, which closed at `since_at`; until it is `confirmed` it may be chance."""

    theme: str
    variation: Variation
    rounds: int
    since: int = 0
    since_at: datetime | None = None
    confirmed: bool = True


def theme_states(content: PublishedContent) -> tuple[ThemeState, ...]:
    """Return the state of each core theme, as a scheduled round published it."""
    changes = {signal.theme: signal for signal in content.signals if signal.kind.is_change}
    return tuple(_state(counted, changes.get(counted.theme)) for counted in content.counted)


def _state(counted: CountedRounds, signal: Signal | None) -> ThemeState:
    if not counted.newest:
        return ThemeState(counted.theme, Variation.FEW, counted.n)
    if counted.n <= MIN_BASELINE_ROUNDS:
        return ThemeState(counted.theme, Variation.EARLY, counted.n)
    if signal is None or signal.change is None:
        return ThemeState(counted.theme, Variation.USUAL, counted.n)
    variation = Variation.UP if signal.change.direction > 0 else Variation.DOWN
    return ThemeState(counted.theme, variation, counted.n, signal.since, signal.since_at, signal.is_confirmed)

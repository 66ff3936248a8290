"""Shared outcomes in words. Pure.

Nothing here, and nothing in the cards and charts of outcomes, says that one thing caused another.
"""

from collections.abc import Sequence

from bot.analysis.outcome_process import NewestValue
from bot.core.i18n import N_, Translator
from bot.core.outcomes import BetterDirection, SharedOutcome

BETTER = {
    BetterDirection.UP: N_("higher is better"),
    BetterDirection.DOWN: N_("lower is better"),
    BetterDirection.NEITHER: N_("neither way is better"),
}
CURRENCIES = frozenset("£€$")


def amount(t: Translator, value: float, unit: str) -> str:
    """Return a value with its unit: `41 people`, `41%`, `£1,200`."""
    number = t.quantity(abs(value))
    sign = "-" if value < 0 else ""
    if unit in CURRENCIES:
        return f"{sign}{unit}{number}"
    return f"{sign}{number}{unit}" if unit.startswith("%") else f"{sign}{number} {unit}".rstrip()


def newest_value(t: Translator, newest: NewestValue | None) -> str:
    """Return `41 people on 3 May 2026 (46 before)`; or that there is no value."""
    if newest is None:
        return t("no value yet")
    words = t("{amount} on {day}", amount=amount(t, newest.value, newest.unit), day=t.full_day(newest.on))
    if newest.before is None:
        return words
    return t("{value} ({before} before)", value=words, before=t.quantity(newest.before))


def outcome_lines(t: Translator, newest: Sequence[NewestValue]) -> tuple[str, ...]:
    """Return a line for each outcome: `Rough sleepers: 41 people on 3 May 2026 (46 before)`."""
    return tuple(f"{value.outcome}: {newest_value(t, value)}" for value in newest)


def title_with_unit(outcome: SharedOutcome) -> str:
    """Return `Rough sleepers (people)`."""
    return f"{outcome.name} ({outcome.unit})" if outcome.unit else outcome.name

"""The state of a theme in words. Pure."""

from bot.analysis.changes import MIN_BASELINE_ROUNDS
from bot.analysis.theme_state import ThemeState, Variation
from bot.core.i18n import Translator


def variation_text(t: Translator, state: ThemeState) -> str:
    """Return whether a theme changed beyond chance, as its icon shows."""
    texts = {
        Variation.USUAL: t("Usual ups and downs"),
        Variation.UP: t("Up, beyond chance"),
        Variation.DOWN: t("Down, beyond chance"),
        Variation.EARLY: t("Too early to tell"),
        Variation.FEW: t("Too few scores to tell"),
    }
    return texts[state.variation]


def since_text(t: Translator, state: ThemeState) -> str:
    """Return since when a theme has been in its state."""
    if state.since_at:
        return t("round {number}, {day}", number=state.since, day=t.full_day(state.since_at))
    if state.variation is Variation.EARLY:
        return t("{n} of {least} rounds so far", n=state.rounds, least=MIN_BASELINE_ROUNDS + 1)
    if state.variation is Variation.FEW:
        return ""
    return t.n("for {n} round", "for {n} rounds", state.rounds)


def watched_text(t: Translator, state: ThemeState) -> str:
    """Return that a change may be chance; empty if it is confirmed, or there is none."""
    return "" if state.confirmed else t("first sign, may still be chance")

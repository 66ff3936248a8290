"""The yearly look in words. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.analysis.changes import SizedDifference
from bot.analysis.yearly import PackStanding, Reason, YearChange
from bot.core.followups import Action
from bot.core.i18n import Translator
from bot.reports.action_text import OUTCOMES


def standing_texts(t: Translator, standing: PackStanding, words: Mapping[str, str]) -> tuple[str, ...]:
    """Return which questions of a pack stand high or low, or that none does. `words` are those of
    the questions, by reference."""
    quoted = [[f"“{words[question]}”" for question in group] for group in (standing.high, standing.low)]
    high, low = map(t.join, quoted)
    if not (high or low):
        return (t("The questions stand about the same: their ranges overlap too much to tell them apart."),)
    sentences = (
        t("High among these questions: {questions}", questions=high) if high else "",
        t("Low among these questions: {questions}", questions=low) if low else "",
    )
    return tuple(filter(None, sentences))


def change_text(t: Translator, change: YearChange, year: int) -> str:
    """Return how a question differs from a look of an earlier year."""
    if change.difference is None:
        return t("Too near the end of the scale to compare with {year}.", year=year)
    words = _difference_text(t, change.difference, year)
    if change.difference.direction and change.may_be_chance:
        return f"{words} {t('This may be chance.')}"
    return words


def _difference_text(t: Translator, difference: SizedDifference, year: int) -> str:
    exact = {
        -3: t("Sharply lower than in {year}.", year=year),
        -2: t("Clearly lower than in {year}.", year=year),
        -1: t("Slightly lower than in {year}.", year=year),
        0: t("About the same as in {year}.", year=year),
        1: t("Slightly higher than in {year}.", year=year),
        2: t("Clearly higher than in {year}.", year=year),
        3: t("Sharply higher than in {year}.", year=year),
    }
    at_least = {
        -2: t("At least clearly lower than in {year}.", year=year),
        -1: t("At least slightly lower than in {year}.", year=year),
        1: t("At least slightly higher than in {year}.", year=year),
        2: t("At least clearly higher than in {year}.", year=year),
    }
    return (exact if difference.is_exact else at_least)[difference.direction * difference.size]


def reason_text(t: Translator, reason: Reason) -> str:
    """Return why a question is worth talking about."""
    texts = {
        Reason.SPLIT: t("There are two groups, who see this very differently."),
        Reason.LOW: t("It stands low among the questions of its part."),
        Reason.FELL: t("It is lower than in the last look, more than chance would explain."),
        Reason.WIDE: t("Views differ a lot."),
    }
    return texts[reason]


def plan_state(t: Translator, action: Action, today: date) -> str:
    """Return how far an action of a plan was done, or that it is open or overdue."""
    if action.did:
        return t(OUTCOMES[action.did])
    return t("overdue") if action.by and action.by < today else t("open")


def not_told(
    t: Translator,
    replies: Sequence[tuple[str, int, int]],
    held_back: int,
    missing: Sequence[str],
    *,
    compared: bool,
) -> tuple[str, ...]:
    """Return what a yearly look does not tell. `replies` are the titles of its parts, each with how many
    replied and were asked; `held_back` is the number of questions without a score; `missing` are the parts
    that have no results."""
    silent = [
        t("{n} of {invited} in “{part}”", n=invited - n, invited=invited, part=part)
        for part, n, invited in replies
        if n < invited
    ]
    sentences = (
        t("Why people answered as they did. Only talking can tell."),
        t("What those think who did not reply: {parts}.", parts=t.join(silent)) if silent else "",
        t("How organisations differ on these questions. We never show that: it could reveal single answers."),
        t.n(
            "The score of {n} question, which is held back.",
            "The scores of {n} questions, which are held back.",
            held_back,
        )
        if held_back
        else "",
        t("Anything about {parts}, which has no results for this year.", parts=t.join(missing))
        if missing
        else "",
        "" if compared else t("What has changed. No earlier look asked the same questions."),
    )
    return tuple(filter(None, sentences))

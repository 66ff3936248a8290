"""Results in words. Pure.

The words come from stored results alone, and so from what disclosure control allows. If a result does not
hold a value, the words for it are empty.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.analysis import baseline
from bot.analysis.bands import LOWEST, approximate_step, interval_of, is_banded, shown_range
from bot.analysis.changes import SizedDifference, difference_between
from bot.analysis.disclosure import MIN_FOR_COUNTS, MIN_FOR_SHAPE, POWER_THEME
from bot.core.i18n import Translator
from bot.core.models import QuestionResult


def is_indicative(reading: QuestionResult) -> bool:
    """Return True if a result is a first impression only."""
    return baseline.is_indicative(reading.scored, reading.invited)


def score_text(t: Translator, reading: QuestionResult) -> str:
    """Return the score, or its bound if it lies in a band, also of a result that was stored when bands were
    narrower."""
    if is_banded(reading):
        low, high = interval_of(reading) or (0, 0)
        if low == LOWEST:
            return t("{score} or less", score=t.number(high))
        return t("{score} or more", score=t.number(low))
    if reading.mean is None:
        return ""
    if not reading.approximate:
        return t.number(reading.mean)
    is_whole = approximate_step(reading) == 1
    return t("about {score}", score=t.quantity(reading.mean) if is_whole else t.number(reading.mean))


def is_inexact(reading: QuestionResult) -> bool:
    """Return True if disclosure control leaves no score, or only a rounded or banded one."""
    return reading.mean is None or bool(reading.approximate) or is_banded(reading)


def changes_since(t: Translator, pairs: Sequence[tuple[str, QuestionResult, QuestionResult | None]]) -> str:
    """Return in one sentence what changed since another result of each theme and what did not, the largest
    changes first: `Since last round: trust clearly lower; shared purpose and power balance about the same.`
    Takes titles; empty if there is nothing to compare."""
    moved: dict[SizedDifference, list[str]] = defaultdict(list)
    unclear = []
    for title, reading, before in pairs:
        now, then = interval_of(reading), interval_of(before) if before else None
        if now and then and (difference := difference_between(now, then)):
            moved[difference].append(within_sentence(title))
        elif now and then:
            unclear.append(within_sentence(title))
    clauses = differences(t, moved)
    if unclear:
        clauses.append(t("{themes} too near the end of the scale to compare", themes=t.join(unclear)))
    return t("Compared with last round: {changes}.", changes="; ".join(clauses)) if clauses else ""


def differences(t: Translator, moved: Mapping[SizedDifference, Sequence[str]]) -> list[str]:
    """Return a clause for each difference, the largest first: `trust and power balance clearly lower`."""
    largest_first = sorted(moved, key=lambda difference: (-difference.size, difference.direction))
    return [_difference(t, difference, t.join(moved[difference])) for difference in largest_first]


def _difference(t: Translator, difference: SizedDifference, themes: str) -> str:
    exact = {
        -3: t("{themes} sharply lower", themes=themes),
        -2: t("{themes} clearly lower", themes=themes),
        -1: t("{themes} slightly lower", themes=themes),
        0: t("{themes} about the same", themes=themes),
        1: t("{themes} slightly higher", themes=themes),
        2: t("{themes} clearly higher", themes=themes),
        3: t("{themes} sharply higher", themes=themes),
    }
    at_least = {
        -2: t("{themes} at least clearly lower", themes=themes),
        -1: t("{themes} at least slightly lower", themes=themes),
        1: t("{themes} at least slightly higher", themes=themes),
        2: t("{themes} at least clearly higher", themes=themes),
    }
    return (exact if difference.is_exact else at_least)[difference.direction * difference.size]


def within_sentence(title: str) -> str:
    """Return text that begins with the title of a theme, for use within a sentence."""
    return title[:1].lower() + title[1:]


def first_impression_note(t: Translator, reading: QuestionResult) -> str:
    """Return a note that few people replied; empty if enough did, or no score is shown."""
    if not (score_text(t, reading) and is_indicative(reading)):
        return ""
    return t("This is only a first impression, because fewer than 6 in 10 gave a score.")


def range_text(t: Translator, reading: QuestionResult) -> str:
    """Return the range in a few words; `range_note` explains it."""
    if (shown := _range(reading)) is None:
        return ""
    low, high = map(t.number, shown)
    return t("range {low} to {high}", low=low, high=high)


def bounds_text(t: Translator, reading: QuestionResult) -> str:
    """Return the range without the word; empty if there is none."""
    if (shown := _range(reading)) is None:
        return ""
    low, high = map(t.number, shown)
    return t("{low} to {high}", low=low, high=high)


def _range(reading: QuestionResult) -> tuple[float, float] | None:
    """Return the range that may be shown, or None."""
    low, high = shown_range(reading)
    return None if low is None or high is None else (low, high)


def range_note(t: Translator, reading: QuestionResult) -> str:
    """Return what the range is and what it assumes; empty if there is none."""
    if _range(reading) is None:
        return ""
    if reading.scored < MIN_FOR_SHAPE:
        return t("Range: where the score would be if everyone had given one, whatever the others chose.")
    return t("Range: the likely score if everyone had given one, assuming that the others feel the same.")


def range_in_brief(t: Translator, reading: QuestionResult) -> str:
    """Return what a range assumes; empty if there is none."""
    if _range(reading) is None:
        return ""
    if reading.scored < MIN_FOR_SHAPE:
        return t("In brackets: the lowest and highest the score could be.")
    return t("In brackets: the likely score if the others feel the same.")


def range_sentence(t: Translator, reading: QuestionResult) -> str:
    """Return the range and what it assumes; empty if there is none."""
    if (shown := _range(reading)) is None:
        return ""
    low, high = map(t.number, shown)
    if reading.scored < MIN_FOR_SHAPE:
        return t(
            "If everyone had given a score, it would be between {low} and {high}, whatever the others chose.",
            low=low,
            high=high,
        )
    return t(
        "If everyone had given a score, it would be between {low} and {high}. This assumes that the others"
        " feel the same.",
        low=low,
        high=high,
    )


def agreement_text(t: Translator, reading: QuestionResult) -> str:
    texts = {
        "strong": t("People largely agree."),
        "fair": t("People agree fairly well."),
        "wide": t("Views differ a lot."),
    }
    return texts.get(reading.agreement, "")


def split_view(t: Translator, reading: QuestionResult) -> str:
    return t("There are two groups, who see this very differently.") if reading.split else ""


def low_voice(t: Translator, reading: QuestionResult) -> str:
    """Return how many people chose one of the two lowest points."""
    texts = {
        "none": t("Nobody chose either of the two lowest points."),
        "some": t("Some people, but under a third, chose one of the two lowest points."),
        "third": t("A third or more chose one of the two lowest points."),
    }
    return texts.get(reading.low_share, "")


def power_gap(t: Translator, reading: QuestionResult) -> str:
    """Return how far apart the lead side and the others are."""
    if reading.uneven and reading.gap is None:
        return t(
            "Lead organisations and the others see this very differently, more than chance would explain."
        )
    if reading.gap is None:
        return ""
    gap = t.number(abs(reading.gap))
    if reading.uneven and reading.gap > 0:
        return t(
            "Lead organisations scored {gap} higher than the others, more than chance would explain.", gap=gap
        )
    if reading.uneven:
        return t(
            "Lead organisations scored {gap} lower than the others, more than chance would explain.", gap=gap
        )
    return t("Lead organisations and the others scored {gap} apart, which may be chance.", gap=gap)


def cannot_say(t: Translator, reading: QuestionResult) -> str:
    return (
        t("A quarter or more chose Can't say. Is the question clear to everyone?") if reading.unsure else ""
    )


def details(t: Translator, reading: QuestionResult) -> tuple[str, ...]:
    """Return everything in a result beyond its score, a sentence each, and last why there is not more."""
    texts = (
        range_sentence(t, reading),
        agreement_text(t, reading),
        split_view(t, reading),
        power_gap(t, reading) or low_voice(t, reading),
        cannot_say(t, reading),
        sides_withheld(t, reading),
        withheld(t, reading),
    )
    return tuple(sentence for sentence in texts if sentence)


class WithheldReason(StrEnum):
    """The reason why not everything of a result is shown, in the order in which they apply."""

    NOBODY_SCORED = "nobody scored"
    FEW_OF_REPLIES = "few of those who replied"
    TOO_FEW = "too few"
    ROUNDED = "rounded"
    NEAR_END = "near the end"
    MEAN_ONLY = "mean only"
    NO_COUNTS = "no counts"


def withheld_reason(reading: QuestionResult) -> WithheldReason | None:
    """Return why not everything is shown; None if everything is."""
    applies = {
        WithheldReason.NOBODY_SCORED: not reading.scored,
        WithheldReason.FEW_OF_REPLIES: reading.few_scored,
        WithheldReason.TOO_FEW: interval_of(reading) is None,
        WithheldReason.ROUNDED: reading.approximate,
        WithheldReason.NEAR_END: is_banded(reading),
        WithheldReason.MEAN_ONLY: reading.scored < MIN_FOR_SHAPE,
        WithheldReason.NO_COUNTS: reading.counts is None,
    }
    return next((reason for reason in WithheldReason if applies[reason]), None)


def withheld(t: Translator, reading: QuestionResult) -> str:
    """Return why not everything is shown, in a sentence; empty if everything is."""
    texts = {
        WithheldReason.NOBODY_SCORED: t(
            "Nobody gave this a score, so there is nothing to show. Can't say does not count as a score."
        ),
        WithheldReason.FEW_OF_REPLIES: t(
            "Too few of the people who replied gave a score, so we do not show one. This keeps each "
            "answer private."
        ),
        WithheldReason.TOO_FEW: t(
            "Too few people gave a score, so we only show how many did. This keeps each answer private."
        ),
        WithheldReason.ROUNDED: _rounding_note(t, reading),
        WithheldReason.NEAR_END: t(
            "We do not show the exact score: this close to the end of the scale, it would reveal "
            "individual answers."
        ),
        WithheldReason.MEAN_ONLY: t(
            "We only show the average score, because few people gave one. This keeps each answer private."
        ),
        WithheldReason.NO_COUNTS: t(
            "We show how many people chose each point once {least} people have given a score.",
            least=MIN_FOR_COUNTS,
        ),
    }
    reason = withheld_reason(reading)
    return texts[reason] if reason else ""


def _rounding_note(t: Translator, reading: QuestionResult) -> str:
    if approximate_step(reading) == 1:
        return t(
            "This is to the nearest whole point, because few people answered your own question. This "
            "keeps each answer private."
        )
    return t(
        "This is to the nearest half point, because few people answered an extra round. This "
        "keeps each answer private."
    )


def sides_withheld(t: Translator, reading: QuestionResult) -> str:
    """Return why the size of the gap is not shown, if everything else is; empty if nobody would expect it."""
    if not (reading.anchor and reading.theme == POWER_THEME and reading.counts) or reading.gap is not None:
        return ""
    if reading.uneven:
        return t(
            "We do not show how far apart they are, because it would reveal too much about what people said."
        )
    return t("We compare lead organisations with the others only where this reveals nobody’s answer.")


def roster_changes(t: Translator, since: int, joined: int, left: int) -> str:
    """Return how many members joined and left since the round with this number; empty if nobody did."""
    changes = [t.n("{n} member has joined", "{n} members have joined", joined)] if joined else []
    changes += [t.n("{n} has left", "{n} have left", left)] if left else []
    if not changes:
        return ""
    return t("Since round {number}, which we compare with, {changes}.", number=since, changes=t.join(changes))

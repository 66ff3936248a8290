"""Answers to why a number looks odd: what surprises readers of small surveys most often. Pure."""

from bot.analysis.bands import is_banded
from bot.analysis.baseline import has_few_replies
from bot.analysis.statistics import TOLERANCE
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports import result_text

ROUNDING = 0.1  # by which rounding alone can move a mean from the middle


def odd_numbers(t: Translator, reading: QuestionResult) -> tuple[str, ...]:
    """Return why a result may look odd, a sentence or two for each reason; empty if nothing does."""
    is_withheld = is_banded(reading) or reading.approximate or not result_text.score_text(t, reading)
    reasons = (
        (is_withheld, result_text.withheld(t, reading) if is_withheld else ""),
        (
            _has_score(reading) and _all_scored(reading),
            t("There is no range, because everyone gave a score. The score is exact for this round."),
        ),
        (
            _is_off_centre(reading),
            t(
                "The score is not in the middle of its range. Scores end at 1 and 5, so there is more room"
                " on one side."
            ),
        ),
        (
            _is_hollow(t, reading),
            t(
                "Its point on the chart is hollow, because under half gave a score. We do not use it to look"
                " for changes."
            ),
        ),
    )
    return tuple(reason for applies, reason in reasons if applies and reason)


def range_cell(t: Translator, reading: QuestionResult) -> str:
    """Return the range, or in a few words why there is none."""
    if bounds := result_text.bounds_text(t, reading):
        return bounds
    return t("everyone gave a score") if _has_score(reading) and _all_scored(reading) else t("not shown")


def _has_score(reading: QuestionResult) -> bool:
    return reading.mean is not None and not is_banded(reading)


def _all_scored(reading: QuestionResult) -> bool:
    return reading.scored == reading.invited


def _is_off_centre(reading: QuestionResult) -> bool:
    """Return True if the score lies further from the middle of its range than rounding explains."""
    if reading.mean is None or reading.low is None or reading.high is None or is_banded(reading):
        return False
    return abs(reading.mean - (reading.low + reading.high) / 2) > ROUNDING + TOLERANCE


def _is_hollow(t: Translator, reading: QuestionResult) -> bool:
    """Return True if charts draw the result as a hollow point. Approximate ones are in no trend."""
    return (
        reading.anchor
        and not reading.approximate
        and has_few_replies(reading)
        and bool(result_text.score_text(t, reading))
    )

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.analysis.baseline import ThemeHistory, drawn_value, is_counted, same_question, split_at_rebases
from bot.analysis.control_chart import xmr
from bot.core.followups import Rebase
from bot.core.models import QuestionResult
from tests.analysis.series_factory import CALM, HIDDEN, HOLLOW, PLAIN, closed, past

HIGH = replace(PLAIN, scored=9, mean=None, band="high")
LOW = replace(PLAIN, scored=9, mean=None, band="low")


def line(*readings: QuestionResult | float) -> ThemeHistory:
    return [(closed(each.number), reading) for each, reading in past(readings)]


def rebase(number: int, theme: str = "trust") -> Rebase:
    """Just when this round closed."""
    return Rebase("rebase", "harbour", theme, closed(number), "new partners", "ana")


def test_a_banded_mean_counts_at_its_bound() -> None:
    assert [drawn_value(reading) for reading in (HIGH, LOW, PLAIN, HIDDEN)] == [4.4, 1.6, 3.6, None]


@pytest.mark.parametrize(
    ("reading", "counts"), [(PLAIN, True), (HIGH, True), (HOLLOW, False), (HIDDEN, False)]
)
def test_a_round_counts_if_half_replied_and_something_may_be_shown(
    reading: QuestionResult, counts: bool
) -> None:
    assert is_counted(reading) is counts


def test_a_reworded_question_starts_anew() -> None:
    reworded = replace(PLAIN, question="trust.reliable@2")
    rounds = [(1, PLAIN), (2, reworded), (3, reworded)]
    assert same_question(rounds) == rounds[1:]
    assert same_question([]) == []


def test_without_a_rebase_the_line_is_one_stretch() -> None:
    (only,) = split_at_rebases(line(3.5, HIDDEN, HOLLOW, 3.7))
    assert (only.start, only.end, only.values) == (0, 4, (3.5, None, None, 3.7))
    assert only.counting == (0, 3)
    assert only.segment == xmr([3.5, None, None, 3.7]).segments[0]
    assert not only.firm


def test_no_rounds_are_no_stretch() -> None:
    assert split_at_rebases([]) == ()
    assert split_at_rebases([], [rebase(1)]) == ()


def test_a_rebase_starts_anew_with_the_first_round_that_closed_then_or_later() -> None:
    five = line(*[3.5] * 5)
    later = replace(rebase(3), from_at=closed(3) + timedelta(seconds=1))
    assert [each.start for each in split_at_rebases(five, [rebase(3)])] == [0, 2]
    assert [each.start for each in split_at_rebases(five, [later, rebase(4)])] == [0, 3]


def test_a_rebase_before_the_first_round_or_after_the_newest_changes_nothing() -> None:
    five = line(*[3.5] * 5)
    assert split_at_rebases(five, [rebase(-8), rebase(6)]) == split_at_rebases(five)


def test_a_stretch_in_which_nothing_counts_has_no_segment() -> None:
    _, newest = split_at_rebases(line(3.5, HIDDEN), [rebase(2)])
    assert (newest.segment, newest.counting, newest.labels, newest.firm) == (None, (), ("",), False)


def test_limits_are_firm_from_thirteen_rounds_that_count_and_frozen_from_twenty() -> None:
    assert [split_at_rebases(line(*CALM[:12], HIDDEN, *more))[0].firm for more in ([], [3.6])] == [
        False,
        True,
    ]
    twenty, more = (
        split_at_rebases(line(HOLLOW, *CALM))[0],
        split_at_rebases(line(HOLLOW, *CALM, 2.0, 2.0))[0],
    )
    assert twenty.segment is not None
    assert more.segment is not None
    assert (more.segment.lower, more.segment.upper) == (twenty.segment.lower, twenty.segment.upper)
    assert split_at_rebases(line(*CALM[:19]))[0].frozen is None
    assert (twenty.frozen, more.frozen) == (20, 20)

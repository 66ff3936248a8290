from dataclasses import replace
from datetime import timedelta

import pytest

from bot.analysis.baseline import ThemeHistory, drawn_value, is_counted, same_question, split_at_rebases
from bot.analysis.limits import CountedRound
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


def test_a_banded_mean_is_drawn_at_the_bound_of_today() -> None:
    old = replace(PLAIN, scored=5, mean=4.6)  # stored when the bands were narrower
    drawn = [drawn_value(reading) for reading in (HIGH, LOW, PLAIN, HIDDEN, old)]
    assert drawn == [4.4, 1.6, 3.6, None, 4.0]


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
    first, last = CountedRound(3.5, 3.5, 12), CountedRound(3.7, 3.7, 12)
    assert (only.start, only.end, only.rounds) == (0, 4, (first, None, None, last))
    assert (only.counting, only.limits, only.change) == ((0, 3), None, None)


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


def test_a_stretch_in_which_nothing_counts_has_no_limits() -> None:
    _, newest = split_at_rebases(line(3.5, HIDDEN), [rebase(2)])
    assert (newest.limits, newest.counting, newest.marks, newest.change) == (None, (), (0,), None)
    assert not newest.is_banded


def test_limits_come_from_thirteen_rounds_that_count_and_stay_from_twenty_on() -> None:
    twelve, thirteen = (split_at_rebases(line(*CALM[:12], HIDDEN, *more))[0] for more in ([], [3.6]))
    assert twelve.limits is None
    assert thirteen.limits is not None
    assert (twelve.compared_rounds, thirteen.compared_rounds) == (11, 13)
    twenty, more = (
        split_at_rebases(line(HOLLOW, *CALM))[0],
        split_at_rebases(line(HOLLOW, *CALM, 2.0, 2.0))[0],
    )
    assert twenty.limits == more.limits
    assert split_at_rebases(line(*CALM[:19]))[0].frozen is None
    assert (twenty.frozen, more.frozen) == (20, 20)


def test_a_stretch_says_that_it_has_no_limits_because_a_third_is_banded() -> None:
    twelve, thirteen = (split_at_rebases(line(*[HIGH] * n))[0] for n in (12, 13))
    assert (twelve.is_banded, thirteen.is_banded, thirteen.limits) == (False, True, None)


def test_fourteen_rounds_of_much_the_same_and_then_a_little_less_mark_nothing() -> None:
    for high in (4.5, replace(HIGH, scored=7, invited=7), HIGH):
        for less in (4.4, replace(PLAIN, scored=7, invited=7, mean=4.4)):
            (stretch,) = split_at_rebases(line(*[high] * 14, less))
            assert {*stretch.marks} == {0}


def test_a_mark_needs_a_rule_and_three_tenths_from_the_centre_line() -> None:
    (stretch,) = split_at_rebases(line(*CALM, *[3.4, 3.2, 3.3] * 3, 4.4))
    assert stretch.marks == (0,) * 20 + (0, -1, -1) * 3 + (1,)


def test_marks_of_early_rounds_stay_where_the_rules_found_something() -> None:
    assert marks(3.8, 3.8, 3.8, 3.4, 3.4, HOLLOW, 3.8) == (0, 0, 0, -1, -1, 0, 0)
    assert marks(3.6, 3.6, 3.6, 4.2, 3.6) == (0, 0, 0, 1, 0)


def marks(*readings: QuestionResult | float) -> tuple[int, ...]:
    (stretch,) = split_at_rebases(line(*readings))
    return stretch.marks

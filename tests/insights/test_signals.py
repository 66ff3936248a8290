from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.followups import Rebase
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.insights.false_alarms import EARLY, FIRM
from bot.insights.moves import Rule
from bot.insights.signals import (
    Kind,
    Past,
    Posted,
    Signal,
    alerts,
    large,
    newest_stretch,
    of_theme,
    severity,
    signals,
)
from bot.insights.trend import MARKS, History, trend
from tests.insights.lines import CALM, HIDDEN, HOLLOW, PLAIN, closed, past, round_

SPLIT = replace(PLAIN, split=True)
LEVEL = replace(PLAIN, split=False, uneven=False, gap=0.1)
UNEVEN = replace(PLAIN, uneven=True, gap=1.2)
CAUTIOUS = replace(PLAIN, unsure=True)
FELL = Signal(Kind.DOWN, "trust", 10, 10, closed(10))

means = st.integers(10, 50).map(lambda tenths: tenths / 10)
lines = st.lists(means | st.sampled_from([HIDDEN, HOLLOW]), max_size=45)
eventful = st.lists(means | st.sampled_from([HIDDEN, HOLLOW, SPLIT, UNEVEN, CAUTIOUS]), max_size=30)


def kinds(*readings: QuestionResult | float) -> list[Kind]:
    return [signal.kind for signal in signals(past(readings))]


def rebase(number: int, theme: str = "trust") -> Rebase:
    return Rebase("rebase", "harbour", theme, closed(number), "half of us are new", "ana")


def test_no_rounds_give_no_signals() -> None:
    assert signals([]) == ()


def test_a_fall_in_the_early_rounds_says_what_since_when_how_much_and_how_sure() -> None:
    (fell,) = signals(past([3.6, 3.6, 3.6, 3.6, 2.8]))
    assert (fell.kind, fell.theme, fell.number, fell.since) == (Kind.DOWN, "trust", 5, 5)
    assert (fell.since_at, fell.rate, fell.size) == (closed(5), EARLY[2], 2)
    assert fell.move is not None
    assert (fell.move.rule, round(fell.move.difference, 9)) == (Rule.ONE, -0.8)


def test_a_rise_under_firm_limits_began_with_the_first_point_of_its_run() -> None:
    (rose,) = signals(past([*CALM, HIDDEN, 4.4, HOLLOW, 4.4]))
    assert (rose.kind, rose.number, rose.since, rose.since_at) == (Kind.UP, 24, 22, closed(22))
    assert (rose.rate, rose.size) == (FIRM[2], 2)


def test_a_round_that_is_closing_just_now_closes_when_it_was_to() -> None:
    rounds = past([3.6, 3.6, 3.6, 3.6, 2.8])
    newest, reading = rounds[-1]
    rounds[-1] = replace(newest, closed_at=None, closes_at=closed(5) + timedelta(hours=1)), reading
    assert [each.since_at for each in signals(rounds)] == [closed(5) + timedelta(hours=1)]


def test_a_reworded_question_is_not_compared_with_the_old_one() -> None:
    reworded = replace(PLAIN, question="trust.reliable@2", mean=1.2)
    assert kinds(*CALM, reworded) == []


def test_after_a_rebase_only_what_came_since_is_compared() -> None:
    rounds = past([*CALM, *[2.8] * 3, 2.2])
    assert [signal.kind for signal in signals(rounds)] == [Kind.DOWN]
    (early,) = signals(rounds, [rebase(21)])
    assert (early.rate, early.since) == (EARLY[2], 24)
    assert signals(rounds, [rebase(22)]) == ()
    assert signals(rounds, [rebase(22, theme="power")]) == signals(rounds)


def test_a_split_and_an_uneven_gap_stand_out_since_they_began() -> None:
    (split,) = signals(past([SPLIT, LEVEL, SPLIT, HIDDEN, SPLIT]))
    assert (split.kind, split.theme, split.number) == (Kind.SPLIT, "trust", 5)
    assert (split.since, split.size) == (3, 0)
    (uneven,) = signals(past([UNEVEN, UNEVEN]))
    assert (uneven.kind, uneven.since, uneven.rate) == (Kind.UNEVEN, 1, None)
    assert kinds(SPLIT, UNEVEN, LEVEL) == []
    assert kinds(SPLIT, HIDDEN) == []


def test_two_rounds_in_which_under_half_replied_are_a_collapse_and_suggest_monthly() -> None:
    assert kinds(HOLLOW) == []
    assert kinds(HOLLOW, PLAIN, HOLLOW) == []
    few, monthly = signals(past([PLAIN, HOLLOW, HIDDEN, HOLLOW]))
    assert (few.kind, few.theme, few.number, few.since) == (Kind.FEW, "", 4, 2)
    assert (monthly.kind, monthly.theme, monthly.number, monthly.since) == (Kind.MONTHLY, "", 4, 2)
    assert kinds(PLAIN, HOLLOW, HOLLOW) == [Kind.FEW, Kind.MONTHLY]


def test_half_of_the_members_are_not_few() -> None:
    rounds = [(round_(number, replies=8), replace(PLAIN, round=f"r{number}")) for number in (1, 2)]
    assert signals(rounds) == ()


def test_coordinators_hear_of_questions_that_many_cannot_answer() -> None:
    other = replace(CAUTIOUS, theme="roles", question="roles.own@1", anchor=False)
    found = signals(past([PLAIN, CAUTIOUS]), others=[other, replace(other, theme="skills", unsure=False)])
    assert [(signal.kind, signal.theme) for signal in found] == [
        (Kind.UNSURE, "roles"),
        (Kind.UNSURE, "trust"),
    ]
    assert [signal.kind for signal in signals(past([CAUTIOUS]), others=[CAUTIOUS])] == [Kind.UNSURE]


@pytest.mark.parametrize(("newcomers", "suggested"), [(4, []), (5, [(Kind.REBASE, "trust")])])
def test_a_rebase_is_suggested_when_over_a_quarter_joined_after_the_baseline(
    newcomers: int, suggested: list[tuple[Kind, str]]
) -> None:
    after, before = closed(20) + timedelta(days=1), closed(20)
    joined = [before] * (16 - newcomers) + [after] * newcomers
    rounds = past([*CALM, 3.5, 3.7])
    assert [(signal.kind, signal.theme) for signal in signals(rounds, joined=joined)] == suggested
    assert signals(rounds, [rebase(3)], joined) == ()


def test_each_theme_is_held_against_its_own_past() -> None:
    rounds = sorted(past([*CALM, 2.0]) + past([*CALM, 4.6], theme="purpose"), key=lambda pair: pair[0].number)
    assert [(signal.kind, signal.theme) for signal in signals(rounds)] == [
        (Kind.DOWN, "trust"),
        (Kind.UP, "purpose"),
    ]


def test_a_theme_that_the_newest_round_did_not_ask_about_is_left_out() -> None:
    rounds = past([3.6, 3.6, 3.6, 3.6, 2.0]) + past([PLAIN] * 6, theme="purpose")[5:]
    assert signals(rounds) == ()


def test_the_gravest_comes_first() -> None:
    far, near = (
        replace(FELL, theme=theme, move=signals(past([3.6, 3.6, 3.6, newest]))[0].move)
        for theme, newest in (("trust", 2.6), ("power", 3.0))
    )
    others = [replace(FELL, kind=kind) for kind in [*Kind][:0:-1]]
    assert [each.kind for each in sorted(others, key=severity)] == [
        Kind.UNEVEN,
        Kind.SPLIT,
        Kind.FEW,
        Kind.UP,
        Kind.UNSURE,
        Kind.MONTHLY,
        Kind.REBASE,
    ]
    assert sorted([*others, near, far], key=severity)[:2] == [far, near]


def test_the_last_three_kinds_are_for_coordinators() -> None:
    assert [kind for kind in Kind if kind.for_coordinators] == [Kind.UNSURE, Kind.MONTHLY, Kind.REBASE]


def test_what_is_beyond_chance_but_too_small_is_no_alert() -> None:
    small = signals(past([*CALM[:19], *[3.7] * 8]))
    assert [signal.kind for signal in small] == [Kind.UP]
    assert large(small) == alerts(small) == ()
    fell = signals(past([*CALM, 2.0]))
    assert large(fell) == alerts(fell) == fell


@pytest.mark.parametrize(
    ("before", "silent"),
    [
        (Posted(Kind.DOWN, "trust", 9), True),
        (Posted(Kind.DOWN, "trust", 7), True),
        (Posted(Kind.DOWN, "trust", 6), False),
        (Posted(Kind.UP, "trust", 9), False),
        (Posted(Kind.DOWN, "power", 9), False),
        (Posted(Kind.DOWN, "trust", 10), False),  # this very alert, looked at again
        (Posted(Kind.DOWN, "trust", 12), False),
        (Posted(Kind.DOWN, "trust", 5, size=2), False),
        (Posted(Kind.DOWN, "trust", 5, size=2, acknowledged=True), True),
        (Posted(Kind.DOWN, "trust", 5, size=1, acknowledged=True), False),  # it got worse
        (Posted(Kind.DOWN, "trust", 4, size=2, acknowledged=True), True),  # it was of the round that began it
        (Posted(Kind.DOWN, "trust", 3, size=2, acknowledged=True), False),  # that was another fall
    ],
)
def test_an_alert_is_not_repeated_for_three_rounds_nor_once_taken_up(before: Posted, silent: bool) -> None:
    move = signals(past([3.6, 3.6, 3.6, 2.8]))[0].move
    fell = replace(FELL, since=4, move=move)
    assert fell.size == 2
    assert alerts([fell], [before]) == (() if silent else (fell,))


def test_the_newest_stretch_is_what_a_theme_is_held_against() -> None:
    assert newest_stretch(past([3.5, 3.6, 3.7]), [rebase(2)]).values == (3.6, 3.7)


def shifted(rounds: Past, by: float) -> Past:
    return [
        (each, reading if reading.mean is None else replace(reading, mean=reading.mean + by))
        for each, reading in rounds
    ]


def told(found: tuple[Signal, ...]) -> list[tuple[object, ...]]:
    """All but where on the scale it happened."""
    return [
        (each.kind, each.theme, each.since, each.size, each.rate)
        + ((m.rule, m.run, m.over, m.large, round(m.difference, 6)) if (m := each.move) else ())
        for each in found
    ]


@given(lines, st.integers(-20, 20))
def test_adding_a_constant_moves_nothing_but_the_numbers(
    line: list[QuestionResult | float], tenths: int
) -> None:
    rounds = past(line)
    assert told(signals(shifted(rounds, tenths / 10))) == told(signals(rounds))


@given(lines)
def test_turned_upside_down_a_fall_is_a_rise(line: list[QuestionResult | float]) -> None:
    rounds = past(line)
    turned = [
        (each, reading if reading.mean is None else replace(reading, mean=6 - reading.mean))
        for each, reading in rounds
    ]
    turn = {Kind.DOWN: Kind.UP, Kind.UP: Kind.DOWN}
    assert {(turn.get(each.kind, each.kind), each.since) for each in signals(turned)} == {
        (each.kind, each.since) for each in signals(rounds)
    }


@given(means, st.integers(1, 45))
def test_a_constant_series_is_calm(mean: float, rounds: int) -> None:
    assert kinds(*[mean] * rounds) == []


@given(eventful.filter(bool), st.data())
def test_a_rebase_never_changes_earlier_signals(
    line: list[QuestionResult | float], data: st.DataObject
) -> None:
    rounds = past(line)
    at = data.draw(st.integers(1, len(rounds)))
    upto = data.draw(st.integers(0, at - 1))
    assert signals(rounds[:upto], [rebase(at)]) == signals(rounds[:upto])


@given(eventful, st.integers(1, 3))
def test_muted_means_silent(line: list[QuestionResult | float], ago: int) -> None:
    found = signals(past(line))
    posted = [Posted(each.kind, each.theme, each.number - ago) for each in found]
    assert alerts(found, posted) == ()
    assert alerts(found, [replace(each, number=each.number - 4) for each in posted]) == alerts(found)


@given(eventful, eventful)
def test_no_two_signals_of_a_round_are_equally_grave(
    one: list[QuestionResult | float], two: list[QuestionResult | float]
) -> None:
    rounds = sorted(past(one) + past(two, theme="power"), key=lambda pair: pair[0].number)
    keys = [severity(each) for each in signals(rounds)]
    assert keys == sorted(set(keys))


@given(st.lists(means | st.sampled_from([HIDDEN, HOLLOW]), min_size=1, max_size=45), st.integers(1, 45))
def test_the_chart_marks_what_is_signalled(line: list[QuestionResult | float], rebased: int) -> None:
    rounds = past(line)
    rebases = (rebase(rebased),)
    pairs = tuple((closed(each.number), reading) for each, reading in rounds)
    chart = trend(Translator(), "trend:r9", [History("Trust", pairs, rebases)])
    if chart is None:
        return
    moved = [each.move.direction for each in of_theme(rounds, rebases) if each.move]
    assert chart.panels[0].points[-1].mark == MARKS[next(iter(moved), 0)]

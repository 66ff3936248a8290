from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.analysis.changes import SpcRule
from bot.analysis.false_alarms import false_alarm_rates
from bot.analysis.signals import (
    ResultHistory,
    SentAlert,
    Signal,
    SignalKind,
    new_alerts,
    newest_stretch,
    severity,
    signals_of_round,
    signals_of_theme,
)
from bot.analysis.trend import MARKS, trend_line
from bot.core.followups import Rebase
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports.trend_chart import trend_chart
from tests.analysis.series_factory import CALM, HIDDEN, HOLLOW, PLAIN, closed, past, round_

SPLIT = replace(PLAIN, split=True)
LEVEL = replace(PLAIN, split=False, uneven=False, gap=0.1)
UNEVEN = replace(PLAIN, uneven=True, gap=1.2)
CAUTIOUS = replace(PLAIN, unsure=True)
FELL = Signal(SignalKind.DOWN, "trust", 10, 10, closed(10))

means = st.integers(10, 50).map(lambda tenths: tenths / 10)
lines = st.lists(means | st.sampled_from([HIDDEN, HOLLOW]), max_size=45)
eventful = st.lists(means | st.sampled_from([HIDDEN, HOLLOW, SPLIT, UNEVEN, CAUTIOUS]), max_size=30)


def kinds(*readings: QuestionResult | float) -> list[SignalKind]:
    return [signal.kind for signal in signals_of_round(past(readings))]


def rebase(number: int, theme: str = "trust") -> Rebase:
    return Rebase("rebase", "harbour", theme, closed(number), "half of us are new", "ana")


def test_no_rounds_give_no_signals() -> None:
    assert signals_of_round([]) == ()


def test_a_fall_in_the_early_rounds_says_what_since_when_how_much_and_how_sure() -> None:
    (fell,) = signals_of_round(past([3.6, 3.6, 3.6, 3.6, 2.8]))
    assert (fell.kind, fell.theme, fell.number, fell.since) == (SignalKind.DOWN, "trust", 5, 5)
    assert (fell.since_at, fell.size) == (closed(5), 2)
    assert fell.false_alarm_rates == false_alarm_rates(16, 3.6, firm=False)
    assert fell.change is not None
    assert (fell.change.rule, round(fell.change.difference, 9)) == (SpcRule.ONE_ROUND, -0.8)


def test_a_rise_under_firm_limits_began_with_the_first_point_of_its_run() -> None:
    (rose,) = signals_of_round(past([*CALM, HIDDEN, 4.4, HOLLOW, 4.4]))
    assert (rose.kind, rose.number, rose.since, rose.since_at) == (SignalKind.UP, 24, 22, closed(22))
    assert (rose.false_alarm_rates, rose.size) == (false_alarm_rates(16, 3.6, firm=True), 2)


def test_a_round_that_is_closing_just_now_closes_when_it_was_to() -> None:
    rounds = past([3.6, 3.6, 3.6, 3.6, 2.8])
    newest, reading = rounds[-1]
    rounds[-1] = replace(newest, closed_at=None, closes_at=closed(5) + timedelta(hours=1)), reading
    assert [each.since_at for each in signals_of_round(rounds)] == [closed(5) + timedelta(hours=1)]


def test_a_reworded_question_is_not_compared_with_the_old_one() -> None:
    reworded = replace(PLAIN, question="trust.reliable@2", mean=1.2)
    assert kinds(*CALM, reworded) == []


def test_after_a_rebase_only_what_came_since_is_compared() -> None:
    rounds = past([*CALM, *[2.8] * 3, 2.2])
    assert [signal.kind for signal in signals_of_round(rounds)] == [SignalKind.DOWN]
    (early,) = signals_of_round(rounds, [rebase(21)])
    assert (early.false_alarm_rates[0].rounds, early.since) == (9, 24)
    assert signals_of_round(rounds, [rebase(22)]) == ()
    assert signals_of_round(rounds, [rebase(22, theme="power")]) == signals_of_round(rounds)


def test_a_split_is_told_when_it_comes_and_when_it_goes() -> None:
    line = [SPLIT, SPLIT, HIDDEN, SPLIT, LEVEL, LEVEL, HIDDEN, SPLIT]
    told = [kinds(*line[:end]) for end in range(1, len(line) + 1)]
    came, went = [SignalKind.SPLIT], [SignalKind.SPLIT_ENDED]
    assert told == [came, [], [], [], went, [], [], came]
    (split,) = signals_of_round(past(line))
    assert (split.theme, split.number, split.since, split.size) == ("trust", 8, 8, 0)


def test_a_split_is_never_a_message() -> None:
    for line in ([SPLIT], [SPLIT, LEVEL]):
        assert new_alerts(signals_of_round(past(line))) == ()


def test_an_uneven_gap_stands_out_since_it_began() -> None:
    (uneven,) = signals_of_round(past([UNEVEN, UNEVEN]))
    assert (uneven.kind, uneven.since, uneven.false_alarm_rates) == (SignalKind.UNEVEN, 1, ())
    assert kinds(UNEVEN, LEVEL) == []
    assert kinds(UNEVEN, HIDDEN) == []


def test_two_rounds_in_which_under_half_replied_are_a_collapse_and_suggest_monthly() -> None:
    assert kinds(HOLLOW) == []
    assert kinds(HOLLOW, PLAIN, HOLLOW) == []
    few, monthly = signals_of_round(past([PLAIN, HOLLOW, HIDDEN, HOLLOW]))
    assert (few.kind, few.theme, few.number, few.since) == (SignalKind.FEW, "", 4, 2)
    assert (monthly.kind, monthly.theme, monthly.number, monthly.since) == (SignalKind.MONTHLY, "", 4, 2)
    assert kinds(PLAIN, HOLLOW, HOLLOW) == [SignalKind.FEW, SignalKind.MONTHLY]


def test_half_of_the_members_are_not_few() -> None:
    rounds = [(round_(number, replies=8), replace(PLAIN, round=f"r{number}")) for number in (1, 2)]
    assert signals_of_round(rounds) == ()


def test_coordinators_hear_of_questions_that_many_cannot_answer() -> None:
    other = replace(CAUTIOUS, theme="roles", question="roles.own@1", anchor=False)
    found = signals_of_round(
        past([PLAIN, CAUTIOUS]), others=[other, replace(other, theme="skills", unsure=False)]
    )
    assert [(signal.kind, signal.theme) for signal in found] == [
        (SignalKind.UNSURE, "roles"),
        (SignalKind.UNSURE, "trust"),
    ]
    assert [signal.kind for signal in signals_of_round(past([CAUTIOUS]), others=[CAUTIOUS])] == [
        SignalKind.UNSURE
    ]


@pytest.mark.parametrize(("newcomers", "suggested"), [(4, []), (5, [(SignalKind.REBASE, "trust")])])
def test_a_rebase_is_suggested_when_over_a_quarter_joined_after_the_baseline(
    newcomers: int, suggested: list[tuple[SignalKind, str]]
) -> None:
    after, before = closed(20) + timedelta(days=1), closed(20)
    joined = [before] * (16 - newcomers) + [after] * newcomers
    rounds = past([*CALM, 3.5, 3.7])
    assert [(signal.kind, signal.theme) for signal in signals_of_round(rounds, joined=joined)] == suggested
    assert signals_of_round(rounds, [rebase(3)], joined) == ()


def test_each_theme_is_held_against_its_own_past() -> None:
    rounds = sorted(past([*CALM, 2.0]) + past([*CALM, 4.6], theme="purpose"), key=lambda pair: pair[0].number)
    assert [(signal.kind, signal.theme) for signal in signals_of_round(rounds)] == [
        (SignalKind.DOWN, "trust"),
        (SignalKind.UP, "purpose"),
    ]


def test_a_theme_that_the_newest_round_did_not_ask_about_is_left_out() -> None:
    rounds = past([3.6, 3.6, 3.6, 3.6, 2.0]) + past([PLAIN] * 6, theme="purpose")[5:]
    assert signals_of_round(rounds) == ()


def test_the_gravest_comes_first() -> None:
    far, near = (
        replace(FELL, theme=theme, change=signals_of_round(past([3.6, 3.6, 3.6, newest]))[0].change)
        for theme, newest in (("trust", 2.6), ("power", 3.0))
    )
    others = [replace(FELL, kind=kind) for kind in [*SignalKind][:0:-1]]
    assert [each.kind for each in sorted(others, key=severity)] == [
        SignalKind.UNEVEN,
        SignalKind.SPLIT,
        SignalKind.FEW,
        SignalKind.UP,
        SignalKind.SPLIT_ENDED,
        SignalKind.UNSURE,
        SignalKind.MONTHLY,
        SignalKind.REBASE,
        SignalKind.NEW_LEVEL,
    ]
    assert sorted([*others, near, far], key=severity)[:2] == [far, near]


def test_the_last_four_kinds_are_for_coordinators() -> None:
    assert [kind for kind in SignalKind if kind.for_coordinators] == [
        SignalKind.UNSURE,
        SignalKind.MONTHLY,
        SignalKind.REBASE,
        SignalKind.NEW_LEVEL,
    ]


def test_what_is_beyond_chance_but_too_small_is_no_signal() -> None:
    assert signals_of_round(past([*CALM[:19], *[3.7] * 8])) == ()


def test_only_what_is_confirmed_is_worth_a_message() -> None:
    watched = signals_of_round(past([*CALM, 2.9]))
    assert [signal.kind for signal in watched] == [SignalKind.DOWN]
    assert new_alerts(watched) == ()
    for line in ([*CALM, 2.9, 2.9], [*CALM, 2.0]):
        fell = signals_of_round(past(line))
        assert new_alerts(fell) == fell


def test_after_seven_rounds_that_stood_out_a_new_baseline_is_suggested() -> None:
    told = [kinds(*CALM, *[2.9] * rounds) for rounds in (6, 7, 8)]
    assert told == [
        [SignalKind.DOWN],
        [SignalKind.DOWN, SignalKind.NEW_LEVEL],
        [SignalKind.DOWN, SignalKind.NEW_LEVEL],
    ]
    *_, settled = signals_of_round(past([*CALM, *[2.9] * 8]), joined=[closed(25)] * 16)
    assert (settled.kind, settled.since) == (SignalKind.NEW_LEVEL, 21)


def test_a_new_baseline_is_suggested_once_for_a_change() -> None:
    found = signals_of_round(past([*CALM, *[2.9] * 14]))
    before = SentAlert(SignalKind.NEW_LEVEL, "trust", 27)
    assert [alert.kind for alert in new_alerts(found, [before])] == [SignalKind.DOWN]
    another = replace(before, number=20)
    assert [alert.kind for alert in new_alerts(found, [another])] == [SignalKind.DOWN, SignalKind.NEW_LEVEL]


@pytest.mark.parametrize(("ago", "silent"), [(1, True), (6, True), (7, False)])
def test_an_uneven_gap_is_not_repeated_for_six_rounds(ago: int, silent: bool) -> None:
    uneven = replace(FELL, kind=SignalKind.UNEVEN)
    before = SentAlert(SignalKind.UNEVEN, "trust", 10 - ago)
    assert new_alerts([uneven], [before]) == (() if silent else (uneven,))


@pytest.mark.parametrize(
    ("before", "silent"),
    [
        (SentAlert(SignalKind.DOWN, "trust", 9), True),
        (SentAlert(SignalKind.DOWN, "trust", 7), True),
        (SentAlert(SignalKind.DOWN, "trust", 6), False),
        (SentAlert(SignalKind.UP, "trust", 9), False),
        (SentAlert(SignalKind.DOWN, "power", 9), False),
        (SentAlert(SignalKind.DOWN, "trust", 10), False),  # this very alert, looked at again
        (SentAlert(SignalKind.DOWN, "trust", 12), False),
        (SentAlert(SignalKind.DOWN, "trust", 5, size=2), False),
        (SentAlert(SignalKind.DOWN, "trust", 5, size=2, acknowledged=True), True),
        (SentAlert(SignalKind.DOWN, "trust", 5, size=1, acknowledged=True), False),  # it got worse
        (
            SentAlert(SignalKind.DOWN, "trust", 4, size=2, acknowledged=True),
            True,
        ),  # it was of the round that began it
        (SentAlert(SignalKind.DOWN, "trust", 3, size=2, acknowledged=True), False),  # that was another fall
    ],
)
def test_an_alert_is_not_repeated_for_three_rounds_nor_once_taken_up(before: SentAlert, silent: bool) -> None:
    move = signals_of_round(past([3.6, 3.6, 3.6, 2.8, 2.8]))[0].change
    fell = replace(FELL, since=4, change=move)
    assert fell.size == 2
    assert new_alerts([fell], [before]) == (() if silent else (fell,))


def test_the_newest_stretch_is_what_a_theme_is_held_against() -> None:
    assert newest_stretch(past([3.5, 3.6, 3.7]), [rebase(2)]).counting == (1, 2)


def shifted(rounds: ResultHistory, by: float) -> ResultHistory:
    return [
        (each, reading if reading.mean is None else replace(reading, mean=reading.mean + by))
        for each, reading in rounds
    ]


def told(found: tuple[Signal, ...]) -> list[tuple[object, ...]]:
    """All but where on the scale it happened."""
    return [
        (each.kind, each.theme, each.since, each.size)
        + ((m.rule, m.run, m.confirmed, m.stood_out, round(m.difference, 6)) if (m := each.change) else ())
        for each in found
    ]


@given(lines, st.integers(-20, 20))
def test_adding_a_constant_moves_nothing_but_the_numbers(
    line: list[QuestionResult | float], tenths: int
) -> None:
    rounds = past(line)
    assert told(signals_of_round(shifted(rounds, tenths / 10))) == told(signals_of_round(rounds))


@given(lines)
def test_turned_upside_down_a_fall_is_a_rise(line: list[QuestionResult | float]) -> None:
    rounds = past(line)
    turned = [
        (each, reading if reading.mean is None else replace(reading, mean=6 - reading.mean))
        for each, reading in rounds
    ]
    turn = {SignalKind.DOWN: SignalKind.UP, SignalKind.UP: SignalKind.DOWN}
    assert {(turn.get(each.kind, each.kind), each.since) for each in signals_of_round(turned)} == {
        (each.kind, each.since) for each in signals_of_round(rounds)
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
    assert signals_of_round(rounds[:upto], [rebase(at)]) == signals_of_round(rounds[:upto])


@given(eventful, st.integers(1, 3))
@example([3.6] * 6 + [2.8] * 9, 1)
def test_muted_means_silent(line: list[QuestionResult | float], ago: int) -> None:
    found = signals_of_round(past(line))
    posted = [SentAlert(each.kind, each.theme, each.number - ago) for each in found]
    assert new_alerts(found, posted) == ()
    long_ago = [replace(each, number=each.number - 7) for each in posted]
    repeated = [each for each in found if each.kind is not SignalKind.NEW_LEVEL]
    assert new_alerts(repeated, long_ago) == new_alerts(repeated)


@pytest.mark.parametrize(("sent", "is_repeated"), [(5, True), (9, False), (12, False)])
def test_a_new_level_is_suggested_once_for_as_long_as_it_lasts(sent: int, is_repeated: bool) -> None:
    found = signals_of_round(past([3.6] * 8 + [2.8] * 12))
    [suggested] = [each for each in found if each.kind is SignalKind.NEW_LEVEL]
    assert suggested.since == 9
    new = new_alerts([suggested], [SentAlert(SignalKind.NEW_LEVEL, "trust", sent)])
    assert new == ((suggested,) if is_repeated else ())


@given(eventful, eventful)
def test_no_two_signals_of_a_round_are_equally_grave(
    one: list[QuestionResult | float], two: list[QuestionResult | float]
) -> None:
    rounds = sorted(past(one) + past(two, theme="power"), key=lambda pair: pair[0].number)
    keys = [severity(each) for each in signals_of_round(rounds)]
    assert keys == sorted(set(keys))


@given(st.lists(means | st.sampled_from([HIDDEN, HOLLOW]), min_size=1, max_size=45), st.integers(1, 45))
def test_the_chart_marks_what_is_signalled(line: list[QuestionResult | float], rebased: int) -> None:
    rounds = past(line)
    rebases = (rebase(rebased),)
    pairs = tuple((closed(each.number), reading) for each, reading in rounds)
    chart = trend_chart(Translator(), "trend:r9", [("Trust", trend_line("trust", pairs, rebases))])
    if chart is None:
        return
    moved = [each.change.direction for each in signals_of_theme(rounds, rebases) if each.change]
    assert chart.panels[0].points[-1].mark == MARKS[next(iter(moved), 0)]

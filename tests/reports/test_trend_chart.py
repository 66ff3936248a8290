from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.baseline import drawn_value, is_counted
from bot.analysis.control_chart import label_direction, xmr
from bot.analysis.published import PublishedNote, PublishedRebase, TrendLine, TrendPoint
from bot.analysis.trend import since, trend_line
from bot.core.cards import Annotation, Chart, ControlLimits, Panel
from bot.core.followups import Rebase
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports.trend_chart import TrendEvents, trend_chart

FIRST = datetime(2026, 1, 5, 16, 0, tzinfo=UTC)
PLAIN = QuestionResult(
    "q1", "r1", "harbour", "trust", "trust.reliable@1", anchor=True, scored=12, invited=16, mean=3.6
)
HIDDEN = replace(PLAIN, scored=4, mean=None)
HOLLOW = replace(PLAIN, scored=7)
HIGH = replace(PLAIN, scored=9, mean=None, band="high")
LOW = replace(PLAIN, scored=9, mean=None, band="low")
CALM = (3.5, 3.7) * 10  # as many as the limits come from
DAY = timedelta(days=1)
t = Translator()


@dataclass(frozen=True)
class ThemeLine:
    """The rounds of one theme: when each closed, and its result."""

    title: str
    rounds: tuple[tuple[datetime, QuestionResult], ...]
    rebases: tuple[Rebase, ...] = ()


def trends(*histories: ThemeLine) -> list[tuple[str, TrendLine]]:
    return [(line.title, trend_line(line.title, line.rounds, line.rebases)) for line in histories]


def noted(*notes: tuple[date, str]) -> tuple[PublishedNote, ...]:
    return tuple(PublishedNote(f"n{n}", on, words) for n, (on, words) in enumerate(notes))


def history(*readings: QuestionResult | float, title: str = "Trust") -> ThemeLine:
    """A fortnight between two rounds."""
    return ThemeLine(
        title,
        tuple(
            (FIRST + n * timedelta(weeks=2), replace(PLAIN, mean=one) if isinstance(one, float) else one)
            for n, one in enumerate(readings)
        ),
    )


def begun(lines: list[tuple[str, TrendLine]], moment: datetime) -> list[tuple[str, TrendLine]]:
    return [(title, since(line, moment)) for title, line in lines]


def drawn(*histories: ThemeLine) -> Chart:
    chart = trend_chart(t, "trend:r9", trends(*histories))
    assert chart is not None
    return chart


def panel(*readings: QuestionResult | float) -> Panel:
    return drawn(history(*readings)).panels[0]


def test_each_theme_has_a_panel_and_each_round_a_point() -> None:
    chart = drawn(history(3.5, 3.6), history(3.8, 3.9, title="Shared purpose"))
    assert chart.name == "trend:r9"
    assert [panel.title for panel in chart.panels] == ["Trust", "Shared purpose"]
    assert [[point.value for point in panel.points] for panel in chart.panels] == [[3.5, 3.6], [3.8, 3.9]]
    assert [point.on for point in chart.panels[0].points] == [date(2026, 1, 5), date(2026, 1, 19)]


def test_days_are_those_of_the_listener() -> None:
    late = ThemeLine("Trust", ((datetime(2026, 7, 1, 23, 30, tzinfo=UTC), PLAIN),))
    chart = trend_chart(Translator(zone="Europe/London"), "trend:r9", trends(late))
    assert chart is not None
    assert chart.panels[0].points[0].on == date(2026, 7, 2)


def test_nothing_to_show_is_no_chart() -> None:
    assert trend_chart(t, "trend:r9", []) is None
    assert trend_chart(t, "trend:r9", trends(history(), history(HIDDEN, title="Shared purpose"))) is None


def test_a_round_with_few_replies_is_hollow_and_one_held_back_leaves_a_gap() -> None:
    points = panel(3.5, HOLLOW, HIDDEN).points
    assert [(point.value, point.hollow) for point in points] == [(3.5, False), (3.6, True), (None, True)]


def test_a_banded_mean_is_drawn_at_its_bound() -> None:
    assert [point.value for point in panel(HIGH, LOW, 3.0).points] == [4.4, 1.6, 3.0]


def test_limits_and_their_marks_come_with_the_thirteenth_counted_round() -> None:
    early: list[QuestionResult | float] = [*CALM[:11], HOLLOW, HIDDEN, 5.0]  # the twelfth that counts
    assert panel(*early).limits == ()
    assert [point.mark for point in panel(*early).points] == ["common"] * 13 + ["improving"]
    later = panel(*early, 3.6)
    expected = xmr([*CALM[:11], 5.0, 3.6]).segments[0]
    assert expected.lower is not None
    assert expected.upper is not None
    assert later.limits == (ControlLimits(0, 14, expected.mean, expected.lower, expected.upper),)
    assert [point.mark for point in later.points][-3:] == ["common", "improving", "common"]


def test_limits_stay_as_they_are_after_twenty_counted_rounds() -> None:
    twenty = [3.5, 3.7] * 10
    before, after = panel(*twenty).limits[0], panel(*twenty, *[2.0] * 5).limits[0]
    assert (after.mean, after.lower, after.upper) == (before.mean, before.lower, before.upper)


def rebase(number: int) -> Rebase:
    """Just when this round closed."""
    at = FIRST + (number - 1) * timedelta(weeks=2)
    return Rebase("rebase", "harbour", "trust", at, "half of us are new", "ana")


def rebased(*readings: QuestionResult | float, at: int) -> Chart:
    return drawn(replace(history(*readings), rebases=(rebase(at),)))


def test_after_a_rebase_new_limits_come_with_the_thirteenth_round_that_counts() -> None:
    before, after = panel(*CALM).limits[0], xmr([4.5, 4.7] * 7).segments[0]
    assert after.lower is not None
    assert after.upper is not None
    early = rebased(*CALM, *[4.5, 4.7] * 6, at=21)
    assert early.panels[0].limits == (replace(before, end=19),)
    assert {point.mark for point in early.panels[0].points} == {"common"}
    later = rebased(*CALM, *[4.5, 4.7] * 7, at=21)
    assert later.panels[0].limits == (
        replace(before, end=19),
        ControlLimits(20, 33, after.mean, after.lower, after.upper),
    )
    assert "Usually 3.1 to 4.1, around 3.6. From 12 October 2026 usually 4.1 to 5.0, around 4.6." in later.alt


def test_limits_that_ended_before_the_picture_begins_are_not_drawn() -> None:
    shown = rebased(*CALM, *[4.5, 4.7] * 20, at=21).panels[0]
    assert [(limits.start, limits.end) for limits in shown.limits] == [(0, 39)]


def test_a_fall_is_marked_as_a_concern() -> None:
    assert panel(*CALM, 2.0).points[-1].mark == "concern"


def test_the_forty_newest_rounds_are_shown_under_limits_from_all() -> None:
    values = [3.5, 3.7] * 30
    shown = panel(*values, 1.8)
    expected = xmr([*values, 1.8], fix_after=20)
    assert len(shown.points) == 40
    assert (shown.limits[0].start, shown.limits[0].end) == (0, 39)
    assert shown.limits[0].mean == expected.segments[0].mean
    assert [point.mark == "concern" for point in shown.points] == [
        label_direction(x) < 0 for x in expected.labels[-40:]
    ]


def test_a_reworded_question_starts_a_new_line() -> None:
    reworded = replace(PLAIN, question="trust.reliable@2", mean=4.0)
    assert [point.value for point in panel(*CALM, reworded, reworded).points] == [4.0, 4.0]


def test_the_title_says_what_is_shown_and_leaves_what_stands_out_to_the_words_beside_it() -> None:
    fell, calm = history(*CALM, 2.0), history(*CALM, 3.6, title="Shared purpose")
    assert drawn(fell, calm).title == "Trust and shared purpose over time"
    assert drawn(fell).title == "Trust over time"


def test_what_moved_beyond_chance_but_hardly_is_not_marked() -> None:
    hardly = [*[3.6, 3.6, 3.6, 3.7] * 5, 3.4]  # under the lower limit, and 0.2 below the mean
    assert {point.mark for point in panel(*hardly).points} == {"common"}


def test_an_early_change_is_marked_as_far_as_it_lasts() -> None:
    marks = [point.mark for point in panel(3.8, 3.8, 3.8, 3.4, 3.4).points]
    assert marks == ["common"] * 3 + ["concern"] * 2


def test_where_a_third_of_the_scores_is_banded_there_are_no_limits_and_the_chart_says_so() -> None:
    chart = drawn(history(*[HIGH] * 14, 4.4), history(*CALM, title="Shared purpose"))
    assert [len(panel.limits) for panel in chart.panels] == [0, 1]
    assert {point.mark for point in chart.panels[0].points} == {"common"}
    says = "No dashed lines for trust: too many scores are near an end of the scale."
    assert says in chart.subtitle
    assert says in chart.alt
    assert "No dashed lines" not in drawn(history(*[HIGH] * 12)).subtitle


def test_a_picture_may_begin_later_under_the_same_limits() -> None:
    whole, later = (
        drawn(history(*CALM, 2.0)),
        trend_chart(t, "trend:r9", begun(trends(history(*CALM, 2.0)), FIRST + 15 * DAY)),
    )
    assert later is not None
    assert later.title == whole.title
    assert later.panels[0].points == whole.panels[0].points[2:]
    (limits,) = whole.panels[0].limits
    assert later.panels[0].limits == (replace(limits, end=18),)


def test_a_theme_without_a_round_in_that_time_has_nothing_to_show() -> None:
    lines = trends(history(3.5, 3.6, 3.7), history(3.0, title="Power balance"))
    chart = trend_chart(t, "trend:r9", begun(lines, FIRST + DAY))
    assert chart is not None
    assert [len(panel.points) for panel in chart.panels] == [2, 0]
    assert chart.title == "Trust over time"
    assert trend_chart(t, "trend:r9", begun(lines, FIRST + 90 * DAY)) is None


def test_a_newest_round_that_does_not_count_is_not_marked() -> None:
    assert panel(*CALM, replace(HOLLOW, mean=2.0)).points[-1].mark == "common"


def test_the_subtitle_explains_what_is_drawn() -> None:
    assert drawn(history(3.5, replace(PLAIN, scored=9))).subtitle == (
        "Average score from 1 to 5, 5 January 2026 to 19 January 2026. 9 to 12 scores a round."
    )
    assert drawn(history(*CALM, HOLLOW)).subtitle == (
        "Average score from 1 to 5, 5 January 2026 to 12 October 2026. 7 to 12 scores a round. "
        "Dashed lines: where scores usually are. Hollow points: under half gave a score."
    )


def test_the_legend_holds_the_marks_that_occur_and_only_where_they_differ() -> None:
    assert drawn(history(*CALM)).legend == ()
    assert drawn(history(*CALM, 5.0)).legend == (
        ("improving", "Up, beyond chance"),
        ("common", "Usual ups and downs"),
    )
    assert drawn(history(*CALM, 2.0)).legend == (
        ("concern", "Down, beyond chance"),
        ("common", "Usual ups and downs"),
    )


def test_the_words_for_the_picture_say_all_that_it_shows() -> None:
    chart = drawn(
        history(*CALM, 5.0, HIDDEN, HOLLOW, replace(HIGH, scored=7), 1.2, 1.1),
        history(HIGH, title="Shared purpose"),
        history(title="Power balance"),
    )
    assert chart.alt == (
        "Trust and shared purpose over time. Average score from 1 to 5, 5 January 2026 to 21 "
        "December 2026. 4 to 12 scores a round. Dashed lines: where scores usually are. Hollow "
        "points: under half gave a score. Trust, oldest first: 3.5, 3.7, 3.5, 3.7, 3.5, 3.7, "
        "3.5, 3.7, 3.5, 3.7, 3.5, 3.7, 3.5, 3.7, 3.5, 3.7, 3.5, 3.7, 3.5, 3.7, 5.0, not shown, "
        "3.6, 4.3 or more, 1.2, 1.1. Usually 3.1 to 4.1, around 3.6. Up, beyond chance: 12 "
        "October 2026. Down, beyond chance: 7 December 2026 to 21 December 2026. Under half gave "
        "a score: 9 November 2026 to 23 November 2026. Shared purpose, oldest first: 4.4 or "
        "more. Power balance: nothing to show yet."
    )


def test_a_constant_line_has_no_variation_yet() -> None:
    chart = drawn(history(*[4.0] * 14))
    assert "No variation yet: always 4.0." in chart.alt


def test_limits_beyond_the_scale_are_said_as_its_ends() -> None:
    assert "Usually 1.0 to 5.0, around 3.0." in drawn(history(*[1.0, 5.0] * 7)).alt


def test_three_themes_over_years_are_said_within_what_platforms_take() -> None:
    years = [
        history(*[3.5, 3.7] * 60, 2.0, title=title) for title in ("Trust", "Shared purpose", "Power balance")
    ]
    notes = noted(*[(date(2030, 1, 1), "We shared the budget papers with every partner for once")] * 9)
    chart = trend_chart(t, "trend:r9", trends(*years), TrendEvents(notes))
    assert chart is not None
    assert len(chart.notes) == 6
    assert len(chart.alt) < 2000  # https://docs.slack.dev/reference/block-kit/blocks/image-block


def test_notes_stand_in_every_panel_and_a_rebase_in_that_of_its_theme() -> None:
    lines = [
        replace(history(3.5, 3.6, 3.7), rebases=(rebase(2),)),
        history(3.5, 3.6, 3.7, title="Shared purpose"),
    ]
    days = [date(2026, 1, 4), date(2026, 2, 2), date(2026, 2, 3), date(2026, 1, 5)]
    events = TrendEvents(
        noted(*((day, f"note {n}") for n, day in enumerate(days))),
        (PublishedRebase("Trust", rebase(2).from_at, "half of us are new", "member:ana", FIRST + 20 * DAY),),
        {"member:ana": "Ana"},
    )
    chart = trend_chart(t, "trend:r9", trends(*lines), events)
    assert chart is not None
    first = Annotation("1", date(2026, 1, 5), "5 January 2026: note 3")
    second = Annotation(
        "2",
        date(2026, 1, 19),
        "19 January 2026: new baseline for trust, because half of us are new (Ana, 25 January 2026)",
    )
    third = Annotation("3", date(2026, 2, 2), "2 February 2026: note 1")
    assert [panel.notes for panel in chart.panels] == [(first, second, third), (first, third)]
    assert chart.notes == (first, second, third)
    assert chart.alt.endswith(
        "Marked with a line: 5 January 2026: note 3; 19 January 2026: new baseline for trust, because half "
        "of us are new (Ana, 25 January 2026); 2 February 2026: note 1."
    )


def test_the_newest_notes_are_drawn_cut_to_what_a_picture_holds() -> None:
    day, long = date(2026, 1, 5), "We shared the budget papers with every partner for the first time ever"
    events = TrendEvents(noted(*((day + timedelta(days=n), long) for n in range(8))))
    chart = trend_chart(t, "trend:r9", trends(history(3.5, 3.6)), events)
    assert chart is not None
    assert [note.label for note in chart.notes] == ["1", "2", "3", "4", "5", "6"]
    assert chart.notes[0].words == (
        "7 January 2026: We shared the budget papers with every partner for the …"
    )


@given(st.lists(st.sampled_from([3.2, 3.4, 3.6, 4.9, 1.8, HIDDEN, HOLLOW, HIGH, LOW]), max_size=60))
def test_a_point_stands_out_only_where_it_counts(readings: list[QuestionResult | float]) -> None:
    line = history(*readings)
    chart = trend_chart(t, "trend:r9", trends(line))
    if chart is None:
        assert all(drawn_value(reading) is None for _, reading in line.rounds)
        return
    (only,) = chart.panels
    shown = [reading for _, reading in line.rounds][-len(only.points) :]
    for point, reading in zip(only.points, shown, strict=True):
        assert point.value == drawn_value(reading)
        assert point.mark == "common" or is_counted(reading)


def test_a_point_has_its_range_and_how_many_gave_a_score() -> None:
    ranged = replace(PLAIN, low=3.3, high=3.9)
    narrower_bands = replace(ranged, scored=9, mean=4.6)  # as stored when bands were narrower
    assert [
        (at.value, at.low, at.high, at.scored, at.invited)
        for at in panel(ranged, narrower_bands, HIDDEN).points
    ] == [(3.6, 3.3, 3.9, 12, 16), (4.4, None, None, 9, 16), (None, None, None, 4, 16)]


def test_marks_of_one_kind_are_explained_unless_they_are_common() -> None:
    line = TrendLine("trust", (TrendPoint(FIRST, 3.6, 12, mark="improving"),))
    chart = trend_chart(t, "trend:r9", [("Trust", line)])
    assert chart is not None
    assert chart.legend == (("improving", "Up, beyond chance"),)
    assert drawn(history(3.6)).legend == ()

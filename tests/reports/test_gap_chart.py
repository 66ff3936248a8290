from dataclasses import replace
from datetime import date

from bot.analysis.trend import gap_points
from bot.core.cards import Chart
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports.gap_chart import gap_chart
from tests.analysis.series_factory import PLAIN, closed

t = Translator()
NONE = replace(PLAIN, theme="power", question="power.voice@1")
UNTOLD = replace(NONE, uneven=True)  # the gap would tell a mean that is banded


def apart(gap: float, *, uneven: bool = False) -> QuestionResult:
    return replace(NONE, gap=gap, uneven=uneven)


def picture(*readings: QuestionResult) -> Chart | None:
    points = gap_points([(closed(n), one) for n, one in enumerate(readings, 1)])
    return gap_chart(t, "gap:r9", "Power balance", points, readings[-1] if readings else None)


def drawn(*readings: QuestionResult) -> Chart:
    chart = picture(*readings)
    assert chart is not None
    return chart


def test_each_round_has_a_point_where_its_gap_is_kept_and_marked_where_it_is_beyond_chance() -> None:
    chart = drawn(apart(0.4), NONE, apart(1.2, uneven=True), UNTOLD, apart(-0.2))
    (panel,) = chart.panels
    assert (chart.name, panel.title) == ("gap:r9", "Power balance")
    assert panel.sides == ("Lead organisations score higher", "The others score higher")
    assert [(point.value, point.mark) for point in panel.points] == [
        (0.4, "common"),
        (None, "common"),
        (1.2, "uneven"),
        (None, "common"),
        (-0.2, "common"),
    ]
    assert [point.on for point in panel.points[:2]] == [date(2026, 1, 5), date(2026, 1, 19)]


def test_where_no_round_keeps_a_gap_there_is_no_picture() -> None:
    assert picture() is None
    assert picture(NONE, UNTOLD) is None


def test_a_reworded_question_starts_a_new_line() -> None:
    reworded = replace(apart(0.2), question="power.voice@2")
    assert [point.value for point in drawn(apart(1.0), reworded).panels[0].points] == [0.2]


def test_the_title_is_about_the_newest_round() -> None:
    newest = (apart(0.4), apart(1.2, uneven=True), apart(-1.2, uneven=True), UNTOLD, NONE)
    assert [drawn(apart(0.1), each).title for each in newest] == [
        "Lead organisations and the others scored 0.4 apart, which may be chance",
        "Lead organisations scored 1.2 higher than the others, more than chance would explain",
        "Lead organisations scored 1.2 lower than the others, more than chance would explain",
        "Lead organisations and the others see this very differently, more than chance would explain",
        "We do not show the gap this time",
    ]


def test_the_subtitle_explains_what_is_drawn() -> None:
    start = "The gap between the average scores of lead organisations and the others, 5 January 2026 to"
    assert drawn(apart(0.4), apart(0.2)).subtitle == f"{start} 19 January 2026."
    assert drawn(NONE, replace(apart(0.2), scored=7)).subtitle == (
        f"{start} 19 January 2026. No point means not shown, to keep answers private."
        " Hollow points: under half gave a score."
    )


def test_the_legend_holds_the_marks_that_occur() -> None:
    assert drawn(apart(0.4)).legend == (("common", "May be chance"),)
    assert drawn(apart(0.4), apart(1.2, uneven=True)).legend == (
        ("uneven", "More than chance would explain"),
        ("common", "May be chance"),
    )


def test_the_words_for_the_picture_say_all_that_it_shows() -> None:
    chart = drawn(apart(1.2, uneven=True), NONE, apart(0.0), apart(-0.3))
    assert chart.alt == (
        "Lead organisations and the others scored 0.3 apart, which may be chance. The gap "
        "between the average scores of lead organisations and the others, 5 January 2026 to 16 "
        "February 2026. No point means not shown, to keep answers private. Oldest first: lead "
        "1.2 higher, not shown, none, others 0.3 higher. More than chance would explain: 5 "
        "January 2026."
    )
    assert "More than chance would explain" not in drawn(apart(0.4)).alt


def test_years_of_rounds_are_said_within_what_platforms_take() -> None:
    assert len(drawn(*[apart(1.2, uneven=True), apart(0.1)] * 60).alt) < 2000


def test_a_gap_has_no_range_but_how_many_gave_a_score() -> None:
    ranged = replace(apart(0.4), low=3.3, high=3.9)
    (point,) = drawn(ranged).panels[0].points
    assert (point.low, point.high, point.scored, point.invited) == (None, None, ranged.scored, ranged.invited)

from dataclasses import replace
from datetime import date

from bot.core.cards import Bar, Chart, Mark, Number, Panel, Point, Table
from bot.core.i18n import Translator
from bot.reports.chart_numbers import chart_tables, mark_texts

t = Translator()
FIRST, SECOND, THIRD = date(2026, 1, 5), date(2026, 1, 19), date(2026, 2, 2)
UNEVEN = "More than chance would explain"
MARKED = "Up, beyond chance. Hollow: under half gave a score"
LEGEND: tuple[tuple[Mark, str], ...] = (("improving", "Up, beyond chance"), ("common", "Usual ups and downs"))
TREND = Chart(
    "trend:r3",
    "Trust over time",
    "",
    "",
    (
        Panel(
            "Trust",
            (
                Point(FIRST, 3.4, low=3.1, high=3.7, scored=12, invited=16),
                Point(SECOND, None, scored=4, invited=16, hollow=True),
                Point(THIRD, 4.4, "improving", band="high", scored=7, invited=16, hollow=True),
            ),
        ),
        Panel("Shared purpose", ()),
    ),
    LEGEND,
)


def test_a_theme_has_a_table_with_range_replies_and_mark_as_columns_and_the_newest_first() -> None:
    assert chart_tables(t, TREND) == (
        Table(
            "Trust",
            ("Date", "Score", "Range", "Gave a score", "Mark"),
            (
                (
                    "2 February 2026",
                    "4.4 or more",
                    "not shown",
                    "7 of 16",
                    MARKED,
                ),
                ("19 January 2026", "not shown", "not shown", "4 of 16", ""),
                ("5 January 2026", Number(3.4, "3.4"), "3.1 to 3.7", "12 of 16", "Usual ups and downs"),
            ),
        ),
    )


def test_each_mark_says_what_it_shows_and_a_point_that_is_not_shown_has_none() -> None:
    assert mark_texts(t, TREND) == (
        (
            "Trust, 5 January 2026: 3.4, range 3.1 to 3.7, 12 of 16 gave a score. Usual ups and downs.",
            f"Trust, 2 February 2026: 4.4 or more, 7 of 16 gave a score. {MARKED}.",
        ),
        (),
    )


def test_a_round_of_an_earlier_version_has_no_range_and_how_many_gave_a_score() -> None:
    chart = replace(TREND, panels=(Panel("Trust", (Point(FIRST, 3.4, scored=12),)),), legend=())
    (table,) = chart_tables(t, chart)
    assert (table.header, table.rows) == (
        ("Date", "Score", "Range", "Gave a score"),
        (("5 January 2026", Number(3.4, "3.4"), "not recorded", "12"),),
    )
    assert mark_texts(t, chart) == (("Trust, 5 January 2026: 3.4.",),)


def test_a_gap_has_no_range() -> None:
    points = (Point(FIRST, -0.4, "uneven", scored=12, invited=16), Point(SECOND, None, scored=9, invited=16))
    panel = Panel("Power balance", points, sides=("Above", "Below"))
    chart = replace(TREND, panels=(panel,), legend=(("uneven", UNEVEN),))
    (table,) = chart_tables(t, chart)
    assert (table.header, table.rows) == (
        ("Date", "Gap", "Gave a score", "Mark"),
        (
            ("19 January 2026", "not shown", "9 of 16", ""),
            ("5 January 2026", "others 0.4 higher", "12 of 16", UNEVEN),
        ),
    )
    assert mark_texts(t, chart) == (
        (f"Power balance, 5 January 2026: others 0.4 higher, 12 of 16 gave a score. {UNEVEN}.",),
    )


def test_an_outcome_has_values_alone() -> None:
    panel = Panel("Money saved (£)", (Point(FIRST, 1_200_000),), unit="£")
    chart = replace(TREND, panels=(panel,), legend=())
    (table,) = chart_tables(t, chart)
    assert (table.header, table.rows) == (
        ("Date", "Value"),
        (("5 January 2026", Number(1_200_000, "1,200,000")),),
    )
    assert mark_texts(t, chart) == (("Money saved (£), 5 January 2026: 1,200,000.",),)


def test_bars_have_a_row_for_each_question_and_one_text_each() -> None:
    scale = ("Not at all", "A little", "Partly", "Mostly", "Fully")
    bars = (Bar("We agree.", (0, 1, 2, 3, 4), 16),)
    chart = Chart("answers:r2", "", "How many people chose each point.", "", bars=bars, scale=scale)
    counts = tuple(Number(count, str(count)) for count in range(5))
    assert chart_tables(t, chart) == (
        Table(
            "How many people chose each point.",
            ("Question", *scale, "Gave a score"),
            (("We agree.", *counts, "10 of 16"),),
        ),
    )
    assert mark_texts(t, chart) == (
        ("“We agree.”: Not at all 0, A little 1, Partly 2, Mostly 3, Fully 4 (10 of 16 gave a score).",),
    )

"""Several rounds as a table, as published."""

from dataclasses import replace

from bot.core.cards import Card, Number, Table
from bot.core.i18n import Translator
from bot.language.parser import format_command
from bot.messages import results
from bot.messages.results import RoundRow
from tests.messages.test_summary import ANCHOR, CHART, ROTATING, ROUND

EN = Translator()
RANGED = replace(ANCHOR, low=3.2, high=4.0)
ROWS = (RoundRow(ROUND, [("Trust", RANGED)]),)
NAME = "Round 7, 2 March 2026"


def table(card: Card) -> Table:
    (part,) = [part for part in card.parts if isinstance(part, Table)]
    return part


def test_the_trend_of_one_theme_has_each_round_its_reading_range_and_how_many_gave_a_score() -> None:
    shown = table(results.trends(EN, "Harbour", CHART, ROWS, (), (), "trust"))
    assert (shown.caption, shown.header) == ("Scores and ranges", ("Round", "Trust", "Range", "Gave a score"))
    assert shown.rows == ((NAME, Number(3.6, "3.6"), "3.2 to 4.0", "6 of 12"),)
    assert [shown.is_numeric(column) for column in range(4)] == [False, True, False, False]


def test_the_trend_of_all_themes_has_their_scores_and_how_many_replied() -> None:
    rows = (*ROWS, RoundRow(ROUND, [("Power balance", replace(ANCHOR, mean=None, scored=4))]))
    shown = table(results.trends(EN, "Harbour", CHART, rows, (), ()))
    assert shown.header == ("Round", "Power balance", "Trust", "Replied")
    assert shown.rows == (
        (NAME, "not shown", "", "6 of 12"),
        (NAME, "", Number(3.6, "3.6"), "6 of 12"),
    )


def test_several_questions_of_a_theme_are_named_beside_their_round() -> None:
    rows = (RoundRow(ROUND, [("Trust", RANGED), ("I can speak up here.", ROTATING)]),)
    shown = table(results.period(EN, "Harbour", rows, "trust", "", format_command))
    assert shown.header == ("Round and question", "Score", "Range", "Gave a score")
    assert shown.rows[1] == (f"{NAME} · I can speak up here.", "not shown", "", "4 of 12")

"""What is said and drawn of shared outcomes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.cards import Chart
from bot.core.i18n import Translator
from bot.core.outcomes import BetterDirection, OutcomeValue, SharedOutcome
from bot.reports.outcome_chart import finding, outcome_chart
from bot.reports.outcome_text import amount, newest_value, outcome_lines
from bot.rounds.outcomes import OutcomeHistory
from scripts.translations import ROOT, in_python

t = Translator()
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SLEEPERS = SharedOutcome("o1", "harbour", "Rough sleepers", "people", BetterDirection.DOWN, "", "", NOW)
STEADY = [46.0, 44, 47, 45, 46, 48, 45, 44, 46, 47, 45, 46, 44]
CAUSES = re.compile(
    r"\b(because|caus\w+|due to|led to|leads to|result of|thanks to|effect\w*|impact\w*|explain\w*|"
    r"improv\w+|worse\w*|driv\w+ by|makes?|made)\b",
    re.IGNORECASE,
)


def history(*values: float, outcome: SharedOutcome = SLEEPERS) -> OutcomeHistory:
    """Return a history with a value every 30 days."""
    first = date(2025, 1, 6)
    return OutcomeHistory(
        outcome,
        tuple(
            OutcomeValue(f"v{n}", outcome.id, n, first + timedelta(days=30 * n), value, NOW, "m1")
            for n, value in enumerate(values)
        ),
    )


def drawn(*histories: OutcomeHistory) -> Chart:
    chart = outcome_chart(t, "outcomes:harbour::1", histories)
    assert chart is not None
    return chart


def titles(*series: Sequence[float]) -> list[str]:
    return [drawn(history(*values)).title for values in series]


def test_without_a_value_there_is_no_chart() -> None:
    assert outcome_chart(t, "outcomes:harbour::1", []) is None
    assert outcome_chart(t, "outcomes:harbour::1", [history()]) is None


def test_the_title_is_the_finding() -> None:
    assert titles([41], [46, 41], STEADY, [*STEADY, 60], [*STEADY, 30]) == [
        "Rough sleepers: 41 people on 6 January 2025",
        "Rough sleepers: 41 people on 5 February 2025 (46 before)",
        "Rough sleepers: about as usual",
        "Rough sleepers: up, beyond chance",
        "Rough sleepers: down, beyond chance",
    ]
    assert [finding(t, history(*values)) for values in ([], [41], STEADY, [*STEADY, 60])] == [
        *("", "", "about as usual", "up, beyond chance"),
    ]


def test_the_title_of_several_says_which_have_moved() -> None:
    homes = replace(SLEEPERS, id="o2", name="Homes")
    steady, risen = history(*STEADY), history(*STEADY, 60, outcome=homes)
    assert drawn(steady, risen).title == "Homes: up, beyond chance"
    assert drawn(steady, history(1, outcome=homes)).title == "No outcome has moved beyond chance"
    assert drawn(history(1), history(1, outcome=homes)).title == "Too few values yet to tell what is chance"


def test_a_value_beyond_chance_has_the_same_mark_in_either_direction() -> None:
    for better in BetterDirection:
        outcome = replace(SLEEPERS, better=better)
        for newest in (30, 60):
            chart = drawn(history(*STEADY, newest, outcome=outcome))
            assert chart.panels[0].points[-1].mark == "special"
            assert chart.legend == (("special", "Beyond chance"), ("common", "Usual ups and downs"))
    assert drawn(history(*STEADY)).legend == ()


def test_points_stand_on_their_dates_however_irregular() -> None:
    entries = [(date(2026, 3, 1), 3.0), (date(2025, 1, 1), 1.0), (date(2025, 1, 2), 2.0)]
    series = OutcomeHistory(
        SLEEPERS,
        tuple(OutcomeValue(f"v{n}", "o1", n, on, value, NOW, "") for n, (on, value) in enumerate(entries)),
    )
    assert [(point.on, point.value) for point in drawn(series).panels[0].points] == sorted(entries)


def test_one_value_is_of_one_day() -> None:
    assert drawn(history(41)).subtitle == "The value of 6 January 2025."


def test_limits_are_drawn_from_four_values_and_are_a_trial_below_thirteen() -> None:
    trial = "With fewer than 13 values, these lines are a first estimate."
    few, some, many = drawn(history(1, 2, 3)), drawn(history(1, 2, 3, 4)), drawn(history(*STEADY))
    assert [len(chart.panels[0].limits) for chart in (few, some, many)] == [0, 1, 1]
    assert [trial in chart.subtitle for chart in (few, some, many)] == [False, True, False]
    assert "Dashed lines: where values usually are." in many.subtitle


def test_the_words_for_the_picture_say_all_that_it_shows() -> None:
    assert drawn(history(*STEADY, 60)).alt == (
        "Rough sleepers: up, beyond chance. Values from 6 January 2025 to 31 January 2026. "
        "Dashed lines: where values usually are. Rough sleepers (people), oldest first: 46; 44; "
        "47; 45; 46; 48; 45; 44; 46; 47; 45; 46; 44; 60. Usually 39 to 54, around 47. Beyond "
        "chance: 31 January 2026."
    )
    assert drawn(history(5, 5, 5, 5)).alt.endswith("No variation yet: always 5.")
    assert "Usually 0 to " in drawn(history(0, 5, 1, 3)).alt
    assert "Usually -" in drawn(history(-1, 5, 1, 3)).alt


def test_many_values_are_said_within_what_platforms_take() -> None:
    names = ["Homes", "Jobs", "Schools", "Parks", "Health"]
    series = [history(*STEADY * 10, outcome=replace(SLEEPERS, id=name, name=name)) for name in names]
    assert len(drawn(*series).alt) < 2000
    assert len(drawn(series[0]).panels[0].points) == 40
    assert {len(panel.points) for panel in drawn(*series).panels} == {20}


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (41, "people", "41 people"),
        (92.5, "%", "92.5%"),
        (12, "% of pupils", "12% of pupils"),
        (1200, "£", "£1,200"),
        (-5, "£", "-£5"),
        (-5, "", "-5"),
    ],
)
def test_a_value_is_shown_with_its_unit(value: float, unit: str, words: str) -> None:
    assert amount(t, value, unit) == words


def test_a_line_says_the_newest_value_and_the_one_before() -> None:
    values = [newest for one in (history(46, 41), history(1200.5)) if (newest := one.newest)]
    assert outcome_lines(t, values) == (
        "Rough sleepers: 41 people on 5 February 2025 (46 before)",
        "Rough sleepers: 1,200.5 people on 6 January 2025",
    )
    assert newest_value(t, history().newest) == "no value yet"


@pytest.mark.parametrize(
    "file",
    [
        "bot/handlers/outcomes.py",
        "bot/messages/outcomes.py",
        "bot/reports/outcome_chart.py",
        "bot/reports/outcome_text.py",
        "bot/rounds/outcomes.py",
    ],
)
def test_nothing_says_that_one_thing_caused_another(file: str) -> None:
    said = [text for texts in in_python((ROOT / file).read_text("utf-8")) for text in texts]
    assert said
    assert [text for text in said if CAUSES.search(text)] == []

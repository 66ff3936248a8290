"""The table that docs/performance.md shows."""

import json

from benchmarks import Figure
from benchmarks.report import machine, report


def test_a_run_becomes_a_table_without_what_is_not_about_speed() -> None:
    figures = [
        ("hub", Figure("a page, ms", 5.5, 1, 10, at_most=True)),
        ("press", Figure("presses a second", 300, 400, 1)),
        ("rewording", Figure("told of 100", 1, 1, 1)),
    ]
    lines = [json.dumps({"benchmark": name} | figure.as_dict()) for name, figure in figures]
    assert report(["hub …", *lines], "A machine.").splitlines() == [
        "A machine.",
        "",
        "| what | figure | limit | ratio | reach | |",
        "| --- | --- | --- | --- | --- | --- |",
        "| a page, ms | 5.5 | 1 | 5.5 | at most 10 |  |",
        "| presses a second | 300 | 400 | 0.75 | at least 1 | falls short |",
    ]


def test_the_machine_is_named_with_its_versions() -> None:
    assert {"cores", "Python", "SQLite", "PostgreSQL"} <= set(machine().replace(",", "").split())

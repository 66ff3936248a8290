"""The table that docs/performance.md shows."""

import json
from pathlib import Path

from benchmarks import Figure
from benchmarks.__main__ import names
from benchmarks.report import BEGIN, END, fill_in, machine, report


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


def test_the_table_of_the_page_is_replaced() -> None:
    page = Path("docs/performance.md").read_text()
    filled = fill_in(page, "A table.")
    assert f"{BEGIN}\nA table.\n{END}" in filled
    assert fill_in(filled, "Another.") == filled.replace("A table.", "Another.")


def test_the_page_names_every_benchmark() -> None:
    page = Path("docs/performance.md").read_text()
    assert [name for name in names() if f"`{name}`" not in page] == []


def test_the_machine_is_named_with_its_versions() -> None:
    assert {"cores", "Python", "SQLite", "PostgreSQL"} <= set(machine().replace(",", "").split())

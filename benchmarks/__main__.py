"""Run benchmarks, each in a fresh process: `python -m benchmarks [name ...]`. Prints a line of JSON a figure,
and a table at the end. report.py makes Markdown of what was printed."""

import asyncio
import json
import pkgutil
import subprocess
import sys
import time
from importlib import import_module
from typing import Any

from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks import Figure
from bot.ops.garbage_collection import collect_rarely

HERE = "--here"  # measure in this process


def names() -> list[str]:
    modules = (
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__"
    )
    return sorted(name for name in modules if hasattr(import_module(f"benchmarks.{name}"), "measure"))


def measure_here(name: str) -> None:
    measure = import_module(f"benchmarks.{name}").measure
    collect_rarely()  # as `accord serve` does, for Accord and for the bare loop alike
    figures: list[Figure | dict[str, Any]] = asyncio.run(measure())
    for figure in figures:
        numbers = figure.as_dict() if isinstance(figure, Figure) else figure
        print(json.dumps({"benchmark": name} | numbers, ensure_ascii=False))


def measure_in_process(name: str) -> list[dict[str, Any]] | None:
    """Print and return the figures of a benchmark, or return None if it failed."""
    figures = []
    print(f"{name} …", file=sys.stderr, flush=True)
    begin = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks", HERE, name], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        for line in run.stdout:
            if line.startswith("{"):
                figures.append(json.loads(line))
            print(line, end="", flush=True)
    print(f"{name}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    return figures if run.returncode == 0 else None


def summary(results: dict[str, list[dict[str, Any]] | None]) -> Table:
    table = Table("benchmark", "what", "figure", "limit", "ratio", "reach", "")
    for name, figures in results.items():
        if figures is None:
            table.add_row(name, "[red]did not run to its end[/]")
        for figure in figures or ():
            verdict = "[green]reached[/]" if figure["ok"] else "[red]falls short[/]"
            numbers = (f"{figure[key]:,.4g}" for key in ("figure", "limit", "ratio", "reach"))
            table.add_row(name, figure["what"], *numbers, verdict)
    return table


def main(arguments: list[str]) -> int:
    """Return 0 unless a benchmark breaks. A figure that falls short is reported, and is no failure."""
    if arguments[:1] == [HERE]:
        measure_here(arguments[1])
        return 0
    available = names()
    if unknown := set(arguments) - set(available):
        print(
            f"No benchmark is called {', '.join(sorted(unknown))}. There are: {', '.join(available)}.",
            file=sys.stderr,
        )
        return 2
    results = {name: measure_in_process(name) for name in arguments or available}
    Console().print(summary(results))
    return 1 if None in results.values() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

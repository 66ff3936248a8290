"""Findings, for people and for machines."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.running.findings import Finding, Level, nothing_is_wrong

LOOKS = {Level.WELL: "green", Level.HEED: "yellow", Level.WRONG: "bold red"}


def show(findings: Sequence[Finding], console: Console) -> None:
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    for style in ("", "bold", ""):
        table.add_column(style=style)
    for each in findings:
        said = Text(f"{each.what}\n→ {each.cure}" if each.cure else each.what)
        table.add_row(Text(each.level, LOOKS[each.level]), each.about, said)
    console.print(table)
    console.print("Nothing is wrong." if nothing_is_wrong(findings) else "Something is wrong: see above.")


def as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(each) for each in findings], indent=2, ensure_ascii=False)

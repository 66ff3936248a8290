"""Findings of `accord check`, for people and for machines."""

import io
import json

from rich.console import Console

from bot.core.errors import AccordError
from bot.ops.doctor import Finding, as_json, error, has_no_errors, ok, show, unreadable, warning

FOUND = (ok("database", "It runs."), warning("keys", "They lie near.", "Move them."))
BROKEN = error("clock", "It stands.", "Wind it.")


def shown(*findings: Finding) -> list[str]:
    written = io.StringIO()
    show(findings, Console(file=written, width=80))
    return [" ".join(line.split()) for line in written.getvalue().splitlines() if line.strip()]


def test_people_see_findings_and_cures() -> None:
    assert shown(*FOUND) == [
        "OK database It runs.",
        "Warning keys They lie near.",
        "→ Move them.",
        "0 errors, 1 warning",
    ]
    assert shown(*FOUND, BROKEN)[-1] == "1 error, 1 warning"


def test_brackets_in_findings_are_no_markup() -> None:
    assert (
        shown(ok("database", "[Errno 111] [bold]refused[/]"))[0] == "OK database [Errno 111] [bold]refused[/]"
    )


def test_findings_can_be_printed_as_json() -> None:
    assert json.loads(as_json(FOUND)) == [
        {"level": "OK", "about": "database", "what": "It runs.", "cure": ""},
        {"level": "Warning", "about": "keys", "what": "They lie near.", "cure": "Move them."},
    ]


def test_only_errors_change_the_exit_code() -> None:
    assert (has_no_errors(FOUND), has_no_errors([*FOUND, BROKEN])) == (True, False)


def test_invalid_settings_are_findings() -> None:
    assert [each.what for each in unreadable(AccordError("A must be B\nC must be D"))] == [
        "A must be B",
        "C must be D",
    ]

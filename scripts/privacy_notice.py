"""Renders docs/privacy.md from the sentences that Accord itself shows, each with its tests."""

from bot.core.i18n import Translator
from bot.messages.kept_data import KEPT, KeptData
from bot.messages.privacy import SECTIONS

INTRODUCTION = """\
# Privacy notice

This is what Accord tells members about their data: on its page `/privacy`, and in a chat when they type
`privacy`. Beside each statement is the test that shows it, or the reason why no test can. `make pages`
makes this page from the code. A test fails if it differs, or if it names a test that does not exist.

Your partnership is responsible for the rest of its notice, such as on what legal basis it uses the data.
[Information governance](information-governance.md) answers the questions of officers.
"""
KEPT_INTRODUCTION = """\
## What Accord keeps, and for how long

A test compares this list with the columns of both databases. It fails for a column that is neither here nor
among those that are not about people. What expires is deleted within the hour. Backups keep what they hold
until the operator deletes them.

| data | kept | tables | tests |
| --- | --- | --- | --- |
"""


def render_page() -> str:
    """Return the page."""
    t = Translator()
    parts = [INTRODUCTION]
    for section in SECTIONS:
        rows = [
            f"| {statement.text(t)} | {_tests(statement.tests) or statement.untested} |"
            for statement in section.statements
        ]
        head = (f"## {section.title}", "", "| statement | shown by |", "| --- | --- |")
        parts.append("\n".join((*head, *rows, "")))
    rows = [
        f"| {data.what} | {data.until_text(t)} | {_tables(data)} | {_tests(data.tests)} |" for data in KEPT
    ]
    parts.append(KEPT_INTRODUCTION + "\n".join((*rows, "")))
    return "\n".join(parts)


def _tables(data: KeptData) -> str:
    return ", ".join(f"`{line.partition(':')[0]}`" for line in data.columns)


def _tests(tests: tuple[str, ...]) -> str:
    return ", ".join(f"`{test}`" for test in tests)

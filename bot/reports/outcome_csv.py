"""All entries of shared outcomes as CSV, with who made them. Pure."""

import csv
from collections.abc import Sequence
from io import StringIO

from bot.core.i18n import Translator
from bot.membership.outcomes import author_name
from bot.membership.roster import Roster
from bot.rounds.outcomes import OutcomeHistory

# A spreadsheet takes a cell that begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def outcomes_csv(t: Translator, roster: Roster, histories: Sequence[OutcomeHistory]) -> str:
    """Return a row for each entry, in the order in which they were made. An entry without a value took back
    the one before it."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow((t("Outcome"), t("Unit"), t("Date"), t("Value"), t("Entered by"), t("Entered at")))
    for history in histories:
        outcome = history.outcome
        for entry in history.entries:
            value = "" if entry.value is None else f"{entry.value:.3f}".rstrip("0").rstrip(".")
            name, unit, author = map(
                without_formula, (outcome.name, outcome.unit, author_name(roster, entry))
            )
            at = entry.entered_at.isoformat(timespec="seconds")
            writer.writerow((name, unit, entry.on.isoformat(), value, author, at))
    return written.getvalue()


def without_formula(text: str) -> str:
    """Return text that a spreadsheet shows as it is, whatever people typed."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

"""All entries of shared outcomes as CSV, with who made them. Pure."""

from collections.abc import Sequence

from bot.core.i18n import Translator
from bot.membership.outcomes import author_name
from bot.membership.roster import Roster
from bot.reports.dataset.csv_text import cell_text, csv_lines
from bot.rounds.outcomes import OutcomeHistory


def outcomes_csv(t: Translator, roster: Roster, histories: Sequence[OutcomeHistory]) -> str:
    """Return a row for each entry, in the order in which they were made. An entry without a value took back
    the one before it."""
    header = (t("Outcome"), t("Unit"), t("Date"), t("Value"), t("Entered by"), t("Entered at"))
    rows = [
        (
            history.outcome.name,
            history.outcome.unit,
            entry.on,
            entry.value,
            author_name(roster, entry),
            entry.entered_at,
        )
        for history in histories
        for entry in history.entries
    ]
    return csv_lines([header, *(list(map(cell_text, row)) for row in rows)])

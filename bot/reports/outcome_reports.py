"""Load the chart of shared outcomes.

Its name is `outcomes:<partnership>:<outcome or nothing>:<microseconds since 1970>`: it shows the
entries up to that moment, so that a picture that was shown stays as it was.
"""

from collections.abc import Sequence

from bot.core.cards import Chart
from bot.core.i18n import Translator
from bot.core.ports import Transaction
from bot.reports.chart_names import format_moment, parse_moment
from bot.reports.outcome_chart import outcome_chart
from bot.rounds.outcomes import OutcomeHistory, load_histories

CHART_KIND = "outcomes"


def chart_of_outcomes(t: Translator, histories: Sequence[OutcomeHistory], outcome: str = "") -> Chart | None:
    """Return the chart of the outcomes of a partnership, or of one of them. None if there is no value."""
    chosen = [history for history in histories if outcome in ("", history.outcome.id)]
    entered_at = [entry.entered_at for history in chosen for entry in history.entries]
    if not entered_at:
        return None
    name = f"{CHART_KIND}:{chosen[0].outcome.partnership}:{outcome}:{format_moment(max(entered_at))}"
    return outcome_chart(t, name, chosen)


async def outcome_chart_by_name(db: Transaction, name: str, t: Translator) -> Chart | None:
    """Return the chart with this name; None if there is none."""
    _, partnership, outcome, moment, *_ = (*name.split(":"), "", "", "")
    if (until := parse_moment(moment)) is None:
        return None
    return chart_of_outcomes(t, await load_histories(db, partnership, until), outcome)

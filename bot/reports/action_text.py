"""Actions in words. Pure."""

from bot.core.followups import Action, ActionOutcome
from bot.core.i18n import N_, Translator
from bot.core.models import Member, Organisation
from bot.membership import roster as rosters
from bot.membership.roster import Roster

OUTCOMES = {
    ActionOutcome.YES: N_("done"),
    ActionOutcome.PARTLY: N_("partly done"),
    ActionOutcome.NO: N_("not done"),
}


def action_line(t: Translator, roster: Roster, action: Action) -> str:
    """Return `2. Share the budget papers · by 3 May 2026 · Riverside`. A member who left or was erased is not
    named."""
    parts = [f"{action.number}. {action.words}"]
    if action.by:
        parts.append(t("by {day}", day=t.full_day(action.by)))
    owners: list[Member | Organisation] = [*roster.present, *roster.partners]
    parts += [roster.name_of(owner) for owner in owners if rosters.id_or_token(owner) == action.owner]
    return " · ".join(parts)


def outcome_line(t: Translator, action: Action) -> str:
    """Return `Share the budget papers: partly done`."""
    return f"{action.words}: {t(OUTCOMES[action.did])}" if action.did else action.words

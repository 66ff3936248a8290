"""What a partnership agreed to do, in words. Pure."""

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
    """`2. Share the budget papers · by 3 May 2026 · Riverside`. Who left or was forgotten is not named."""
    parts = [f"{action.number}. {action.words}"]
    if action.by:
        parts.append(t("by {day}", day=t.full_day(action.by)))
    everybody: list[Member | Organisation] = [*roster.present, *roster.partners]
    parts += [roster.name_of(each) for each in everybody if rosters.id_or_token(each) == action.owner]
    return " · ".join(parts)


def outcome_line(t: Translator, action: Action) -> str:
    """`Share the budget papers: partly done`"""
    return f"{action.words}: {t(OUTCOMES[action.did])}" if action.did else action.words

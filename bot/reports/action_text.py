"""Actions in words. Pure."""

from collections.abc import Mapping

from bot.analysis.published import PublishedAction
from bot.core.cards import Mention, RichText, Words
from bot.core.followups import Action, ActionOutcome
from bot.core.i18n import N_, Translator
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
    present = {rosters.id_or_token(owner): roster.name_of(owner) for owner in roster.present}
    partners = {rosters.id_or_token(owner): owner.name for owner in roster.partners}
    return _line(t, action, (present | partners).get(action.owner, ""))


def line_with_mention(t: Translator, roster: Roster, action: Action) -> Words:
    """Return the same line; where several people read it, its owner is told of it."""
    owners = {rosters.id_or_token(member): member for member in roster.present}
    if not (t.shared and (owner := owners.get(action.owner))):
        return action_line(t, roster, action)
    mention = Mention(roster.person(owner).address, roster.name_of(owner))
    return RichText((f"{_line(t, action, '')} · ", mention))


def outcome_line(t: Translator, roster: Roster, action: Action) -> str:
    """Return `Share the budget papers: partly done, says Lucy Chen`. An erased member is not named."""
    names = {rosters.id_or_token(member): roster.name_of(member) for member in roster.members}
    return _outcome(t, action, names.get(action.settled_by, ""))


def published_line(t: Translator, action: PublishedAction, names: Mapping[str, str]) -> str:
    """Return an action of a summary that was open."""
    return _removed(t, action, names) or _line(t, action, published_name(t, action.owner, names))


def published_outcome(t: Translator, action: PublishedAction, names: Mapping[str, str]) -> str:
    """Return an action of a summary that was settled."""
    return _removed(t, action, names) or _outcome(t, action, published_name(t, action.settled_by, names))


def published_name(t: Translator, token: str, names: Mapping[str, str]) -> str:
    """Return the name that was published for a token, or that it was redacted; empty without a token."""
    return names.get(token) or t("(name removed)") if token else ""


def _line(t: Translator, action: Action | PublishedAction, owner: str) -> str:
    by = t("by {day}", day=t.full_day(action.by)) if action.by else ""
    plan = t("improvement plan {year}", year=action.plan_year) if action.plan_year else ""
    return " · ".join(filter(None, (f"{action.number}. {action.words}", by, owner, plan)))


def _outcome(t: Translator, action: Action | PublishedAction, settled_by: str) -> str:
    outcome = t(OUTCOMES[action.did]) if action.did else ""
    if settled_by:
        outcome = t("{outcome}, says {name}", outcome=outcome, name=settled_by)
    return f"{action.words}: {outcome}"


def _removed(t: Translator, action: PublishedAction, names: Mapping[str, str]) -> str:
    """Return who removed an action and when; empty if nobody did."""
    if action.removed_at is None:
        return ""
    return t(
        "Action {n} was removed by {name} on {day}.",
        n=action.number,
        name=published_name(t, action.removed_by, names),
        day=t.full_day(action.removed_at),
    )

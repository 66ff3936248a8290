"""Changing the role of a member."""

from datetime import datetime

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Member, MembershipStatus, Role
from bot.core.ports import Transaction
from bot.membership import leaving, weekly_summaries
from bot.membership.roster import Roster, may_step_in, name_coordinators, only_coordinators_of_others


def require_changeable(roster: Roster, actor: Member, target: Member, role: Role, t: Translator) -> None:
    """Raise Refusal unless the actor may give a member this role. If there is no coordinator, the actor may
    name one if `may_step_in`."""
    if target.standing is not MembershipStatus.ACTIVE:
        name = roster.name_of(target)
        raise Refusal(t("{name} has not joined yet. You can change their role when they have.", name=name))
    stepping_in = role is Role.COORDINATOR and may_step_in(actor, roster.active_members())
    if not stepping_in:
        _require_may_change(roster, actor, target, role, t)
    if role is not Role.COORDINATOR:
        leaving.require_coordinator_left(roster, [target], t)


def takes_coordination(target: Member, role: Role) -> bool:
    """Return True if a coordinator loses that role, which only another coordinator can give back."""
    return target.role is Role.COORDINATOR and role is not Role.COORDINATOR


async def change_role(
    db: Transaction, roster: Roster, actor: Member, target: Member, role: Role, now: datetime, t: Translator
) -> None:
    """Give a member another role. `roster` is locked. Raises Refusal as `require_changeable` does."""
    require_changeable(roster, actor, target, role, t)
    changed = await db.update_if_unchanged(target, role=role)
    await weekly_summaries.enrol(db, changed, now)


def _require_may_change(roster: Roster, actor: Member, target: Member, role: Role, t: Translator) -> None:
    if actor.role is Role.COORDINATOR:
        return
    if actor.role is Role.LEAD and target.organisation != actor.organisation:
        raise only_coordinators_of_others(roster, t)
    coordinators = name_coordinators(roster, t)
    if actor.role is Role.MEMBER:
        raise Refusal(
            t("Only a lead or a coordinator can do this. {coordinators}", coordinators=coordinators)
        )
    if Role.COORDINATOR in (role, target.role):
        raise Refusal(t("Only a coordinator can do this. {coordinators}", coordinators=coordinators))

"""Who may give whom which role."""

from bot.errors import Refusal
from bot.model import Member, Role, Standing
from bot.partners import leaving
from bot.partners.roster import Roster, steps_in
from bot.ports import Records
from bot.talk.tongue import Tongue


async def make(db: Records, roster: Roster, actor: Member, target: Member, role: Role, t: Tongue) -> None:
    """Raises Refusal. `roster` is held. Where there is no coordinator, whoever steps in may name one."""
    if target.standing is not Standing.IN:
        name = roster.called(target)
        raise Refusal(t("Nothing was changed: {name} is not in yet. Say it again when they are.", name=name))
    stepping_in = role is Role.COORDINATOR and steps_in(actor, roster.those_in())
    if not stepping_in:
        _must_reach(actor, target, role, t)
    if role is not Role.COORDINATOR:
        leaving.keep_a_coordinator(roster, [target], t)
    await db.change(target, role=role)


def _must_reach(actor: Member, target: Member, role: Role, t: Tongue) -> None:
    if actor.role is Role.COORDINATOR:
        return
    if actor.role is Role.MEMBER or target.organisation != actor.organisation:
        raise Refusal(
            t("Nothing was changed: a lead can do that in their own organisation only. Ask a coordinator.")
        )
    if Role.COORDINATOR in (role, target.role):
        raise Refusal(t("Nothing was changed: only a coordinator can make or unmake a coordinator."))

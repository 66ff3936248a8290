"""Coming in and going out: join, approve, decline, add, confirm, remove, roles, the roster."""

from dataclasses import replace

from bot.core import email
from bot.core.cards import Card
from bot.core.models import Role, Round, RoundState
from bot.language import commands as c
from bot.partners import access, joining, leaving, mailboxes, people, roles, undelivered
from bot.partners import roster as rosters
from bot.partners.adding import Adding
from bot.partners.roster import Roster
from bot.talk.phrases import adding as adding_phrases
from bot.talk.phrases import membership as phrases
from bot.talk.turn import Inside, Turn

ASKED = (RoundState.OPEN, RoundState.CLOSING, RoundState.CLOSED)


async def join(turn: Turn, command: c.JoinPartnership) -> Card:
    person = turn.speaker or await people.met(turn.db, turn.context.ids, turn.said)
    partnership, organisation = await joining.join(
        turn.context, turn.db, person, command.code, command.organisation, turn.now, turn.t
    )
    return phrases.asked_to_join(turn.t, partnership, organisation)


async def approve(turn: Turn, command: c.ApproveMember) -> Card:
    roster, newcomer = await joining.approve(
        turn.context, turn.db, turn.known(), command.member, turn.now, turn.t
    )
    return phrases.approved(turn.t, roster, newcomer)


async def decline(turn: Turn, command: c.DeclineMember) -> Card:
    speaker = turn.known()
    roster, member = await joining.decline(turn.context, turn.db, speaker, command.member, turn.now, turn.t)
    if member.person == speaker.id:
        return phrases.not_joined(turn.t, roster, member)
    return phrases.turned_down(turn.t, roster, member)


async def confirm(turn: Turn, command: c.ConfirmMembership) -> Card:
    speaker = await people.introduced(turn.db, turn.known(), turn.said)
    roster, member = await joining.confirm(turn.db, speaker, command.member, command.name, turn.now, turn.t)
    say = await access.saying(turn.db, speaker, roster.partnership)
    return phrases.welcome(turn.t, roster, member, say)


async def add(turn: Inside, command: c.AddMember) -> Card:
    roster = await access.held_roster(turn.db, turn.partnership)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    adding = Adding(turn.context, turn.db, roster, turn.member, turn.now, turn.t, say, turn.said.mentions)
    wanted = replace(command, who=_myself(turn, command.who))
    return adding_phrases.added(turn.t, await adding.add(wanted))


async def remove(turn: Inside, command: c.RemoveMember) -> Card:
    roster = await access.held_roster(turn.db, turn.partnership)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    who = await _who(turn, roster, command.who)
    target = rosters.either(roster, who, turn.t, lambda other: say(c.RemoveMember(other)))
    await leaving.remove(turn.context, turn.db, roster, turn.member, target, turn.now, turn.t)
    return phrases.taken_out(turn.t, roster.called(target))


async def make(turn: Inside, command: c.ChangeRole) -> Card:
    roster = await access.held_roster(turn.db, turn.partnership)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    role = Role(command.role.lower())
    who = await _who(turn, roster, command.who)
    target = rosters.member(roster, who, turn.t, lambda other: say(c.ChangeRole(other, role)))
    await roles.make(turn.db, roster, turn.member, target, role, turn.t)
    return phrases.made(turn.t, roster.called(target), role)


async def members(turn: Inside, _: c.ListMembers) -> Card:
    roster = await access.roster(turn.db, turn.partnership.id)
    rounds = await turn.db.latest(Round, "opened_at", 1, partnership=turn.partnership.id, state=ASKED)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    since, coordinates = rounds[0].opened_at if rounds else None, turn.member.role is Role.COORDINATOR
    seen = await mailboxes.seen(turn.db, turn.context.crypto, roster, turn.speaker, coordinates=coordinates)
    if not coordinates:
        return phrases.roster(turn.t, roster, since, say, seen)
    failed = await undelivered.of(turn.db, turn.partnership, turn.now)
    return phrases.roster(turn.t, roster, since, say, seen, coordinator=True, missed=failed.members)


async def leave(turn: Inside, command: c.LeavePartnership) -> Card:
    """Asks first."""
    if not command.sure:
        say = await access.saying(turn.db, turn.speaker, turn.partnership)
        return phrases.leaving(turn.t, turn.partnership, say(c.LeavePartnership("now")))
    roster = await access.held_roster(turn.db, turn.partnership)
    await leaving.leave(turn.context, turn.db, roster, turn.member, turn.t)
    return phrases.left(turn.t, turn.partnership)


async def _who(turn: Inside, roster: Roster, who: str) -> str:
    """An e-mail address means somebody only to whoever typed it before."""
    if found := email.parse_mailbox(who):
        member = await mailboxes.typed(turn.db, turn.context.crypto, roster, found[1], turn.speaker)
        return rosters.token(member) if member else who
    return _myself(turn, who)


def _myself(turn: Inside, who: str) -> str:
    return rosters.token(turn.member) if who.casefold() == "me" else who


ANYBODY = {
    c.JoinPartnership: join,
    c.ConfirmMembership: confirm,
    c.ApproveMember: approve,
    c.DeclineMember: decline,
}
INSIDE = {
    c.AddMember: add,
    c.RemoveMember: remove,
    c.ChangeRole: make,
    c.ListMembers: members,
    c.LeavePartnership: leave,
}

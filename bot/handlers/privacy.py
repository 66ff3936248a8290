"""Handlers for what happens to people's data: the privacy notice, complaints and organisations' contacts."""

from bot.core.cards import Card
from bot.core.models import Organisation, Role
from bot.handlers.request import MemberRequest, Request
from bot.language import commands as c
from bot.membership import data_contacts, permissions
from bot.membership.data_contacts import Controllers
from bot.membership.roster import Roster, SentenceBuilder, find_organisation, only_coordinators_of_others
from bot.messages import privacy as messages


async def show_privacy(request: Request, _: c.ShowPrivacy) -> Card:
    """Show the short privacy notice, to strangers too."""
    return messages.notice(request.t, await _controllers(request), request.context.operator)


async def show_complaint_ways(request: Request, _: c.ShowComplaintWays) -> Card:
    """Show to whom the speaker can complain about their data. Nothing is stored and nobody is told."""
    return messages.complaint(request.t, await _controllers(request), request.context.operator)


async def _controllers(request: Request) -> list[Controllers]:
    return await data_contacts.controllers_of(request.db, request.speaker) if request.speaker else []


async def set_data_contact(request: MemberRequest, command: c.SetDataContact) -> Card:
    """Show where organisations are asked about data, or set that of one. Leads set that of their own, and
    coordinators that of any."""
    roster = await permissions.lock_roster(request.db, request.partnership)
    say = await request.sentence_builder()
    if not command.contact:
        return messages.contacts(request.t, roster, say)
    organisation = _find_organisation(request, roster, command, say)
    if command.contact.casefold() == data_contacts.OFF:
        contact, since = None, None
    else:
        contact, since = data_contacts.parse_contact(command.contact, request.t), request.now
    if contact != organisation.data_contact:
        organisation = await request.db.update_if_unchanged(
            organisation, data_contact=contact, data_contact_at=since
        )
    return messages.contact_set(request.t, organisation, say)


def _find_organisation(
    request: MemberRequest, roster: Roster, command: c.SetDataContact, say: SentenceBuilder
) -> Organisation:
    """Return the organisation that a sentence names, else the speaker's. Raises Refusal where it is not
    theirs to change."""
    own = roster.organisation(request.member)
    if not command.organisation:
        return own
    organisation = find_organisation(
        roster,
        command.organisation,
        request.t,
        lambda other: say(c.SetDataContact(command.contact, other)),
    )
    if organisation.id != own.id and request.member.role is not Role.COORDINATOR:
        raise only_coordinators_of_others(roster, request.t)
    return organisation

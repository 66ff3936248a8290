"""Founds the demo's partnership, sentence by sentence: start, join, approve, add, confirm, describe."""

import re

from bot.core.cards import Card, Link
from bot.core.models import LoginLink, Person, Role, hash_secret, web_address
from bot.demo.partnership import DemoMember, DemoOrganisation, DemoPartnership
from bot.demo.users import DemoUser
from bot.handlers.bot import Bot
from bot.language import commands as c
from bot.language.parser import format_command
from bot.worker import Worker

CODE = re.compile(r"[a-z]+-\d{4}(?:-[a-z]+)+")


async def found_partnership(bot: Bot, worker: Worker, plan: DemoPartnership) -> dict[str, DemoUser]:
    """Found the planned partnership up to the schedule of its first round; return its users by name."""
    founder = _new_user(bot, plan.founder)
    await founder.send(format_command(c.StartPartnership(plan.name)))
    await founder.send(format_command(c.SetProfile("organisation", plan.partners[0].name)))
    await founder.send(format_command(c.SetPurpose(plan.purpose)))
    for what, words in plan.profile:
        await founder.send(format_command(c.SetProfile(what, words)))
    users = {founder.name: founder}
    for partner in plan.partners:
        first = partner.members[0].name
        if first not in users:
            users[first] = await _join(bot, worker, founder, partner)
        for member in partner.members[1:]:
            users[member.name] = await _add(bot, users[first], partner, member)
            if member.role is not Role.MEMBER:
                await founder.send(format_command(c.ChangeRole(member.name, member.role)))
        if partner.lead_body:
            await founder.send(format_command(c.SetProfile("lead", partner.name)))
        await founder.send(format_command(c.SetDataContact(partner.data_contact, partner.name)))
    for outcome in plan.outcomes:
        await founder.send(
            format_command(
                c.AddOutcome(outcome.name, outcome.unit, outcome.better, outcome.source, outcome.entered_by)
            )
        )
    await founder.send(format_command(c.SetSchedule(plan.rhythm, sure="now")))
    await worker.tick()
    return users


async def _join(bot: Bot, worker: Worker, founder: DemoUser, partner: DemoOrganisation) -> DemoUser:
    """Let the first member of an organisation ask to join with a code, and the founder approve."""
    code = CODE.findall(str(await founder.send(format_command(c.InviteOrganisation()))))[0]
    newcomer = _new_user(bot, partner.members[0])
    await newcomer.send(format_command(c.JoinPartnership(code, partner.name)))
    await worker.tick()
    await founder.press(c.ApproveMember)
    return newcomer


async def _add(bot: Bot, lead: DemoUser, partner: DemoOrganisation, member: DemoMember) -> DemoUser:
    """Let a lead add a member, who opens the link, confirms and chooses a language."""
    person = await _person_of_link(
        bot, await lead.send(format_command(c.AddMember(member.name, partner.name)))
    )
    newcomer = DemoUser(bot, person.address, member.name, member.language)
    await newcomer.press(c.ConfirmMembership)
    await newcomer.send(format_command(c.SetLanguage(member.language)))
    return newcomer


async def _person_of_link(bot: Bot, card: Card) -> Person:
    """Return the person that the link in a card signs in."""
    path = next(part.path for part in card.parts if isinstance(part, Link))
    async with bot.context.store.read_only() as db:
        link = await db.get(LoginLink, hash_secret(path.rpartition("/")[2]))
        return await db.get(Person, link.person)


def _new_user(bot: Bot, member: DemoMember) -> DemoUser:
    """Return a user that the product does not know yet."""
    return DemoUser(bot, web_address(bot.context.ids.new()), member.name, member.language)

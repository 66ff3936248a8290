"""A partnership comes together, sentence by sentence: started, joined, approved, confirmed, described."""

import re

from bot.core.cards import Card, Link
from bot.core.models import LoginLink, Person, Role, hash_secret, web_address
from bot.demo.partnership import DemoMember, DemoOrganisation, DemoPartnership
from bot.demo.users import DemoUser
from bot.handlers.bot import Bot
from bot.language import commands as c
from bot.language.parser import format_command
from bot.worker import Worker

CODE = re.compile(r"[a-z]+-\d{4}-[a-z]+")


async def found(bot: Bot, worker: Worker, cast: DemoPartnership) -> dict[str, DemoUser]:
    """Everybody of the cast, by name, in a partnership whose first round is planned."""
    founder = _stranger(bot, cast.founder)
    await founder.say(format_command(c.StartPartnership(cast.name)))
    await founder.say(format_command(c.SetProfile("organisation", cast.partners[0].name)))
    await founder.say(format_command(c.SetPurpose(cast.purpose)))
    for what, words in cast.profile:
        await founder.say(format_command(c.SetProfile(what, words)))
    actors = {founder.name: founder}
    for partner in cast.partners:
        first = partner.players[0].name
        if first not in actors:
            actors[first] = await _joined(bot, worker, founder, partner)
        for player in partner.players[1:]:
            actors[player.name] = await _added(bot, actors[first], partner, player)
            if player.role is not Role.MEMBER:
                await founder.say(format_command(c.ChangeRole(player.name, player.role)))
        if partner.lead_body:
            await founder.say(format_command(c.SetProfile("lead", partner.name)))
    await founder.say(format_command(c.SetSchedule(cast.rhythm, sure="now")))
    await worker.tick()
    return actors


async def _joined(bot: Bot, worker: Worker, founder: DemoUser, partner: DemoOrganisation) -> DemoUser:
    """Somebody asks to join for an organisation, with the code they were given, and the founder approves."""
    code = CODE.findall(str(await founder.say(format_command(c.InviteOrganisation()))))[0]
    newcomer = _stranger(bot, partner.players[0])
    await newcomer.say(format_command(c.JoinPartnership(code, partner.name)))
    await worker.tick()
    await founder.press(c.ApproveMember)
    return newcomer


async def _added(bot: Bot, lead: DemoUser, partner: DemoOrganisation, player: DemoMember) -> DemoUser:
    """A lead adds somebody and hands over the link; whoever opens it confirms, and chooses a language."""
    person = await _behind(bot, await lead.say(format_command(c.AddMember(player.name, partner.name))))
    newcomer = DemoUser(bot, person.address, player.name, player.language)
    await newcomer.press(c.ConfirmMembership)
    await newcomer.say(format_command(c.SetLanguage(player.language)))
    return newcomer


async def _behind(bot: Bot, card: Card) -> Person:
    """Whom the link in a card lets in."""
    path = next(part.path for part in card.parts if isinstance(part, Link))
    async with bot.context.store.read_only() as db:
        opened = await db.get(LoginLink, hash_secret(path.rpartition("/")[2]))
        return await db.get(Person, opened.person)


def _stranger(bot: Bot, player: DemoMember) -> DemoUser:
    """Somebody whom nobody knows yet."""
    return DemoUser(bot, web_address(bot.context.ids.new()), player.name, player.language)

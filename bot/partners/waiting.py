"""What waits for somebody besides questions: their own confirmation, and, for a coordinator, those who want
to join."""

from bot.model import Member, Person, Role, Standing
from bot.partners import access
from bot.ports import Records
from bot.talk.card import Card
from bot.talk.phrases import membership as phrases
from bot.world import World


async def cards(world: World, db: Records, viewer: Person) -> tuple[Card, ...]:
    t = world.tongue(viewer)
    own = await db.find(Member, person=viewer.id, standing=Standing.INVITED)
    shown = [phrases.please_confirm(t, await access.roster(db, each.partnership), each) for each in own]
    for member, partnership in await access.places(db, viewer):
        if member.role is Role.COORDINATOR:
            roster = await access.roster(db, partnership.id)
            waiting = [each for each in roster.present if each.standing is Standing.WAITING]
            shown += [phrases.wants_to_join(t, roster, each) for each in waiting]
    return tuple(shown)

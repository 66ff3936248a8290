"""What waits for somebody besides questions: their own confirmation, and, for a coordinator, those who want
to join."""

from bot.core.cards import Card
from bot.core.context import AppContext
from bot.core.models import Member, MembershipStatus, Person, Role
from bot.core.ports import Transaction
from bot.partners import access
from bot.talk.phrases import membership as phrases


async def cards(context: AppContext, db: Transaction, viewer: Person) -> tuple[Card, ...]:
    t = context.translator(viewer)
    own = await db.find(Member, person=viewer.id, standing=MembershipStatus.INVITED)
    shown = [phrases.please_confirm(t, await access.roster(db, each.partnership), each) for each in own]
    for member, partnership in await access.places(db, viewer):
        if member.role is Role.COORDINATOR:
            roster = await access.roster(db, partnership.id)
            waiting = [each for each in roster.present if each.standing is MembershipStatus.WAITING]
            shown += [phrases.wants_to_join(t, roster, each) for each in waiting]
    return tuple(shown)

"""What people are told unasked about who is in a partnership. Each card is composed when it leaves, and
looks again whether it is still needed and may still be seen."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from bot.model import Delivery, Member, Partnership, Person, Role, Standing
from bot.partners import access
from bot.partners.roster import Roster
from bot.ports import Ids, Records
from bot.talk.card import Card
from bot.talk.phrases import membership as phrases
from bot.world import World

USEFUL = timedelta(days=14)

Listener = tuple[Member, Person, Partnership]


def owe(
    ids: Ids, now: datetime, kind: str, roster: Roster, to: Iterable[Member], subject: str
) -> list[Delivery]:
    """A delivery to each of these members, but for those whom we do not know where to write to."""
    homes = [(each, roster.person(each).home) for each in to]
    late, partnership = now + USEFUL, roster.partnership.id
    return [
        Delivery(ids.new(), home.lane, home, kind, subject, now, late, partnership, each.id)
        for each, home in homes
        if home
    ]


async def join(db: Records, world: World, delivery: Delivery) -> Card | None:
    """To a coordinator: somebody waits for approval."""
    listener = await _listener(db, delivery, Standing.IN)
    waiting = await db.find(Member, id=delivery.subject, standing=Standing.WAITING)
    if not listener or not waiting or listener[0].role is not Role.COORDINATOR:
        return None
    roster = await access.roster(db, delivery.partnership)
    return phrases.wants_to_join(world.tongue(listener[1]), roster, waiting[0])


async def confirm(db: Records, world: World, delivery: Delivery) -> Card | None:
    """To somebody who was added: they are not in before they say so."""
    if (listener := await _listener(db, delivery, Standing.INVITED)) is None:
        return None
    roster = await access.roster(db, delivery.partnership)
    return phrases.please_confirm(world.tongue(listener[1]), roster, listener[0])


async def welcome(db: Records, world: World, delivery: Delivery) -> Card | None:
    """To somebody who was approved."""
    if (listener := await _listener(db, delivery, Standing.IN)) is None:
        return None
    member, person, partnership = listener
    say = await access.saying(db, person, partnership)
    return phrases.welcome(world.tongue(person), await access.roster(db, partnership.id), member, say)


async def declined(db: Records, world: World, delivery: Delivery) -> Card | None:
    """To somebody who asked to join and was not let in."""
    listener = await _listener(db, delivery, Standing.LEFT)
    return listener and phrases.declined(world.tongue(listener[1]), listener[2])


async def removed(db: Records, world: World, delivery: Delivery) -> Card | None:
    """To somebody whom others took out."""
    listener = await _listener(db, delivery, Standing.LEFT)
    return listener and phrases.removed(world.tongue(listener[1]), listener[2])


async def no_coordinator(db: Records, world: World, delivery: Delivery) -> Card | None:
    """To those who may name a coordinator now that there is none."""
    listener = await _listener(db, delivery, Standing.IN)
    if not listener or (await access.roster(db, delivery.partnership)).those_in(Role.COORDINATOR):
        return None
    say = await access.saying(db, listener[1], listener[2])
    return phrases.no_coordinator(world.tongue(listener[1]), listener[2], say)


async def ended(db: Records, world: World, delivery: Delivery) -> Card | None:
    """To everybody who was in a partnership that has ended."""
    listener = await _listener(db, delivery, Standing.IN, ended=True)
    return listener and phrases.ended(world.tongue(listener[1]), listener[2])


async def _listener(
    db: Records, delivery: Delivery, standing: Standing, ended: bool = False
) -> Listener | None:
    """Whom a delivery is for, if their standing, and their partnership, are still such that it concerns
    them."""
    for member in await db.find(Member, id=delivery.member, standing=standing):
        partnership = await db.get(Partnership, member.partnership)
        if (partnership.ended_at is not None) is ended:
            return member, await db.get(Person, member.person), partnership
    return None


KINDS: dict[str, Callable[[Records, World, Delivery], Awaitable[Card | None]]] = {
    "join": join,
    "confirm": confirm,
    "welcome": welcome,
    "declined": declined,
    "removed": removed,
    "no-coordinator": no_coordinator,
    "ended": ended,
}

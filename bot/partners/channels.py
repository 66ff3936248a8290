"""What becomes of the places that summaries are posted in, as their platform tells it."""

from bot.model import Channel, Delivery, DeliveryState, Person
from bot.ports import Records
from bot.talk import names
from bot.talk.events import Moved, Renamed, Shut


async def renamed(db: Records, event: Renamed) -> None:
    if name := names.called(event.name):
        for channel in await db.find(Channel, address=event.where):
            await db.change(channel, name=name)


async def moved(db: Records, event: Moved) -> None:
    """What is owed to it goes along."""
    for channel in await db.find(Channel, address=event.where):
        await db.change(channel, address=event.to)
    for delivery in await db.find(Delivery, to=event.where, state=DeliveryState.WAITING):
        await db.change(delivery, to=event.to)


async def shut(db: Records, event: Shut) -> None:
    """Nothing is posted there, nor within, until somebody says `post here` again; whoever was written to
    there is not, until they arrive again."""
    within = await db.find(Channel, within=event.where)
    places = [event.where, *(each.address for each in within)]
    await db.remove(Channel, address=places)
    for person in await db.find(Person, home=event.where):
        await db.change(person, home=None)
    await db.remove(Delivery, to=places, state=DeliveryState.WAITING)

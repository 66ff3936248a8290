"""What becomes of the places that summaries are posted in, as their platform tells it."""

from bot.core import sanitise
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.events import ChannelClosed, ChannelIdChanged, ChannelRenamed
from bot.core.models import Channel, Person
from bot.core.ports import Transaction


async def rename(db: Transaction, event: ChannelRenamed) -> None:
    if name := sanitise.display_name(event.name):
        for channel in await db.find(Channel, address=event.channel):
            await db.update_if_unchanged(channel, name=name)


async def change_id(db: Transaction, event: ChannelIdChanged) -> None:
    """What is owed to it goes along."""
    for channel in await db.find(Channel, address=event.channel):
        await db.update_if_unchanged(channel, address=event.new_channel)
    for delivery in await db.find(Delivery, to=event.channel, state=DeliveryState.WAITING):
        await db.update_if_unchanged(delivery, to=event.new_channel)


async def close(db: Transaction, event: ChannelClosed) -> None:
    """Nothing is posted there, nor within, until somebody says `post here` again; whoever was written to
    there is not, until they arrive again."""
    within = await db.find(Channel, within=event.channel)
    places = [event.channel, *(each.address for each in within)]
    await db.remove(Channel, address=places)
    for person in await db.find(Person, home=event.channel):
        await db.update_if_unchanged(person, home=None)
    await db.remove(Delivery, to=places, state=DeliveryState.WAITING)

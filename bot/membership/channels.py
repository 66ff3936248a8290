"""Channels that a platform reports as renamed, moved or closed."""

from collections.abc import Iterable

from bot.core import sanitise
from bot.core.deliveries import EDITS, Delivery, DeliveryState
from bot.core.events import ChannelClosed, ChannelIdChanged, ChannelRenamed
from bot.core.models import Address, Channel, Person
from bot.core.ports import Transaction


async def rename(db: Transaction, event: ChannelRenamed) -> None:
    """Store the new name of a channel."""
    if name := sanitise.display_name(event.name):
        for channel in await db.find(Channel, address=event.channel):
            await db.update_if_unchanged(channel, name=name)


async def change_id(db: Transaction, event: ChannelIdChanged) -> None:
    """Store the new address of a channel, and move the deliveries that wait for it."""
    for channel in await db.find(Channel, address=event.channel):
        await db.update_if_unchanged(channel, address=event.new_channel)
    waiting = await db.find(
        Delivery, lane=_lanes([event.channel]), to=event.channel, state=DeliveryState.WAITING
    )
    for delivery in waiting:
        await db.update_if_unchanged(delivery, to=event.new_channel)


async def close(db: Transaction, event: ChannelClosed) -> tuple[list[Channel], list[Person]]:
    """Stop posting in a channel, and in the channels within it, until somebody says `post here` again. People
    whose home it was are not written to until their platform reports them again, or they speak. Returns both.
    """
    inner_channels = await db.find(Channel, within=event.channel)
    addresses = [event.channel, *(channel.address for channel in inner_channels)]
    closed = await db.find(Channel, address=addresses)
    await db.remove(Channel, address=addresses)
    people = await db.find(Person, home=event.channel)
    await db.remove(Delivery, lane=_lanes(addresses), to=addresses, state=DeliveryState.WAITING)
    return closed, [await db.update_if_unchanged(person, home=None) for person in people]


def _lanes(addresses: Iterable[Address]) -> list[str]:
    """Return the lanes of deliveries to these addresses: they are found by lane, not by address."""
    return [lane for address in addresses for lane in (address.lane, f"{address.lane}{EDITS}")]

"""Greets people and channels that are new to Accord, each once."""

from datetime import datetime

from bot.context import AppContext
from bot.core import retention
from bot.core.cards import Card
from bot.core.deliveries import ProcessedEvent
from bot.core.events import AppOpened, ChannelJoined
from bot.core.models import Address, Channel, Person
from bot.core.ports import Transaction
from bot.handlers.set_up import set_up_cards
from bot.handlers.views import OwnMembershipsView
from bot.membership import people
from bot.messages import greetings as messages


async def greet_user(context: AppContext, db: Transaction, event: AppOpened, now: datetime) -> Card | None:
    """Return a welcome for somebody who is in no partnership; for a coordinator what is left to set up, if
    anything; else None."""
    person = await db.first(Person, address=event.user)
    if person and (own := await OwnMembershipsView().load(db, context, person)):
        card = next(iter(await set_up_cards(context, db, person, own)), None)
    else:
        card = messages.welcome(context.translator(person, event.language))
    return card if card and await _is_first(context, db, event.user, now) else None


async def greet_channel(
    context: AppContext, db: Transaction, event: ChannelJoined, now: datetime
) -> Card | None:
    """Return what is posted in a channel that Accord was added to; None if it is a partnership's already."""
    if await db.count(Channel, address=event.channel):
        return None
    added_by = await db.first(Person, address=event.added_by) if event.added_by else None
    if not await _is_first(context, db, event.channel, now):
        return None
    return messages.in_channel(context.translator(added_by, event.language))


async def _is_first(context: AppContext, db: Transaction, address: Address, now: datetime) -> bool:
    """Return True if this address has not been greeted before, and remember that it has been."""
    id = people.greeting_id(context.crypto, address)
    return await db.add_if_new(ProcessedEvent(id, "", now + retention.GREETINGS))

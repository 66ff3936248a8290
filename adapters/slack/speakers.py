"""Who speaks, among the addresses that a payload leaves open."""

from collections.abc import Sequence

from bot.core.models import Address, Person
from bot.handlers.bot import Bot
from bot.membership import people


async def known(bot: Bot, addresses: Sequence[Address]) -> tuple[Address, Person | None]:
    """The first that somebody is known under; where none is, the likeliest, which stands first."""
    async with bot.context.store.read_only() as db:
        for address in addresses:
            if person := await people.find_person(db, address):
                return address, person
    return addresses[0], None

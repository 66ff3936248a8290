"""E-mail, put together: what the rest of Accord needs of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

from adapters.mail.letter import Letterhead
from adapters.mail.line import Line
from adapters.mail.platform import Mail
from bot.partners import mailings
from bot.relay import Relay
from bot.world import World


@asynccontextmanager
async def mail(relay: Relay, sender: tuple[str, str], public_url: str, world: World) -> AsyncIterator[Mail]:
    """Open until the end of the block. `sender` is the name and address that our e-mail comes from."""
    name, address = sender
    platform = Mail(
        Line(relay, address, urlsplit(public_url).hostname or "localhost"),
        Letterhead(name, address, public_url),
        world.clock,
        partial(mailings.envelope, world),
        partial(mailings.returned, world.store),
    )
    try:
        yield platform
    finally:
        await platform.close()

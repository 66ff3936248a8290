"""The terminal as a chat platform, put together: what is typed becomes a message, its reply is shown."""

from asyncio import StreamReader
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field

from starlette.routing import BaseRoute

from adapters.terminal.platform import TerminalPlatform
from bot.core.events import Message
from bot.core.models import Address
from bot.handlers.bot import Bot

USER = Address("terminal", "local", "you")


@dataclass(frozen=True, slots=True)
class TerminalIntegration:
    """Implements bot.app.ChatIntegration. It has no routes and no pages: `chat` takes what comes in."""

    bot: Bot
    platform: TerminalPlatform
    name: str = USER.platform
    routes: Sequence[BaseRoute] = ()
    pages: Callable[[object], Sequence[BaseRoute]] = lambda _: ()
    connection: Callable[[], AbstractAsyncContextManager[None]] = field(default=nullcontext)
    identity_provider: None = None

    async def chat(self, lines: StreamReader) -> None:
        """Handle every line that is typed, until there are no more."""
        while line := (await lines.readline()).decode(errors="replace"):
            if line.strip():
                await self._handle(line.strip())

    async def _handle(self, line: str) -> None:
        sentence, pressed = self.platform.read_line(line)
        event = Message(self.bot.context.ids.new(), USER, USER, sentence, pressed=pressed)
        reply = await self.bot.handle(event)
        if reply.card:
            self.platform.show_card(reply.card)

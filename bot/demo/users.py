"""Made-up people at their own pages: they see the cards that people see, and do what people can do there."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.cards import Card
from bot.core.events import Message
from bot.core.models import Address, Person
from bot.demo.story import Opinion, choose_reply, sentences_for
from bot.handlers.bot import Bot
from bot.handlers.views import HomeView
from bot.language.commands import Command, StartCheckIn
from bot.language.parser import format_command

NOTHING = Card("")


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A made-up person with an address on the web."""

    bot: Bot
    address: Address
    name: str
    language: str

    async def send(self, text: str, *, pressed: bool = False) -> Card:
        id = f"demo:{self.bot.context.ids.new()}"
        message = Message(
            id, self.address, self.address, text, False, pressed, self.name, language=self.language
        )
        return (await self.bot.handle(message)).card or NOTHING

    async def person(self) -> Person | None:
        """Return None before the product knows them, and after they were forgotten."""
        async with self.bot.context.store.read_only() as db:
            return await db.first(Person, address=self.address)

    async def waiting_cards(self) -> tuple[Card, ...]:
        """Return the cards that their page shows as waiting for them."""
        person = await self.person()
        return (await self.bot.view(person, HomeView())).waiting if person else ()

    async def press(self, command: type[Command]) -> None:
        """Press every button that means this command on the waiting cards."""
        for card in await self.waiting_cards():
            for says in sentences_for(card, command):
                await self.send(says, pressed=True)

    async def answer_all(self, opinion: Opinion, topics: Mapping[str, str]) -> None:
        """Answer every waiting question, one card after the other. `topics` as for `story.choose_reply`."""
        shown = await self.send(format_command(StartCheckIn())) if await self.person() else NOTHING
        while says := choose_reply(shown, opinion, topics):
            shown = await self.send(says, pressed=True)

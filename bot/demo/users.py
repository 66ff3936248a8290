"""Made-up people at their own pages: they see the cards that people see, and do with them what people can."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.cards import Card
from bot.core.events import Message
from bot.core.models import Address, Person
from bot.demo.story import Opinion, reply, said_by
from bot.handlers.bot import Bot
from bot.handlers.views import HomeView
from bot.language.commands import Command
from bot.membership import people

NOTHING = Card("")


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody made up, at an address of the web's."""

    bot: Bot
    at: Address
    name: str
    language: str

    async def say(self, text: str, *, pressed: bool = False) -> Card:
        id = f"demo:{self.bot.context.ids.new()}"
        said = Message(id, self.at, self.at, text, False, pressed, self.name, language=self.language)
        return (await self.bot.handle(said)).card or NOTHING

    async def person(self) -> Person | None:
        """None before anybody knows them, and after they had themselves forgotten."""
        async with self.bot.context.store.read_only() as db:
            return await people.find_person(db, self.at)

    async def waiting(self) -> tuple[Card, ...]:
        """What their page shows as waiting for them."""
        person = await self.person()
        return await self.bot.view(person, HomeView()) if person else ()

    async def press(self, command: type[Command]) -> None:
        """Every button that means this command, on the cards that wait."""
        for card in await self.waiting():
            for says in said_by(card, command):
                await self.say(says, pressed=True)

    async def check_in(self, mind: Opinion, themes: Mapping[str, str]) -> None:
        """Answer every question that waits, one card after the other. `themes` as for `story.reply`."""
        for card in await self.waiting():
            shown = card
            while says := reply(shown, mind, themes):
                shown = await self.say(says, pressed=True)

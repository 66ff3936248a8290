"""A product that says what the test told it to, and shows what the test laid out."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.errors import Refusal
from bot.model import Pass, Person, on_the_web
from bot.partners import passes
from bot.talk.card import Button, Buttons, Card, Chart, Panel, Quiet, Text, TextBox
from bot.talk.events import Event, Said
from bot.talk.hear import Bot
from bot.talk.sights import Channel, CheckIn, Home, Latest, Place, Places
from bot.world import World

AMIRA = Person("amira", on_the_web("amira"), on_the_web("amira"), "Amira Khan", "Europe/London", "en")
BEN = Person("ben", on_the_web("ben"), on_the_web("ben"), "Ben Ode", "Europe/London", "en")
RIVERSIDE = Place("riverside", "Riverside Families", "member", "k7f2")

TREND = Chart(
    "trend:r26", "Trust is steady", "26 rounds", "Trust went from 3.4 to 3.6.", (Panel("Trust", ()),)
)


def question(token: str) -> Card:
    points = ("Not at all", "A little", "Partly", "Mostly", "Fully")
    scale = tuple(Button(label, f"answer {token} {value}") for value, label in enumerate(points, 1))
    others = (Button("Can’t say", f"answer {token} ?"), Button("Skip", f"skip {token}"))
    parts = (Quiet("1 of 5 · How true is this of us now?"), Buttons(scale), Buttons(others))
    return Card(f"Question {token}", parts, "ask:r27")


def comment(invitation: str) -> Card:
    return Card("Anything to add?", (TextBox("Your comment", f"comment {invitation}", "Send it"),), "ask:r27")


class Scripted(Bot):
    """`replies` are given in turn; `shows` holds what a view shows, whoever looks, or the Refusal to look."""

    def __init__(self, world: World):
        super().__init__(world)
        self.heard: list[Said] = []
        self.replies: list[Card | Exception | None] = []
        self.shows: dict[Any, Any] = {
            Places(): (RIVERSIDE,),
            Home(): (question("k7f2.1"),),
            CheckIn("k7f2"): question("k7f2.2"),
            Channel("riverside"): on_the_web("riverside"),
            Latest("riverside"): Card("Riverside Families: round 26", (Text("13 of 16 replied."), TREND)),
        }
        self.before: Callable[[Said], Awaitable[None]] | None = None

    async def hear(self, event: Event) -> Card | None:
        assert isinstance(event, Said)
        self.heard.append(event)
        if self.before:
            await self.before(event)
        reply = self.replies.pop(0) if self.replies else Card("Done", (Text(event.text),))
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def see(self, viewer: Person, view: Any) -> Any:
        shown = self.shows.get(view, Refusal("That is not yours to see."))
        if isinstance(shown, Exception):
            raise shown
        return shown

    async def picture(self, of: str, language: str) -> Chart | None:
        return TREND if (of, language) == ("trend:r26", "en") else None

    async def link(self, person: Person, lasting: timedelta = timedelta(hours=1)) -> str:
        """A one-time way in, as the product makes them."""
        secret = self.world.ids.new()
        async with self.world.store.begin() as db:
            await db.put(person)
            await db.add(Pass(passes.hashed(secret), person.id, self.world.clock.now() + lasting))
        return f"/me/open/{secret}"


class Sketches:
    """An easel that only says what it would draw."""

    async def png(self, chart: Chart) -> bytes:
        return f"a picture of {chart.title}".encode()

    async def narrow_png(self, chart: Chart) -> bytes:
        return f"a narrow picture of {chart.title}".encode()

"""A product with scripted replies and views."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.context import AppContext
from bot.core.cards import Button, Buttons, Card, Chart, KeyValues, MarkTexts, Panel, SmallText, Text, TextBox
from bot.core.errors import Refusal
from bot.core.events import Event, Message
from bot.core.models import LoginLink, Person, hash_secret, web_address
from bot.handlers.bot import Bot, Reply
from bot.handlers.check_in import CheckInView
from bot.handlers.request import BrowserIdentity
from bot.handlers.views import (
    ChannelState,
    ChannelView,
    Home,
    HomeView,
    LatestSummaryView,
    MyPartnership,
    MyPartnershipsView,
    PartnershipName,
    PartnershipState,
    SettingsView,
)
from bot.language.parser import ParsedSentence

AMIRA = Person("amira", web_address("amira"), web_address("amira"), "Amira Khan", "Europe/London", "en")
BEN = Person("ben", web_address("ben"), web_address("ben"), "Ben Ode", "Europe/London", "en")
RIVERSIDE = MyPartnership("riverside", "Riverside Families", "member", "k7f2")

TREND = Chart(
    "trend:r26", "Trust is steady", "26 rounds", "Trust went from 3.4 to 3.6.", (Panel("Trust", ()),)
)


def question(token: str) -> Card:
    points = ("Not at all", "A little", "Partly", "Mostly", "Fully")
    scale = tuple(Button(label, f"answer {token} {value}") for value, label in enumerate(points, 1))
    others = (Button("Can’t say", f"answer {token} ?"), Button("Skip", f"skip {token}"))
    parts = (SmallText("1 of 5 · How true is this of us now?"), Buttons(scale, scale=True), Buttons(others))
    return Card(f"Question {token}", parts, "ask:r27", check_in=token.partition(".")[0])


def comment(invitation: str) -> Card:
    return Card(
        "Anything to add?",
        (TextBox("Your comment", f"comment {invitation}", "Send it"),),
        "ask:r27",
        check_in=invitation,
    )


def home(*waiting: Card, partnerships: tuple[MyPartnership, ...] = (RIVERSIDE,)) -> Home:
    """Return a home where these cards wait. A check-in of which none waits is answered."""
    asked = {card.check_in for card in waiting}
    states = [
        state(place, is_answered=bool(place.waiting) and place.waiting not in asked) for place in partnerships
    ]
    start = None if states else Card("What would you like to do?")
    return Home(waiting, tuple(states), start)


def state(place: MyPartnership, *, is_answered: bool = False) -> PartnershipState:
    return PartnershipState(place, Card(place.name, (KeyValues((("Round", "open"),)),)), is_answered)


def channel(place: MyPartnership = RIVERSIDE, *, is_answered: bool = False) -> ChannelState:
    """Return the channel of the only partnership."""
    menu = (PartnershipName(place.partnership, place.name),)
    return ChannelState(menu, state(place, is_answered=is_answered), web_address(place.partnership))


class ScriptedBot(Bot):
    """`replies` are given in turn. `shows` holds the result of each view, for every viewer, or an error."""

    def __init__(self, context: AppContext):
        super().__init__(context)
        self.messages: list[Message] = []
        self.replies: list[Card | Exception | None] = []
        self.shows: dict[Any, Any] = {
            MyPartnershipsView(): (RIVERSIDE,),
            HomeView(): home(question("k7f2.1")),
            SettingsView(): (Card("Your settings"), Card("What we keep about you")),
            CheckInView("k7f2"): question("k7f2.2"),
            ChannelView("riverside"): channel(),
            LatestSummaryView("riverside"): Card(
                "Riverside Families: round 26", (Text("13 of 16 replied."), TREND)
            ),
        }
        self.before: Callable[[Message], Awaitable[None]] | None = None

    async def handle(
        self, event: Event, parsed: ParsedSentence | None = None, identity: BrowserIdentity | None = None
    ) -> Reply:
        assert isinstance(event, Message)
        speaker = await self.sessions.require_person(identity) if identity else None
        self.messages.append(event)
        if self.before:
            await self.before(event)
        reply = self.replies.pop(0) if self.replies else Card("Done", (Text(event.text),))
        if isinstance(reply, Exception):
            raise reply
        return Reply(reply, parsed, speaker)

    async def view(self, viewer: Person, view: Any) -> Any:
        shown = self.shows.get(view, Refusal("That is not yours to see."))
        if isinstance(shown, Exception):
            raise shown
        return shown

    async def view_in_browser(self, identity: BrowserIdentity, view: Any) -> Any:
        viewer = await self.sessions.require_person(identity)
        return viewer, await self.view(viewer, view)

    async def chart(self, of: str, language: str) -> Chart | None:
        return TREND if (of, language) == ("trend:r26", "en") else None

    async def link(self, person: Person, lasting: timedelta = timedelta(hours=1)) -> str:
        """Return the path of a login link for a person, who is stored first."""
        secret = self.context.ids.new()
        async with self.context.store.transaction() as db:
            await db.upsert(person)
            await db.add(LoginLink(hash_secret(secret), person.id, self.context.clock.now() + lasting))
        return f"/me/open/{secret}"


class FakeRenderer:
    """A renderer that only names the chart."""

    async def png(
        self, chart: Chart, *, narrow: bool = False, dark: bool = False, small: bool = False
    ) -> bytes:
        return f"a{' small' * small}{' narrow' * narrow}{' dark' * dark} picture of {chart.title}".encode()

    async def svg(self, chart: Chart, texts: MarkTexts = (), *, narrow: bool = False) -> str:
        return f"<svg aria-label='{chart.alt}'></svg>"

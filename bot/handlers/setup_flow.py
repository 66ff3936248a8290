"""The flow with which a coordinator sets up a partnership in forms, the same on every platform.

An adapter draws each step as its platform can, and reads a form that was sent into a `Submission`.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.core.cards import Button, Buttons, Card, Text, TextBox
from bot.core.events import Message, UserSeen
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.handlers import forms
from bot.handlers.bot import Bot, Reply
from bot.handlers.forms import Form, ListedPerson, Option, Submission
from bot.handlers.views import CoordinatedRostersView
from bot.membership import people as people_records
from bot.membership.roster import Roster
from bot.messages import adding, general
from bot.questions.bank import Theme

Handle = Callable[[Message], Awaitable[Reply]]
"""`Bot.handle`, or an adapter's own function that calls it."""


@dataclass(frozen=True, slots=True)
class ShowForm:
    """Show a form. `problem` says why it was not accepted as it was sent, and `field` is the id of the field
    that the problem is about; both are empty at first."""

    form: Form
    problem: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Show a card in the place of the form."""

    card: Card


@dataclass(frozen=True, slots=True)
class Confirm:
    """Show a card without buttons, and below it a button `label` that sends the form CONFIRM with
    `sentence`."""

    card: Card
    label: str
    sentence: str


Step = ShowForm | ShowCard | Confirm


@dataclass(frozen=True, slots=True)
class SetupFlow:
    """The flow for one person. `rosters` are those of the partnerships that they coordinate."""

    t: Translator
    rosters: Sequence[Roster]
    themes: Sequence[Theme]

    @classmethod
    async def load(cls, bot: Bot, addresses: Sequence[Address], language: str = "en") -> Self:
        """Load the flow for the first of these addresses that belongs to a person. `language` is used for
        somebody who is not a person yet."""
        context = bot.context
        async with context.store.read_only() as db:
            _, person = await people_records.find_first(db, addresses)
            rosters = await CoordinatedRostersView().load(db, context, person) if person else ()
        return cls(context.translator(person, language), rosters, context.bank.themes)

    @property
    def launchers(self) -> Sequence[Option]:
        """The forms this person may open, each with the label of its button."""
        return forms.launchers(self.t) if self.rosters else ()

    def open(self, form: str, people: Sequence[ListedPerson] = ()) -> ShowForm | ShowCard:
        """Open the form of this name. `people` are those in the channel where EVERYONE was opened."""
        if not self.rosters:
            return self._refusal()
        match form:
            case forms.EVERYONE:
                return ShowForm(forms.everyone_form(self.t, self.rosters, people))
            case forms.SCHEDULE:
                return ShowForm(forms.schedule_form(self.t, self.rosters))
            case forms.ASK:
                return ShowForm(self._ask_form())
        return self._unknown_form()

    async def submit(self, submission: Submission, message: Message, handle: Handle) -> Step | None:
        """Act on a form that was sent, or return None if it was processed before. `message` comes from the
        sender and still has no text."""
        if not self.rosters:
            return self._refusal()
        match submission.form:
            case forms.EVERYONE:
                return ShowCard(await self._add_people(submission, message, handle))
            case forms.SCHEDULE:
                text = forms.to_schedule_command(submission)
                return _confirm_proposal((await handle(replace(message, text=text))).card)
            case forms.ASK:
                return await self._ask(submission, message, handle)
            case forms.CONFIRM:
                card = (await handle(replace(message, text=submission.sentence))).card
                return ShowCard(card) if card else None
        return self._unknown_form()

    async def _add_people(self, submission: Submission, message: Message, handle: Handle) -> Card:
        """Send one sentence for each person, in turn: one that is refused does not stop the others."""
        refusals = []
        for person, text in zip(submission.people, forms.to_add_commands(submission), strict=True):
            id = f"{message.id}:{person.address}"
            seen = UserSeen(id, person.address, person.address, person.name)
            card = (await handle(replace(message, id=id, text=text, mentions=(seen,)))).card
            if card and card.refused:
                refusals.append(_refusal_reason(card))
        return adding.added_together(self.t, len(submission.people) - len(refusals), refusals)

    async def _ask(self, submission: Submission, message: Message, handle: Handle) -> Step | None:
        """Show what would be asked, whom and until when, and ask for confirmation."""
        sentence = forms.to_ask_command(submission)
        if not sentence:
            problem = self.t("Nothing is chosen yet: take a theme or a pack, or write a question.")
            return ShowForm(self._ask_form(), problem, forms.OWN_WORDS)
        card = (await handle(replace(message, text=sentence))).card
        if card and card.refused:
            field = forms.OWN_WORDS if submission.value(forms.OWN_WORDS) else forms.THEME
            return ShowForm(self._ask_form(), _refusal_reason(card), field)
        return _confirm_proposal(card)

    def _ask_form(self) -> Form:
        return forms.ask_form(self.t, self.rosters, self.themes)

    def _refusal(self) -> ShowCard:
        return ShowCard(Card(self.t("You coordinate no partnership any more."), refused=True))

    def _unknown_form(self) -> ShowCard:
        return ShowCard(general.not_understood(self.t, ()))


def without_controls(card: Card) -> Card:
    """Return the card without what can be pressed or typed into."""
    return replace(card, parts=tuple(part for part in card.parts if not isinstance(part, Buttons | TextBox)))


def _confirm_proposal(card: Card | None) -> Step | None:
    """A schedule or a round is proposed before it is set or opened. The first button of the proposal does
    it."""
    if card is None:
        return None
    button = next(_buttons(card), None)
    if card.refused or button is None:
        return ShowCard(card)
    return Confirm(without_controls(card), button.label, button.says)


def _buttons(card: Card) -> Iterator[Button]:
    return (button for part in card.parts if isinstance(part, Buttons) for button in part.options)


def _refusal_reason(card: Card) -> str:
    return " ".join(part.words for part in card.parts if isinstance(part, Text))

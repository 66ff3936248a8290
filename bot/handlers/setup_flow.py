"""The flow of forms, the same on every platform: a coordinator sets up a partnership, a member enters values.

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
from bot.handlers.forms import Form, ListedPerson, Option, OutcomeChoice, Submission
from bot.handlers.views import CoordinatedRostersView, EnterableOutcomesView
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
    """The flow for one person. `rosters` are those of the partnerships that they coordinate, `outcomes` the
    shared outcomes whose values they may enter."""

    t: Translator
    rosters: Sequence[Roster]
    themes: Sequence[Theme]
    outcomes: Sequence[OutcomeChoice] = ()

    @classmethod
    async def load(cls, bot: Bot, addresses: Sequence[Address], language: str = "en") -> Self:
        """Load the flow for the first of these addresses that belongs to a person. `language` is used for
        somebody who is not a person yet."""
        context = bot.context
        async with context.store.read_only() as db:
            _, person = await people_records.find_first(db, addresses)
            rosters = await CoordinatedRostersView().load(db, context, person) if person else ()
            outcomes = await EnterableOutcomesView().load(db, context, person) if person else ()
        return cls(context.translator(person, language), rosters, context.bank.themes, outcomes)

    @property
    def launchers(self) -> Sequence[Option]:
        """The forms this person may open, each with the label of its button."""
        return forms.launchers(self.t, coordinates=bool(self.rosters), enters=bool(self.outcomes))

    def open(self, form: str, people: Sequence[ListedPerson] = ()) -> ShowForm | ShowCard:
        """Open the form of this name. `people` are those in the channel where EVERYONE was opened."""
        if not self._may_use(form):
            return self._refusal(form)
        opened = self._form(form, people)
        return ShowForm(opened) if opened else self._unknown_form()

    async def submit(self, submission: Submission, message: Message, handle: Handle) -> Step | None:
        """Act on a form that was sent, or return None if it was processed before. `message` comes from the
        sender and still has no text."""
        if not self._may_use(submission.form):
            return self._refusal(submission.form)
        step: Step | None
        match submission.form:
            case forms.EVERYONE:
                step = ShowCard(await self._add_people(submission, message, handle))
            case forms.SCHEDULE:
                text = forms.to_schedule_command(submission)
                step = _confirm_proposal((await handle(replace(message, text=text))).card)
            case forms.ASK:
                step = await self._ask(submission, message, handle)
            case forms.CONFIRM:
                card = (await handle(replace(message, text=submission.sentence))).card
                step = ShowCard(card) if card else None
            case forms.OUTCOME:
                problem = self.t("Nothing was added yet: the outcome needs a name.")
                again = ShowForm(forms.outcome_form(self.t, self.rosters), problem, forms.OUTCOME_NAME)
                step = await _act(forms.to_outcome_command(submission), again, message, handle)
            case forms.VALUE:
                problem = self.t("Nothing was entered yet: type a value.")
                again = ShowForm(forms.value_form(self.t, self.outcomes), problem, forms.OUTCOME_VALUE)
                step = await _act(forms.to_value_command(submission), again, message, handle)
            case _:
                step = self._unknown_form()
        return step

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

    def _may_use(self, form: str) -> bool:
        return bool(self.outcomes) if form == forms.VALUE else bool(self.rosters)

    def _ask_form(self) -> Form:
        return forms.ask_form(self.t, self.rosters, self.themes)

    def _form(self, name: str, people: Sequence[ListedPerson]) -> Form | None:
        match name:
            case forms.EVERYONE:
                form = forms.everyone_form(self.t, self.rosters, people)
            case forms.SCHEDULE:
                form = forms.schedule_form(self.t, self.rosters)
            case forms.ASK:
                form = self._ask_form()
            case forms.OUTCOME:
                form = forms.outcome_form(self.t, self.rosters)
            case forms.VALUE:
                form = forms.value_form(self.t, self.outcomes)
            case _:
                return None
        return form

    def _refusal(self, form: str) -> ShowCard:
        if form == forms.VALUE:
            return ShowCard(Card(self.t("There is no outcome that you can enter any more."), refused=True))
        return ShowCard(Card(self.t("You coordinate no partnership any more."), refused=True))

    def _unknown_form(self) -> ShowCard:
        return ShowCard(general.not_understood(self.t, ()))


async def _act(sentence: str, form: ShowForm, message: Message, handle: Handle) -> Step | None:
    """Act on a sentence, and show its card; or `form` again, with the problem if the sentence is refused."""
    if not sentence:
        return form
    card = (await handle(replace(message, text=sentence))).card
    if card is None:
        return None
    return replace(form, problem=_refusal_reason(card)) if card.refused else ShowCard(card)


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

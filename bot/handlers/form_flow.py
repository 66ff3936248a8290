"""The flow of forms, the same on every platform: open one, act on what was sent, confirm what does harm.

An adapter draws each step as its platform can, and reads a form that was sent into a `Submission`. Everything
that a form does is done by sentences, so a form never does what its sender could not do by typing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from bot.core.cards import Button, Buttons, Card, Text, TextBox
from bot.core.events import Message
from bot.core.followups import Action, EvidenceDetail, Note
from bot.core.i18n import Translator
from bot.core.models import Address, Person
from bot.core.ports import Ids, Transaction
from bot.core.timezones import FALLBACK, local_date
from bot.handlers.adding_people import Handle, add_people, refusal_reason
from bot.handlers.bot import Bot
from bot.handlers.forms import members, outcomes
from bot.handlers.forms.account import SETTINGS
from bot.handlers.forms.definition import (
    NO_SETTINGS,
    FieldSentence,
    FormContext,
    FormDefinition,
    OutcomeChoice,
    OwnMembership,
    OwnSettings,
    partnership_field,
)
from bot.handlers.forms.model import (
    TARGET,
    Form,
    FormValues,
    InvalidForm,
    ListedPerson,
    Option,
    Problem,
    Submission,
)
from bot.handlers.forms.table import COMMON, CONFIRM, FORMS, OWN, TOPICS, find_definition, number_in
from bot.handlers.forms.validation import find_changes, find_problems, newest_values
from bot.handlers.profile import CONFIRMED
from bot.handlers.views import OwnMembershipsView, OwnSettingsView, enterable_outcomes
from bot.language import commands as c
from bot.language.parser import parse
from bot.language.sentences import Rank
from bot.membership import people as people_records
from bot.membership.permissions import RANK_BY_ROLE
from bot.messages import adding, general
from bot.questions.bank import Theme


@dataclass(frozen=True, slots=True)
class ShowForm:
    """Show a form: as it is at first, or with its `problems` and the `values` that were sent."""

    form: Form
    problems: Sequence[Problem] = ()
    values: FormValues = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Show a card in the place of the form."""

    card: Card


@dataclass(frozen=True, slots=True)
class Confirm:
    """Show a card without buttons, and below it a button `label` that sends the form CONFIRM with
    `sentences`. The button looks like danger if it does `harm`."""

    card: Card
    label: str
    sentences: Sequence[str]
    harm: bool = False


Step = ShowForm | ShowCard | Confirm


@dataclass(frozen=True, slots=True)
class Launchers:
    """The forms somebody may open: the `common` ones, and the others. A menu shows the common ones as
    buttons, and the others behind one more press."""

    common: Sequence[Option] = ()
    others: Sequence[Option] = ()

    def __bool__(self) -> bool:
        return bool(self.common or self.others)

    def without(self, form: str) -> "Launchers":
        """Return these without one form, for a place where it cannot be used."""
        return Launchers(
            [option for option in self.common if option.value != form],
            [option for option in self.others if option.value != form],
        )


@dataclass(frozen=True, slots=True)
class FormFlow:
    """The flow for one person, who is None if nobody has the address. `memberships` are all of theirs, and
    `outcomes` the shared outcomes whose values they may enter; `numbered` are the notes or actions that have
    the number of the form for which the flow was loaded, and `details` what was added to them; `own_settings`
    are set for the form SETTINGS only."""

    t: Translator
    viewer: Person | None
    now: datetime
    ids: Ids
    memberships: Sequence[OwnMembership]
    themes: Sequence[Theme]
    outcomes: Sequence[OutcomeChoice] = ()
    languages: Sequence[str] = ()
    numbered: Sequence[Note | Action] = ()
    own_settings: OwnSettings = NO_SETTINGS
    details: Sequence[EvidenceDetail] = ()

    @classmethod
    async def load(cls, bot: Bot, addresses: Sequence[Address], language: str = "en", form: str = "") -> Self:
        """Load the flow for the first of these addresses that belongs to a person. `language` is used for
        somebody who is not a person yet. A `form` about a note, an action or settings takes a query more."""
        context = bot.context
        async with context.store.read_only() as db:
            _, person = await people_records.find_first(db, addresses)
            memberships = await OwnMembershipsView().load(db, context, person) if person else ()
            enterable = await enterable_outcomes(db, memberships)
            numbered = await _find_numbered(db, memberships, form)
            details = await db.find(EvidenceDetail, entry=[item.id for item in numbered])
            own = NO_SETTINGS
            if person and form == SETTINGS:
                own = await OwnSettingsView().load(db, context, person)
        t, now, bank = context.translator(person, language), bot.clock.now(), context.bank
        languages = context.languages
        return cls(
            t, person, now, bot.ids, memberships, bank.themes, enterable, languages, numbered, own, details
        )

    @property
    def launchers(self) -> Launchers:
        """The forms this person may open, each with the label of its button. A stranger's menu has buttons
        for the two that they may open."""
        if self.viewer is None:
            return Launchers()
        options = {
            name: Option(name, f"{self.t(definition.label)}…")
            for name, definition in FORMS.items()
            if self._may_use(definition)
        }
        return Launchers(
            [options[name] for name in COMMON if name in options],
            [option for name, option in options.items() if name not in COMMON],
        )

    def topics(self, partnership: str = "", *, own: bool = True) -> list[tuple[str, list[Option]]]:
        """Return the forms this person may open, about this partnership or, with `own`, themselves, by topic.
        Those that only a platform which lists people can draw are left out."""
        found = []
        for topic, definitions in TOPICS.items():
            if topic == OWN and not own:
                continue
            options = [
                Option(definition.name, self.t(definition.label))
                for definition in definitions
                if definition.name != members.EVERYONE and self._may_use(definition, partnership)
            ]
            found += [(self.t(topic), options)] if options else []
        return found

    def partnership_name(self, id: str) -> str:
        """Return the name of a partnership of the viewer; empty for any other."""
        rosters = [membership.roster for membership in self.memberships]
        return next((roster.partnership.name for roster in rosters if roster.partnership.id == id), "")

    def open(
        self, form: str, people: Sequence[ListedPerson] = (), partnership: str = ""
    ) -> ShowForm | ShowCard:
        """Open the form of this name, about one partnership or with a field to choose it. `people` are those
        in the channel where EVERYONE was opened."""
        definition = find_definition(form)
        if definition is None:
            return ShowCard(general.not_understood(self.t, "", Rank.MEMBER))
        if not self._may_use(definition, partnership):
            return self._refusal(definition)
        context = self._context(definition, partnership, people)
        if definition.one and len(context.memberships) > 1:
            return ShowForm(self._choose_partnership(form, context))
        if definition.about and not context.numbered:
            return self._refusal(definition)
        return ShowForm(definition.build(context))

    async def submit(self, submission: Submission, message: Message, handle: Handle) -> Step | None:
        """Act on a form that was sent, or return None if it was processed before. `message` comes from the
        sender and still has no text."""
        if submission.form == CONFIRM:
            return await self._confirmed(submission.sentences, message, handle)
        opened = self.open(submission.form, submission.people, submission.partnership)
        definition = find_definition(submission.form)
        if isinstance(opened, ShowCard) or definition is None:
            return opened
        if step := self._check(opened, submission):
            return step
        return await self._accept(definition, opened, submission, message, handle)

    def check(self, submission: Submission) -> ShowForm | ShowCard | None:
        """Return the step that shows why a form cannot be acted on, or not yet; None if it can be."""
        opened = self.open(submission.form, submission.people, submission.partnership)
        return opened if isinstance(opened, ShowCard) else self._check(opened, submission)

    def _check(self, opened: ShowForm, submission: Submission) -> ShowForm | ShowCard | None:
        if changed := find_changes(opened.form, submission, self.t):
            return ShowForm(opened.form, changed, newest_values(opened.form, submission, changed))
        if problems := find_problems(opened.form, submission, self._today, self.t):
            return replace(opened, problems=tuple(problems), values=submission.values)
        if _is_choice(opened.form):
            step = self.open(submission.form, partnership=submission.value(TARGET))
            values = {id: value for id, value in submission.values.items() if id != TARGET}
            return replace(step, values=values) if isinstance(step, ShowForm) else step
        return None

    async def _accept(
        self,
        definition: FormDefinition,
        opened: ShowForm,
        submission: Submission,
        message: Message,
        handle: Handle,
    ) -> Step | None:
        context = self._context(definition, submission.partnership, submission.people)
        again = replace(opened, values=submission.values)
        try:
            sentences = definition.sentences(context, submission)
        except InvalidForm as error:
            return replace(again, problems=error.problems)
        if definition.name == members.EVERYONE:
            refusals = await add_people(self.t, submission, message, handle)
            added = len(submission.people) - len(refusals)
            return ShowCard(adding.added_together(self.t, added, refusals))
        return await self._act(definition, sentences, again, message, handle)

    async def _confirmed(self, sentences: Sequence[str], message: Message, handle: Handle) -> Step | None:
        cards = [await self._say(text, message, handle) for text in sentences]
        shown = [card for card in cards if card]
        return ShowCard(next((card for card in shown if card.refused), shown[-1])) if shown else None

    async def _act(
        self,
        definition: FormDefinition,
        sentences: Sequence[FieldSentence],
        again: ShowForm,
        message: Message,
        handle: Handle,
    ) -> Step | None:
        """Act on each sentence in turn: one that is refused does not stop the others, and becomes a problem
        of its field."""
        cards, problems = list[Card](), list[Problem]()
        for field_id, text, about in sentences:
            card = await self._say(text, message, handle)
            if card and card.refused:
                reason = refusal_reason(card)
                problems.append(Problem(field_id, f"{about}: {reason}" if about else reason))
            elif card:
                cards.append(card)
        if problems and not (cards and definition.each_for_itself):
            return replace(again, problems=tuple(problems))
        if sentences and not (cards or problems):
            return None
        if proposals := [card for card in cards if _confirmation(card)]:
            return _confirm(proposals)
        return ShowCard(definition.summarise(self.t, cards, [problem.text for problem in problems]))

    async def _say(self, text: str, message: Message, handle: Handle) -> Card | None:
        """Handle a sentence; return None if it was handled before for this message. What only proposes is
        proposed as often as it is sent, since somebody may go back and send the form again."""
        parsed = parse(text)
        proposes = parsed is not None and parsed.sentence.confirmed and not _confirms(text)
        id = f"{message.id}:{self.ids.new() if proposes else text}"
        return (await handle(replace(message, id=id, text=text))).card

    def _may_use(self, definition: FormDefinition, partnership: str = "") -> bool:
        """Return True if the viewer may open a form, about this partnership or any."""
        if definition.name in outcomes.ENTERING:
            return bool(self._outcomes(partnership))
        if definition.rank is Rank.ANYBODY:
            return self.viewer is not None or definition.for_strangers
        return bool(self._memberships(definition, partnership))

    @property
    def _today(self) -> date:
        return local_date(self.now, self.viewer.zone if self.viewer else FALLBACK)

    def _outcomes(self, partnership: str) -> list[OutcomeChoice]:
        return [choice for choice in self.outcomes if partnership in ("", choice.partnership.id)]

    def _memberships(self, definition: FormDefinition, partnership: str) -> list[OwnMembership]:
        """Return the viewer's memberships whose role allows the form, all or in one partnership."""
        return [
            membership
            for membership in self.memberships
            if RANK_BY_ROLE[membership.member.role] >= definition.rank
            and partnership in ("", membership.roster.partnership.id)
        ]

    def _context(
        self, definition: FormDefinition, partnership: str, people: Sequence[ListedPerson]
    ) -> FormContext:
        memberships = self._memberships(definition, partnership)
        ids = {membership.roster.partnership.id for membership in memberships}
        return FormContext(
            self.t,
            self.viewer,
            self._today,
            memberships,
            self.themes,
            self._outcomes(partnership),
            self.languages,
            people,
            [item for item in self.numbered if item.partnership in ids],
            self.own_settings,
            self.details,
        )

    def _choose_partnership(self, form: str, context: FormContext) -> Form:
        t = self.t
        return Form(form, t("Which partnership?"), t("Continue"), "", (partnership_field(context),))

    def _refusal(self, definition: FormDefinition) -> ShowCard:
        if definition.name in outcomes.ENTERING:
            reason = self.t("There are no outcomes that you can enter.")
        elif definition.about and self.memberships:
            reason = self.t("We could not find this. It may have been removed.")
        elif definition.rank is Rank.COORDINATOR:
            reason = self.t("Only a coordinator can do this.")
        else:
            reason = self.t("Only members of the partnership can do this.")
        return ShowCard(Card(self.t("Not done"), (Text(reason),), refused=True))


async def _find_numbered(
    db: Transaction, memberships: Sequence[OwnMembership], form: str
) -> Sequence[Note | Action]:
    """Return what a form about a note or an action may be about, one in each partnership at most."""
    definition, number = find_definition(form), number_in(form)
    if definition is None or definition.about is None:
        return ()
    ids = [membership.roster.partnership.id for membership in memberships]
    return await db.find(definition.about, partnership=ids, number=number, removed_at=None)


def without_controls(card: Card) -> Card:
    """Return the card without what can be pressed or typed into."""
    return replace(card, parts=tuple(part for part in card.parts if not isinstance(part, Buttons | TextBox)))


def _is_choice(form: Form) -> bool:
    """Return True for the form that only chooses a partnership."""
    return [field.id for field in form.fields] == [TARGET]


def _confirm(proposals: Sequence[Card]) -> Confirm:
    """Return the step that confirms everything that is proposed, under the first title."""
    buttons = [button for card in proposals if (button := _confirmation(card))]
    first = without_controls(proposals[0])
    others = (part for card in proposals[1:] for part in without_controls(card).parts)
    harm = any(button.kind == "danger" for button in buttons)
    sentences = [button.says for button in buttons]
    return Confirm(replace(first, parts=(*first.parts, *others)), buttons[0].label, sentences, harm)


def _confirmation(card: Card) -> Button | None:
    """Return the button that carries out what a card proposes, if it proposes anything: it says a sentence
    that is confirmed."""
    return next((button for button in _buttons(card) if _confirms(button.says)), None)


def _confirms(sentence: str) -> bool:
    """Return True if a sentence is the second step of one that is confirmed."""
    match parsed.command if (parsed := parse(sentence)) else None:
        case c.StartBaseline():
            return True
        case c.SetProfile(text=text):
            return text.endswith(CONFIRMED)
        case command:
            return bool(getattr(command, "sure", ""))


def _buttons(card: Card) -> Iterator[Button]:
    return (button for part in card.parts if isinstance(part, Buttons) for button in part.options)

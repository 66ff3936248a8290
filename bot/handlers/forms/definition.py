"""Forms are defined by who may open them, how they are drawn for one person, and what they do. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.core.cards import Card, Text
from bot.core.followups import Action, EvidenceDetail, Note
from bot.core.i18n import Translator
from bot.core.models import Member, Partnership, Person
from bot.core.outcomes import SharedOutcome
from bot.handlers.forms.model import (
    TARGET,
    ChoiceField,
    Field,
    Form,
    ListedPerson,
    Option,
    Submission,
)
from bot.language.sentences import Rank
from bot.membership.roster import Roster
from bot.questions.bank import Theme


class OwnMembership(NamedTuple):
    """A partnership of the viewer, with all its members."""

    member: Member
    roster: Roster


class OutcomeChoice(NamedTuple):
    """A shared outcome whose values somebody may enter."""

    partnership: Partnership
    outcome: SharedOutcome


class OwnSettings(NamedTuple):
    """Settings of the viewer. `email` is the address that they are written to, empty if there is none, and
    None if they cannot be written to by e-mail. `weekly_summary` is True if they get one, and None if they
    neither lead nor coordinate."""

    email: str | None = None
    weekly_summary: bool | None = None


NO_SETTINGS = OwnSettings()


@dataclass(frozen=True, slots=True)
class FormContext:
    """The data that forms are drawn from. `memberships` are those of the viewer whose role allows the form,
    or only the one that it is about; `local_day` is the day in the viewer's time zone; `people` are listed by
    a platform in the channel where the form was opened; `numbered` are the notes or actions of these
    partnerships that have the number of the form, and `details` what was added to them. `own_settings` are
    set for the form of settings only."""

    t: Translator
    viewer: Person | None
    local_day: date
    memberships: Sequence[OwnMembership]
    themes: Sequence[Theme]
    outcomes: Sequence[OutcomeChoice] = ()
    languages: Sequence[str] = ()
    people: Sequence[ListedPerson] = ()
    numbered: Sequence[Note | Action] = ()
    own_settings: OwnSettings = NO_SETTINGS
    details: Sequence[EvidenceDetail] = ()

    @property
    def rosters(self) -> Sequence[Roster]:
        return [membership.roster for membership in self.memberships]

    @property
    def only(self) -> OwnMembership:
        """The membership that a form is about which is about one partnership."""
        (membership,) = self.memberships
        return membership


class FieldSentence(NamedTuple):
    """A sentence that a form stands for. `field` is the id of the field that is wrong if it is refused;
    `about` is what the sentence was made from, where the field holds several things."""

    field: str
    text: str
    about: str = ""


def last_card(t: Translator, cards: Sequence[Card], _: Sequence[str]) -> Card:
    """Return the last reply, or what is shown for a form that was sent as it was."""
    return cards[-1] if cards else unchanged(t)


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form. `label` is the text of what opens it, `rank` the lowest role that may. `sentences` returns what
    a submission stands for, in turn, and raises InvalidForm. If the form is about `one` partnership, somebody
    who has several chooses one first. `summarise` makes one card of the replies. It gets the reasons of
    sentences that were refused only if they are `each_for_itself`; else the form is shown again for these.
    A form `about` a note or an action is opened with its number. One `for_strangers` may also be opened by
    somebody who is not in Accord yet."""

    name: str
    label: str
    rank: Rank
    build: Callable[[FormContext], Form]
    sentences: Callable[[FormContext, Submission], Sequence[FieldSentence]]
    one: bool = False
    summarise: Callable[[Translator, Sequence[Card], Sequence[str]], Card] = last_card
    each_for_itself: bool = False
    about: type[Note | Action] | None = None
    for_strangers: bool = False


def partnership_form(
    context: FormContext, name: str, title: str, submit: str, fields: Sequence[Field], note: str = ""
) -> Form:
    """Return a form about the only partnership, or with a field to choose one of several."""
    if len(context.rosters) == 1:
        return Form(name, title, submit, context.rosters[0].partnership.id, tuple(fields), note)
    return Form(name, title, submit, "", (partnership_field(context), *fields), note)


def partnership_field(context: FormContext) -> ChoiceField:
    options = [Option(roster.partnership.id, roster.partnership.name) for roster in context.rosters]
    return ChoiceField(TARGET, context.t("Partnership"), options, options[0].value)


def unchanged(t: Translator) -> Card:
    """Return what is shown for a form that was sent as it was."""
    return Card(t("Nothing to change"), (Text(t("Everything was set like this already.")),))

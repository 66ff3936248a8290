"""The forms of a partnership, and the sentences they stand for. Pure.

Coordinators set up a partnership in forms; members who enter shared outcomes have one for their values.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.i18n import Translator
from bot.core.models import Address, Member, MembershipStatus, Organisation, Partnership
from bot.core.outcomes import BetterDirection, SharedOutcome
from bot.core.sanitise import LONGEST_NAME
from bot.language import commands as c
from bot.language import parser
from bot.membership.outcomes import OUTCOME_TOKEN
from bot.membership.roster import Roster, id_or_token
from bot.messages.outcomes import DIRECTIONS, MAX_VALUE_LENGTH
from bot.questions.bank import Theme
from bot.questions.rules import MOST_OWN_CHARACTERS
from bot.rounds.outcomes import MAX_SOURCE_LENGTH, MAX_UNIT_LENGTH

# Names of forms. CONFIRM has no fields: it holds a sentence that a coordinator confirms.
FORMS = EVERYONE, SCHEDULE, ASK, CONFIRM, OUTCOME, VALUE = (
    "everyone",
    "rhythm",
    "ask",
    "sure",
    "outcome",
    "value",
)

# Ids of fields. TARGET is a partnership, or in the form EVERYONE a partnership and an organisation.
TARGET, PEOPLE = "where", "who"
FREQUENCY, WEEKDAY, TIME = "every", "day", "at"
THEME, OWN_WORDS, DURATION = "what", "own", "lasting"
OUTCOME_NAME, UNIT, BETTER, ENTERED_BY, SOURCE = "name", "unit", "better", "by", "source"
OUTCOME_ID, OUTCOME_VALUE, DATE = "outcome", "value", "on"
TEXT_FIELDS = (
    *(TARGET, FREQUENCY, WEEKDAY, TIME, THEME, OWN_WORDS, DURATION),
    *(OUTCOME_NAME, UNIT, BETTER, ENTERED_BY, SOURCE, OUTCOME_ID, OUTCOME_VALUE, DATE),
)
MAX_DATE_LENGTH = 40

FormValues = Mapping[str, str]
"""The values that were filled in, by field id. A field that was left out is missing or empty."""


class Option(NamedTuple):
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person whom a platform lists in a channel. `name` is empty where the platform shows names itself."""

    address: Address
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """A choice of one option. `chosen` is the value of the option that is chosen at first, or empty."""

    id: str
    label: str
    options: Sequence[Option]
    chosen: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TimeField:
    """A time of day, `chosen` at first."""

    id: str
    label: str
    chosen: str


@dataclass(frozen=True, slots=True)
class TextField:
    """An optional text of at most `most` characters."""

    id: str
    label: str
    most: int


@dataclass(frozen=True, slots=True)
class PeopleField:
    """A choice of several people. All of `people` are chosen at first; a platform that has a picker for
    people may let others be chosen too, and one that has none shows `empty_text` where `people` is empty."""

    id: str
    label: str
    people: Sequence[ListedPerson]
    empty_text: str


Field = ChoiceField | TimeField | TextField | PeopleField


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `partnership` is the id of the one it is about, or empty where that is a field; `note` stands
    below the fields."""

    name: str
    submit: str
    partnership: str
    fields: Sequence[Field]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it was sent. `sentence` is set in the form CONFIRM only, `people` in EVERYONE only."""

    form: str
    partnership: str = ""
    values: FormValues = field(default_factory=dict)
    people: Sequence[ListedPerson] = ()
    sentence: str = ""

    @property
    def target(self) -> str:
        """The partnership that the form is about."""
        return self.value(TARGET) or self.partnership

    def value(self, id: str) -> str:
        return self.values.get(id, "")


class OutcomeChoice(NamedTuple):
    """A shared outcome whose values somebody may enter."""

    partnership: Partnership
    outcome: SharedOutcome


def launchers(t: Translator, *, coordinates: bool, enters: bool) -> tuple[Option, ...]:
    """Return the forms that somebody can open, each with the label of its button."""
    for_coordinators = (
        Option(EVERYONE, t("Add everyone here…")),
        Option(SCHEDULE, t("Set the rhythm…")),
        Option(ASK, t("Ask something now…")),
        Option(OUTCOME, t("Add an outcome…")),
    )
    entering = (Option(VALUE, t("Enter a value…")),)
    return (*(for_coordinators if coordinates else ()), *(entering if enters else ()))


def schedule_form(t: Translator, rosters: Sequence[Roster]) -> Form:
    frequencies = [
        Option("every", t("Every week")),
        Option("every second", t("Every two weeks")),
        Option("monthly on the first", t("Every month, in its first week")),
        Option("monthly on the last", t("Every month, in its last week")),
    ]
    weekdays = [
        Option("Monday", t("Monday")),
        Option("Tuesday", t("Tuesday")),
        Option("Wednesday", t("Wednesday")),
        Option("Thursday", t("Thursday")),
        Option("Friday", t("Friday")),
    ]
    fields = (
        ChoiceField(FREQUENCY, t("How often"), frequencies, "every second"),
        ChoiceField(WEEKDAY, t("Day"), weekdays, "Tuesday"),
        TimeField(TIME, t("Time"), "10:00"),
    )
    return _form_for_partnership(t, SCHEDULE, t("Save"), rosters, fields)


def ask_form(t: Translator, rosters: Sequence[Roster], themes: Sequence[Theme]) -> Form:
    titles = [Option(theme.id, theme.title.in_language(t.code)) for theme in themes]
    durations = [
        Option("1 day", t("One day")),
        Option("2 days", t("Two days")),
        Option("a week", t("A week")),
    ]
    fields = (
        ChoiceField(THEME, t("A theme or a pack"), titles, optional=True),
        TextField(OWN_WORDS, t("Or a question of your own"), MOST_OWN_CHARACTERS),
        ChoiceField(DURATION, t("For how long"), durations, optional=True),
    )
    return _form_for_partnership(t, ASK, t("See it first"), rosters, fields)


def outcome_form(t: Translator, rosters: Sequence[Roster]) -> Form:
    """Return the form that adds a shared outcome. Of several partnerships, anybody in the chosen one enters
    it, until that is changed."""
    better = [Option(direction, t(label)) for direction, label in DIRECTIONS.items()]
    fields: tuple[Field, ...] = (
        TextField(OUTCOME_NAME, t("Name, such as Rough sleepers on the count"), LONGEST_NAME),
        TextField(UNIT, t("Unit, such as people or %"), MAX_UNIT_LENGTH),
        ChoiceField(BETTER, t("Which way is better"), better, BetterDirection.NEITHER),
        TextField(SOURCE, t("Source"), MAX_SOURCE_LENGTH),
    )
    if len(rosters) == 1:
        (roster,) = rosters
        named: list[Member | Organisation] = [*roster.partners, *roster.active_members()]
        options = [Option("anybody", t("anybody"))]
        options += [Option(id_or_token(target), roster.label(target)) for target in named]
        fields = (*fields, ChoiceField(ENTERED_BY, t("Who enters it"), options, "anybody"))
    return _form_for_partnership(t, OUTCOME, t("Add it"), rosters, fields)


def value_form(t: Translator, choices: Sequence[OutcomeChoice]) -> Form:
    """Return the form that enters a value of one of these outcomes."""
    several = len({choice.partnership.id for choice in choices}) > 1
    options = [
        Option(
            f"{partnership.id} {outcome.id}",
            f"{outcome.name} · {partnership.name}" if several else outcome.name,
        )
        for partnership, outcome in choices
    ]
    fields = (
        ChoiceField(OUTCOME_ID, t("Outcome"), options, options[0].value),
        TextField(OUTCOME_VALUE, t("Value, such as 41"), MAX_VALUE_LENGTH),
        TextField(DATE, t("Date, such as 3 May, or empty for today"), MAX_DATE_LENGTH),
    )
    return Form(VALUE, t("Enter it"), "", fields)


def everyone_form(t: Translator, rosters: Sequence[Roster], people: Sequence[ListedPerson]) -> Form:
    """Return the form that adds people to an organisation. Those of `people` who are in none of the
    partnerships are chosen at first, by name."""
    members = {person.address for roster in rosters for person in roster.people.values()}
    new = sorted(
        (person for person in people if person.address not in members), key=lambda person: person.name
    )
    organisations = [
        Option(f"{roster.partnership.id} {partner.id}", f"{partner.name} · {roster.partnership.name}")
        for roster in rosters
        for partner in roster.partners
        if partner.standing is MembershipStatus.ACTIVE
    ]
    suggested = suggest_organisation(rosters, [person.address for person in new])
    fields = (
        ChoiceField(TARGET, t("Organisation"), organisations, suggested),
        PeopleField(PEOPLE, t("People"), new, t("Everybody here has been asked already, or is in.")),
    )
    note = t("Each of them is asked to confirm. Nobody is in before they have.")
    return Form(EVERYONE, t("Add them"), "", fields, note)


def suggest_organisation(rosters: Sequence[Roster], people: Collection[Address]) -> str:
    """Return the value of the organisation whose members come from the same workspace as most of these
    people, or an empty string if there is none."""
    per_workspace = Counter(address.workspace for address in people)
    scores: Counter[str] = Counter()
    for roster in rosters:
        for organisation in roster.partners:
            members = roster.members_of(organisation)
            workspaces = {roster.person(member).address.workspace for member in members}
            value = f"{roster.partnership.id} {organisation.id}"
            scores[value] = sum(per_workspace[workspace] for workspace in workspaces)
    ((best, score),) = scores.most_common(1) or [("", 0)]
    return best if score else ""


def to_add_commands(submission: Submission) -> list[str]:
    """Return one sentence for each of the people."""
    partnership, _, organisation = submission.value(TARGET).partition(" ")
    return [
        parser.format_command(c.AddMember(str(person.address), f"organisation:{organisation}"), partnership)
        for person in submission.people
    ]


def to_schedule_command(submission: Submission) -> str:
    frequency, weekday, time = (submission.value(id) for id in (FREQUENCY, WEEKDAY, TIME))
    return parser.format_command(c.SetSchedule(f"{frequency} {weekday} at {time}"), submission.target)


def to_ask_command(submission: Submission) -> str:
    """Return the sentence, or an empty string if nothing was chosen. A question in the coordinator's own
    words counts more than a theme."""
    theme, own, duration = (submission.value(id) for id in (THEME, OWN_WORDS, DURATION))
    if own:
        return parser.format_command(c.AskOwnQuestion(own, duration), submission.target)
    if theme:
        return parser.format_command(c.AskTheme(theme, duration), submission.target)
    return ""


def to_outcome_command(submission: Submission) -> str:
    """Return the sentence that adds an outcome, or an empty string if it has no name."""
    name, unit, better, who, source = (
        submission.value(id) for id in (OUTCOME_NAME, UNIT, BETTER, ENTERED_BY, SOURCE)
    )
    command = c.AddOutcome(name, unit, better, source, who)
    return parser.format_command(command, submission.target) if name else ""


def to_value_command(submission: Submission) -> str:
    """Return the sentence that enters a value, or an empty string if there is none."""
    partnership, _, outcome = submission.value(OUTCOME_ID).partition(" ")
    value, date = submission.value(OUTCOME_VALUE), submission.value(DATE)
    command = c.EnterOutcomeValue(f"{OUTCOME_TOKEN}{outcome}", value, date)
    return parser.format_command(command, partnership) if value else ""


def _form_for_partnership(
    t: Translator, name: str, submit: str, rosters: Sequence[Roster], fields: tuple[Field, ...]
) -> Form:
    """Return a form about the only partnership, or with a field to choose one of several."""
    if len(rosters) == 1:
        return Form(name, submit, rosters[0].partnership.id, fields)
    names = [Option(roster.partnership.id, roster.partnership.name) for roster in rosters]
    return Form(name, submit, "", (ChoiceField(TARGET, t("Partnership"), names, names[0].value), *fields))

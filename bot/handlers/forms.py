"""What a coordinator fills in, so that nobody has to type it. Pure: each form makes a sentence."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.i18n import Translator
from bot.core.models import Address, MembershipStatus
from bot.language import commands as c
from bot.language import parser
from bot.membership.roster import Roster
from bot.questions.bank import Theme
from bot.questions.rules import MOST_OWN_CHARACTERS

EVERYONE, RHYTHM, ASK = "everyone", "rhythm", "ask"  # the forms
WHERE, WHO, EVERY, DAY, AT = "where", "who", "every", "day", "at"  # what is filled in
WHAT, OWN, LASTING = "what", "own", "lasting"
Option = tuple[str, str]  # what stands for it, and its name
FormValues = Mapping[str, str]  # by field; what was left out is missing or empty


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of several; `chosen` to begin with."""

    id: str
    label: str
    options: Sequence[Option]
    chosen: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TimeField:
    id: str
    label: str
    chosen: str


@dataclass(frozen=True, slots=True)
class TextField:
    """Words of somebody's own, at most so many characters."""

    id: str
    label: str
    most: int


Field = ChoiceField | TimeField | TextField


@dataclass(frozen=True, slots=True)
class Form:
    """`partnership` is the one that it is about, or empty where that is a field."""

    name: str
    submit: str
    partnership: str
    fields: Sequence[Field]


def launchers(t: Translator) -> tuple[Option, ...]:
    """The forms, and what is pressed to get each."""
    return (
        (EVERYONE, t("Add everyone here…")),
        (RHYTHM, t("Set the rhythm…")),
        (ASK, t("Ask something now…")),
    )


def rhythm(t: Translator, rosters: Sequence[Roster]) -> Form:
    often = [
        ("every", t("Every week")),
        ("every second", t("Every two weeks")),
        ("monthly on the first", t("Every month, in its first week")),
        ("monthly on the last", t("Every month, in its last week")),
    ]
    days = [
        ("Monday", t("Monday")),
        ("Tuesday", t("Tuesday")),
        ("Wednesday", t("Wednesday")),
        ("Thursday", t("Thursday")),
        ("Friday", t("Friday")),
    ]
    fields = (
        ChoiceField(EVERY, t("How often"), often, "every second"),
        ChoiceField(DAY, t("Day"), days, "Tuesday"),
        TimeField(AT, t("Time"), "10:00"),
    )
    return _form(t, RHYTHM, t("Save"), rosters, fields)


def ask(t: Translator, rosters: Sequence[Roster], themes: Sequence[Theme]) -> Form:
    what = [(each.id, each.title.in_language(t.code)) for each in themes]
    lasting = [("1 day", t("One day")), ("2 days", t("Two days")), ("a week", t("A week"))]
    fields = (
        ChoiceField(WHAT, t("A theme or a pack"), what, optional=True),
        TextField(OWN, t("Or a question of your own"), MOST_OWN_CHARACTERS),
        ChoiceField(LASTING, t("For how long"), lasting, optional=True),
    )
    return _form(t, ASK, t("See it first"), rosters, fields)


def organisations(t: Translator, rosters: Sequence[Roster], people: Collection[Address]) -> ChoiceField:
    """Where people may be added to."""
    options = [
        (f"{roster.partnership.id} {each.id}", f"{each.name} · {roster.partnership.name}")
        for roster in rosters
        for each in roster.partners
        if each.standing is MembershipStatus.ACTIVE
    ]
    return ChoiceField(WHERE, t("Organisation"), options, suggest_organisation(rosters, people))


def suggest_organisation(rosters: Sequence[Roster], people: Collection[Address]) -> str:
    """The organisation whose members come from the same workspace as most of these people."""
    teams = Counter(each.workspace for each in people)
    found: Counter[str] = Counter()
    for roster in rosters:
        for organisation in roster.partners:
            theirs = {roster.person(each).address.workspace for each in roster.members_of(organisation)}
            found[f"{roster.partnership.id} {organisation.id}"] = sum(teams[each] for each in theirs)
    ((best, many),) = found.most_common(1) or [("", 0)]
    return best if many else ""


def not_yet_members(rosters: Sequence[Roster], people: Sequence[Address]) -> list[Address]:
    """Those of these people who are in none of the partnerships."""
    there = {person.address for roster in rosters for person in roster.people.values()}
    return [each for each in people if each not in there]


def to_add_commands(filled: FormValues, people: Sequence[Address]) -> list[str]:
    """A sentence a person."""
    partnership, _, organisation = filled.get(WHERE, "").partition(" ")
    return [
        parser.format_command(c.AddMember(str(each), f"organisation:{organisation}"), partnership)
        for each in people
    ]


def to_schedule_command(filled: FormValues, partnership: str) -> str:
    rhythm = f"{filled.get(EVERY, '')} {filled.get(DAY, '')} at {filled.get(AT, '')}"
    return parser.format_command(c.SetSchedule(rhythm), filled.get(WHERE) or partnership)


def to_ask_command(filled: FormValues, partnership: str) -> str:
    """Empty where there is nothing to ask. A question in their own words counts more than a theme."""
    what, own, lasting = filled.get(WHAT, ""), filled.get(OWN, ""), filled.get(LASTING, "")
    command = c.AskOwnQuestion(own, lasting) if own else c.AskTheme(what, lasting) if what else None
    return parser.format_command(command, filled.get(WHERE) or partnership) if command else ""


def to_preview_command(filled: FormValues, partnership: str) -> str:
    return parser.format_command(c.PreviewQuestions(filled.get(WHAT, "")), filled.get(WHERE) or partnership)


def _form(
    t: Translator, name: str, submit: str, rosters: Sequence[Roster], fields: tuple[Field, ...]
) -> Form:
    if len(rosters) == 1:
        return Form(name, submit, rosters[0].partnership.id, fields)
    names = [(each.partnership.id, each.partnership.name) for each in rosters]
    return Form(name, submit, "", (ChoiceField(WHERE, t("Partnership"), names, names[0][0]), *fields))

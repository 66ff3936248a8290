"""Forms described once, for all platforms: their fields, and what is sent back. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from bot.core.models import Address

TARGET, PEOPLE = "where", "who"
"""Ids of two fields that several forms have: the partnership (with an organisation where people are added),
and the people of a chat platform."""

FormValues = Mapping[str, str]
"""The values that were filled in, by field id, without blanks around them. A field that was left out is
missing or empty; the options that were ticked in a CheckboxField are joined by commas."""


class Option(NamedTuple):
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person whom a platform lists in a channel, with what it knows of them. `name` is empty where the
    platform shows names itself. Somebody `out_of_reach` can never be written to."""

    address: Address
    name: str = ""
    zone: str = ""
    language: str = ""
    guest: bool = False
    out_of_reach: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """A choice of one option. `chosen` is the value of the option that is chosen at first, or empty;
    `missing` is the problem if none is chosen that must be. An `alternative` is one of several optional
    fields of which one is needed, so that it is not called optional."""

    id: str
    label: str
    options: Sequence[Option]
    chosen: str = ""
    optional: bool = False
    hint: str = ""
    missing: str = ""
    alternative: bool = False

    @property
    def initial(self) -> str:
        return self.chosen


@dataclass(frozen=True, slots=True)
class CheckboxField:
    """A choice of any number of options. `chosen` holds the values that are ticked at first."""

    id: str
    label: str
    options: Sequence[Option]
    chosen: Sequence[str] = ()
    hint: str = ""

    @property
    def initial(self) -> str:
        return ",".join(self.chosen)


@dataclass(frozen=True, slots=True)
class TimeField:
    """A time of day, `chosen` at first."""

    id: str
    label: str
    chosen: str

    @property
    def initial(self) -> str:
        return self.chosen


@dataclass(frozen=True, slots=True)
class DateField:
    """A day, sent as `2026-05-03`; on platforms without a picker for days, as somebody types it. A platform
    whose picker cannot be emptied offers the `clear_label` to clear it."""

    id: str
    label: str
    chosen: str = ""
    optional: bool = False
    hint: str = ""
    clear_label: str = ""

    @property
    def initial(self) -> str:
        return self.chosen


@dataclass(frozen=True, slots=True)
class TextField:
    """A text of at most `most` characters, with `value` in it at first. It is an area of so many `lines` if
    there is more than one. `missing` is the problem if it is empty and must not be. An `alternative` is as in
    ChoiceField. One that `accepts_file` can be filled in from a text file, where the platform has files."""

    id: str
    label: str
    most: int
    value: str = ""
    optional: bool = True
    hint: str = ""
    lines: int = 1
    missing: str = ""
    alternative: bool = False
    accepts_file: bool = False

    @property
    def initial(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class PeopleField:
    """A choice of several people. All of `people` are chosen at first; a platform that has a picker for
    people may let others be chosen too, and one that has none shows `empty_text` where `people` is empty.
    Where there are more people than can be shown, `all_label` and `some_label` name the choice between all of
    them and those who are picked."""

    id: str
    label: str
    people: Sequence[ListedPerson]
    empty_text: str
    all_label: str = ""
    some_label: str = ""

    @property
    def initial(self) -> str:
        return ""


Field = ChoiceField | CheckboxField | TimeField | DateField | TextField | PeopleField


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `partnership` is the id of the one it is about, or empty where that is a field, or none; `note`
    stands below the fields. The form is `tracked` if its fields show what is stored: then its `state` is sent
    back with it, so that somebody who changes what another has changed meanwhile is told."""

    name: str
    title: str
    submit: str
    partnership: str
    fields: Sequence[Field]
    note: str = ""
    tracked: bool = False

    @property
    def state(self) -> str:
        """The values that the fields hold at first, as short digests by field id; empty if the form is not
        tracked."""
        if not self.tracked:
            return ""
        return " ".join(f"{field.id}={digest(field.initial)}" for field in self.fields)

    def changed_since(self, state: str) -> Collection[str]:
        """Return the ids of the fields whose first value has changed since the form had this state."""
        before = dict(pair.split("=", 1) for pair in state.split() if "=" in pair)
        return {
            field.id
            for field in self.fields
            if before.get(field.id, digest(field.initial)) != digest(field.initial)
        }


def digest(value: str) -> str:
    return sha256(value.encode()).hexdigest()[:12]


def shown_value(field: Field, value: str) -> str:
    """Return the value of a field as people read it: options by their labels."""
    if isinstance(field, ChoiceField | CheckboxField):
        labels = dict(field.options)
        return ", ".join(labels.get(option, option) for option in value.split(",") if option)
    return value


class Problem(NamedTuple):
    """A reason why a form was not accepted as it was sent: the id of the field that it is about, and what to
    do."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it was sent. `before` is the state that the form had when it was opened. `sentences` are set
    in the form CONFIRM only, `people` in EVERYONE only."""

    form: str
    partnership: str = ""
    values: FormValues = field(default_factory=dict)
    people: Sequence[ListedPerson] = ()
    sentences: Sequence[str] = ()
    before: str = ""

    @property
    def target(self) -> str:
        """The partnership that the form is about."""
        return self.value(TARGET) or self.partnership

    def text(self, id: str) -> str:
        """Return a value with its line breaks."""
        return self.values.get(id, "").strip()

    def value(self, id: str) -> str:
        """Return a value as one line."""
        return " ".join(self.text(id).split())

    def ticked(self, id: str) -> tuple[str, ...]:
        """Return the options that were ticked in a CheckboxField."""
        return tuple(filter(None, self.value(id).split(",")))


class InvalidForm(Exception):
    """A form lacks what it needs, or cannot be understood."""

    def __init__(self, *problems: Problem):
        super().__init__(problems)
        self.problems = problems

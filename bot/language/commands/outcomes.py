"""Commands about shared outcomes and their values. Pure."""

from dataclasses import dataclass

from bot.language.commands.command import Command


class ListOutcomes(Command):
    pass


@dataclass(frozen=True, slots=True)
class ShowOutcome(Command):
    name: str


@dataclass(frozen=True, slots=True)
class FindOutcome(Command):
    name: str


@dataclass(frozen=True, slots=True)
class AddOutcome(Command):
    name: str
    unit: str = ""
    better: str = ""
    source: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class AddNamedOutcome(Command):
    name: str


@dataclass(frozen=True, slots=True)
class ChangeOutcome(Command):
    name: str
    part: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class RemoveOutcome(Command):
    name: str
    sure: str = ""


@dataclass(frozen=True, slots=True)
class EnterOutcomeValue(Command):
    name: str
    value: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class EnterOutcomeRows(Command):
    name: str
    rows: str
    sure: str = ""


@dataclass(frozen=True, slots=True)
class RemoveOutcomeValue(Command):
    name: str
    date: str

"""Commands about what follows from results: actions, notes, new baselines and alerts. Pure."""

from dataclasses import dataclass

from bot.language.commands.command import Command


@dataclass(frozen=True, slots=True)
class AddAction(Command):
    text: str
    date: str = ""
    owner: str = ""


class AddPlanAction(AddAction):
    """An action of the improvement plan."""


class ListActions(Command):
    pass


@dataclass(frozen=True, slots=True)
class CompleteAction(Command):
    n: str


@dataclass(frozen=True, slots=True)
class ReportAction(Command):
    n: str
    how: str


@dataclass(frozen=True, slots=True)
class CorrectAction(Command):
    n: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ClearActionDetail(Command):
    detail: str
    n: str


@dataclass(frozen=True, slots=True)
class RemoveAction(Command):
    n: str
    sure: str = ""


@dataclass(frozen=True, slots=True)
class AddNote(Command):
    text: str
    date: str = ""


class ListNotes(Command):
    pass


@dataclass(frozen=True, slots=True)
class CorrectNote(Command):
    n: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RemoveNote(Command):
    n: str
    sure: str = ""


@dataclass(frozen=True, slots=True)
class DescribeEntry(Command):
    """Describe an aspect of a note or an action in the evidence log; without a text, show how it is
    described."""

    entry: str
    n: str
    aspect: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ClearDescription(Command):
    aspect: str
    entry: str
    n: str


@dataclass(frozen=True, slots=True)
class RebaseTheme(Command):
    theme: str
    date: str
    reason: str


class StartBaseline(RebaseTheme):
    """The second step of a rebase."""


@dataclass(frozen=True, slots=True)
class UndoRebase(Command):
    theme: str


@dataclass(frozen=True, slots=True)
class DiscussAlert(Command):
    alert: str


@dataclass(frozen=True, slots=True)
class ActOnAlert(Command):
    alert: str


@dataclass(frozen=True, slots=True)
class DismissAlert(Command):
    alert: str

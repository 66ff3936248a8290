"""Commands about when rounds open and how people are reminded. Pure."""

from dataclasses import dataclass

from bot.language.commands.command import Command


class ShowSchedule(Command):
    pass


@dataclass(frozen=True, slots=True)
class SetSchedule(Command):
    rhythm: str = ""
    date: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class PauseSchedule(Command):
    date: str


class ResumeSchedule(Command):
    pass


@dataclass(frozen=True, slots=True)
class SetReminders(Command):
    n: str

"""Commands about rounds and their results. Pure."""

from dataclasses import dataclass

from bot.language.commands.command import Command


@dataclass(frozen=True, slots=True)
class PreviewQuestions(Command):
    what: str = ""


@dataclass(frozen=True, slots=True)
class AskOwnQuestion(Command):
    own: str
    time: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class AskTheme(Command):
    what: str
    time: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class StartYearlyLook(Command):
    time: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class CloseRound(Command):
    sure: str = ""


@dataclass(frozen=True, slots=True)
class CancelRound(Command):
    sure: str = ""


class ShowStatus(Command):
    pass


@dataclass(frozen=True, slots=True)
class RetryDeliveries(Command):
    pass


@dataclass(frozen=True, slots=True)
class ShowResults(Command):
    what: str = ""
    period: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class ShowComments(Command):
    period: str = ""


@dataclass(frozen=True, slots=True)
class ShowTrends(Command):
    theme: str = ""
    period: str = ""
    since: str = ""

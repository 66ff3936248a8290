"""Commands about the speaker's own account and help. Pure."""

from dataclasses import dataclass

from bot.language.commands.command import Command


@dataclass(frozen=True, slots=True)
class ShowHelp(Command):
    topic: str = ""


class ShowMenu(Command):
    pass


class AcceptThanks(Command):
    pass


class OfferToStop(Command):
    pass


class ShowSettings(Command):
    pass


@dataclass(frozen=True, slots=True)
class PauseMe(Command):
    date: str


class ResumeMe(Command):
    pass


class ShowMyData(Command):
    pass


class ShowPrivacy(Command):
    pass


class ShowComplaintWays(Command):
    pass


@dataclass(frozen=True, slots=True)
class ForgetMe(Command):
    sure: str = ""


@dataclass(frozen=True, slots=True)
class SetEmail(Command):
    what: str = ""


@dataclass(frozen=True, slots=True)
class SetWeeklySummary(Command):
    choice: str = ""


@dataclass(frozen=True, slots=True)
class SetLanguage(Command):
    code: str


@dataclass(frozen=True, slots=True)
class SetTimeZone(Command):
    name: str

"""Commands about answering a check-in. Pure."""

from dataclasses import dataclass

from bot.language.commands.command import Command


@dataclass(frozen=True, slots=True)
class InvitationCommand(Command):
    """A command about one invitation, or one of its questions; `bot/rounds/answers.py` explains tokens."""

    token: str


class StartCheckIn(Command):
    pass


@dataclass(frozen=True, slots=True)
class GiveAnswer(InvitationCommand):
    value: str


@dataclass(frozen=True, slots=True)
class TypeAnswer(Command):
    """An answer that was typed without saying to which question. It is never saved."""

    number: str = ""


class SkipQuestion(InvitationCommand):
    pass


@dataclass(frozen=True, slots=True)
class WriteComment(InvitationCommand):
    words: str


class DeleteComment(InvitationCommand):
    pass


class ChangeAnswer(InvitationCommand):
    pass


class RemindMeLater(Command):
    pass

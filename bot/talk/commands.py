"""What a sentence can mean. Pure: one frozen dataclass a meaning; field names are the placeholders of the
grammar.

Every field is text as it was typed; an optional part that was not said is empty.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something Accord can be asked to do."""


@dataclass(frozen=True, slots=True)
class ToInvitation(Command):
    """Belongs to one invitation, or to one of its questions: `bot/rounds/steps.py` says what a token is."""

    token: str


class Help(Command):
    pass


class Menu(Command):
    pass


@dataclass(frozen=True, slots=True)
class StartPartnership(Command):
    name: str


class Invite(Command):
    pass


@dataclass(frozen=True, slots=True)
class Join(Command):
    code: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Confirm(Command):
    member: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Approve(Command):
    member: str


@dataclass(frozen=True, slots=True)
class Decline(Command):
    member: str


@dataclass(frozen=True, slots=True)
class Add(Command):
    who: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Remove(Command):
    who: str


@dataclass(frozen=True, slots=True)
class Make(Command):
    who: str
    role: str


class Members(Command):
    pass


@dataclass(frozen=True, slots=True)
class Purpose(Command):
    text: str


@dataclass(frozen=True, slots=True)
class Profile(Command):
    what: str = ""
    text: str = ""


class PostHere(Command):
    pass


@dataclass(frozen=True, slots=True)
class Threshold(Command):
    n: str


@dataclass(frozen=True, slots=True)
class EndPartnership(Command):
    name: str = ""


@dataclass(frozen=True, slots=True)
class Schedule(Command):
    rhythm: str = ""
    date: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class PauseRhythm(Command):
    date: str


class ResumeRhythm(Command):
    pass


@dataclass(frozen=True, slots=True)
class Reminders(Command):
    n: str


@dataclass(frozen=True, slots=True)
class Preview(Command):
    what: str = ""


@dataclass(frozen=True, slots=True)
class AskOwn(Command):
    own: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class Ask(Command):
    what: str
    time: str = ""


class Cancel(Command):
    pass


class Close(Command):
    pass


class Status(Command):
    pass


@dataclass(frozen=True, slots=True)
class Retry(Command):
    pass


@dataclass(frozen=True, slots=True)
class Results(Command):
    what: str = ""
    period: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Trends(Command):
    theme: str = ""
    period: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Action(Command):
    text: str
    date: str = ""
    owner: str = ""


class Actions(Command):
    pass


@dataclass(frozen=True, slots=True)
class Done(Command):
    n: str


@dataclass(frozen=True, slots=True)
class Did(Command):
    n: str
    how: str


@dataclass(frozen=True, slots=True)
class Note(Command):
    text: str
    date: str = ""


class Notes(Command):
    pass


@dataclass(frozen=True, slots=True)
class Rebase(Command):
    theme: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class Talk(Command):
    alert: str


@dataclass(frozen=True, slots=True)
class Act(Command):
    alert: str


@dataclass(frozen=True, slots=True)
class NotNow(Command):
    alert: str


@dataclass(frozen=True, slots=True)
class Comments(Command):
    period: str = ""


class Hub(Command):
    pass


class CheckIn(Command):
    pass


@dataclass(frozen=True, slots=True)
class Answer(ToInvitation):
    value: str


class Skip(ToInvitation):
    pass


@dataclass(frozen=True, slots=True)
class Comment(ToInvitation):
    words: str


class Change(ToInvitation):
    pass


class Later(Command):
    pass


@dataclass(frozen=True, slots=True)
class Pause(Command):
    date: str


class Resume(Command):
    pass


@dataclass(frozen=True, slots=True)
class Leave(Command):
    sure: str = ""


class MyData(Command):
    pass


@dataclass(frozen=True, slots=True)
class ForgetMe(Command):
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Email(Command):
    what: str = ""


@dataclass(frozen=True, slots=True)
class Language(Command):
    code: str


@dataclass(frozen=True, slots=True)
class Zone(Command):
    name: str

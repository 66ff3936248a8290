"""What a sentence can mean. Pure: one frozen dataclass a meaning; field names are the placeholders of the
grammar.

Every field is text as it was typed; an optional part that was not said is empty.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something Accord can be asked to do."""


@dataclass(frozen=True, slots=True)
class InvitationCommand(Command):
    """Belongs to one invitation, or to one of its questions: `bot/rounds/answers.py` says what a token is."""

    token: str


class ShowHelp(Command):
    pass


class ShowMenu(Command):
    pass


@dataclass(frozen=True, slots=True)
class StartPartnership(Command):
    name: str


class InviteOrganisation(Command):
    pass


@dataclass(frozen=True, slots=True)
class JoinPartnership(Command):
    code: str
    organisation: str


@dataclass(frozen=True, slots=True)
class ConfirmMembership(Command):
    member: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ApproveMember(Command):
    member: str


@dataclass(frozen=True, slots=True)
class DeclineMember(Command):
    member: str


@dataclass(frozen=True, slots=True)
class AddMember(Command):
    who: str
    organisation: str


@dataclass(frozen=True, slots=True)
class RemoveMember(Command):
    who: str


@dataclass(frozen=True, slots=True)
class ChangeRole(Command):
    who: str
    role: str


class ListMembers(Command):
    pass


@dataclass(frozen=True, slots=True)
class SetPurpose(Command):
    text: str


@dataclass(frozen=True, slots=True)
class SetProfile(Command):
    what: str = ""
    text: str = ""


class PostHere(Command):
    pass


@dataclass(frozen=True, slots=True)
class SetThreshold(Command):
    n: str


@dataclass(frozen=True, slots=True)
class EndPartnership(Command):
    name: str = ""


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


@dataclass(frozen=True, slots=True)
class PreviewQuestions(Command):
    what: str = ""


@dataclass(frozen=True, slots=True)
class AskOwnQuestion(Command):
    own: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class AskTheme(Command):
    what: str
    time: str = ""


class CancelRound(Command):
    pass


class CloseRound(Command):
    pass


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
class ShowTrends(Command):
    theme: str = ""
    period: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class AddAction(Command):
    text: str
    date: str = ""
    owner: str = ""


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
class AddNote(Command):
    text: str
    date: str = ""


class ListNotes(Command):
    pass


@dataclass(frozen=True, slots=True)
class RebaseTheme(Command):
    theme: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class DiscussAlert(Command):
    alert: str


@dataclass(frozen=True, slots=True)
class ActOnAlert(Command):
    alert: str


@dataclass(frozen=True, slots=True)
class DismissAlert(Command):
    alert: str


@dataclass(frozen=True, slots=True)
class ShowComments(Command):
    period: str = ""


class OpenHub(Command):
    pass


class StartCheckIn(Command):
    pass


@dataclass(frozen=True, slots=True)
class GiveAnswer(InvitationCommand):
    value: str


class SkipQuestion(InvitationCommand):
    pass


@dataclass(frozen=True, slots=True)
class WriteComment(InvitationCommand):
    words: str


class ChangeAnswer(InvitationCommand):
    pass


class RemindMeLater(Command):
    pass


@dataclass(frozen=True, slots=True)
class PauseMe(Command):
    date: str


class ResumeMe(Command):
    pass


@dataclass(frozen=True, slots=True)
class LeavePartnership(Command):
    sure: str = ""


class ShowMyData(Command):
    pass


@dataclass(frozen=True, slots=True)
class ForgetMe(Command):
    sure: str = ""


@dataclass(frozen=True, slots=True)
class SetEmail(Command):
    what: str = ""


@dataclass(frozen=True, slots=True)
class SetLanguage(Command):
    code: str


@dataclass(frozen=True, slots=True)
class SetTimeZone(Command):
    name: str

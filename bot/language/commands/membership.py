"""Commands about who is in a partnership. Pure."""

from dataclasses import dataclass

from bot.language.commands.command import Command


@dataclass(frozen=True, slots=True)
class InviteOrganisation(Command):
    organisation: str = ""


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
    """Approve a member, or several whose ids stand between commas, for the organisation that they named or
    for another one."""

    member: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class ChooseOrganisation(Command):
    """Show the organisations for which a member can be approved."""

    member: str


class ListRequests(Command):
    pass


@dataclass(frozen=True, slots=True)
class DeclineMember(Command):
    member: str


@dataclass(frozen=True, slots=True)
class AddMember(Command):
    who: str
    organisation: str


@dataclass(frozen=True, slots=True)
class RenewLoginLink(Command):
    who: str
    sure: str = ""


@dataclass(frozen=True, slots=True)
class RemoveMember(Command):
    who: str
    sure: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRole(Command):
    who: str
    role: str
    sure: str = ""


class ListMembers(Command):
    pass


@dataclass(frozen=True, slots=True)
class LeavePartnership(Command):
    sure: str = ""

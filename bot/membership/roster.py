"""The roster: members and organisations of one partnership, and how a name finds them. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import (
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
    web_address,
)
from bot.language.commands import Command

MAX_OFFERED = 10

SentenceBuilder = Callable[[Command], str]  # formats a command as a sentence about this partnership
RetrySentence = Callable[[str], str]  # builds the same sentence about another member or organisation
Named = TypeVar("Named", bound=Member | Organisation)


@dataclass(frozen=True, slots=True)
class Roster:
    """All members and organisations of a partnership. Those who left are in it, for they may come back;
    `present` and `partners` leave them out. `people` by id."""

    partnership: Partnership
    organisations: tuple[Organisation, ...]
    members: tuple[Member, ...]
    people: Mapping[str, Person]

    @property
    def partners(self) -> list[Organisation]:
        present = (
            organisation
            for organisation in self.organisations
            if organisation.standing is not MembershipStatus.LEFT
        )
        return sorted(present, key=lambda organisation: sanitise.fold(organisation.name))

    @property
    def active_organisations(self) -> list[Organisation]:
        return [partner for partner in self.partners if partner.standing is MembershipStatus.ACTIVE]

    @property
    def present(self) -> list[Member]:
        present = (member for member in self.members if member.standing is not MembershipStatus.LEFT)
        return sorted(present, key=lambda member: sanitise.fold(self.name_of(member)))

    def active_members(self, *roles: Role) -> list[Member]:
        """Return the active members with one of these roles, or all of them if no role is given."""
        wanted = roles or tuple(Role)
        return [
            member
            for member in self.present
            if member.standing is MembershipStatus.ACTIVE and member.role in wanted
        ]

    def members_of(self, organisation: Organisation) -> list[Member]:
        return [member for member in self.present if member.organisation == organisation.id]

    @property
    def waiting(self) -> list[Member]:
        """The members who wait for approval, in the order in which they asked."""
        waiting = [member for member in self.present if member.standing is MembershipStatus.WAITING]
        return sorted(waiting, key=lambda member: member.since_at)

    @property
    def removed(self) -> list[Member]:
        """The active members who cannot be written to, since Accord was removed from their workspace or
        chat."""
        return [
            member
            for member in self.active_members()
            if (person := self.person(member)).home is None and person.address != web_address(person.id)
        ]

    def removed_from(self, workspace: str) -> list[Member]:
        """Return those who cannot be written to of one workspace, as in `Address.lane`."""
        return [member for member in self.removed if self.person(member).address.lane == workspace]

    def other_organisations(self, member: Member) -> list[Organisation]:
        """Return the active organisations but the member's own."""
        return [other for other in self.active_organisations if other.id != member.organisation]

    def membership_of(self, person: Person) -> Member | None:
        """Return a person's present or former membership of this partnership, or None."""
        return next((member for member in self.members if member.person == person.id), None)

    def person(self, member: Member) -> Person:
        return self.people[member.person]

    def organisation(self, member: Member) -> Organisation:
        return next(other for other in self.organisations if other.id == member.organisation)

    def name_of(self, target: Member | Organisation) -> str:
        """Return the name of a member or an organisation, or a member's address until a platform has reported
        their name."""
        if isinstance(target, Organisation):
            return target.name
        return self.person(target).name or str(self.person(target).address)

    def names_by_token(self) -> dict[str, str]:
        """Return the names of all who are present, members and organisations, by their tokens."""
        present: list[Member | Organisation] = [*self.present, *self.partners]
        return {id_or_token(target): self.name_of(target) for target in present}

    def label(self, target: Member | Organisation, fully: bool = False) -> str:
        """Return a label that tells members with the same name apart: `Sam Jones (Riverside)`. With `fully`
        it also tells those in the same organisation apart."""
        if isinstance(target, Organisation):
            return target.name
        details = self.organisation(target).name
        if fully:
            details = f"{details}, {self.person(target).address}"
        return f"{self.name_of(target)} ({details})"


def may_step_in(member: Member, active: Iterable[Member]) -> bool:
    """Return True if a member may name a coordinator because there is none: any lead may, or any member if
    there are no leads either. `active` are all active members."""
    roles = {other.role for other in active}
    return Role.COORDINATOR not in roles and (member.role is Role.LEAD or Role.LEAD not in roles)


def name_coordinators(roster: Roster, t: Translator) -> str:
    """Return a sentence that names the coordinators; if there is none, who may choose one."""
    coordinators = roster.active_members(Role.COORDINATOR)
    if coordinators:
        return t.n(
            "Your coordinator is {names}.",
            "Your coordinators are {names}.",
            len(coordinators),
            names=t.join([roster.name_of(member) for member in coordinators]),
        )
    if roster.active_members(Role.LEAD):
        return t("There is no coordinator now, and any lead can choose one.")
    return t("There is no coordinator now, and any member can choose one.")


def only_coordinators_of_others(roster: Roster, t: Translator) -> Refusal:
    """Return the refusal to a lead who would change members of another organisation."""
    return Refusal(
        t(
            "Only a coordinator can do this for other organisations. {coordinators}",
            coordinators=name_coordinators(roster, t),
        )
    )


def id_or_token(target: Member | Organisation) -> str:
    """Return the token by which buttons name a member or an organisation, whatever their name."""
    return f"{'member' if isinstance(target, Member) else 'organisation'}:{target.id}"


def find_member(roster: Roster, who: str, t: Translator, again: RetrySentence) -> Member:
    """Return the present member that `who` names. Raises Refusal where none is, or several are."""
    return _require_one(roster, _match(roster, roster.present, who), who, t, again)


def find_present(roster: Roster, who: str, t: Translator, again: RetrySentence) -> Member | Organisation:
    """Return the present member or organisation that `who` names. Raises Refusal where none is, or several
    are."""
    present: list[Member | Organisation] = [*roster.present, *roster.partners]
    return _require_one(roster, _match(roster, present, who), who, t, again)


def find_organisation(roster: Roster, who: str, t: Translator, again: RetrySentence) -> Organisation:
    """Return the organisation that `who` names. Raises Refusal where none is, which offers all, or several
    are."""
    if matches := _match(roster, roster.partners, who):
        return _require_one(roster, matches, who, t, again)
    reason = t("No organisation here is called “{who}”. Choose the one you mean.", who=sanitise.quoted(who))
    raise Refusal(reason, _choices(roster, roster.partners, again))


def find_already_present(
    roster: Roster, organisation: Organisation, who: str, t: Translator, again: RetrySentence
) -> Member | None:
    """Return the present member with this token or address, or with exactly this name in this organisation;
    None if there is none. Raises Refusal where there are several."""
    matches = _match_token(roster, roster.present, who) or [
        member
        for member in roster.members_of(organisation)
        if sanitise.fold(roster.name_of(member)) == sanitise.fold(who)
    ]
    return _require_one(roster, matches, who, t, again) if matches else None


def _match(roster: Roster, candidates: Sequence[Named], who: str) -> list[Named]:
    """Return the candidates with this token or address; else those with this name; else those whose name
    begins with these words."""
    wanted = sanitise.fold(who)
    named = [(candidate, sanitise.fold(roster.name_of(candidate))) for candidate in candidates]
    same_name = [candidate for candidate, name in named if name == wanted]
    same_start = [candidate for candidate, name in named if name.startswith(f"{wanted} ")]
    return _match_token(roster, candidates, who) or same_name or same_start


def _match_token(roster: Roster, candidates: Sequence[Named], who: str) -> list[Named]:
    return [
        candidate
        for candidate in candidates
        if who == id_or_token(candidate)
        or (isinstance(candidate, Member) and who == str(roster.person(candidate).address))
    ]


def _require_one(
    roster: Roster, matches: Sequence[Named], who: str, t: Translator, again: RetrySentence
) -> Named:
    match matches:
        case [match]:
            return match
        case []:
            reason = t(
                "“{who}” is not in this partnership. Check how the name is spelled.", who=sanitise.quoted(who)
            )
            raise Refusal(reason, ((t("Show the members"), "members"),))
        case _:
            reason = (
                t(
                    "More than one person is called “{who}”. Choose the one you mean.",
                    who=sanitise.quoted(who),
                )
                if all(isinstance(match, Member) for match in matches)
                else t(
                    "“{who}” can mean more than one of these. Choose the one you mean.",
                    who=sanitise.quoted(who),
                )
            )
            raise Refusal(reason, _choices(roster, matches, again))


def _choices(
    roster: Roster, candidates: Sequence[Named], again: RetrySentence
) -> tuple[tuple[str, str], ...]:
    """Return a button's label and sentence for each candidate, up to `MAX_OFFERED`."""
    labels = Counter(roster.label(candidate) for candidate in candidates)
    return tuple(
        (
            roster.label(candidate, fully=labels[roster.label(candidate)] > 1),
            again(id_or_token(candidate)),
        )
        for candidate in candidates[:MAX_OFFERED]
    )

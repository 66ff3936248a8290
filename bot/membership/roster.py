"""Everybody and every organisation of one partnership, and whom a word means among them. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Member, MembershipStatus, Organisation, Partnership, Person, Role
from bot.language.commands import Command

MAX_OFFERED = 10
SHORT = 40  # characters of what was typed that a refusal repeats

SentenceBuilder = Callable[
    [Command], str
]  # fills buttons for somebody, so that what they say is about this partnership
RetrySentence = Callable[[str], str]  # makes the sentence that says the same of somebody else
Named = TypeVar("Named", bound=Member | Organisation)


@dataclass(frozen=True, slots=True)
class Roster:
    """Those who left are in it, for they may come back; `present` and `partners` leave them out. `people`
    by id."""

    partnership: Partnership
    organisations: tuple[Organisation, ...]
    members: tuple[Member, ...]
    people: Mapping[str, Person]

    @property
    def partners(self) -> list[Organisation]:
        there = (each for each in self.organisations if each.standing is not MembershipStatus.LEFT)
        return sorted(there, key=lambda each: sanitise.fold(each.name))

    @property
    def present(self) -> list[Member]:
        there = (each for each in self.members if each.standing is not MembershipStatus.LEFT)
        return sorted(there, key=lambda each: sanitise.fold(self.name_of(each)))

    def active_members(self, *roles: Role) -> list[Member]:
        """Members who are in and have one of these roles; all who are in, if none is given."""
        wanted = roles or tuple(Role)
        return [
            each for each in self.present if each.standing is MembershipStatus.ACTIVE and each.role in wanted
        ]

    def members_of(self, organisation: Organisation) -> list[Member]:
        return [each for each in self.present if each.organisation == organisation.id]

    def membership_of(self, person: Person) -> Member | None:
        """Where somebody is or was in this partnership."""
        return next((each for each in self.members if each.person == person.id), None)

    def person(self, member: Member) -> Person:
        return self.people[member.person]

    def organisation(self, member: Member) -> Organisation:
        return next(each for each in self.organisations if each.id == member.organisation)

    def name_of(self, one: Member | Organisation) -> str:
        """Until a platform has told us somebody's name, they are called by their address."""
        if isinstance(one, Organisation):
            return one.name
        return self.person(one).name or str(self.person(one).address)

    def label(self, one: Member | Organisation, fully: bool = False) -> str:
        """`Sam Jones (Riverside)`: tells somebody from others of that name; `fully` also from those in
        the same organisation."""
        if isinstance(one, Organisation):
            return one.name
        where = self.organisation(one).name
        return (
            f"{self.name_of(one)} ({where}, {self.person(one).address})"
            if fully
            else f"{self.name_of(one)} ({where})"
        )


def may_step_in(member: Member, everybody: Iterable[Member]) -> bool:
    """Whether a member may name a coordinator because there is none: any lead may, or anybody where there
    are no leads."""
    roles = {each.role for each in everybody}
    return Role.COORDINATOR not in roles and (member.role is Role.LEAD or Role.LEAD not in roles)


def id_or_token(one: Member | Organisation) -> str:
    """What buttons call somebody, whatever their name: always understood."""
    return f"{'member' if isinstance(one, Member) else 'organisation'}:{one.id}"


def find_member(roster: Roster, who: str, t: Translator, again: RetrySentence) -> Member:
    """The one person that is meant. Raises Refusal."""
    return _only(roster, _meant(roster, roster.present, who), who, t, again)


def find_present(roster: Roster, who: str, t: Translator, again: RetrySentence) -> Member | Organisation:
    """The one person or organisation that is meant. Raises Refusal."""
    everybody: list[Member | Organisation] = [*roster.present, *roster.partners]
    return _only(roster, _meant(roster, everybody, who), who, t, again)


def find_organisation(roster: Roster, who: str, t: Translator, again: RetrySentence) -> Organisation:
    """The one organisation that is meant; where none is, all are offered. Raises Refusal."""
    if found := _meant(roster, roster.partners, who):
        return _only(roster, found, who, t, again)
    reason = t(
        "That was not done: no organisation here is called “{who}”. Which do you mean?", who=_short(who)
    )
    raise Refusal(reason, _ways(roster, roster.partners, again))


def find_already_present(
    roster: Roster, where: Organisation, who: str, t: Translator, again: RetrySentence
) -> Member | None:
    """Whoever is there already: under this token or address, or in this organisation under exactly this
    name. Raises Refusal where that is several people."""
    same = _by_token(roster, roster.present, who)
    same = same or [
        each for each in roster.members_of(where) if sanitise.fold(roster.name_of(each)) == sanitise.fold(who)
    ]
    return _only(roster, same, who, t, again) if same else None


def _meant(roster: Roster, everybody: Sequence[Named], who: str) -> list[Named]:
    """By token or address; else by the whole name; else by the words it begins with."""
    calls = [(each, sanitise.fold(roster.name_of(each))) for each in everybody]
    whole = [each for each, called in calls if called == sanitise.fold(who)]
    begun = [each for each, called in calls if called.startswith(sanitise.fold(who) + " ")]
    return _by_token(roster, everybody, who) or whole or begun


def _by_token(roster: Roster, everybody: Sequence[Named], who: str) -> list[Named]:
    return [
        each
        for each in everybody
        if who == id_or_token(each) or (isinstance(each, Member) and who == str(roster.person(each).address))
    ]


def _only(roster: Roster, found: Sequence[Named], who: str, t: Translator, again: RetrySentence) -> Named:
    match found:
        case [one]:
            return one
        case []:
            reason = t(
                "That was not done: “{who}” is not in this partnership. Say members to see who is.",
                who=_short(who),
            )
            raise Refusal(reason, ((t("Show the members"), "members"),))
        case _:
            reason = t("That was not done yet: “{who}” can mean several. Which do you mean?", who=_short(who))
            raise Refusal(reason, _ways(roster, found, again))


def _ways(roster: Roster, offered: Sequence[Named], again: RetrySentence) -> tuple[tuple[str, str], ...]:
    labels = Counter(roster.label(each) for each in offered)
    return tuple(
        (roster.label(each, fully=labels[roster.label(each)] > 1), again(id_or_token(each)))
        for each in offered[:MAX_OFFERED]
    )


def _short(who: str) -> str:
    return sanitise.one_line(who)[:SHORT]

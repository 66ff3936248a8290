"""Finding members and organisations by name."""

from datetime import UTC, datetime

import pytest

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Address, Member, MembershipStatus, Organisation, Partnership, Person, Role
from bot.membership import roster as rosters
from bot.membership.roster import Roster, may_step_in

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
T = Translator()
BOROUGH = Organisation("o1", "p1", "Borough Council", MembershipStatus.ACTIVE)
RIVERSIDE = Organisation("o2", "p1", "Riverside Trust", MembershipStatus.ACTIVE)
OLD = Organisation("o3", "p1", "Old Mill", MembershipStatus.LEFT)


def _person(id: str, name: str) -> Person:
    address = Address("slack", "T1", id)
    return Person(id, address, address, name, "Europe/London", "en")


def _member(
    id: str, person: str, standing: MembershipStatus = MembershipStatus.ACTIVE, role: Role = Role.MEMBER
) -> Member:
    return Member(id, "p1", "o1", person, role, standing, NOW)


PEOPLE = [_person("u1", "Sam Jones"), _person("u2", "Sam"), _person("u3", "Élodie"), _person("u4", "")]
MEMBERS = (
    _member("m1", "u1"),
    _member("m2", "u2"),
    _member("m3", "u3"),
    _member("m4", "u4", MembershipStatus.LEFT),
)
ROSTER = Roster(
    Partnership("p1", "Harbour", "Europe/London", "en", NOW),
    (BOROUGH, RIVERSIDE, OLD),
    MEMBERS,
    {each.id: each for each in PEOPLE},
)


@pytest.mark.parametrize(
    ("who", "meant"),
    [
        ("Sam", "m2"),  # a whole name goes before a beginning
        ("sam  JONES", "m1"),
        ("member:m1", "m1"),
        ("slack:T1:u3", "m3"),
        ("E\u0301lodie", "m3"),
        ("Riverside", "o2"),
        ("organisation:o1", "o1"),
    ],
)
def test_a_member_is_found_by_token_address_name_or_first_word(who: str, meant: str) -> None:
    assert rosters.find_present(ROSTER, who, T, str).id == meant


@pytest.mark.parametrize("who", ["Sa", "slack:T1:u4", "member:m4", "Old Mill", "Élo", "", "Sam Jones Junior"])
def test_part_of_a_word_and_former_members_match_nothing(who: str) -> None:
    with pytest.raises(Refusal, match="is not in this partnership"):
        rosters.find_present(ROSTER, who, T, str)


def test_a_refusal_repeats_no_more_than_it_must() -> None:
    with pytest.raises(Refusal) as refused:
        rosters.find_member(ROSTER, "x" * 999 + "\u202e", T, str)
    assert str(refused.value) == (f"“{'x' * 40}” is not in this partnership. Check how the name is spelled.")


@pytest.mark.parametrize(
    ("roles", "who"),
    [
        ((Role.COORDINATOR, Role.LEAD, Role.MEMBER), []),
        ((Role.LEAD, Role.LEAD, Role.MEMBER), ["m0", "m1"]),
        ((Role.MEMBER, Role.MEMBER), ["m0", "m1"]),
    ],
)
def test_leads_step_in_for_a_coordinator_or_else_any_member(roles: tuple[Role, ...], who: list[str]) -> None:
    members = [_member(f"m{n}", "u1", role=role) for n, role in enumerate(roles)]
    assert [each.id for each in members if may_step_in(each, members)] == who

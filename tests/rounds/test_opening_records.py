from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.core.deliveries import Delivery
from bot.core.models import Invitation, Member, MembershipStatus, Partnership, Round, RoundKind
from bot.rounds.opening import build_records
from bot.rounds.participants import Participants
from tests.support.cast import AMIRA, BEN, CAST, JO, ScenarioUser
from tests.support.fakes import CountedIds

MONDAY = datetime(2026, 3, 2, 11, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
ROUND = Round("r1", "harbour", RoundKind.SCHEDULED, 1, ("own",), MONDAY, FRIDAY, FRIDAY)


def member(actor: ScenarioUser, partnership: str = "harbour") -> Member:
    return Member(
        actor.member,
        partnership,
        actor.organisation,
        actor.person.id,
        actor.role,
        MembershipStatus.ACTIVE,
        MONDAY,
    )


def insiders(*actors: ScenarioUser, **people_change: object) -> Participants:
    people = {each.person.id: replace(each.person, **people_change) for each in actors}  # type: ignore[arg-type]
    regions = {each.organisation: "GB-ENG" for each in actors}
    return Participants(tuple(member(each) for each in actors), people, regions)


def owed(records: list[Round | Invitation | Delivery]) -> list[tuple[str, str, datetime]]:
    return [(each.member, each.kind, each.due_at) for each in records if isinstance(each, Delivery)]


def test_every_member_gets_an_invitation_a_check_in_and_daily_reminders(ids: CountedIds) -> None:
    records = build_records(ROUND, insiders(*CAST), ids)
    assert Counter(type(each) for each in records) == {Round: 1, Invitation: 12, Delivery: 12 * 5}
    assert {kind for _, kind, _ in owed(records)} == {"ask", "remind"}
    assert len({each.id for each in records}) == len(records)


def test_people_get_messages_in_their_own_working_hours(ids: CountedIds) -> None:
    records = build_records(ROUND, insiders(BEN, JO), ids)
    asked = {who: due for who, kind, due in owed(records) if kind == "ask"}
    assert asked == {BEN.member: MONDAY, JO.member: datetime(2026, 3, 2, 14, 30, tzinfo=UTC)}


def test_a_paused_member_is_not_invited(ids: CountedIds) -> None:
    assert build_records(ROUND, insiders(BEN, paused_until=date(2026, 3, 3)), ids) == [ROUND]


def test_a_member_whose_workspace_removed_accord_is_invited_only_if_signed_in(ids: CountedIds) -> None:
    removed = insiders(BEN, home=None)
    assert build_records(ROUND, removed, ids) == [ROUND]
    for until, invited in ((MONDAY, []), (MONDAY + timedelta(days=1), [BEN.member])):
        signed_in = replace(removed, signed_in_until={BEN.person.id: until})
        _, *invitations = build_records(ROUND, signed_in, ids)
        assert [each.member for each in invitations] == invited  # type: ignore[union-attr]


def test_members_of_another_partnership_are_not_asked(ids: CountedIds) -> None:
    known = insiders(AMIRA, BEN)
    known = replace(known, members=(member(AMIRA), member(BEN, "elsewhere")))
    asked = [each.member for each in build_records(ROUND, known, ids) if isinstance(each, Invitation)]
    assert asked == [AMIRA.member]


def test_regions_are_those_of_the_partnerships_own_members() -> None:
    known = replace(
        insiders(AMIRA, BEN, JO),
        members=(member(AMIRA), member(BEN), member(JO, "elsewhere")),
        regions={"council": "GB-WLS", "trust": "GB-ENG", "shelter": "NZ"},
    )
    harbour = Partnership("harbour", "Harbour Together", "Europe/London", "en", MONDAY)
    assert known.regions_of(harbour) == {"GB-WLS", "GB-ENG"}


def test_a_check_in_is_too_late_once_the_round_has_closed(ids: CountedIds) -> None:
    (ask,) = [each for each in build_records(ROUND, insiders(BEN), ids) if isinstance(each, Delivery)][:1]
    assert (ask.kind, ask.late_at) == ("ask", FRIDAY)

"""A thousand members are asked, and fifty of them cannot be: the others are on time, and each of the fifty
waits, or is given up, with its reason."""

from collections import Counter
from datetime import timedelta
from typing import Any

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import Address, Member, MembershipStatus, Organisation, Partnership, Person, Role, Round
from tests.support.scenario import FORTNIGHTLY, Scenario

PARTNERSHIPS, MEMBERS = 100, 10
GONE = SendFailed("account_inactive", permanent=True, failure=FailureReason.NOT_FOUND)
BROKEN_OF_EACH = 10


def partnership(number: int, scenario: Scenario) -> list[Any]:
    """Return ten members in a workspace of their own."""
    now, id = scenario.clock.now(), f"p{number:03}"
    place = Partnership(
        id, id, "Europe/London", "en", now, rhythm=FORTNIGHTLY, rhythm_at=now, next_round_at=now
    )
    rows: list[Any] = [place, Organisation(f"o-{id}", id, "Council", MembershipStatus.ACTIVE)]
    for n in range(MEMBERS):
        who = Address("slack", id, f"{n}-{id}")
        rows += [
            Person(f"u{n}-{id}", who, who, f"Person {n}", "Europe/London", "en"),
            Member(f"m{n}-{id}", id, f"o-{id}", f"u{n}-{id}", Role.MEMBER, MembershipStatus.ACTIVE, now),
        ]
    return rows


async def test_fifty_failing_members_among_a_thousand_delay_no_other(scenario: Scenario) -> None:
    async with scenario.store.transaction() as db:
        await db.add(*(row for number in range(PARTNERSHIPS) for row in partnership(number, scenario)))
    await scenario.worker.tick()
    asks = {each.member: each for each in await scenario.all(Delivery) if each.kind == "ask"}
    assert (len(await scenario.all(Round)), len(asks)) == (PARTNERSHIPS, PARTNERSHIPS * MEMBERS)
    bad = [f"m3-p{number:03}" for number in range(5 * BROKEN_OF_EACH)]
    gone, muddled, moved, elsewhere, of_no_kind = (
        bad[n : n + BROKEN_OF_EACH] for n in range(0, len(bad), BROKEN_OF_EACH)
    )
    async with scenario.store.transaction() as db:
        for member in moved:
            await db.update_if_unchanged(await db.get(Person, member.replace("m", "u", 1)), home=None)
        for member in elsewhere:
            person, home = (
                await db.get(Person, member.replace("m", "u", 1)),
                Address("pigeon", "loft", member),
            )
            await db.update_if_unchanged(person, home=home)
            await db.update_if_unchanged(asks[member], to=home, lane=home.lane, due_at=asks[member].due_at)
        for member in of_no_kind:
            await db.update_if_unchanged(asks[member], kind="riddle")
    scenario.platform.refuses = {asks[member].to.key: GONE for member in gone}
    scenario.platform.refuses |= {asks[member].to.key: KeyError("ts") for member in muddled}
    scenario.clock.move(timedelta(hours=1))
    await scenario.worker.tick()
    left = {each.member: each for each in await scenario.all(Delivery) if each.kind in {"ask", "riddle"}}
    well = [each for member, each in left.items() if member not in bad]
    assert {each.state for each in well} == {DeliveryState.SETTLED}
    assert len(scenario.platform.sent) == len(well) == 950
    assert Counter((left[each].state, left[each].error) for each in bad) == {
        (DeliveryState.GIVEN_UP, FailureReason.NOT_FOUND): BROKEN_OF_EACH,
        (DeliveryState.WAITING, FailureReason.INVALID_RESPONSE): BROKEN_OF_EACH,
        (DeliveryState.GIVEN_UP, FailureReason.UNREACHABLE): BROKEN_OF_EACH,
        (DeliveryState.GIVEN_UP, FailureReason.NO_PLATFORM): BROKEN_OF_EACH,
        (DeliveryState.WAITING, FailureReason.FAULT): BROKEN_OF_EACH,
    }

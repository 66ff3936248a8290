"""Nothing stored reveals if somebody was reminded, and so had not replied."""

from collections import Counter

from bot.core.cards import Card
from bot.core.models import Invitation, web_address
from bot.core.ports import WebMessage
from storage.web_inbox import SqlWebInbox
from tests.privacy.dump import Dump
from tests.privacy.test_dump_attack import Take
from tests.support.cast import AMIRA, CERYS, SIX, ScenarioUser
from tests.support.scenario import Scenario

PEOPLE = [web_address(f"resident-{n}") for n in range(8)]


async def test_a_reminder_on_the_web_leaves_no_trace_in_the_files(scenario: Scenario, take: Take) -> None:
    inbox, now = SqlWebInbox(scenario.store), scenario.clock.now()
    for who in PEOPLE:
        await inbox.post(WebMessage(f"ask-{who.key}", who, Card("A question"), "ask:r1", now))
    asked = (await take()).files
    for who in PEOPLE[:4]:
        await inbox.post(WebMessage(f"remind-{who.key}", who, Card("Still time"), "ask:r1", now))
    reminded = (await take()).files
    names = [str(who).encode() for who in PEOPLE]
    assert len({reminded.count(name) - asked.count(name) for name in names}) == 1


async def test_a_question_on_the_web_stays_as_it_was_when_some_are_reminded(scenario: Scenario) -> None:
    inbox = SqlWebInbox(scenario.store)
    await scenario.open_first_round(*SIX)
    await scenario.passes(days=1)
    (asked,) = await inbox.posts(CERYS.address, 9)
    await scenario.passes(days=3)
    assert await inbox.posts(CERYS.address, 9) == [asked]


PAIRS = {
    platform: [
        ScenarioUser(f"{platform}-{who}", who.title(), "kitchen", platform) for who in ("replied", "reminded")
    ]
    for platform in ("slack", "teams", "web")
}


def changed(before: Dump, after: Dump, names: tuple[str, ...]) -> Counter[str]:
    """Return how many rows that name somebody are new or different, by table."""
    old = {repr((row.table, row.values)) for row in before.rows}
    new = [
        row.table
        for row in after.rows
        if (shown := repr((row.table, row.values))) not in old and any(name in shown for name in names)
    ]
    return Counter(new)


async def test_a_reminder_changes_as_many_rows_of_those_who_have_replied(
    scenario: Scenario, take: Take
) -> None:
    members = [user for pair in PAIRS.values() for user in pair]
    await scenario.open_first_round(AMIRA, *members)
    await scenario.passes(days=2)
    for replied, _ in PAIRS.values():
        await scenario.answers(replied, 4)
    invitations = {each.member: each.id for each in await scenario.all(Invitation)}
    before = await take()
    await scenario.passes(hours=1)
    after = await take()
    assert len([card for to, card in scenario.platform.sent if "still time" in card.title]) == 3
    for pair in PAIRS.values():
        one, other = (
            changed(before, after, (user.member, user.person.id, str(user.address), invitations[user.member]))
            for user in pair
        )
        assert one == other != Counter()

"""A person's own pages do not reveal if they were reminded, and so had not replied."""

from bot.core.cards import Card
from bot.core.models import web_address
from bot.core.ports import WebMessage
from storage.web_inbox import SqlWebInbox
from tests.privacy.test_dump_attack import Take
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

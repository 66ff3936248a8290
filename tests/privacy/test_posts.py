"""A person's own pages do not reveal if they were reminded, and so had not replied."""

from adapters.web.platform import WebPlatform
from bot.core.cards import Card
from bot.core.models import web_address
from bot.core.ports import Platform, WebMessage
from bot.worker import Worker
from storage.web_inbox import SqlWebInbox
from tests.privacy.test_dump_attack import Take
from tests.support.cast import CERYS, SIX
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
    pages = WebPlatform(inbox, scenario.clock)
    platforms: dict[str, Platform] = {"web": pages, "slack": scenario.platform, "teams": scenario.platform}
    scenario.worker = Worker(scenario.context, platforms)
    await scenario.open_first_round(*SIX)
    await scenario.passes(days=1)
    (asked,) = await inbox.posts(CERYS.address, 9)
    await scenario.passes(days=3)
    assert await inbox.posts(CERYS.address, 9) == [asked]

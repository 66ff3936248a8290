import pytest

from adapters.web.platform import WebPlatform
from bot.core.cards import Card, Text
from bot.core.models import web_address
from bot.core.ports import Platform, WebMessage
from storage.web_inbox import SqlWebInbox
from tests.support.fakes import SetClock

BEN = web_address("ben")
CARD = Card("A round is open", (Text("Five questions."),), "ask:r1")


@pytest.fixture
def platform(inbox: SqlWebInbox, clock: SetClock) -> Platform:
    return WebPlatform(inbox, clock)


async def test_a_message_is_kept_in_the_inbox(
    platform: Platform, inbox: SqlWebInbox, clock: SetClock
) -> None:
    assert await platform.send(BEN, CARD, "d1") == "d1"
    assert await inbox.posts(BEN, 10) == [WebMessage("d1", BEN, CARD, "ask:r1", clock.now())]


async def test_a_message_sent_twice_is_kept_once(platform: Platform, inbox: SqlWebInbox) -> None:
    for _ in range(2):
        await platform.send(BEN, CARD, "d1")
    assert [post.id for post in await inbox.posts(BEN, 10)] == ["d1"]


async def test_a_reminder_of_a_kept_message_adds_nothing(platform: Platform, inbox: SqlWebInbox) -> None:
    assert [await platform.send(BEN, CARD, key) for key in ("d1", "d2")] == ["d1", "d1"]
    assert [post.id for post in await inbox.posts(BEN, 10)] == ["d1"]


async def test_an_earlier_attempt_is_found(platform: Platform) -> None:
    await platform.send(BEN, CARD, "d1")
    assert [await platform.find(BEN, key) for key in ("d1", "d2")] == ["d1", None]


async def test_a_kept_message_is_replaced(platform: Platform, inbox: SqlWebInbox) -> None:
    closed = Card("This round has closed")
    await platform.send(BEN, CARD, "d1")
    for message in ("d1", "d2"):  # the second is gone
        await platform.edit(BEN, message, closed)
    assert [(post.id, post.card) for post in await inbox.posts(BEN, 10)] == [("d1", closed)]

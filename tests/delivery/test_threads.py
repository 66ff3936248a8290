"""A reply is posted in the thread of its message, and by itself where that is impossible."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.core.cards import Card
from bot.core.errors import SendFailed, Unavailable
from bot.core.models import Address
from bot.core.ports import Store, Transaction
from bot.delivery.threads import KEEP_FOR, ThreadRoot, Threads
from tests.support.fakes import SetClock

HARBOUR, QUAY = Address("teams", "t", "19:harbour"), Address("teams", "t", "19:quay")
SUMMARY = Card("Round 7", thread_key="round:r7")
ALERT = Card("Trust fell", thread_key="alert:a1", reply_to="round:r7")


@dataclass
class Channel:
    """A channel with threads. It records what was posted, and below which message. `refuses` holds the errors
    to raise, by the message to reply to."""

    put_below: list[str] = field(default_factory=list)
    refuses: dict[str, SendFailed] = field(default_factory=dict)

    async def put(self, root: str) -> str:
        if failure := self.refuses.get(root):
            raise failure
        self.put_below.append(root)
        return f"message {len(self.put_below)}"


@pytest.fixture
def threads(store: Store, clock: SetClock) -> Threads:
    return Threads(store, clock)


async def posted(threads: Threads, channel: Channel, *cards: Card, to: Address = HARBOUR) -> list[str]:
    return [await threads.post(to, card, channel.put) for card in cards]


async def test_a_reply_is_posted_in_the_thread_of_its_message(threads: Threads) -> None:
    channel = Channel()
    assert await posted(threads, channel, SUMMARY, ALERT) == ["message 1", "message 2"]
    assert channel.put_below == ["", "message 1"]


async def test_a_reply_is_posted_in_the_latest_thread_of_its_key(threads: Threads) -> None:
    channel = Channel()
    await posted(threads, channel, SUMMARY, SUMMARY, ALERT)
    assert channel.put_below == ["", "", "message 2"]


async def test_a_reply_without_a_thread_is_posted_by_itself(threads: Threads) -> None:
    channel = Channel()
    await posted(threads, channel, SUMMARY, Card("Hello"), to=QUAY)
    await posted(threads, channel, ALERT, Card("Hello"), Card("On it", reply_to="alert:a1"))
    assert channel.put_below == [""] * 5


async def test_a_reply_to_a_deleted_message_is_posted_by_itself(threads: Threads) -> None:
    channel = Channel(refuses={"message 1": SendFailed("It was deleted.", permanent=True)})
    await posted(threads, channel, SUMMARY, ALERT)
    assert channel.put_below == ["", ""]


async def test_a_reply_that_may_be_retried_is_not_posted_elsewhere(threads: Threads) -> None:
    channel = Channel(refuses={"message 1": SendFailed("Not now.", retry_after=timedelta(seconds=1))})
    await posted(threads, channel, SUMMARY)
    with pytest.raises(SendFailed, match="Not now"):
        await posted(threads, channel, ALERT)
    assert channel.put_below == [""]


async def test_only_threads_that_can_be_continued_are_remembered_for_a_while(
    threads: Threads, store: Store, clock: SetClock
) -> None:
    await posted(threads, Channel(), SUMMARY, ALERT, Card("Hello"))
    async with store.read_only() as db:
        assert await db.find(ThreadRoot) == [
            ThreadRoot(f"{HARBOUR} round:r7", "message 1", clock.now() + KEEP_FOR)
        ]


class Away:
    """Implements ports.Store: the database is away."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        raise Unavailable("away")

    def read_only(self) -> AbstractAsyncContextManager[Transaction]:
        raise Unavailable("away")

    async def purge_deleted(self) -> None:
        raise NotImplementedError


async def test_while_the_database_is_away_nothing_is_posted_twice(clock: SetClock) -> None:
    channel, threads = Channel(), Threads(Away(), clock)
    await posted(threads, channel, SUMMARY)
    with pytest.raises(Unavailable):
        await posted(threads, channel, ALERT)
    assert channel.put_below == [""]

"""A reply is posted in the thread of its message, and by itself where that is impossible."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.core import retention
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind, ThreadRoot, new_delivery
from bot.core.errors import SendFailed, Unavailable
from bot.core.models import Address
from bot.core.ports import Store, Transaction
from bot.delivery.threads import Threads, root_of
from tests.delivery.fake_platform import MORNING, TOO_LATE

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
def threads(store: Store) -> Threads:
    return Threads(store)


def delivery(to: Address = HARBOUR, kind: DeliveryKind = DeliveryKind.SUMMARY, member: str = "") -> Delivery:
    return new_delivery(
        "d1", kind, to=to, subject="", partnership="p1", due_at=MORNING, late_at=TOO_LATE, member=member
    )


async def posted(store: Store, channel: Channel, *cards: Card, to: Address = HARBOUR) -> list[str]:
    """Post cards as the outbox does, which stores what it remembers of each."""
    messages = []
    for card in cards:
        messages.append(await Threads(store).post(to, card, channel.put))
        async with store.transaction() as db:
            await db.upsert(*filter(None, [root_of(delivery(to), card, messages[-1])]))
    return messages


async def test_a_reply_is_posted_in_the_thread_of_its_message(store: Store) -> None:
    channel = Channel()
    assert await posted(store, channel, SUMMARY, ALERT) == ["message 1", "message 2"]
    assert channel.put_below == ["", "message 1"]


async def test_a_reply_is_posted_in_the_latest_thread_of_its_key(store: Store) -> None:
    channel = Channel()
    await posted(store, channel, SUMMARY, SUMMARY, ALERT)
    assert channel.put_below == ["", "", "message 2"]


async def test_a_reply_without_a_thread_is_posted_by_itself(store: Store) -> None:
    channel = Channel()
    await posted(store, channel, SUMMARY, Card("Hello"), to=QUAY)
    await posted(store, channel, ALERT, Card("Hello"))
    assert channel.put_below == [""] * 4


async def test_a_reply_to_a_deleted_message_is_posted_by_itself(store: Store) -> None:
    channel = Channel(refuses={"message 1": SendFailed("It was deleted.", permanent=True)})
    await posted(store, channel, SUMMARY, ALERT)
    assert channel.put_below == ["", ""]


async def test_a_reply_that_may_be_retried_is_not_posted_elsewhere(store: Store) -> None:
    channel = Channel(refuses={"message 1": SendFailed("Not now.", retry_after=timedelta(seconds=1))})
    await posted(store, channel, SUMMARY)
    with pytest.raises(SendFailed, match="Not now"):
        await posted(store, channel, ALERT)
    assert channel.put_below == [""]


@pytest.mark.parametrize(
    ("kind", "member", "card", "is_remembered"),
    [
        (DeliveryKind.SUMMARY, "", SUMMARY, True),
        (DeliveryKind.ALERT, "", ALERT, True),
        (DeliveryKind.ROUND_CANCELLED, "", Card("Cancelled"), False),
        (DeliveryKind.CHECK_IN, "m1", Card("Trust?", thread_key="ask:r1"), True),
        (DeliveryKind.REMINDER, "m1", Card("Still time", thread_key="ask:r1"), False),  # some get none
        (DeliveryKind.SUMMARY, "m1", SUMMARY, False),
    ],
)
def test_what_later_messages_refer_to_is_remembered_for_a_while(
    kind: DeliveryKind, member: str, card: Card, is_remembered: bool
) -> None:
    root = ThreadRoot(f"{HARBOUR} {card.thread_key}", "message 1", TOO_LATE + retention.THREADS)
    assert root_of(delivery(HARBOUR, kind, member), card, "message 1") == (root if is_remembered else None)


class Away:
    """Implements ports.Store: the database is away."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        raise Unavailable("away")

    def read_only(self) -> AbstractAsyncContextManager[Transaction]:
        raise Unavailable("away")

    async def purge_deleted(self) -> None:
        raise NotImplementedError


async def test_while_the_database_is_away_no_reply_is_posted_elsewhere() -> None:
    channel = Channel()
    with pytest.raises(Unavailable):
        await Threads(Away()).post(HARBOUR, ALERT, channel.put)
    assert channel.put_below == []

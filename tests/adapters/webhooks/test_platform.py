"""Messages to webhooks, against receivers of every kind."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientTimeout, web
from standardwebhooks.webhooks import Webhook as Verifier

from adapters.webhooks import platform as webhook_platforms
from adapters.webhooks.client import WebhookClient
from adapters.webhooks.platform import MAX_PAUSE, WebhookPlatform
from adapters.webhooks.public_hosts import PublicResolver
from bot.core.cards import Card, KeyValues, Link
from bot.core.errors import FailureReason, SendFailed
from bot.core.webhooks import WebhookTarget, webhook_address
from tests.adapters.webhooks.receiver import TRUSTING, Names, Receiver, Respond, receiving
from tests.support.fakes import SetClock

SECRET, EARLIER = "whsec_c2VjcmV0IG9mIHRoZSByZWNlaXZlcg==", "whsec_YW4gZWFybGllciBzZWNyZXQgb2YgdGhl"
CARD = Card(
    "round.closed",
    (
        KeyValues((("round", "12"), ("timestamp", "2026-03-02T09:00:00+00:00"))),
        Link("page", "/p/harbour/rounds/12"),
    ),
)
HERE = "https://accord.example"


class Sending:
    """A platform that sends to one receiver."""

    def __init__(
        self, receiver: Receiver, clock: SetClock, resolver: PublicResolver | Names, seconds: float = 60
    ):
        self.url, self.clock = receiver.url, clock
        self.off: list[str] = []
        self.client = WebhookClient(resolver, TRUSTING, ClientTimeout(total=seconds))
        self.platform = WebhookPlatform(self._target, self._switch_off, clock, HERE, lambda: self.client)

    async def _target(self, id: str) -> WebhookTarget:
        assert id == "webhook"
        return WebhookTarget(self.url, (SECRET, EARLIER))

    async def _switch_off(self, id: str) -> None:
        self.off.append(id)

    async def send(self) -> str:
        return await self.platform.send(webhook_address("webhook"), CARD, "delivery-1")

    async def fails(self) -> SendFailed:
        with pytest.raises(SendFailed) as failed:
            await self.send()
        assert "secret" not in str(failed.value)
        return failed.value


def to(receiver: Receiver, clock: SetClock) -> Sending:
    return Sending(receiver, clock, Names(["127.0.0.1"]))


def answering(status: int, **headers: str) -> Respond:
    async def respond(_: web.Request) -> web.StreamResponse:
        return web.Response(
            status=status, headers={name.replace("_", "-"): headers[name] for name in headers}
        )

    return respond


async def test_a_receiver_can_verify_what_it_gets_with_either_secret(clock: SetClock) -> None:
    async with receiving() as receiver:
        sending = to(receiver, clock)
        assert await sending.send() == "delivery-1"
        await sending.platform.close()
    ((headers, body),) = receiver.received
    assert json.loads(body) == {
        "type": "round.closed",
        "timestamp": "2026-03-02T09:00:00+00:00",
        "data": {"round": "12", "page": f"{HERE}/p/harbour/rounds/12"},
    }
    assert headers["webhook-id"] == "delivery-1"
    assert int(headers["webhook-timestamp"]) == int(clock.now().timestamp())
    signatures = headers["webhook-signature"].split(" ")
    assert signatures == [Verifier(key).sign("delivery-1", clock.now(), body) for key in (SECRET, EARLIER)]


async def test_a_message_that_is_sent_again_has_the_same_id_and_body(clock: SetClock) -> None:
    async with receiving() as receiver:
        sending = to(receiver, clock)
        await sending.send()
        clock.move(timedelta(minutes=5))
        assert await sending.platform.find(webhook_address("webhook"), "delivery-1") is None
        await sending.send()
        await sending.platform.edit(webhook_address("webhook"), "delivery-1", CARD)
        await sending.platform.close()
    (first, first_body), (second, second_body) = receiver.received
    assert (first["webhook-id"], first_body) == (second["webhook-id"], second_body)
    assert first["webhook-signature"] != second["webhook-signature"]


async def test_a_receiver_that_is_gone_is_switched_off(clock: SetClock) -> None:
    async with receiving(answering(410)) as receiver:
        sending = to(receiver, clock)
        failure = await sending.fails()
        await sending.platform.close()
    assert (failure.permanent, sending.off) == (True, ["webhook"])


async def test_a_receiver_may_ask_for_a_pause_of_an_hour_at_most(clock: SetClock) -> None:
    for asked, pause in (("30", timedelta(seconds=30)), ("999999999999", MAX_PAUSE), ("soon", None)):
        async with receiving(answering(429, retry_after=asked)) as receiver:
            sending = to(receiver, clock)
            failure = await sending.fails()
            await sending.platform.close()
        assert (failure.permanent, failure.retry_after) == (False, pause)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(clock: SetClock, status: int) -> None:
    async with receiving(answering(status, location="https://127.0.0.1/")) as receiver:
        sending = to(receiver, clock)
        failure = await sending.fails()
        await sending.platform.close()
    assert (len(receiver.received), str(failure), failure.permanent) == (1, f"answered {status}", False)


async def test_a_slow_receiver_is_given_up_for_now(clock: SetClock) -> None:
    over = asyncio.Event()

    async def wait(_: web.Request) -> web.StreamResponse:
        await over.wait()
        return web.Response()

    async with receiving(wait) as receiver:
        sending = Sending(receiver, clock, Names(["127.0.0.1"]), seconds=0.2)
        failure = await sending.fails()
        await sending.platform.close()
        over.set()
    assert (failure.failure, failure.permanent) == (FailureReason.TIMEOUT, False)


async def test_a_long_response_is_not_read(clock: SetClock) -> None:
    async def respond(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = 10**12
        await response.prepare(request)
        await response.write(b"x")
        return response

    async with receiving(respond) as receiver:
        sending = to(receiver, clock)
        assert await sending.send() == "delivery-1"
        await sending.platform.close()


async def test_what_is_no_http_fails_for_now(clock: SetClock) -> None:
    async def respond(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(b"220 mail.example ESMTP\r\n")
        request.transport.close()
        return web.Response()

    async with receiving(respond) as receiver:
        sending = to(receiver, clock)
        failure = await sending.fails()
        await sending.platform.close()
    assert (failure.failure, failure.permanent) == (FailureReason.INVALID_RESPONSE, False)


async def test_a_name_that_leads_into_our_network_is_not_connected_to(clock: SetClock) -> None:
    async with receiving() as receiver:
        sending = Sending(receiver, clock, PublicResolver(Names(["127.0.0.1"])))
        failure = await sending.fails()
        await sending.platform.close()
    assert (failure.failure, failure.permanent) == (FailureReason.NOT_ALLOWED, True)
    assert receiver.received == []


async def test_a_name_is_checked_again_each_time_it_is_connected_to(clock: SetClock) -> None:
    """Its owner can answer with a public address first, and with a private one later."""
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    async with receiving() as receiver:
        allowed = PublicResolver(names, lambda address: str(address) == "127.0.0.1")
        sending = Sending(receiver, clock, allowed)
        await sending.send()
        failure = await sending.fails()
        await sending.platform.close()
    assert (failure.failure, names.asked, len(receiver.received)) == (FailureReason.NOT_ALLOWED, 2, 1)


async def test_a_host_that_is_not_there_or_not_whom_it_says_is_tried_again(clock: SetClock) -> None:
    async with receiving() as receiver:
        for resolver, url in (
            (Names([]), receiver.url),
            (Names(["127.0.0.1"]), receiver.url.replace("receiver", "another")),
        ):
            sending = Sending(receiver, clock, resolver)
            sending.url = url
            failure = await sending.fails()
            await sending.platform.close()
            assert not failure.permanent
    assert receiver.received == []


@pytest.fixture
async def closed_platform(clock: SetClock) -> AsyncIterator[WebhookPlatform]:
    async def target(_: str) -> WebhookTarget:
        raise SendFailed("no such webhook any more", permanent=True)

    async def off(_: str) -> None:
        raise AssertionError

    platform = WebhookPlatform(target, off, clock, HERE)
    yield platform
    await platform.close()


async def test_nothing_is_opened_before_there_is_something_to_send(closed_platform: WebhookPlatform) -> None:
    with pytest.raises(SendFailed, match="no such webhook"):
        await closed_platform.send(webhook_address("webhook"), CARD, "delivery-1")


async def test_the_client_of_the_product_refuses_this_machine(clock: SetClock) -> None:
    client = webhook_platforms.open_client()
    target = WebhookTarget("https://localhost/", (SECRET,))
    with pytest.raises(SendFailed, match="not a public address"):
        await client.post(target, "{}", "delivery-1", clock.now())
    await client.close()

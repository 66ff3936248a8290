"""The connector sends each message once, and turns refusals into errors."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from adapters.teams.access_token import FAILURE_KEPT_FOR, AccessTokenProvider
from adapters.teams.clouds import TokenEndpoint
from adapters.teams.connector import MAX_BYTES, Connector
from adapters.teams.credentials import ClientSecret
from adapters.teams.token_validation import TrustPolicy
from bot.core.errors import FailureReason, SendFailed
from tests.adapters.teams.conftest import Serve
from tests.adapters.teams.connector_service import Answer, Service, a_page, answering, half, hang_up, nested
from tests.adapters.teams.issuer import APP, TENANT
from tests.support.fakes import SetClock

GONE = "This chat is not in Teams now: it was deleted, or the person left."
HELLO = {"type": "message", "text": "Bore da ☀"}
TRUST = TrustPolicy((APP,), {TENANT: APP}, frozenset({"127.0.0.1"}))


@pytest.fixture
def connector(http: aiohttp.ClientSession, tokens: AccessTokenProvider) -> Connector:
    return Connector(http, tokens, TRUST)


async def failure(connector: Connector, service_url: str, activity: dict[str, Any] = HELLO) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await connector.send(service_url, "a:1", activity)
    return failed.value


async def test_a_message_is_sent(connector: Connector, service_url: str, service: Service) -> None:
    assert (
        await connector.send(f"{service_url}/", "19:abc@thread.tacv2;messageid=1", HELLO) == "1700000000001"
    )
    assert service.asked == [
        ("POST", "/v3/conversations/19:abc@thread.tacv2;messageid=1/activities", HELLO),
    ]


async def test_a_message_is_replaced(connector: Connector, service_url: str, service: Service) -> None:
    thread, edited = "19:abc@thread.tacv2;messageid=1", {"type": "message", "text": "Hwyl"}
    id = await connector.send(service_url, "a:1", HELLO)
    await connector.update(service_url, thread, id, edited)
    path = f"/v3/conversations/{thread}/activities/id%201"
    assert service.asked[1:] == [("PUT", path, edited | {"id": id})]
    with pytest.raises(SendFailed) as failed:
        await connector.update(service_url, thread, "1:a/b", edited)
    assert (failed.value.permanent, failed.value.failure) == (True, FailureReason.NOT_FOUND)
    assert service.asked[-1][1] == f"/v3/conversations/{thread}/activities/1:a%2Fb"


async def test_a_chat_is_opened_with_a_member(
    connector: Connector, service_url: str, service: Service
) -> None:
    assert await connector.open_chat(service_url, TENANT, "29:ben") == "id 1"
    assert service.asked == [
        (
            "POST",
            "/v3/conversations",
            {
                "bot": {"id": f"28:{APP}"},
                "members": [{"id": "29:ben"}],
                "tenantId": TENANT,
                "channelData": {"tenant": {"id": TENANT}},
                "isGroup": False,
            },
        )
    ]


async def test_members_are_listed_page_by_page(
    connector: Connector, service_url: str, service: Service
) -> None:
    people = [{"id": f"29:{n}"} for n in range(450)]
    service.pages = [
        {"members": people[:200], "continuationToken": "a+b"},
        {"members": people[200:400], "continuationToken": "c"},
        {"members": people[400:]},
    ]
    assert [member async for member in connector.members(service_url, "19:team")] == people
    assert [path for _, path, _ in service.asked] == [
        "/v3/conversations/19:team/pagedmembers?pageSize=200",
        "/v3/conversations/19:team/pagedmembers?pageSize=200&continuationToken=a%2Bb",
        "/v3/conversations/19:team/pagedmembers?pageSize=200&continuationToken=c",
    ]


async def test_one_token_serves_an_hour(
    connector: Connector, service_url: str, service: Service, clock: SetClock
) -> None:
    await asyncio.gather(*(connector.send(service_url, f"a:{n}", HELLO) for n in range(30)))
    clock.move(timedelta(minutes=54))
    await connector.send(service_url, "a:1", HELLO)
    assert service.tokens == [
        {
            "grant_type": "client_credentials",
            "client_id": APP,
            "client_secret": "a password",
            "scope": "https://api.botframework.com/.default",
        }
    ]
    clock.move(timedelta(minutes=1))
    await connector.send(service_url, "a:1", HELLO)
    assert service.bearers == ["token 1"] * 31 + ["token 2"]


async def test_a_refused_token_is_replaced_once(
    connector: Connector, service_url: str, service: Service
) -> None:
    service.next = [answering(401)]
    assert await connector.send(service_url, "a:1", HELLO) == "id 2"
    assert service.bearers == ["token 1", "token 2"]
    service.next = [answering(401)] * 2
    failed = await failure(connector, service_url)
    assert (failed.permanent, failed.retry_after) == (False, timedelta(minutes=1))
    assert len(service.asked) == 4


@pytest.mark.parametrize(
    "answer",
    [answering(400, {"error": "invalid_client"}), answering(200, {}), answering(503), hang_up, a_page],
)
async def test_without_a_token_a_message_is_tried_again(
    connector: Connector, service_url: str, service: Service, clock: SetClock, answer: Answer
) -> None:
    service.next_token = [answer]
    failed = await failure(connector, service_url)
    assert (failed.permanent, failed.retry_after) == (False, timedelta(minutes=1))
    assert "a password" not in str(failed)
    clock.move(FAILURE_KEPT_FOR)
    assert await connector.send(service_url, "a:1", HELLO)


@pytest.mark.parametrize(
    ("answer", "rest"),
    [
        (answering(429, Retry_After="7"), timedelta(seconds=7)),
        (answering(429), timedelta(seconds=1)),
        (answering(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), timedelta(seconds=1)),
        (answering(429, Retry_After="9" * 30), timedelta(hours=1)),
        (answering(503, Retry_After="60"), timedelta(minutes=1)),
        (answering(412), None),
        (answering(500), None),
        (a_page, None),
        (answering(504), None),
        (hang_up, None),
        (half, None),
    ],
)
async def test_a_temporary_failure_is_tried_again(
    connector: Connector, service_url: str, service: Service, answer: Answer, rest: timedelta | None
) -> None:
    service.next = [answer]
    failed = await failure(connector, service_url)
    assert (failed.permanent, failed.retry_after, len(service.asked)) == (False, rest, 1)
    assert failed.failure is (FailureReason.TIMEOUT if answer in {hang_up, half} else FailureReason.BUSY)


async def test_an_answer_that_cannot_be_read_is_empty(
    connector: Connector, service_url: str, service: Service
) -> None:
    service.next = [nested, answering(200, ["id"])]
    assert [await connector.send(service_url, "a:1", HELLO) for _ in range(2)] == ["", ""]


@pytest.mark.parametrize(
    ("answer", "reason", "trouble"),
    [
        (
            answering(403, {"error": {"code": "BotNotInConversationRoster", "message": "..."}}),
            "Accord is not in that chat or team. Add the app there, then try again.",
            FailureReason.NOT_ADDED,
        ),
        (answering(403, {"error": {"code": ["?"]}}), None, FailureReason.NOT_PERMITTED),
        (answering(403, "no"), None, FailureReason.NOT_PERMITTED),
        (answering(403, {"error": {"code": "NotEnoughPermissions"}}), None, FailureReason.NOT_PERMITTED),
        (
            answering(403, {"error": {"code": "BotDisabledByAdmin"}}),
            "An administrator of Teams turned Accord off.",
            FailureReason.DISABLED,
        ),
        (
            answering(403, {"error": {"code": "ConversationBlockedByUser"}}),
            "The person blocked Accord in Teams.",
            FailureReason.BLOCKED,
        ),
        (
            answering(403, {"error": {"code": "MessageWritesBlocked"}}),
            "The person blocked Accord in Teams, or cannot be written to there.",
            FailureReason.WRITES_BLOCKED,
        ),
        (
            answering(404),
            "This chat is not in Teams now: it was deleted, or the person left.",
            FailureReason.NOT_FOUND,
        ),
        (answering(413), "The message is too long for Teams.", FailureReason.REFUSED),
        (answering(400), "Teams refused the message (400).", FailureReason.REFUSED),
        (
            answering(302, Location="https://evil.example/"),
            "Teams refused the message (302).",
            FailureReason.REFUSED,
        ),
    ],
)
async def test_a_permanent_failure_has_a_reason(
    connector: Connector,
    service_url: str,
    service: Service,
    answer: Answer,
    reason: str | None,
    trouble: FailureReason,
) -> None:
    service.next = [answer]
    failed = await failure(connector, service_url)
    blocked = "Accord may not write there in Teams: the app was removed, or an administrator blocked it."
    assert (failed.permanent, str(failed)) == (True, reason or blocked)
    assert failed.failure is trouble


async def test_a_message_that_is_too_long_is_not_sent(
    connector: Connector, service_url: str, service: Service
) -> None:
    failed = await failure(connector, service_url, {"text": "☀" * (MAX_BYTES // 3)})
    assert (failed.permanent, str(failed)) == (True, "The message is too long for Teams.")
    assert (service.asked, service.tokens) == ([], [])


async def test_a_service_that_is_not_allowed_gets_nothing(
    serve: Serve, http: aiohttp.ClientSession, clock: SetClock
) -> None:
    attacker = Service()
    address = await serve(attacker.app())
    trust = TrustPolicy((APP,), {TENANT: APP}, frozenset({"smba.trafficmanager.net"}))
    endpoint = TokenEndpoint(f"{address}/token")
    tokens = AccessTokenProvider(http, endpoint, APP, ClientSecret("a password"), clock)
    connector = Connector(http, tokens, trust)
    failed = await failure(connector, address)
    assert failed.permanent
    assert (attacker.asked, attacker.tokens) == ([], [])

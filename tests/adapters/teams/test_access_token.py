"""One request for a token serves everybody who waits, and its failure too."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from adapters.teams.access_token import FAILURE_KEPT_FOR, TIMEOUT, AccessTokenProvider
from bot.core.errors import FailureReason, SendFailed
from tests.adapters.teams.connector_service import Answer, Service, answering, half, hang_up, nested
from tests.support.fakes import SetClock

TEAMS_WAITS = 15  # seconds, then it shows an error


async def failure(tokens: AccessTokenProvider) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await tokens.token()
    return failed.value


def giving(**changed: Any) -> Answer:
    return answering(200, {"access_token": "given", "expires_in": 3600} | changed)


async def test_callers_behind_a_hanging_endpoint_fail_together_after_one_call(
    tokens: AccessTokenProvider, service: Service
) -> None:
    asked, gate = asyncio.Event(), asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        asked.set()
        await gate.wait()
        return await hang_up(request)

    service.next_token = [hang]
    callers = [asyncio.create_task(failure(tokens)) for _ in range(12)]
    await asked.wait()
    assert not any(caller.done() for caller in callers)
    gate.set()
    assert {failed.failure for failed in await asyncio.gather(*callers)} == {FailureReason.TIMEOUT}
    assert len(service.tokens) == 1


async def test_a_caller_who_gives_up_leaves_the_request_to_the_others(
    tokens: AccessTokenProvider, service: Service
) -> None:
    asked, gate = asyncio.Event(), asyncio.Event()

    async def wait(request: web.Request) -> web.StreamResponse:
        asked.set()
        await gate.wait()
        return await giving()(request)

    service.next_token = [wait]
    impatient, patient = (asyncio.create_task(tokens.token()) for _ in range(2))
    await asked.wait()
    impatient.cancel()
    gate.set()
    assert await patient == "given"
    assert len(service.tokens) == 1


def test_a_request_waits_far_less_than_teams_does() -> None:
    assert TIMEOUT.total
    assert TIMEOUT.total < TEAMS_WAITS / 3


async def test_a_failure_is_remembered_for_a_moment(
    tokens: AccessTokenProvider, service: Service, clock: SetClock
) -> None:
    service.next_token = [answering(503)]
    first, second = await failure(tokens), await failure(tokens)
    assert str(first) == str(second)
    assert len(service.tokens) == 1
    clock.move(FAILURE_KEPT_FOR)
    assert await tokens.token() == "token 2"


async def test_a_token_that_still_holds_is_used_while_no_other_is_given(
    tokens: AccessTokenProvider, service: Service, clock: SetClock
) -> None:
    assert await tokens.token() == "token 1"
    clock.move(timedelta(minutes=56))
    service.next_token = [answering(503)] * 2
    assert await tokens.token() == "token 1"
    clock.move(timedelta(minutes=4))
    await failure(tokens)
    assert len(service.tokens) == 3


async def test_a_refused_token_is_not_used_again(
    tokens: AccessTokenProvider, service: Service, clock: SetClock
) -> None:
    tokens.discard(await tokens.token())
    service.next_token = [answering(503)]
    await failure(tokens)
    clock.move(FAILURE_KEPT_FOR)
    tokens.discard("token 1")  # by a caller who is late
    assert await tokens.token() == "token 3"


@pytest.mark.parametrize("lifetime", [1e12, 10**20, "3599", None, "soon", -5, True, [], float("inf"), 1e-300])
async def test_a_token_is_used_whatever_lifetime_it_is_said_to_have(
    tokens: AccessTokenProvider, service: Service, clock: SetClock, lifetime: object
) -> None:
    service.next_token = [giving(expires_in=lifetime)]
    assert await tokens.token() == "given"
    clock.move(timedelta(days=1))
    assert await tokens.token() == "token 2"


async def test_a_token_without_a_lifetime_is_used(tokens: AccessTokenProvider, service: Service) -> None:
    service.next_token = [answering(200, {"access_token": "given"})]
    assert await tokens.token() == "given"


HOSTILE = {
    "a token with a newline": giving(access_token="a\nb"),
    "a token in another script": giving(access_token="tocyn ŵ"),
    "an empty token": giving(access_token=""),
    "a token that is no text": giving(access_token=["a"]),
    "a list": answering(200, ["a"]),
    "null": answering(200, None),
    "an object without a token": answering(200, {}),
    "401": answering(401, {"error": "invalid_client"}),
    "an error that is no text": answering(400, {"error": ["?"]}),
    "500": answering(500),
    "too much": answering(200, {"access_token": "given", "more": "." * 2**20}),
    "half an answer": half,
    "a lost connection": hang_up,
    "nested": nested,
    "elsewhere": answering(307, Location="/elsewhere"),
}


@pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_answer_is_a_failure_that_is_tried_again(
    tokens: AccessTokenProvider, service: Service, answer: Answer
) -> None:
    service.next_token = [answer]
    failed = await failure(tokens)
    assert (failed.permanent, failed.retry_after) == (False, timedelta(minutes=1))
    assert service.asked == []  # a redirect is not followed, for it would take the secret along

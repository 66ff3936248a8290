"""Signing keys survive outages and rotation, and are rarely fetched."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from adapters.oidc.published import MAX_PAUSE
from adapters.teams.routes import SigningKeys, signing_keys
from adapters.teams.token_validation import parse_keys
from tests.adapters.teams.conftest import Serve
from tests.adapters.teams.issuer import Issuer, published
from tests.support.fakes import SetClock

ONCE = ["description", "keys"]


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def keys(
    serve: Serve, http: aiohttp.ClientSession, clock: SetClock, issuer: Issuer
) -> AsyncIterator[SigningKeys]:
    keys = signing_keys(http, f"{await serve(issuer.app())}/description", clock)
    yield keys
    await keys.close()


async def test_concurrent_calls_share_one_fetch(keys: SigningKeys, issuer: Issuer) -> None:
    keys_returned = await asyncio.gather(*(keys.get("first") for _ in range(20)))
    assert None not in keys_returned
    assert issuer.asked == ONCE


async def test_an_unknown_key_is_fetched(keys: SigningKeys, issuer: Issuer, clock: SetClock) -> None:
    await keys.get("first")
    issuer.keys = published("first", "second")
    clock.move(timedelta(minutes=1))
    assert await keys.get("second")
    assert issuer.asked == ONCE * 2


async def test_a_key_that_is_published_just_after_a_fetch_is_known_within_a_second(
    keys: SigningKeys, issuer: Issuer, clock: SetClock
) -> None:
    await keys.get("first")
    issuer.keys = published("first", "second")
    assert await keys.get("second") is None
    clock.move(timedelta(seconds=1))
    assert await keys.get("second")


async def test_where_no_key_is_known_a_failed_fetch_is_repeated_after_growing_pauses(
    keys: SigningKeys, issuer: Issuer, clock: SetClock
) -> None:
    issuer.failing = [503] * 100
    for _ in range(60):
        assert await keys.get("first") is None
        clock.move(timedelta(seconds=1))
    assert 5 <= len(issuer.asked) <= 8
    issuer.failing = [503]
    clock.move(MAX_PAUSE)
    assert await keys.get("first") is None
    clock.move(MAX_PAUSE)
    assert await keys.get("first")


async def test_an_issuer_that_is_back_after_a_second_is_believed(
    keys: SigningKeys, issuer: Issuer, clock: SetClock
) -> None:
    issuer.failing = [503]
    assert await keys.get("first") is None
    clock.move(timedelta(seconds=1))
    assert await keys.get("first")


async def test_invented_keys_do_not_cause_many_fetches(
    keys: SigningKeys, issuer: Issuer, clock: SetClock
) -> None:
    for n in range(3600):
        assert await keys.get(f"made up {n}") is None
        clock.move(timedelta(seconds=1))
    assert len(issuer.asked) < 70 * len(ONCE)
    assert await keys.get("first")
    issuer.keys = published("first", "second")
    clock.move(MAX_PAUSE)
    assert await keys.get("second")


async def test_pauses_are_short_again_after_some_quiet_minutes(
    keys: SigningKeys, issuer: Issuer, clock: SetClock
) -> None:
    for n in range(300):
        await keys.get(f"made up {n}")
        clock.move(timedelta(seconds=1))
    clock.move(timedelta(minutes=10))
    assert await keys.get("second") is None
    issuer.keys = published("first", "second")
    clock.move(timedelta(seconds=1))
    assert await keys.get("second")


@pytest.mark.parametrize("number", [101, 20_000])
async def test_too_many_keys_are_not_read(
    keys: SigningKeys, issuer: Issuer, clock: SetClock, number: int
) -> None:
    await keys.get("first")
    second = published("second")["keys"][0]
    issuer.keys = {"keys": [{**second, "kid": str(n)} for n in range(number)]}
    clock.move(MAX_PAUSE)
    assert await keys.get("1") is None
    assert await keys.get("first")


async def test_old_keys_are_used_during_an_outage(keys: SigningKeys, issuer: Issuer, clock: SetClock) -> None:
    await keys.get("first")
    issuer.failing = [503] * 3
    for _ in range(3):
        clock.move(timedelta(days=2))
        assert await keys.get("first")
        assert await keys.get("second") is None  # waits for the fetch that fails
    assert issuer.asked == [*ONCE, *["description"] * 3]


async def test_a_key_that_is_withdrawn_is_forgotten(
    keys: SigningKeys, issuer: Issuer, clock: SetClock
) -> None:
    await keys.get("first")
    issuer.keys = published("second")
    clock.move(timedelta(days=1))
    assert await keys.get("first")  # is merely old: nobody waits
    assert await keys.get("second")
    assert await keys.get("first") is None


async def test_an_empty_list_of_keys_removes_none(keys: SigningKeys, issuer: Issuer, clock: SetClock) -> None:
    await keys.get("first")
    issuer.keys = {"keys": []}
    clock.move(timedelta(days=2))
    assert await keys.get("second") is None
    assert await keys.get("first")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        b"[]",
        b'{"jwks_uri": 5}',
        b'{"jwks_uri": "nowhere"}',
        b'{"jwks_uri": "http://keys.example/"}',
        b"[" * 60_000,
    ],
)
async def test_a_description_that_cannot_be_read_gives_no_key(
    serve: Serve, http: aiohttp.ClientSession, clock: SetClock, answer: bytes
) -> None:
    async def say(_: web.Request) -> web.Response:
        return web.Response(body=answer)

    app = web.Application()
    app.router.add_get("/description", say)
    keys = signing_keys(http, f"{await serve(app)}/description", clock)
    assert await keys.get("first") is None
    await keys.close()


async def test_a_known_key_is_returned_during_a_refresh(
    serve: Serve, http: aiohttp.ClientSession, clock: SetClock
) -> None:
    asked, gate = asyncio.Event(), asyncio.Event()
    issuer = Issuer()
    app = issuer.app()

    async def hold(_: web.Request, response: web.StreamResponse) -> None:
        if len(issuer.asked) > 2:
            asked.set()
            await gate.wait()

    app.on_response_prepare.append(hold)
    keys = signing_keys(http, f"{await serve(app)}/description", clock)
    await keys.get("first")
    clock.move(timedelta(days=1))
    assert await keys.get("first")
    await asked.wait()
    assert await keys.get("first")
    gate.set()
    await keys.close()


def test_keys_that_cannot_be_read_are_left_out() -> None:
    good = published("first")["keys"][0]
    bad: list[object] = [
        None,
        [],
        {},
        {"kid": "x", "kty": "EC", "endorsements": ["msteams"]},
        {**good, "n": "!"},
        {**good, "kid": None},
        {**good, "endorsements": "msteams"},
    ]
    assert list(parse_keys({"keys": [*bad, good]})) == ["first"]
    assert parse_keys(None) == parse_keys({"keys": "first"}) == {}

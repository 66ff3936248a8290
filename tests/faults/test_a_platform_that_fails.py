"""One workspace fails for half an hour, over real HTTP: nothing is lost, nothing is sent early or twice, no
other is slowed, and what waits says why."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import FailureReason
from bot.core.ports import Store
from bot.delivery.outbox import Outbox
from bot.delivery.sender import TIMEOUT_BACKOFF
from tests.delivery.fake_platform import MORNING, all_of, compose, owe, owed
from tests.faults.remote_platform import SHUT_OUT_FOR, Client, FarAway, Illness
from tests.support.fakes import SetClock
from tests.support.http_stub import Cut, Reply, serve_http
from tests.support.patience import PATIENCE

NONE, MINUTE, HALF_AN_HOUR = timedelta(0), timedelta(minutes=1), timedelta(minutes=30)
GIVEN_UP_AFTER = timedelta(milliseconds=100)  # where one hangs: it is waited for at each try
RETRY_AFTER = timedelta(minutes=4)
HALF = b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"kno'

# How it fails, what is said of it meanwhile, and how long it must be left alone after each failure.
ILL = {
    "429": (
        Illness(Reply(429, headers={"Retry-After": str(RETRY_AFTER.seconds)})),
        FailureReason.BUSY,
        RETRY_AFTER,
    ),
    "5xx": (Illness(Reply(503, b"<html>Bad gateway</html>")), FailureReason.BUSY, NONE),
    "hangs": (Illness(None), FailureReason.TIMEOUT, TIMEOUT_BACKOFF),
    "hangs, but takes it": (Illness(None, takes=True), FailureReason.TIMEOUT, TIMEOUT_BACKOFF),
    "resets": (Illness(Cut(reset=True), takes=True), FailureReason.TIMEOUT, NONE),
    "half a body": (Illness(Cut(HALF), takes=True), FailureReason.INVALID_RESPONSE, NONE),
    "wrong JSON": (
        Illness(Reply(200, b"<html>Welcome</html>"), takes=True),
        FailureReason.INVALID_RESPONSE,
        NONE,
    ),
    "not the JSON we know": (Illness(Reply(200, b"[]"), takes=False), FailureReason.INVALID_RESPONSE, NONE),
    "dead token": (Illness(Reply(401)), FailureReason.FORBIDDEN, SHUT_OUT_FOR),
}


def spread_over(workspace: str, many: int) -> list[Delivery]:
    """Return deliveries due over half an hour, to two people in turns."""
    return [
        replace(owed(n, workspace), due_at=MORNING + n * HALF_AN_HOUR / many, to=owed(n % 2, workspace).to)
        for n in range(many)
    ]


async def fails(store: Store, clock: SetClock, illness: str, many: int, step: timedelta) -> None:
    ill, trouble, rest = ILL[illness]
    everything = spread_over("T1", many) + spread_over("T2", many)
    await owe(store, *everything)
    began = clock.now()
    away = FarAway(ill={"T1": ill})
    async with serve_http(away.answer) as port:
        limit = GIVEN_UP_AFTER if "hangs" in illness else timedelta(seconds=PATIENCE)
        outbox = Outbox(store, {"slack": Client(port, clock)}, compose, clock, send_timeout=limit)
        await outbox.send_due()
        while clock.now() < began + HALF_AN_HOUR:
            clock.move(step)
            await outbox.send_due()
        left, failing = await waiting(store), [at for workspace, at in away.asked if workspace == "T1"]
        away.ill.clear()
        while await waiting(store):
            clock.move(MINUTE)
            await outbox.send_due()
    assert {each.id for each in left} == {each.id for each in everything if each.lane == "slack:T1"}
    assert {each.error for each in left if each.attempts} == {trouble.value}
    assert {each.state for each in await all_of(store)} == {DeliveryState.SETTLED}
    assert sorted(each.key for each in away.arrived) == sorted(each.id for each in everything)
    due = {each.id: each.due_at.timestamp() for each in everything}
    assert all(each.at >= due[each.key] for each in away.arrived)
    well = max(each.at - due[each.key] for each in away.arrived if each.workspace == "T2")
    assert well <= step.total_seconds()
    assert all(then - at >= rest.total_seconds() for at, then in pairwise(failing))


async def waiting(store: Store) -> list[Delivery]:
    return [each for each in await all_of(store) if each.state is DeliveryState.WAITING]


@pytest.mark.parametrize("illness", ILL)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_workspace_fails_for_half_an_hour(store: Store, clock: SetClock, illness: str) -> None:
    await fails(store, clock, illness, many=5, step=timedelta(seconds=90))


@pytest.mark.long
@pytest.mark.parametrize("illness", ILL)
async def test_a_workspace_with_many_deliveries_fails_for_half_an_hour(
    store: Store, clock: SetClock, illness: str
) -> None:
    await fails(store, clock, illness, many=60, step=timedelta(seconds=5))

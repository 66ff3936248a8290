from datetime import timedelta

from bot.core.heartbeats import HEARTBEAT_EXPIRES_AFTER, Heartbeat, alive_workers
from tests.support.fakes import SetClock


def test_a_worker_is_alive_for_a_minute_after_its_last_sign(clock: SetClock) -> None:
    pulse, second = Heartbeat("w", "here", clock.now()), timedelta(seconds=1)
    assert [
        alive_workers([pulse], pulse.at + HEARTBEAT_EXPIRES_AFTER),
        alive_workers([pulse], pulse.at + HEARTBEAT_EXPIRES_AFTER + second),
    ] == [[pulse], []]

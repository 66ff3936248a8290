from datetime import timedelta

from bot.running.pulse import ALIVE, Pulse, alive
from tests.conftest import SetClock


def test_a_worker_is_alive_for_a_minute_after_its_last_sign(clock: SetClock) -> None:
    pulse, second = Pulse("w", "here", clock.now()), timedelta(seconds=1)
    assert [alive([pulse], pulse.at + ALIVE), alive([pulse], pulse.at + ALIVE + second)] == [[pulse], []]

import pytest

from bot.analysis.false_alarms import EARLY, FIRM, false_alarm_rate


@pytest.mark.parametrize(
    ("members", "nearest"),
    [(1, 6), (6, 6), (7, 6), (8, 9), (11, 9), (12, 15), (21, 15), (22, 30), (400, 30)],
)
def test_the_rate_is_that_of_the_nearest_group_size_in_proportion(members: int, nearest: int) -> None:
    assert false_alarm_rate(members, firm=False).members == nearest
    assert false_alarm_rate(members, firm=True).members == nearest


def test_early_rounds_have_rates_of_their_own() -> None:
    assert (false_alarm_rate(9, firm=False), false_alarm_rate(9, firm=True)) == (EARLY[1], FIRM[1])

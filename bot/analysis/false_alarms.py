"""Rates of false alarms and of detection, as measured by simulation. Pure.

`python -m benchmarks false_alarms` simulates partnerships of three themes with the product's own code; these
are the rows that it prints.
"""

import math
from dataclasses import dataclass

CALM, MOODY = 0.0, 0.2  # deviation of a mood that all members share in a round, in points


@dataclass(frozen=True, slots=True)
class FalseAlarmRate:
    """Of 100 partnerships in which nothing changes, how many get at least one alert that any theme went up or
    down. `level` is the level of their members, `mood` the deviation of a shared mood. It holds for rounds 4
    to 12 that count or, if `firm`, for the next 26."""

    members: int
    level: float
    mood: float
    firm: bool
    alarms: float

    @property
    def rounds(self) -> int:
        return 26 if self.firm else 9


@dataclass(frozen=True, slots=True)
class DetectionRate:
    """Of 100 falls of one theme, how many are coloured on the chart, and how many get an alert, in the next
    round that counts and within three."""

    members: int
    level: float
    mood: float
    firm: bool
    fall: float
    coloured_next: float
    coloured: float
    alerted_next: float
    alerted: float


FALSE_ALARMS = (
    FalseAlarmRate(6, 3.7, 0.0, firm=False, alarms=31.4),
    FalseAlarmRate(6, 3.7, 0.0, firm=True, alarms=13.7),
    FalseAlarmRate(6, 3.7, 0.2, firm=False, alarms=54.6),
    FalseAlarmRate(6, 3.7, 0.2, firm=True, alarms=28.5),
    FalseAlarmRate(6, 4.3, 0.0, firm=False, alarms=4.3),
    FalseAlarmRate(6, 4.3, 0.0, firm=True, alarms=4.4),
    FalseAlarmRate(6, 4.3, 0.2, firm=False, alarms=9.1),
    FalseAlarmRate(6, 4.3, 0.2, firm=True, alarms=13.7),
    FalseAlarmRate(9, 3.7, 0.0, firm=False, alarms=28.0),
    FalseAlarmRate(9, 3.7, 0.0, firm=True, alarms=13.5),
    FalseAlarmRate(9, 3.7, 0.2, firm=False, alarms=58.0),
    FalseAlarmRate(9, 3.7, 0.2, firm=True, alarms=21.2),
    FalseAlarmRate(9, 4.3, 0.0, firm=False, alarms=4.9),
    FalseAlarmRate(9, 4.3, 0.0, firm=True, alarms=4.3),
    FalseAlarmRate(9, 4.3, 0.2, firm=False, alarms=16.6),
    FalseAlarmRate(9, 4.3, 0.2, firm=True, alarms=13.9),
    FalseAlarmRate(15, 3.7, 0.0, firm=False, alarms=8.2),
    FalseAlarmRate(15, 3.7, 0.0, firm=True, alarms=6.0),
    FalseAlarmRate(15, 3.7, 0.2, firm=False, alarms=44.2),
    FalseAlarmRate(15, 3.7, 0.2, firm=True, alarms=14.8),
    FalseAlarmRate(15, 4.3, 0.0, firm=False, alarms=3.6),
    FalseAlarmRate(15, 4.3, 0.0, firm=True, alarms=5.2),
    FalseAlarmRate(15, 4.3, 0.2, firm=False, alarms=27.9),
    FalseAlarmRate(15, 4.3, 0.2, firm=True, alarms=10.5),
    FalseAlarmRate(30, 3.7, 0.0, firm=False, alarms=0.7),
    FalseAlarmRate(30, 3.7, 0.0, firm=True, alarms=1.6),
    FalseAlarmRate(30, 3.7, 0.2, firm=False, alarms=26.6),
    FalseAlarmRate(30, 3.7, 0.2, firm=True, alarms=12.4),
    FalseAlarmRate(30, 4.3, 0.0, firm=False, alarms=0.1),
    FalseAlarmRate(30, 4.3, 0.0, firm=True, alarms=1.0),
    FalseAlarmRate(30, 4.3, 0.2, firm=False, alarms=11.8),
    FalseAlarmRate(30, 4.3, 0.2, firm=True, alarms=7.2),
)
# members, level, mood, firm, fall; coloured in the next round and within three; told likewise
DETECTION = tuple(
    DetectionRate(*row)
    for row in (
        (6, 3.7, 0.0, False, 0.75, 49.5, 92.6, 20.9, 87.7),
        (6, 3.7, 0.0, False, 1.5, 98.8, 100.0, 93.5, 100.0),
        (6, 3.7, 0.0, True, 0.75, 49.9, 87.0, 16.1, 71.3),
        (6, 3.7, 0.0, True, 1.5, 98.5, 99.9, 94.2, 99.8),
        (6, 3.7, 0.2, False, 0.75, 47.3, 89.0, 26.1, 83.0),
        (6, 3.7, 0.2, False, 1.5, 97.8, 100.0, 90.9, 100.0),
        (6, 3.7, 0.2, True, 0.75, 38.4, 77.2, 19.0, 64.3),
        (6, 3.7, 0.2, True, 1.5, 91.8, 98.8, 85.4, 98.8),
        (6, 4.3, 0.0, False, 0.75, 23.8, 60.3, 7.4, 52.7),
        (6, 4.3, 0.0, False, 1.5, 91.4, 99.6, 76.4, 99.1),
        (6, 4.3, 0.0, True, 0.75, 24.1, 61.8, 5.5, 53.7),
        (6, 4.3, 0.0, True, 1.5, 91.1, 99.8, 74.3, 99.2),
        (6, 4.3, 0.2, False, 0.75, 23.7, 60.8, 9.7, 51.4),
        (6, 4.3, 0.2, False, 1.5, 87.7, 99.2, 71.5, 98.7),
        (6, 4.3, 0.2, True, 0.75, 23.4, 60.4, 8.1, 48.0),
        (6, 4.3, 0.2, True, 1.5, 88.2, 99.5, 71.0, 99.0),
        (9, 3.7, 0.0, False, 0.75, 66.9, 97.8, 21.0, 93.5),
        (9, 3.7, 0.0, False, 1.5, 99.6, 100.0, 96.7, 100.0),
        (9, 3.7, 0.0, True, 0.75, 53.4, 88.7, 16.4, 70.7),
        (9, 3.7, 0.0, True, 1.5, 99.3, 100.0, 96.8, 100.0),
        (9, 3.7, 0.2, False, 0.75, 61.6, 95.3, 28.6, 88.6),
        (9, 3.7, 0.2, False, 1.5, 99.0, 100.0, 92.4, 100.0),
        (9, 3.7, 0.2, True, 0.75, 36.5, 73.1, 19.1, 56.7),
        (9, 3.7, 0.2, True, 1.5, 94.2, 99.8, 90.7, 99.8),
        (9, 4.3, 0.0, False, 0.75, 45.0, 84.1, 8.8, 74.1),
        (9, 4.3, 0.0, False, 1.5, 98.5, 100.0, 89.3, 99.9),
        (9, 4.3, 0.0, True, 0.75, 47.4, 85.0, 8.5, 71.6),
        (9, 4.3, 0.0, True, 1.5, 98.9, 100.0, 88.0, 100.0),
        (9, 4.3, 0.2, False, 0.75, 45.3, 84.0, 15.6, 71.4),
        (9, 4.3, 0.2, False, 1.5, 97.2, 100.0, 84.0, 100.0),
        (9, 4.3, 0.2, True, 0.75, 40.3, 79.4, 12.7, 64.5),
        (9, 4.3, 0.2, True, 1.5, 96.3, 99.9, 83.5, 99.8),
        (15, 3.7, 0.0, False, 0.75, 83.5, 99.5, 12.6, 97.5),
        (15, 3.7, 0.0, False, 1.5, 100.0, 100.0, 98.8, 100.0),
        (15, 3.7, 0.0, True, 0.75, 72.6, 98.2, 9.7, 87.2),
        (15, 3.7, 0.0, True, 1.5, 100.0, 100.0, 99.2, 100.0),
        (15, 3.7, 0.2, False, 0.75, 76.0, 98.0, 27.1, 92.0),
        (15, 3.7, 0.2, False, 1.5, 99.8, 100.0, 95.7, 100.0),
        (15, 3.7, 0.2, True, 0.75, 37.5, 79.5, 16.4, 59.2),
        (15, 3.7, 0.2, True, 1.5, 97.7, 100.0, 95.2, 100.0),
        (15, 4.3, 0.0, False, 0.75, 83.2, 99.2, 8.9, 95.4),
        (15, 4.3, 0.0, False, 1.5, 100.0, 100.0, 98.8, 100.0),
        (15, 4.3, 0.0, True, 0.75, 73.5, 97.3, 5.3, 85.3),
        (15, 4.3, 0.0, True, 1.5, 99.9, 100.0, 98.1, 100.0),
        (15, 4.3, 0.2, False, 0.75, 73.3, 95.8, 18.2, 87.1),
        (15, 4.3, 0.2, False, 1.5, 99.7, 100.0, 92.0, 100.0),
        (15, 4.3, 0.2, True, 0.75, 41.5, 82.8, 12.1, 58.3),
        (15, 4.3, 0.2, True, 1.5, 98.4, 100.0, 91.7, 100.0),
        (30, 3.7, 0.0, False, 0.75, 94.5, 100.0, 2.9, 99.5),
        (30, 3.7, 0.0, False, 1.5, 100.0, 100.0, 99.8, 100.0),
        (30, 3.7, 0.0, True, 0.75, 96.0, 100.0, 3.1, 99.2),
        (30, 3.7, 0.0, True, 1.5, 100.0, 100.0, 100.0, 100.0),
        (30, 3.7, 0.2, False, 0.75, 84.2, 99.2, 21.4, 95.0),
        (30, 3.7, 0.2, False, 1.5, 100.0, 100.0, 97.3, 100.0),
        (30, 3.7, 0.2, True, 0.75, 49.8, 89.5, 14.9, 69.7),
        (30, 3.7, 0.2, True, 1.5, 99.5, 100.0, 96.8, 100.0),
        (30, 4.3, 0.0, False, 0.75, 89.2, 99.8, 1.4, 98.7),
        (30, 4.3, 0.0, False, 1.5, 100.0, 100.0, 99.8, 100.0),
        (30, 4.3, 0.0, True, 0.75, 95.2, 100.0, 2.2, 98.8),
        (30, 4.3, 0.0, True, 1.5, 100.0, 100.0, 99.8, 100.0),
        (30, 4.3, 0.2, False, 0.75, 75.8, 98.0, 12.3, 90.3),
        (30, 4.3, 0.2, False, 1.5, 100.0, 100.0, 94.7, 100.0),
        (30, 4.3, 0.2, True, 0.75, 54.6, 92.9, 9.2, 68.5),
        (30, 4.3, 0.2, True, 1.5, 99.7, 100.0, 95.8, 100.0),
    )
)


def false_alarm_rates(members: int, level: float, *, firm: bool) -> tuple[FalseAlarmRate, ...]:
    """Return the rates without and with a shared mood for the nearest group size, in proportion, and the
    nearest level; a level in the lower half of the scale stands for its mirror image."""
    mirrored = max(level, 6 - level)
    return tuple(
        min(
            (rate for rate in FALSE_ALARMS if (rate.mood, rate.firm) == (mood, firm)),
            key=lambda rate: (abs(math.log(rate.members / members)), abs(rate.level - mirrored)),
        )
        for mood in (CALM, MOODY)
    )

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
    FalseAlarmRate(6, 3.7, 0.0, firm=False, alarms=40.0),
    FalseAlarmRate(6, 3.7, 0.0, firm=True, alarms=17.3),
    FalseAlarmRate(6, 3.7, 0.2, firm=False, alarms=56.7),
    FalseAlarmRate(6, 3.7, 0.2, firm=True, alarms=30.7),
    FalseAlarmRate(6, 4.3, 0.0, firm=False, alarms=3.3),
    FalseAlarmRate(6, 4.3, 0.0, firm=True, alarms=2.0),
    FalseAlarmRate(6, 4.3, 0.2, firm=False, alarms=12.0),
    FalseAlarmRate(6, 4.3, 0.2, firm=True, alarms=14.7),
    FalseAlarmRate(9, 3.7, 0.0, firm=False, alarms=28.0),
    FalseAlarmRate(9, 3.7, 0.0, firm=True, alarms=16.7),
    FalseAlarmRate(9, 3.7, 0.2, firm=False, alarms=66.7),
    FalseAlarmRate(9, 3.7, 0.2, firm=True, alarms=21.3),
    FalseAlarmRate(9, 4.3, 0.0, firm=False, alarms=7.3),
    FalseAlarmRate(9, 4.3, 0.0, firm=True, alarms=2.7),
    FalseAlarmRate(9, 4.3, 0.2, firm=False, alarms=16.0),
    FalseAlarmRate(9, 4.3, 0.2, firm=True, alarms=18.0),
    FalseAlarmRate(15, 3.7, 0.0, firm=False, alarms=7.3),
    FalseAlarmRate(15, 3.7, 0.0, firm=True, alarms=4.7),
    FalseAlarmRate(15, 3.7, 0.2, firm=False, alarms=40.0),
    FalseAlarmRate(15, 3.7, 0.2, firm=True, alarms=13.3),
    FalseAlarmRate(15, 4.3, 0.0, firm=False, alarms=2.7),
    FalseAlarmRate(15, 4.3, 0.0, firm=True, alarms=6.0),
    FalseAlarmRate(15, 4.3, 0.2, firm=False, alarms=28.7),
    FalseAlarmRate(15, 4.3, 0.2, firm=True, alarms=10.7),
    FalseAlarmRate(30, 3.7, 0.0, firm=False, alarms=0.7),
    FalseAlarmRate(30, 3.7, 0.0, firm=True, alarms=2.0),
    FalseAlarmRate(30, 3.7, 0.2, firm=False, alarms=27.3),
    FalseAlarmRate(30, 3.7, 0.2, firm=True, alarms=11.3),
    FalseAlarmRate(30, 4.3, 0.0, firm=False, alarms=0.0),
    FalseAlarmRate(30, 4.3, 0.0, firm=True, alarms=0.0),
    FalseAlarmRate(30, 4.3, 0.2, firm=False, alarms=11.3),
    FalseAlarmRate(30, 4.3, 0.2, firm=True, alarms=7.3),
)
# members, level, mood, firm, fall; coloured in the next round and within three; told likewise
DETECTION = tuple(
    DetectionRate(*row)
    for row in (
        (6, 3.7, 0.0, False, 0.75, 45.3, 90.7, 20.0, 84.7),
        (6, 3.7, 0.0, False, 1.5, 100.0, 100.0, 95.3, 100.0),
        (6, 3.7, 0.0, True, 0.75, 46.7, 78.0, 16.0, 66.7),
        (6, 3.7, 0.0, True, 1.5, 97.3, 100.0, 95.3, 100.0),
        (6, 3.7, 0.2, False, 0.75, 50.7, 91.3, 31.3, 86.0),
        (6, 3.7, 0.2, False, 1.5, 99.3, 100.0, 92.7, 100.0),
        (6, 3.7, 0.2, True, 0.75, 42.0, 80.0, 24.0, 66.0),
        (6, 3.7, 0.2, True, 1.5, 91.3, 97.3, 84.0, 97.3),
        (6, 4.3, 0.0, False, 0.75, 26.7, 60.7, 4.7, 50.7),
        (6, 4.3, 0.0, False, 1.5, 90.7, 100.0, 82.0, 100.0),
        (6, 4.3, 0.0, True, 0.75, 32.0, 61.3, 5.3, 52.7),
        (6, 4.3, 0.0, True, 1.5, 90.0, 100.0, 78.7, 100.0),
        (6, 4.3, 0.2, False, 0.75, 22.7, 60.7, 10.7, 49.3),
        (6, 4.3, 0.2, False, 1.5, 85.3, 98.7, 72.7, 98.0),
        (6, 4.3, 0.2, True, 0.75, 20.7, 56.0, 8.0, 45.3),
        (6, 4.3, 0.2, True, 1.5, 90.0, 98.7, 72.7, 98.0),
        (9, 3.7, 0.0, False, 0.75, 67.3, 97.3, 19.3, 95.3),
        (9, 3.7, 0.0, False, 1.5, 98.7, 100.0, 94.7, 100.0),
        (9, 3.7, 0.0, True, 0.75, 55.3, 87.3, 18.7, 71.3),
        (9, 3.7, 0.0, True, 1.5, 98.7, 100.0, 96.0, 100.0),
        (9, 3.7, 0.2, False, 0.75, 58.7, 96.0, 28.7, 91.3),
        (9, 3.7, 0.2, False, 1.5, 99.3, 100.0, 90.0, 100.0),
        (9, 3.7, 0.2, True, 0.75, 34.7, 76.0, 18.7, 60.7),
        (9, 3.7, 0.2, True, 1.5, 90.7, 99.3, 84.0, 99.3),
        (9, 4.3, 0.0, False, 0.75, 41.3, 84.0, 5.3, 69.3),
        (9, 4.3, 0.0, False, 1.5, 97.3, 100.0, 89.3, 100.0),
        (9, 4.3, 0.0, True, 0.75, 42.0, 82.7, 8.0, 66.7),
        (9, 4.3, 0.0, True, 1.5, 99.3, 100.0, 86.0, 100.0),
        (9, 4.3, 0.2, False, 0.75, 44.7, 86.7, 16.0, 71.3),
        (9, 4.3, 0.2, False, 1.5, 96.7, 100.0, 85.3, 100.0),
        (9, 4.3, 0.2, True, 0.75, 40.0, 75.3, 10.0, 59.3),
        (9, 4.3, 0.2, True, 1.5, 96.7, 100.0, 80.7, 99.3),
        (15, 3.7, 0.0, False, 0.75, 83.3, 99.3, 14.7, 96.7),
        (15, 3.7, 0.0, False, 1.5, 100.0, 100.0, 98.0, 100.0),
        (15, 3.7, 0.0, True, 0.75, 74.7, 97.3, 10.7, 85.3),
        (15, 3.7, 0.0, True, 1.5, 100.0, 100.0, 98.7, 100.0),
        (15, 3.7, 0.2, False, 0.75, 81.3, 98.7, 26.7, 90.0),
        (15, 3.7, 0.2, False, 1.5, 100.0, 100.0, 96.0, 100.0),
        (15, 3.7, 0.2, True, 0.75, 38.0, 78.0, 20.0, 58.0),
        (15, 3.7, 0.2, True, 1.5, 97.3, 100.0, 96.0, 100.0),
        (15, 4.3, 0.0, False, 0.75, 85.3, 99.3, 6.0, 96.7),
        (15, 4.3, 0.0, False, 1.5, 100.0, 100.0, 98.7, 100.0),
        (15, 4.3, 0.0, True, 0.75, 77.3, 99.3, 7.3, 88.0),
        (15, 4.3, 0.0, True, 1.5, 100.0, 100.0, 96.7, 100.0),
        (15, 4.3, 0.2, False, 0.75, 76.7, 97.3, 18.0, 89.3),
        (15, 4.3, 0.2, False, 1.5, 99.3, 100.0, 94.7, 100.0),
        (15, 4.3, 0.2, True, 0.75, 44.7, 86.0, 13.3, 59.3),
        (15, 4.3, 0.2, True, 1.5, 99.3, 100.0, 92.7, 100.0),
        (30, 3.7, 0.0, False, 0.75, 96.7, 100.0, 4.0, 99.3),
        (30, 3.7, 0.0, False, 1.5, 100.0, 100.0, 100.0, 100.0),
        (30, 3.7, 0.0, True, 0.75, 95.3, 100.0, 3.3, 99.3),
        (30, 3.7, 0.0, True, 1.5, 100.0, 100.0, 100.0, 100.0),
        (30, 3.7, 0.2, False, 0.75, 83.3, 98.7, 14.0, 95.3),
        (30, 3.7, 0.2, False, 1.5, 100.0, 100.0, 97.3, 100.0),
        (30, 3.7, 0.2, True, 0.75, 46.7, 86.0, 20.0, 60.7),
        (30, 3.7, 0.2, True, 1.5, 99.3, 100.0, 98.0, 100.0),
        (30, 4.3, 0.0, False, 0.75, 90.7, 99.3, 1.3, 99.3),
        (30, 4.3, 0.0, False, 1.5, 100.0, 100.0, 99.3, 100.0),
        (30, 4.3, 0.0, True, 0.75, 97.3, 100.0, 3.3, 99.3),
        (30, 4.3, 0.0, True, 1.5, 100.0, 100.0, 100.0, 100.0),
        (30, 4.3, 0.2, False, 0.75, 78.0, 98.0, 17.3, 89.3),
        (30, 4.3, 0.2, False, 1.5, 100.0, 100.0, 96.0, 100.0),
        (30, 4.3, 0.2, True, 0.75, 48.7, 91.3, 6.7, 65.3),
        (30, 4.3, 0.2, True, 1.5, 99.3, 100.0, 96.7, 100.0),
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

"""Rates of false alarms and of detection, as measured by simulation. Pure.

`python -m benchmarks false_alarms` simulates partnerships with the product's own code; these are the rows of
its table for stored results, from 2,000 series of each kind, with a noise of 0.8 points.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FalseAlarmRate:
    """Rates for partnerships of so many members. `down` and `up`: of 100 in which nothing changes, how many
    get at least one alert that a theme went down, or up, in so many rounds. `detected`: of 100 in which it
    falls by 0.75, in how many an alert says so within three rounds."""

    members: int
    rounds: int
    down: float
    up: float
    detected: float


EARLY = (
    FalseAlarmRate(6, 9, down=10.7, up=10.9, detected=94.8),
    FalseAlarmRate(9, 9, down=10.2, up=8.7, detected=97.2),
    FalseAlarmRate(15, 9, down=4.8, up=5.3, detected=98.8),
    FalseAlarmRate(30, 9, down=0.3, up=0.3, detected=100.0),
)  # from the fourth to the twelfth round that counts
FIRM = (
    FalseAlarmRate(6, 26, down=12.4, up=9.8, detected=88.5),
    FalseAlarmRate(9, 26, down=17.1, up=14.3, detected=91.8),
    FalseAlarmRate(15, 26, down=16.3, up=16.4, detected=98.8),
    FalseAlarmRate(30, 26, down=9.2, up=9.7, detected=100.0),
)  # a year of fortnightly rounds from the thirteenth


def false_alarm_rate(members: int, *, firm: bool) -> FalseAlarmRate:
    """Return the rate for the nearest group size, in proportion. `firm` is True from the thirteenth round
    on."""
    return min(FIRM if firm else EARLY, key=lambda rate: abs(math.log(rate.members / members)))

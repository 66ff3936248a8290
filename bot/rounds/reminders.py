"""When members are reminded, and when they are left alone. Pure.

Whoever says later wishes to be reminded on another day, and has most likely not replied yet. So there is a
reminder for everybody on every working day of a round, whether or not anybody wished for it: each looks,
when it is about to leave, whether it is a usual one, or was wished for in a sealed answer that only the
round's key ties to a member.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.models import Person, Round
from bot.core.timezones import DAY, local_date
from bot.rounds.working_hours import end_of_work, next_working_moment, nth_working_day

DEFAULT_DAYS = (3, 5)  # working days, counted from the one on which somebody was asked: SCIENCE.md 2
MAX_REMINDERS = len(DEFAULT_DAYS)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Due on a day of its own, and of no use after `late_at`."""

    due_at: datetime
    late_at: datetime


def reminders(round_: Round, zone: str, region: str) -> tuple[Reminder, ...]:
    """For somebody who lives there: one in working hours of each day after the opening, while the round is
    open. What cannot leave that day is left to the next day's."""
    opened_at, closes_at = round_.opened_at, round_.closes_at
    nights = range(1, (closes_at - opened_at).days + 2)
    moments = [next_working_moment(zone, opened_at + n * DAY, region) for n in nights]
    days = {local_date(each, zone): each for each in moments}
    return tuple(
        Reminder(each, min(end_of_work(zone, each), closes_at)) for each in days.values() if each < closes_at
    )


def is_default_day(day: date, asked_on: date, region: str, most: int) -> bool:
    """Whether everybody who was asked on that day, and whose reply is missing, is reminded on this one.
    `most` is how often in a round."""
    return day in {nth_working_day(asked_on, number, [region]) for number in DEFAULT_DAYS[:most]}


def is_paused(person: Person, now: datetime) -> bool:
    return person.paused_until is not None and local_date(now, person.zone) < person.paused_until

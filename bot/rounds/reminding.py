"""When members are reminded, and when they are left alone. Pure.

Whoever says later wishes to be reminded on another day, and has most likely not replied yet. So there is a
reminder for everybody on every working day of a round, whether or not anybody wished for it: each looks,
when it is about to leave, whether it is the usual one, or was wished for in a sealed answer that only the
round's key ties to a member.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.model import Person, Round
from bot.rounds import cadence

DAY = timedelta(days=1)
OF_USE = timedelta(hours=8)  # what could not leave that day is left to the next day's


@dataclass(frozen=True, slots=True)
class Reminder:
    """Due on a day of its own, and of no use after `late_at`."""

    due_at: datetime
    late_at: datetime


def reminders(round_: Round, zone: str, region: str) -> tuple[Reminder, ...]:
    """For somebody who lives there: one in working hours of each day after the opening, while the round is
    open."""
    opened_at, closes_at = round_.opened_at, round_.closes_at
    nights = range(1, (closes_at - opened_at).days + 2)
    moments = [cadence.next_working_moment(zone, opened_at + n * DAY, region) for n in nights]
    days = {day_of(each, zone): each for each in (*moments, *_usual(round_, zone, region))}
    return tuple(
        Reminder(each, min(each + OF_USE, closes_at)) for each in sorted(days.values()) if each < closes_at
    )


def is_usual(round_: Round, zone: str, region: str, day: date) -> bool:
    """Whether everybody whose reply is missing is reminded on this day."""
    return day in {day_of(each, zone) for each in _usual(round_, zone, region)}


def pauses(person: Person, now: datetime) -> bool:
    return person.paused_until is not None and day_of(now, person.zone) < person.paused_until


def day_of(moment: datetime, zone: str) -> date:
    return moment.astimezone(cadence.zone_of(zone)).date()


def _usual(round_: Round, zone: str, region: str) -> tuple[datetime, ...]:
    return cadence.reminder_moments(round_.opened_at, round_.closes_at, zone, region)

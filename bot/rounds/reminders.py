"""The days on which members are reminded. Pure.

Members who say `later` have most likely not replied yet, so their wish must not show in the database.
Therefore everybody has a reminder on every working day of a round. When it is about to be sent, it is checked
whether the day is a default one, or was wished for in a sealed answer that only the round's key ties to a
member.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.models import Person, Round
from bot.core.timezones import DAY, local_date
from bot.rounds.working_hours import end_of_work, next_working_moment, nth_working_day

DEFAULT_DAYS = (3, 5)  # working days, counting the day of the check-in as 1: docs/method.md 2
MAX_REMINDERS = len(DEFAULT_DAYS)


@dataclass(frozen=True, slots=True)
class Reminder:
    """The time of a reminder, which is not sent after `late_at`."""

    due_at: datetime
    late_at: datetime


def reminders(round_: Round, zone: str, region: str) -> tuple[Reminder, ...]:
    """Return the reminders of a round for a person in this zone and region: one in working hours of each
    working day after the opening, while the round is open. One that cannot be sent on its day is dropped,
    because the next day has its own."""
    opened_at, closes_at = round_.opened_at, round_.closes_at
    day_numbers = range(1, (closes_at - opened_at).days + 2)
    moments = [next_working_moment(zone, opened_at + number * DAY, region) for number in day_numbers]
    by_day = {local_date(moment, zone): moment for moment in moments}
    return tuple(
        Reminder(moment, min(end_of_work(zone, moment), closes_at))
        for moment in by_day.values()
        if moment < closes_at
    )


def is_default_day(day: date, asked_on: date, region: str, most: int) -> bool:
    """Return True if members asked on `asked_on` whose reply is missing are reminded on `day`. `most` is the
    number of reminders in a round."""
    return day in {nth_working_day(asked_on, number, [region]) for number in DEFAULT_DAYS[:most]}


def is_paused(person: Person, now: datetime) -> bool:
    return person.paused_until is not None and local_date(now, person.zone) < person.paused_until

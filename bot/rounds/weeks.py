"""Reckons when weekly summaries are due, and when it is too late for them. Pure.

One is due when working hours begin on the first working day of its recipient's week: Monday, or the day
after a bank holiday. It may still be sent until the end of the next working day, after an outage. Later it
lapses, because the next one is near and tells the same.
"""

from datetime import datetime

from bot.core.timezones import DAY, local_date, midnight
from bot.rounds.working_hours import end_of_work, next_working_moment, next_working_morning


def start_of_week(zone: str, at: datetime, weeks: int = 0) -> datetime:
    """Return when the local week of `at`, or one so many weeks later, begins."""
    today = local_date(at, zone)
    return midnight(today + (7 * weeks - today.weekday()) * DAY, zone)


def due_moment(zone: str, at: datetime, region: str) -> datetime:
    """Return when the summary of the local week of `at` is due."""
    return next_working_moment(zone, start_of_week(zone, at), region)


def late_moment(zone: str, at: datetime, region: str) -> datetime:
    """Return when the summary of the local week of `at` lapses: within that week."""
    next_day = next_working_morning(zone, due_moment(zone, at, region), region)
    return min(end_of_work(zone, next_day), start_of_week(zone, at, 1))


def following_moment(zone: str, at: datetime, region: str) -> datetime:
    """Return when the first summary is due that is not due at `at` already."""
    due_at = due_moment(zone, at, region)
    return due_at if due_at > at else next_working_moment(zone, start_of_week(zone, at, 1), region)

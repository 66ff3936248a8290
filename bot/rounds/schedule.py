"""Closing times of rounds, and the dates that follow one. Pure."""

from collections.abc import Collection
from datetime import datetime

from bot.core.timezones import DAY, to_local, to_utc
from bot.language import recurrence
from bot.rounds.working_hours import MIDDAY, WORK_ENDS, WORK_STARTS, nth_working_day

WORKING_DAYS_OPEN = 5


def closes_at(
    opened_at: datetime, zone: str, working_days: int = WORKING_DAYS_OPEN, regions: Collection[str] = ()
) -> datetime:
    """Return the end of the last of so many days that are working days in all these regions. The opening day
    counts if at least half of it is left."""
    local = to_local(opened_at, zone)
    first = local.date() if local.time() <= MIDDAY else local.date() + DAY
    return to_utc(datetime.combine(nth_working_day(first, working_days, regions), WORK_ENDS), zone)


def closes_after(
    opened_at: datetime, zone: str, working_days: int, regions: Collection[str] = ()
) -> datetime:
    """Return the same time of day so many days later, counting those that are working days in all these
    regions. A round that opens on another day is counted from when work next starts."""
    local = to_local(opened_at, zone)
    first = nth_working_day(local.date(), 1, regions)
    time = local.time() if first == local.date() else WORK_STARTS
    return to_utc(datetime.combine(nth_working_day(first + DAY, working_days, regions), time), zone)


def closes_before(
    following: datetime, opened_at: datetime, zone: str, regions: Collection[str] = ()
) -> datetime:
    """As `closes_at`, but earlier if the round would still be open when the following one is due."""
    ends = (closes_at(opened_at, zone, days, regions) for days in range(WORKING_DAYS_OPEN, 0, -1))
    return next((end for end in ends if end <= following), closes_at(opened_at, zone, 1, regions))


def dates_after(
    rhythm: str, zone: str, since: datetime, planned: datetime, opens: datetime, n: int
) -> tuple[datetime, ...]:
    """Return the next `n` dates of a rhythm after a round that was planned for one moment and opens at
    another.

    A postponed round takes the place of its date. If that leaves less than two thirds of the usual time until
    the date after it, that one is left out. Raises ValueError for a rhythm that Accord did not write."""
    dates = recurrence.next_dates(rhythm, zone, opens, since, n + 1)
    usual = min(dates[0] - planned, dates[1] - dates[0])
    too_soon = opens > planned and 3 * (dates[0] - opens) < 2 * usual
    return dates[too_soon : too_soon + n]

"""Closing times of rounds. Pure."""

from collections.abc import Collection
from datetime import datetime

from bot.core.timezones import DAY, to_local, to_utc
from bot.rounds.working_hours import MIDDAY, WORK_ENDS, nth_working_day

WORKING_DAYS_OPEN = 5


def closes_at(
    opened_at: datetime, zone: str, working_days: int = WORKING_DAYS_OPEN, regions: Collection[str] = ()
) -> datetime:
    """Return the end of the last of so many days that are working days in all these regions. The opening day
    counts if at least half of it is left."""
    local = to_local(opened_at, zone)
    first = local.date() if local.time() <= MIDDAY else local.date() + DAY
    return to_utc(datetime.combine(nth_working_day(first, working_days, regions), WORK_ENDS), zone)


def closes_before(
    following: datetime, opened_at: datetime, zone: str, regions: Collection[str] = ()
) -> datetime:
    """As `closes_at`, but earlier if the round would still be open when the following one is due."""
    ends = (closes_at(opened_at, zone, days, regions) for days in range(WORKING_DAYS_OPEN, 0, -1))
    return next((end for end in ends if end <= following), closes_at(opened_at, zone, 1, regions))

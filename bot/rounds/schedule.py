"""When a round closes. Pure."""

from collections.abc import Collection
from datetime import datetime

from bot.core.timezones import DAY, to_local, to_utc
from bot.rounds.working_hours import MIDDAY, WORK_ENDS, nth_working_day

WORKING_DAYS_OPEN = 5  # working days


def closes_at(
    opened_at: datetime, zone: str, working_days: int = WORKING_DAYS_OPEN, regions: Collection[str] = ()
) -> datetime:
    """The end of the last of so many days that are working days in all these regions. The opening day is one
    of them if half of it is left."""
    here = to_local(opened_at, zone)
    first = here.date() if here.time() <= MIDDAY else here.date() + DAY
    return to_utc(datetime.combine(nth_working_day(first, working_days, regions), WORK_ENDS), zone)


def closes_before(
    following: datetime, opened_at: datetime, zone: str, regions: Collection[str] = ()
) -> datetime:
    """As `closes_at`, but on an earlier day where the following round would have to wait."""
    ends = (closes_at(opened_at, zone, days, regions) for days in range(WORKING_DAYS_OPEN, 0, -1))
    return next((end for end in ends if end <= following), closes_at(opened_at, zone, 1, regions))

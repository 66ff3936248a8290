"""Coordinators set the rhythm, look at it, pause it, and say how often people are reminded."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import MembershipStatus, Organisation, Partnership
from bot.core.timezones import local_date, midnight
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.language import recurrence
from bot.language.dates import parse_date
from bot.language.schedules import format_schedule, parse_schedule
from bot.membership import permissions
from bot.messages import schedule as messages
from bot.messages.schedule import ScheduleProposal
from bot.rounds.reminders import MAX_REMINDERS

DATES_SHOWN = 5
FURTHEST = timedelta(days=366)
INSTANT = timedelta.resolution
ENGLISH = Translator()  # which the grammar reads


async def set_schedule(request: MemberRequest, command: c.SetSchedule) -> Card:
    """See the rhythm, or set it once it was shown what dates that comes to. A round that is open stays as it
    is."""
    place = request.partnership
    if not command.rhythm:
        return await _shown(request, place)
    since = midnight(_date(request, command.date), place.zone) if command.date else request.now + INSTANT
    rhythm = parse_schedule(command.rhythm, request.t, place.zone, since, place.rhythm)
    after = max(request.now, since - INSTANT)
    dates = recurrence.next_dates(rhythm, place.zone, after, since, DATES_SHOWN)
    if command.sure:
        now = await request.db.update_if_unchanged(
            place, rhythm=rhythm, rhythm_at=dates[0], next_round_at=dates[0]
        )
        return await _shown(request, now)
    first = local_date(dates[0], place.zone)
    say = await permissions.sentence_builder(request.db, request.speaker, place)
    again = say(c.SetSchedule(format_schedule(rhythm, ENGLISH), first.isoformat(), "now"))
    return messages.proposed(_in_partnership_zone(request), await _plan(request, rhythm, dates), again)


async def pause_schedule(request: MemberRequest, command: c.PauseSchedule) -> Card:
    """The rhythm goes on by itself, with the first of its dates from that day on."""
    place, day = request.partnership, _date(request, command.date)
    if day <= local_date(request.now, place.zone):
        raise Refusal(request.t("Nothing was changed: say a date from tomorrow on."))
    return await _reschedule(request, midnight(day, place.zone) - INSTANT)


async def resume_schedule(request: MemberRequest, _: c.ResumeSchedule) -> Card:
    return await _reschedule(request, request.now)


async def set_reminders(request: MemberRequest, command: c.SetReminders) -> Card:
    if command.n not in {str(n) for n in range(MAX_REMINDERS + 1)}:
        raise Refusal(
            request.t(
                "Nothing was changed: people are reminded once or twice in a round, or not at all."
                " Say for example: reminders 2"
            )
        )
    return await _shown(
        request, await request.db.update_if_unchanged(request.partnership, reminders=int(command.n))
    )


async def _reschedule(request: MemberRequest, after: datetime) -> Card:
    """Open the next round on the first of the rhythm's dates after that."""
    place = request.partnership
    try:
        (date,) = recurrence.next_dates(place.rhythm, place.zone, after, place.rhythm_at or request.now, 1)
    except ValueError:
        raise Refusal(
            request.t("Nothing was changed: no rhythm is set. Say for example: schedule fortnightly")
        ) from None
    return await _shown(request, await request.db.update_if_unchanged(place, next_round_at=date))


async def _shown(request: MemberRequest, place: Partnership) -> Card:
    if not place.next_round_at:
        return messages.stopped(request.t) if place.rhythm else messages.none_set(request.t)
    since, coming = place.rhythm_at or request.now, max(place.next_round_at, request.now)
    try:
        later = recurrence.next_dates(place.rhythm, place.zone, coming, since, DATES_SHOWN)
        regular = recurrence.next_dates(place.rhythm, place.zone, request.now, since, 1)
    except ValueError:
        return messages.stopped(request.t)
    dates = (place.next_round_at, *later)[:DATES_SHOWN] if coming > request.now else later
    plan = await _plan(request, place.rhythm, dates)
    say = await permissions.sentence_builder(request.db, request.speaker, place)
    return messages.shown(_in_partnership_zone(request), place, plan, dates[0] > regular[0], say)


async def _plan(request: MemberRequest, rhythm: str, dates: tuple[datetime, ...]) -> ScheduleProposal:
    place = request.partnership
    partners = await request.db.find(Organisation, partnership=place.id, standing=MembershipStatus.ACTIVE)
    return ScheduleProposal(format_schedule(rhythm, request.t), dates, place.zone, partners)


def _in_partnership_zone(request: MemberRequest) -> Translator:
    """To the speaker, by the partnership's clocks."""
    return replace(request.t, zone=request.partnership.zone)


def _date(request: MemberRequest, text: str) -> date:
    """By the partnership's calendar. Raises Refusal."""
    today = local_date(request.now, request.partnership.zone)
    try:
        day = parse_date(text, today, request.t)
    except ValueError:
        raise Refusal(
            request.t("Nothing was changed: I did not understand the date. Say for example: 3 May")
        ) from None
    if abs(day - today) > FURTHEST:
        raise Refusal(request.t("Nothing was changed: say a date within a year."))
    return day

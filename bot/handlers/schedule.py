"""Handlers for the schedule of rounds: set it, show it, pause it; and for the number of reminders."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import MembershipStatus, Organisation, Partnership, Role
from bot.core.timezones import local_date, midnight
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.language import recurrence
from bot.language.dates import parse_end
from bot.language.schedules import format_schedule, parse_schedule
from bot.messages import schedule as messages
from bot.messages.schedule import ScheduleProposal
from bot.rounds import next_round, schedule
from bot.rounds.reminders import MAX_REMINDERS

DATES_SHOWN = 5
MAX_DISTANCE = timedelta(days=366)  # of a date from today
INSTANT = timedelta.resolution
ENGLISH = Translator()  # the parser reads it


async def show_schedule(request: MemberRequest, _: c.ShowSchedule) -> Card:
    """Show the dates of the next rounds to any member, and to coordinators also how to change them."""
    return await _show(request, request.partnership)


async def set_schedule(request: MemberRequest, command: c.SetSchedule) -> Card:
    """Show the schedule, or set it once the speaker has seen and confirmed the dates it comes to. An open
    round stays as it is."""
    partnership = request.partnership
    if not command.rhythm:
        return await _show(request, partnership)
    since = request.now + INSTANT
    if command.date:
        since = midnight(_parse_date(request, command.date), partnership.zone)
    rhythm = parse_schedule(command.rhythm, request.t, partnership.zone, since, partnership.rhythm)
    after = max(request.now, since - INSTANT)
    (planned,) = recurrence.next_dates(rhythm, partnership.zone, after, since, 1)
    if command.sure:
        changed = await _plan_next(request, planned, rhythm=rhythm, rhythm_at=planned)
        return await _show(request, changed)
    bank = request.context.bank
    opens = await next_round.first_possible(bank, request.db, partnership, planned, request.now)
    dates = _dates(rhythm, partnership.zone, planned, planned, opens)
    first = local_date(planned, partnership.zone)
    say = await request.sentence_builder()
    again = say(c.SetSchedule(format_schedule(rhythm, ENGLISH), first.isoformat(), "now"))
    return messages.proposed(_in_partnership_zone(request), await _plan(request, rhythm, dates), again)


async def pause_schedule(request: MemberRequest, command: c.PauseSchedule) -> Card:
    """Open no round before a day. The schedule goes on by itself, with its first date from that day on."""
    zone, day = request.partnership.zone, _parse_date(request, command.date)
    if day <= local_date(request.now, zone):
        raise Refusal(request.t("Choose a date from tomorrow on."))
    return await _reschedule(request, midnight(day, zone) - INSTANT)


async def resume_schedule(request: MemberRequest, _: c.ResumeSchedule) -> Card:
    return await _reschedule(request, request.now)


async def set_reminders(request: MemberRequest, command: c.SetReminders) -> Card:
    if command.n not in {str(n) for n in range(MAX_REMINDERS + 1)}:
        say = await request.sentence_builder()
        labels = (request.t("No reminders"), request.t("One reminder"), request.t("Two reminders"))
        raise Refusal(
            request.t("People can get up to two reminders in a round. Choose how many."),
            tuple((label, say(c.SetReminders(str(n)))) for n, label in enumerate(labels)),
        )
    return await _show(
        request, await request.db.update_if_unchanged(request.partnership, reminders=int(command.n))
    )


async def _reschedule(request: MemberRequest, after: datetime) -> Card:
    """Plan the next round for the first date of the schedule after a moment."""
    partnership = request.partnership
    try:
        (next_date,) = recurrence.next_dates(
            partnership.rhythm, partnership.zone, after, partnership.rhythm_at or request.now, 1
        )
    except ValueError:
        say = await request.sentence_builder()
        raise Refusal(
            request.t("There is no schedule to follow. Type for example: schedule fortnightly"),
            ((request.t("Every two weeks"), say(c.SetSchedule("fortnightly"))),),
        ) from None
    return await _show(request, await _plan_next(request, next_date))


async def _plan_next(request: MemberRequest, planned: datetime, **fields: Any) -> Partnership:
    """Plan the next round for a date of the schedule, or for the first at which it can open after that, and
    store further fields. Returns the partnership."""
    partnership = request.partnership
    opens = await next_round.first_possible(
        request.context.bank, request.db, partnership, planned, request.now
    )
    return await request.db.update_if_unchanged(
        partnership, next_round_at=opens, postponed_from_at=planned if opens > planned else None, **fields
    )


async def _show(request: MemberRequest, partnership: Partnership) -> Card:
    may_set = request.member.role is Role.COORDINATOR
    if not partnership.next_round_at:
        show = messages.stopped if partnership.rhythm else messages.none_set
        return show(request.t, may_set)
    rhythm, zone = partnership.rhythm, partnership.zone
    since, opens = partnership.rhythm_at or request.now, partnership.next_round_at
    planned = partnership.postponed_from_at or opens
    try:
        regular = recurrence.next_dates(rhythm, zone, request.now, since, DATES_SHOWN)
        dates = _dates(rhythm, zone, since, planned, opens) if opens > request.now else regular
    except ValueError:
        return messages.stopped(request.t, may_set)
    plan = await _plan(request, rhythm, dates)
    say = await request.sentence_builder() if may_set else None
    is_paused = planned > regular[0]
    return messages.shown(_in_partnership_zone(request), partnership, plan, is_paused, say)


def _dates(
    rhythm: str, zone: str, since: datetime, planned: datetime, opens: datetime
) -> tuple[datetime, ...]:
    """Return when a round that was planned for one moment opens, and the dates after it. Raises
    ValueError."""
    return (opens, *schedule.dates_after(rhythm, zone, since, planned, opens, DATES_SHOWN - 1))


async def _plan(request: MemberRequest, rhythm: str, dates: tuple[datetime, ...]) -> ScheduleProposal:
    partnership = request.partnership
    organisations = await request.db.find(
        Organisation, partnership=partnership.id, standing=MembershipStatus.ACTIVE
    )
    return ScheduleProposal(format_schedule(rhythm, request.t), dates, partnership.zone, organisations)


def _in_partnership_zone(request: MemberRequest) -> Translator:
    """Return the speaker's translator with the partnership's time zone."""
    return replace(request.t, zone=request.partnership.zone)


def _parse_date(request: MemberRequest, text: str) -> date:
    """Return a date in the partnership's time zone. Raises Refusal."""
    today = local_date(request.now, request.partnership.zone)
    try:
        day = parse_end(text, today, request.t)
    except ValueError:
        raise Refusal(request.t("We did not understand that date. Type it like this: 3 May")) from None
    if abs(day - today) > MAX_DISTANCE:
        raise Refusal(request.t("Choose a date within a year from today."))
    return day

"""Coordinators set the rhythm, look at it, pause it, and say how often people are reminded."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import MembershipStatus, Organisation, Partnership
from bot.core.timezones import local_date, midnight
from bot.language import commands as c
from bot.language import recurrence
from bot.language.dates import parse_date
from bot.language.schedules import format_schedule, parse_schedule
from bot.partners import access
from bot.rounds.reminding import MOST
from bot.talk.phrases import rhythm as phrases
from bot.talk.phrases.rhythm import Plan
from bot.talk.turn import Inside

DATES_SHOWN = 5
FURTHEST = timedelta(days=366)
INSTANT = timedelta.resolution
ENGLISH = Translator()  # which the grammar reads


async def schedule(turn: Inside, command: c.SetSchedule) -> Card:
    """See the rhythm, or set it once it was shown what dates that comes to. A round that is open stays as it
    is."""
    place = turn.partnership
    if not command.rhythm:
        return await _shown(turn, place)
    since = midnight(_date(turn, command.date), place.zone) if command.date else turn.now + INSTANT
    rhythm = parse_schedule(command.rhythm, turn.t, place.zone, since, place.rhythm)
    after = max(turn.now, since - INSTANT)
    dates = recurrence.next_dates(rhythm, place.zone, after, since, DATES_SHOWN)
    if command.sure:
        now = await turn.db.update_if_unchanged(
            place, rhythm=rhythm, rhythm_at=dates[0], next_round_at=dates[0]
        )
        return await _shown(turn, now)
    first = local_date(dates[0], place.zone)
    say = await access.saying(turn.db, turn.speaker, place)
    again = say(c.SetSchedule(format_schedule(rhythm, ENGLISH), first.isoformat(), "now"))
    return phrases.proposed(_there(turn), await _plan(turn, rhythm, dates), again)


async def pause(turn: Inside, command: c.PauseSchedule) -> Card:
    """The rhythm goes on by itself, with the first of its dates from that day on."""
    place, day = turn.partnership, _date(turn, command.date)
    if day <= local_date(turn.now, place.zone):
        raise Refusal(turn.t("Nothing was changed: say a date from tomorrow on."))
    return await _go_on(turn, midnight(day, place.zone) - INSTANT)


async def resume(turn: Inside, _: c.ResumeSchedule) -> Card:
    return await _go_on(turn, turn.now)


async def reminders(turn: Inside, command: c.SetReminders) -> Card:
    if command.n not in {str(n) for n in range(MOST + 1)}:
        raise Refusal(
            turn.t(
                "Nothing was changed: people are reminded once or twice in a round, or not at all."
                " Say for example: reminders 2"
            )
        )
    return await _shown(turn, await turn.db.update_if_unchanged(turn.partnership, reminders=int(command.n)))


async def _go_on(turn: Inside, after: datetime) -> Card:
    """Open the next round on the first of the rhythm's dates after that."""
    place = turn.partnership
    try:
        (date,) = recurrence.next_dates(place.rhythm, place.zone, after, place.rhythm_at or turn.now, 1)
    except ValueError:
        raise Refusal(
            turn.t("Nothing was changed: no rhythm is set. Say for example: schedule fortnightly")
        ) from None
    return await _shown(turn, await turn.db.update_if_unchanged(place, next_round_at=date))


async def _shown(turn: Inside, place: Partnership) -> Card:
    if not place.next_round_at:
        return phrases.stopped(turn.t) if place.rhythm else phrases.none_set(turn.t)
    since, coming = place.rhythm_at or turn.now, max(place.next_round_at, turn.now)
    try:
        later = recurrence.next_dates(place.rhythm, place.zone, coming, since, DATES_SHOWN)
        regular = recurrence.next_dates(place.rhythm, place.zone, turn.now, since, 1)
    except ValueError:
        return phrases.stopped(turn.t)
    dates = (place.next_round_at, *later)[:DATES_SHOWN] if coming > turn.now else later
    plan = await _plan(turn, place.rhythm, dates)
    say = await access.saying(turn.db, turn.speaker, place)
    return phrases.shown(_there(turn), place, plan, dates[0] > regular[0], say)


async def _plan(turn: Inside, rhythm: str, dates: tuple[datetime, ...]) -> Plan:
    place = turn.partnership
    partners = await turn.db.find(Organisation, partnership=place.id, standing=MembershipStatus.ACTIVE)
    return Plan(format_schedule(rhythm, turn.t), dates, place.zone, partners)


def _there(turn: Inside) -> Translator:
    """To the speaker, by the partnership's clocks."""
    return replace(turn.t, zone=turn.partnership.zone)


def _date(turn: Inside, text: str) -> date:
    """By the partnership's calendar. Raises Refusal."""
    today = local_date(turn.now, turn.partnership.zone)
    try:
        day = parse_date(text, today, turn.t.code)
    except ValueError:
        raise Refusal(
            turn.t("Nothing was changed: I did not understand the date. Say for example: 3 May")
        ) from None
    if abs(day - today) > FURTHEST:
        raise Refusal(turn.t("Nothing was changed: say a date within a year."))
    return day


INSIDE = {
    c.SetSchedule: schedule,
    c.PauseSchedule: pause,
    c.ResumeSchedule: resume,
    c.SetReminders: reminders,
}

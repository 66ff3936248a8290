"""Cards about the schedule of rounds. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.cards import BulletList, Button, Buttons, Card, Part, SmallText, Text
from bot.core.i18n import Translator
from bot.core.models import Organisation, Partnership
from bot.core.timezones import city_of, local_date
from bot.language.commands import ResumeSchedule, SetProfile, SetReminders, SetSchedule
from bot.language.parser import format_command
from bot.membership.roster import SentenceBuilder
from bot.messages.profile import holidays_text
from bot.rounds.public_holidays import public_holidays
from bot.rounds.working_hours import WORK_STARTS, is_working_time


@dataclass(frozen=True, slots=True)
class ScheduleProposal:
    """A schedule in words and its next dates, in the partnership's own time zone. `partners` are its
    organisations."""

    words: str
    dates: Sequence[datetime]
    zone: str
    partners: Sequence[Organisation]


def proposed(t: Translator, plan: ScheduleProposal, again: str) -> Card:
    """Show a schedule before it is set; `again` is the sentence that sets it."""
    return Card(
        t("Set this schedule?"),
        (
            Text(t("The new schedule would be: {words}.", words=plan.words)),
            Text(t("The next rounds would open on:")),
            *_dates(t, plan),
            Buttons((Button(t("Set this schedule"), again, "primary"),)),
        ),
    )


def shown(
    t: Translator, partnership: Partnership, plan: ScheduleProposal, paused: bool, say: SentenceBuilder | None
) -> Card:
    """Show the next dates; with `say`, which coordinators have, also buttons that change them."""
    parts: list[Part] = []
    if paused:
        parts.append(Text(t("No round will open before {day}.", day=t.day(plan.dates[0]))))
    if paused and say:
        parts.append(Buttons((Button(t("Resume the schedule now"), say(ResumeSchedule())),)))
    if partnership.postponed_from_at:
        why = t("The round planned for {day} will open later.", day=t.day(partnership.postponed_from_at))
        parts.append(Text(why))
    parts += [Text(t("The next rounds open on:")), *_dates(t, plan), Text(_reminders_text(t, partnership))]
    if say:
        options = {"0": t("Send no reminders"), "1": t("Remind once"), "2": t("Remind twice")}
        del options[str(partnership.reminders)]
        parts.append(Buttons(tuple(Button(label, say(SetReminders(n))) for n, label in options.items())))
        parts.append(Buttons(_form_buttons(t, partnership.id, say)))
    return Card(t("Schedule: {words}", words=plan.words), tuple(parts))


def _form_buttons(t: Translator, partnership: str, say: SentenceBuilder) -> tuple[Button, ...]:
    shown = say(SetSchedule())
    return (
        Button(t("Set how often to ask"), shown, form="rhythm", partnership=partnership),
        Button(t("Pause the schedule"), shown, form="pause", partnership=partnership),
        Button(t("Set public holidays"), say(SetProfile()), form="organisations", partnership=partnership),
    )


def none_set(t: Translator, may_set: bool) -> Card:
    how = t("To set one, type for example: schedule every second Tuesday at 10:00")
    parts = _set_parts(t, how) if may_set else (Text(t("Only a coordinator can set one.")),)
    return Card(t("No schedule is set"), parts)


def _set_parts(t: Translator, how: str) -> tuple[Part, ...]:
    """Say how to set a schedule, and lead to its form."""
    fortnightly = format_command(SetSchedule("fortnightly"))
    button = Button(t("Set how often to ask"), fortnightly, "primary", form="rhythm")
    return Text(how), Buttons((button,))


def stopped(t: Translator, may_set: bool) -> Card:
    how = t("To set it again, type for example: schedule fortnightly")
    parts = _set_parts(t, how) if may_set else (Text(t("A coordinator needs to set it again.")),)
    return Card(t("The schedule has stopped"), (Text(t("We could not open the next round.")), *parts))


def _dates(t: Translator, plan: ScheduleProposal) -> tuple[Part, ...]:
    hours = t(
        "These times are for {place}. We ask everyone in their own working hours, and never twice a day.",
        place=city_of(plan.zone),
    )
    holidays = t(
        "We do not ask on public holidays in {regions}.",
        regions=holidays_text(t, plan.partners),
    )
    return BulletList(tuple(_date_text(t, date, plan) for date in plan.dates)), SmallText(
        f"{hours} {holidays}"
    )


def _date_text(t: Translator, at: datetime, plan: ScheduleProposal) -> str:
    """Return a date, with a remark if people are not asked at that time."""
    when, day = t.moment(at), local_date(at, plan.zone)
    on_holiday = [
        organisation.name for organisation in plan.partners if day in public_holidays(organisation.region)
    ]
    if day.weekday() >= 5:
        return t("{when} (a weekend: people are asked on the next working day)", when=when)
    if len(on_holiday) == len(plan.partners) > 0:
        return t("{when} (a public holiday: people are asked on the next working day)", when=when)
    if on_holiday:
        return t(
            "{when} (a public holiday for {who}: people there are asked on the next working day)",
            when=when,
            who=t.join(on_holiday),
        )
    if not is_working_time(at, plan.zone):
        return t(
            "{when} (outside working hours: people are asked from {starts})",
            when=when,
            starts=f"{WORK_STARTS:%H:%M}",
        )
    return when


def _reminders_text(t: Translator, partnership: Partnership) -> str:
    match partnership.reminders:
        case 0:
            return t("We send no reminders.")
        case 1:
            return t("We remind people who have not replied once, on the third working day.")
        case _:
            return t("We remind people who have not replied twice, on the third and the fifth working day.")

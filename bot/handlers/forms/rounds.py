"""Forms about rounds: when they open, what is asked now, reminders, how many replies results need. Pure."""

from datetime import date

from bot.analysis.disclosure import NHS_STAFF_SURVEY_REPLIES
from bot.core.i18n import N_
from bot.core.timezones import DAY, local_date
from bot.handlers.forms.definition import FieldSentence, FormContext, FormDefinition, partnership_form
from bot.handlers.forms.model import (
    ChoiceField,
    DateField,
    Form,
    InvalidForm,
    Option,
    Problem,
    Submission,
    TextField,
    TimeField,
)
from bot.language import commands as c
from bot.language.parser import format_command
from bot.language.recurrence import WEEKDAYS as DAY_CODES
from bot.language.recurrence import Recurrence, parse_recurrences
from bot.language.schedules import MIN_WEEKLY_ROUNDS, WEEK
from bot.language.sentences import Rank
from bot.membership.partnerships import MAX_THRESHOLD, MIN_THRESHOLD
from bot.questions.rules import MOST_OWN_CHARACTERS

SCHEDULE, ASK, SCHEDULE_PAUSE, REMINDERS, THRESHOLD = "rhythm", "ask", "pause", "reminders", "threshold"
YEARLY_LOOK = "yearly"
FREQUENCY, WEEKDAY, TIME = "every", "day", "at"
THEME, OWN_WORDS, DURATION = "what", "own", "lasting"
UNTIL, REMINDER_COUNT, REPLIES = "until", "reminders", "replies"
MOST_REPLIES_LENGTH = 20

FREQUENCIES = {
    "every": N_("Every week"),
    "every second": N_("Every two weeks"),
    "every third": N_("Every three weeks"),
    "every fourth": N_("Every four weeks"),
    "monthly on the first": N_("Every month, in its first week"),
    "monthly on the second": N_("Every month, in its second week"),
    "monthly on the third": N_("Every month, in its third week"),
    "monthly on the fourth": N_("Every month, in its fourth week"),
    "monthly on the last": N_("Every month, in its last week"),
}
USUAL_FREQUENCIES = ("every", "every second", "monthly on the first", "monthly on the last")
WEEKDAYS = {
    "Monday": N_("Monday"),
    "Tuesday": N_("Tuesday"),
    "Wednesday": N_("Wednesday"),
    "Thursday": N_("Thursday"),
    "Friday": N_("Friday"),
    "Saturday": N_("Saturday"),
    "Sunday": N_("Sunday"),
}
WORKING_DAYS = tuple(WEEKDAYS)[:5]
NUMBERS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
DURATIONS = {
    "1 day": N_("One working day"),
    "2 days": N_("Two working days"),
    "a week": N_("A week: five working days"),
}
USUAL_YEARLY_DURATION = "usual"
YEARLY_DURATIONS = {
    USUAL_YEARLY_DURATION: N_("A week: five working days"),
    "2 weeks": N_("Two weeks: ten working days"),
}


def schedule_form(context: FormContext) -> Form:
    """Return the form with the schedule that is set. It offers what is usual, and what is set now."""
    t, (_, roster) = context.t, context.only
    frequency, weekday, time = current_schedule(roster.partnership.rhythm, context.local_day)
    frequencies = [name for name in FREQUENCIES if name in (*USUAL_FREQUENCIES, frequency)]
    weekdays = [name for name in WEEKDAYS if name in (*WORKING_DAYS, weekday)]
    fields = (
        ChoiceField(
            FREQUENCY,
            t("How often"),
            [Option(name, t(FREQUENCIES[name])) for name in frequencies],
            frequency,
            hint=t("Every week is for a few weeks only. After that, rounds open less often."),
        ),
        ChoiceField(WEEKDAY, t("Day"), [Option(name, t(WEEKDAYS[name])) for name in weekdays], weekday),
        TimeField(TIME, t("Time"), time),
    )
    note = t("You will see the dates before anything is saved.")
    id = roster.partnership.id
    return Form(SCHEDULE, t("How often to ask"), t("Show the dates"), id, fields, note, tracked=True)


def current_schedule(rhythm: str, today: date) -> tuple[str, str, str]:
    """Return the frequency, the weekday and the time of the rule that counts on a day; what we suggest if no
    schedule is set, or none that Accord wrote."""
    rule = _current_rule(rhythm, today)
    if rule is None:
        return "every second", "Tuesday", "10:00"
    weekday = list(WEEKDAYS)[DAY_CODES.index(rule.day)]
    if rule.which:
        frequency = f"monthly on the {NUMBERS[rule.which]}"
    else:
        frequency = "every" if rule.weeks == 1 else f"every {NUMBERS.get(rule.weeks, 'second')}"
    return frequency, weekday, f"{rule.at:%H:%M}"


def _current_rule(rhythm: str, today: date) -> Recurrence | None:
    """Return the rule of a schedule that counts on a day, or None if there is none that Accord wrote."""
    try:
        rules = parse_recurrences(rhythm)
    except ValueError:
        return None
    return next((rule for rule in rules if rule.until is None or rule.until >= today), rules[-1])


def schedule_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    """Return the sentence with the schedule as it was changed, or as it was if it has stopped.

    Unless it is to be more or less frequent, it stays in step with the dates that are planned, and weekly
    rounds end when they would have."""
    partnership = context.only.roster.partnership
    planned = partnership.postponed_from_at or partnership.next_round_at
    rule = _current_rule(partnership.rhythm, context.local_day)
    before = current_schedule(partnership.rhythm, context.local_day)
    frequency, weekday, time = (submission.value(id) for id in (FREQUENCY, WEEKDAY, TIME))
    words, since = f"{frequency} {weekday} at {time}", ""
    if rule and planned and (frequency, weekday, time) == before:
        return []
    if rule and planned and frequency == before[0]:
        since = _in_step(local_date(planned, partnership.zone), rule)
        if rule.until and rule.until >= context.local_day + MIN_WEEKLY_ROUNDS * WEEK:
            words += f" until {_same_week(rule.until, weekday).isoformat()}"
    command = c.SetSchedule(words, since)
    return [FieldSentence(TIME, format_command(command, submission.target))]


def _in_step(planned: date, rule: Recurrence) -> str:
    """Return the first day of the week, or of the month, in which a round is planned: from it another weekday
    or time gives dates in the same weeks, or months."""
    first = planned.replace(day=1) if rule.which else planned - planned.weekday() * DAY
    return first.isoformat()


def _same_week(day: date, weekday: str) -> date:
    return day + (list(WEEKDAYS).index(weekday) - day.weekday()) * DAY


def ask_form(context: FormContext) -> Form:
    t = context.t
    themes = [Option(theme.id, theme.title.in_language(t.code)) for theme in context.themes]
    fields = (
        ChoiceField(
            THEME,
            t("A theme or a set of questions"),
            themes,
            optional=True,
            hint=t("Choose a theme, or write your own question."),
            alternative=True,
        ),
        TextField(OWN_WORDS, t("Your own question"), MOST_OWN_CHARACTERS, lines=2, alternative=True),
        ChoiceField(DURATION, t("For how long"), _options(context, DURATIONS), "2 days"),
    )
    note = t("You will see the questions, who is asked and until when, before anything is sent.")
    return partnership_form(context, ASK, t("Ask a question now"), t("Preview"), fields, note)


def ask_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    """A question in the coordinator's own words counts more than a theme."""
    theme, own, duration = (submission.value(id) for id in (THEME, OWN_WORDS, DURATION))
    if own:
        command: c.Command = c.AskOwnQuestion(own, duration)
    elif theme:
        command = c.AskTheme(theme, duration)
    else:
        problem = context.t("Choose a theme or a set of questions, or write a question")
        raise InvalidForm(Problem(OWN_WORDS, problem))
    return [FieldSentence(OWN_WORDS if own else THEME, format_command(command, submission.target))]


def yearly_look_form(context: FormContext) -> Form:
    t, (_, roster) = context.t, context.only
    durations = _options(context, YEARLY_DURATIONS)
    duration = ChoiceField(DURATION, t("For how long"), durations, USUAL_YEARLY_DURATION)
    note = t("You will see the questions, who is asked and until when, before anything is sent.")
    title = t("Ask the next part of the yearly look")
    return Form(YEARLY_LOOK, title, t("Preview"), roster.partnership.id, (duration,), note)


def yearly_look_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    duration = submission.value(DURATION)
    command = c.StartYearlyLook("" if duration == USUAL_YEARLY_DURATION else duration)
    return [FieldSentence(DURATION, format_command(command, submission.target))]


def pause_form(context: FormContext) -> Form:
    t, (_, roster) = context.t, context.only
    until = DateField(UNTIL, t("Start rounds again on"), hint=t("For example, 3 May"))
    note = t("No round opens before that day. An open round goes on.")
    return Form(SCHEDULE_PAUSE, t("Pause the schedule"), t("Pause"), roster.partnership.id, (until,), note)


def pause_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    command = c.PauseSchedule(submission.value(UNTIL))
    return [FieldSentence(UNTIL, format_command(command, submission.target))]


def reminders_form(context: FormContext) -> Form:
    t, (_, roster) = context.t, context.only
    options = [
        Option("0", t("No reminder")),
        Option("1", t("One reminder")),
        Option("2", t("Two reminders")),
    ]
    field = ChoiceField(
        REMINDER_COUNT,
        t("Reminders in each round"),
        options,
        str(roster.partnership.reminders),
        hint=t("Only people who have not replied get them."),
    )
    return Form(REMINDERS, t("Reminders"), t("Save"), roster.partnership.id, (field,), tracked=True)


def reminders_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    if submission.value(REMINDER_COUNT) == str(context.only.roster.partnership.reminders):
        return []
    command = c.SetReminders(submission.value(REMINDER_COUNT))
    return [FieldSentence(REMINDER_COUNT, format_command(command, submission.target))]


def threshold_form(context: FormContext) -> Form:
    t, (_, roster) = context.t, context.only
    hint = t(
        "From {least} to {most}. The NHS Staff Survey uses {nhs}.",
        least=MIN_THRESHOLD,
        most=MAX_THRESHOLD,
        nhs=NHS_STAFF_SURVEY_REPLIES,
    )
    replies = TextField(
        REPLIES,
        t("Replies needed to show results"),
        MOST_REPLIES_LENGTH,
        str(roster.partnership.threshold),
        optional=False,
        hint=hint,
        missing=t("Enter a number of replies"),
    )
    note = t(
        "A higher number protects answers better and hides more results. After the first round you can only "
        "raise it."
    )
    id = roster.partnership.id
    return Form(THRESHOLD, t("Replies needed for results"), t("Save"), id, (replies,), note, tracked=True)


def threshold_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    replies = submission.value(REPLIES)
    if not (replies.isdecimal() and MIN_THRESHOLD <= int(replies) <= MAX_THRESHOLD):
        problem = context.t("Enter a number from {least} to {most}", least=MIN_THRESHOLD, most=MAX_THRESHOLD)
        raise InvalidForm(Problem(REPLIES, problem))
    if int(replies) == context.only.roster.partnership.threshold:
        return []
    command = c.SetThreshold(replies)
    return [FieldSentence(REPLIES, format_command(command, submission.target))]


def _options(context: FormContext, labels: dict[str, str]) -> list[Option]:
    return [Option(value, context.t(label)) for value, label in labels.items()]


DEFINITIONS = (
    FormDefinition(
        SCHEDULE, N_("Set how often to ask"), Rank.COORDINATOR, schedule_form, schedule_sentences, one=True
    ),
    FormDefinition(ASK, N_("Ask something now"), Rank.COORDINATOR, ask_form, ask_sentences),
    FormDefinition(
        YEARLY_LOOK,
        N_("Ask the yearly look"),
        Rank.COORDINATOR,
        yearly_look_form,
        yearly_look_sentences,
        one=True,
    ),
    FormDefinition(
        SCHEDULE_PAUSE, N_("Pause the schedule"), Rank.COORDINATOR, pause_form, pause_sentences, one=True
    ),
    FormDefinition(
        REMINDERS, N_("Reminders"), Rank.COORDINATOR, reminders_form, reminders_sentences, one=True
    ),
    FormDefinition(
        THRESHOLD,
        N_("Replies needed for results"),
        Rank.COORDINATOR,
        threshold_form,
        threshold_sentences,
        one=True,
    ),
)

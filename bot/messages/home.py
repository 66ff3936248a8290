"""Cards of a person's home: what waits, each of their partnerships, their settings. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Heading,
    KeyValues,
    Part,
    SmallText,
    Text,
    TextBox,
)
from bot.core.followups import MAX_TEXT_LENGTH
from bot.core.i18n import Translator, language_label
from bot.core.models import Member, Person, Role, Round
from bot.core.timezones import city_of
from bot.language import commands as c
from bot.language import parser
from bot.language.schedules import format_schedule
from bot.membership.roster import Roster, SentenceBuilder
from bot.messages import weekly
from bot.messages.check_in import promise
from bot.messages.membership import ROLES
from bot.rounds import answers
from bot.rounds.working_hours import WORK_ENDS, WORK_STARTS

MAX_SETTING_LENGTH = 50  # characters


@dataclass(frozen=True, slots=True)
class PartnershipOverview:
    """A partnership as a member sees it. `round` is the open one, `has_replied` None if they were not asked
    in it, or that cannot be told; `to_do` its open actions, a line each."""

    roster: Roster
    member: Member
    round: Round | None
    has_replied: bool | None
    to_do: Sequence[str]


def asked(t: Translator, partnership: str, round_: Round, by: Sequence[str] = ()) -> Card:
    """Tell that a reply to a round is missing, and who asked it."""
    many = t.n("{n} question", "{n} questions", len(round_.questions))
    words = t(
        "{partnership}: {many}, under a minute. Open until {when}.",
        partnership=partnership,
        many=many,
        when=t.moment(round_.closes_at),
    )
    start = Buttons((Button(t("Start"), parser.format_command(c.StartCheckIn()), "primary"),))
    return Card(
        t("You have questions to answer"),
        (Text(words), *map(Text, by), start, SmallText(promise(t))),
        answers.thread_key(round_.id),
    )


def partnership(t: Translator, overview: PartnershipOverview, buttons: Sequence[Button]) -> Card:
    """Show the state of a partnership: its round, its rhythm and what it plans to do."""
    partnership = overview.roster.partnership
    organisation = overview.roster.organisation(overview.member)
    rows = [
        *_round_rows(t, overview),
        (t("Schedule"), _schedule_text(t, partnership.rhythm)),
        (t("You"), f"{organisation.name} · {t(ROLES[overview.member.role])}"),
    ]
    if organisation.data_contact is None and overview.member.role is not Role.MEMBER:
        rows.append((t("Data contact"), t("not set. To set it, type: data contact")))
    parts: list[Part] = [KeyValues(tuple(rows))]
    if overview.to_do:
        parts += [Heading(t("Open actions")), BulletList(tuple(overview.to_do))]
    parts.append(Buttons(tuple(buttons)))
    return Card(partnership.name, tuple(parts))


def buttons(t: Translator, role: Role, say: SentenceBuilder) -> list[Button]:
    """Return the buttons for a member of this role in a chat."""
    buttons = [
        Button(t("Round status"), say(c.ShowStatus())),
        Button(t("Results"), say(c.ShowResults())),
        Button(t("Trends"), say(c.ShowTrends())),
        Button(t("Actions"), say(c.ListActions())),
        Button(t("Shared outcomes"), say(c.ListOutcomes())),
        Button(t("Members"), say(c.ListMembers())),
        Button(t("Your page"), say(c.OpenHub())),
    ]
    if role is Role.COORDINATOR:
        buttons += [
            Button(t("Next questions"), say(c.PreviewQuestions())),
            Button(t("Schedule"), say(c.SetSchedule())),
            Button(t("Profile"), say(c.SetProfile())),
            Button(t("Invite people"), say(c.InviteOrganisation())),
        ]
    return buttons


def page_buttons(t: Translator, say: SentenceBuilder) -> list[Button]:
    """Return the buttons beside the links of a partnership on a member's page."""
    return [Button(t("Trends"), say(c.ShowTrends())), Button(t("Members"), say(c.ListMembers()))]


def channel_boxes(t: Translator) -> tuple[TextBox, ...]:
    """Return the boxes of a partnership's channel: what is typed there, everybody in it can read."""
    note = t("What has changed? For example: We have a new chair on 3 May")
    action = t("What will you do? For example: Share the papers by 3 May @Ben")
    return (
        TextBox(note, parser.format_command(c.AddNote("")), t("Add a note"), MAX_TEXT_LENGTH),
        TextBox(action, parser.format_command(c.AddAction("")), t("Add an action"), MAX_TEXT_LENGTH),
    )


def settings_summary(t: Translator, person: Person) -> Card:
    """Show when a person gets questions, for a page that links to the form of settings."""
    return Card(t("Your settings"), _when_asked(t, person))


def settings(
    t: Translator, person: Person, languages: Sequence[str], weekly_summary: bool | None = None
) -> Card:
    """Show when a person gets questions, and how to change that, and their language, in a chat. Leads and
    coordinators also see whether they get the weekly summary."""
    parts: list[Part] = list(_when_asked(t, person))
    if person.paused_until:
        resume = Button(t("Stop the pause"), parser.format_command(c.ResumeMe()))
        parts.append(Buttons((resume,)))
    else:
        label = t("Pause until (a date, such as 3 May)")
        parts.append(TextBox(label, parser.format_command(c.PauseMe("")), t("Pause"), MAX_SETTING_LENGTH))
    zone = t("Time zone (a large city, such as New York)")
    parts.append(
        TextBox(zone, parser.format_command(c.SetTimeZone("")), t("Set time zone"), MAX_SETTING_LENGTH)
    )
    others = [
        Button(language_label(code), parser.format_command(c.SetLanguage(code)))
        for code in languages
        if code != t.code
    ]
    parts += [Heading(t("Language")), Buttons(tuple(others))] if others else []
    if weekly_summary is not None:
        parts += [Heading(t("Weekly summary")), *weekly.setting(t, on=weekly_summary)]
    return Card(t("Your settings"), tuple(parts))


def _when_asked(t: Translator, person: Person) -> tuple[Text, ...]:
    words = t(
        "You get questions on working days between {start} and {end}, {zone} time.",
        start=f"{WORK_STARTS:%H:%M}",
        end=f"{WORK_ENDS:%H:%M}",
        zone=city_of(person.zone),
    )
    if not person.paused_until:
        return (Text(words),)
    return Text(words), Text(t("You are paused until {day}.", day=t.full_day(person.paused_until)))


def _schedule_text(t: Translator, rhythm: str) -> str:
    try:
        return format_schedule(rhythm, t) if rhythm else t("not set")
    except ValueError:
        return t("stopped")


def _round_rows(t: Translator, overview: PartnershipOverview) -> list[tuple[str, str]]:
    """Return the state of the round, and of the member's own reply to it."""
    next_round_at = overview.roster.partnership.next_round_at
    following = [(t("Next round"), t.moment(next_round_at))] if next_round_at else []
    if overview.round is None:
        return following or [(t("Next round"), t("No rounds are planned"))]
    rows = [(t("Round"), t("open until {when}", when=t.moment(overview.round.closes_at)))]
    if overview.has_replied is not None:
        reply = t("saved, you can change it until then") if overview.has_replied else t("not given yet")
        rows.append((t("Your reply"), reply))
    return rows + following

"""Cards of a person's home: what waits, each of their partnerships, their settings. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.cards import BulletList, Button, Buttons, Card, KeyValues, Part, SmallText, Text, TextBox
from bot.core.i18n import Translator, language_label
from bot.core.models import Member, Person, Role, Round
from bot.language import commands as c
from bot.language import parser
from bot.language.schedules import format_schedule
from bot.membership.roster import Roster, SentenceBuilder
from bot.messages import check_in
from bot.messages.check_in import promise
from bot.messages.membership import ROLES
from bot.rounds.working_hours import WORK_ENDS, WORK_STARTS


@dataclass(frozen=True, slots=True)
class PartnershipOverview:
    """A partnership as a member sees it. `round` is the open one; `to_do` its open actions, a line each."""

    roster: Roster
    member: Member
    round: Round | None
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
        t("Questions wait for you"),
        (Text(words), *map(Text, by), start, SmallText(promise(t))),
        f"{check_in.THREAD_PREFIX}{round_.id}",
    )


def partnership(t: Translator, overview: PartnershipOverview, say: SentenceBuilder) -> Card:
    partnership = overview.roster.partnership
    rows = [
        (
            t("You"),
            f"{overview.roster.organisation(overview.member).name} · {t(ROLES[overview.member.role])}",
        ),
        (t("Rhythm"), _schedule_text(t, partnership.rhythm)),
        (t("Round"), _round_text(t, overview.round, partnership.next_round_at)),
    ]
    parts: list[Part] = [KeyValues(tuple(rows))]
    if overview.to_do:
        parts += [Text(t("What we will do:")), BulletList(tuple(overview.to_do))]
    parts.append(Buttons(tuple(buttons(t, overview.member.role, say))))
    return Card(partnership.name, tuple(parts))


def buttons(t: Translator, role: Role, say: SentenceBuilder) -> list[Button]:
    """Return the buttons for a member of this role."""
    buttons = [
        Button(t("How it stands"), say(c.ShowStatus())),
        Button(t("See the results"), say(c.ShowResults())),
        Button(t("See the trends"), say(c.ShowTrends())),
        Button(t("Show the actions"), say(c.ListActions())),
        Button(t("Shared outcomes"), say(c.ListOutcomes())),
        Button(t("Show the members"), say(c.ListMembers())),
        Button(t("Open the hub"), say(c.OpenHub())),
    ]
    if role is Role.COORDINATOR:
        buttons += [
            Button(t("See the next questions"), say(c.PreviewQuestions())),
            Button(t("The rhythm"), say(c.SetSchedule())),
            Button(t("Set the profile"), say(c.SetProfile())),
            Button(t("Invite people"), say(c.InviteOrganisation())),
        ]
    return buttons


def settings(t: Translator, person: Person, languages: Sequence[str]) -> Card:
    words = t(
        "You are asked on working days between {start} and {end}, by the clocks of {zone}.",
        start=f"{WORK_STARTS:%H:%M}",
        end=f"{WORK_ENDS:%H:%M}",
        zone=person.zone,
    )
    choices = [
        Button(language_label(code), parser.format_command(c.SetLanguage(code)))
        for code in languages
        if code != t.code
    ]
    if person.paused_until:
        until = Text(t("You are paused until {day}.", day=t.full_day(person.paused_until)))
        choices.insert(0, Button(t("Be asked again"), parser.format_command(c.ResumeMe())))
        return Card(t("Your settings"), (Text(words), until, Buttons(tuple(choices))))
    box = TextBox(
        t("Pause until (a date, such as 3 May)"), parser.format_command(c.PauseMe("")), t("Pause"), 50
    )
    return Card(t("Your settings"), (Text(words), box, Buttons(tuple(choices))))


def _schedule_text(t: Translator, rhythm: str) -> str:
    try:
        return format_schedule(rhythm, t) if rhythm else t("not set")
    except ValueError:
        return t("it has stopped")


def _round_text(t: Translator, round_: Round | None, next_round_at: datetime | None) -> str:
    if round_:
        return t("open until {when}", when=t.moment(round_.closes_at))
    return (
        t("the next opens on {when}", when=t.moment(next_round_at)) if next_round_at else t("none is planned")
    )

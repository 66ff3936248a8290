"""Cards about people's own settings and data. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.cards import Button, Buttons, Card, KeyValues, Link, Part, SmallText, Text
from bot.core.email import Mailbox, is_mailbox_address
from bot.core.i18n import N_, Translator, language_label, language_name
from bot.core.models import Member, MembershipStatus, Organisation, Partnership, Person
from bot.language import parser
from bot.language.commands import ForgetMe, ResumeMe
from bot.messages import email
from bot.messages.membership import ROLES

STANDINGS = {
    MembershipStatus.INVITED: N_("invited, not confirmed yet"),
    MembershipStatus.WAITING: N_("asked to join, waits for approval"),
    MembershipStatus.ACTIVE: N_("in"),
    MembershipStatus.LEFT: N_("left"),
}
MembershipRow = tuple[Member, Partnership | None, Organisation]


def paused(t: Translator, until: date) -> Card:
    words = t(
        "You will not be asked before {day}. What has been asked already you can still answer.",
        day=t.full_day(until),
    )
    return Card(
        t("Paused"), (Text(words), Buttons((Button(t("Be asked again"), parser.format_command(ResumeMe())),)))
    )


def resumed(t: Translator) -> Card:
    return Card(t("Welcome back"), (Text(t("You will be asked again from the next round on.")),))


def language_set(t: Translator) -> Card:
    words = t("From now on I speak {language} to you.", language=language_name(t.code, t.code))
    return Card(t("Done"), (Text(words),))


def zone_set(t: Translator, now: datetime) -> Card:
    words = t("By the clocks of {zone} it is {when} now.", zone=t.zone, when=t.moment(now))
    return Card(t("Done"), (Text(words), Text(t("You are asked in working hours there."))))


def my_data(
    t: Translator,
    person: Person,
    memberships: Sequence[MembershipRow],
    browsers: int,
    boxes: Sequence[tuple[str, Mailbox]],
) -> Card:
    """Show all that is kept about a person, in plain words; what is sealed is named and not shown. `boxes`
    are their mailboxes, each after its address."""
    home = t("by e-mail") if is_mailbox_address(person.home) else str(person.home or t("not known"))
    rows = [
        (t("Name"), person.name or t("not known")),
        (t("Where you speak from"), str(person.address)),
        (t("Where I write to you"), home),
        *(
            (t("E-mail"), " · ".join(filter(None, (address, *_mailbox_remarks(t, box)))))
            for address, box in boxes
        ),
        (t("Time zone"), person.zone),
        (t("Language"), language_label(person.language)),
        (t("Paused until"), t.full_day(person.paused_until) if person.paused_until else t("not paused")),
        (t("Browsers that are signed in"), str(browsers)),
    ]
    parts: list[Part] = [KeyValues(tuple(rows))]
    parts += [
        Text(t("Your partnerships")),
        KeyValues(tuple(_membership_row(t, *membership) for membership in memberships)),
    ]
    parts += [SmallText(note) for note in _data_notes(t)]
    parts.append(
        Buttons((Button(t("Have everything deleted"), parser.format_command(ForgetMe()), "danger"),))
    )
    return Card(t("What I keep about you"), tuple(parts))


def _data_notes(t: Translator) -> tuple[str, ...]:
    return (
        t("We keep that you were invited to a round, but not whether you replied."),
        t(
            "On which days you were asked is kept for 40 days, so that nobody asks you twice in a day.",
        ),
        t(
            "Your answers in an open round are encrypted, so they are not shown here. Until it closes, the "
            "people who run this server could link them to your name."
        ),
        t(
            "Answers of closed rounds were counted and deleted. The results hold no names, so yours cannot "
            "be found in them."
        ),
        t(
            "In a small group, people who compare their answers can work out the rest. Four of five know "
            "the fifth."
        ),
        t(
            "Your employer’s chat or mail records may show that you replied, and when. Accord cannot delete "
            "those."
        ),
        t("Comments are shown without a name for 90 days."),
        t("Your name stands in summaries beside actions that you own, or that you said are done."),
        t("Messages that I owe you, and those on your pages, are kept with you."),
        t(
            "Values of shared outcomes show who entered them. If you are forgotten, they stay without your "
            "name."
        ),
    )


def forgetting(t: Translator) -> Card:
    words = t(
        "Your name, your places in all partnerships, the messages to you and your answers in open "
        "rounds are deleted. What was counted in closed rounds stays, without names. Nobody can undo "
        "this."
    )
    buttons = Buttons((Button(t("Yes, forget me"), parser.format_command(ForgetMe("now")), "danger"),))
    return Card(t("Forget you?"), (Text(words), buttons))


def forgotten(t: Translator) -> Card:
    return Card(
        t("You are forgotten"), (Text(t("Everything about you is deleted. Thank you for having been here.")),)
    )


def pages(t: Translator, path: str, one_time: bool) -> Card:
    """Show the link to a person's own pages."""
    works_once = t("The link works once, for you alone, until tomorrow.")
    note = works_once if one_time else t("The link works where you are signed in.")
    return Card(t("Your pages"), (Link(t("Open the pages"), path, one_time), SmallText(note)))


def _mailbox_remarks(t: Translator, box: Mailbox) -> list[str]:
    remarks = [] if box.confirmed else [t("not confirmed yet")]
    remarks += [email.muted_text(t, box.silence)] if box.silence else []
    return remarks if box.typed_by == box.person else [*remarks, t("typed by whoever added you")]


def _membership_row(
    t: Translator, member: Member, partnership: Partnership | None, organisation: Organisation
) -> tuple[str, str]:
    remarks = [
        organisation.name,
        t(ROLES[member.role]),
        t(STANDINGS[member.standing]),
        t.full_day(member.since_at),
    ]
    if member.new_link_at:
        remarks.append(t("new sign-in link made on {day}", day=t.full_day(member.new_link_at)))
    name = partnership.name if partnership else t("A partnership (name not shown)")
    return name, " · ".join(remarks)

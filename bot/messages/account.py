"""Cards about people's own settings and data. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.cards import Button, Buttons, Card, Heading, KeyValues, Link, Part, SmallText, Text
from bot.core.email import Mailbox, is_mailbox_address
from bot.core.i18n import N_, Translator, language_label, language_name
from bot.core.models import (
    Address,
    BrowserSession,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    web_address,
)
from bot.core.timezones import city_of
from bot.language import parser
from bot.language.commands import ForgetMe, ResumeMe, ShowMyData
from bot.messages import email
from bot.messages.browsers import describe_browser
from bot.messages.membership import ROLES

STANDINGS = {
    MembershipStatus.INVITED: N_("invited, not confirmed yet"),
    MembershipStatus.WAITING: N_("asked to join, waiting for approval"),
    MembershipStatus.ACTIVE: N_("joined"),
    MembershipStatus.LEFT: N_("left"),
}
MembershipRow = tuple[Member, Partnership | None, Organisation]


def paused(t: Translator, until: date) -> Card:
    words = t(
        "You will not get questions before {day}. You can still answer the ones you already have.",
        day=t.full_day(until),
    )
    return Card(
        t("Paused"), (Text(words), Buttons((Button(t("End the pause"), parser.format_command(ResumeMe())),)))
    )


def resumed(t: Translator) -> Card:
    return Card(t("Welcome back"), (Text(t("You will get questions again from the next round.")),))


def language_set(t: Translator) -> Card:
    words = t("We’ll use {language} from now on.", language=language_name(t.code, t.code))
    return Card(t("Done"), (Text(words),))


def zone_set(t: Translator, now: datetime) -> Card:
    words = t("Your time zone is {place}. It is {when} there now.", place=city_of(t.zone), when=t.moment(now))
    return Card(t("Done"), (Text(words), Text(t("You will get questions during working hours there."))))


def my_data(
    t: Translator,
    person: Person,
    memberships: Sequence[MembershipRow],
    browsers: Sequence[BrowserSession],
    boxes: Sequence[tuple[str, Mailbox]],
    weekly_summary: bool | None = None,
) -> Card:
    """Show all that is kept about a person, in plain words; what is sealed is named and not shown. `boxes`
    are their mailboxes, each after its address. `weekly_summary` is None for those who cannot have one."""
    rows = [
        (t("Name"), person.name or t("not known")),
        (t("How you use Accord"), _place(t, person.address)),
        (
            t("Where we write to you"),
            _place(t, person.home) if person.home else t("nowhere: Accord was removed"),
        ),
        *(
            (t("Email"), " · ".join(filter(None, (address, *_mailbox_remarks(t, box)))))
            for address, box in boxes
        ),
        (t("Time zone"), city_of(person.zone)),
        (t("Language"), language_label(person.language)),
        (t("Paused until"), t.full_day(person.paused_until) if person.paused_until else t("not paused")),
        (
            t("Signed-in browsers"),
            " · ".join(describe_browser(t, person, session) for session in browsers) or t("none"),
        ),
    ]
    if weekly_summary is not None:
        rows.append((t("Weekly summary"), t("switched on") if weekly_summary else t("switched off")))
    parts: list[Part] = [KeyValues(tuple(rows))]
    parts += [
        Heading(t("Your partnerships")),
        KeyValues(tuple(_membership_row(t, *membership) for membership in memberships)),
    ]
    parts += [SmallText(note) for note in _data_notes(t)]
    forget_now, harm = parser.format_command(ForgetMe("now")), _what_forgetting_does(t)
    parts.append(
        Buttons((Button(t("Delete everything about me"), forget_now, "danger", harm, t("Go back")),))
    )
    return Card(t("What we keep about you"), tuple(parts))


def _data_notes(t: Translator) -> tuple[str, ...]:
    return (
        t("We keep a record of each round that you were invited to, but not of whether you replied."),
        t(
            "For 40 days we keep the dates on which we asked you, so that we never ask twice in a day.",
        ),
        t(
            "Your answers in an open round are encrypted, so they are not shown here. Until it closes, the "
            "people who run this server could link them to your name."
        ),
        t(
            "When a round closes, we count the answers and delete them. Results hold no names, so "
            "your answers cannot be found in them."
        ),
        t(
            "In a small group, people who compare their answers can work out the rest. In a group of "
            "five, four people can work out the fifth answer."
        ),
        t(
            "Your employer’s chat or mail records may show that you replied, and when. Accord cannot delete "
            "those."
        ),
        t("We show comments without names for 90 days, then delete them."),
        t("Summaries show your name beside actions that you own or reported on."),
        t("We also keep the ID that your chat platform or browser has for you."),
        t("Of each browser we keep its kind and how you signed in, but not when you used it."),
        t("We also keep messages waiting to be sent to you, and those on your pages."),
        t("Until 8 days after a round, we keep where in your chat we asked its questions."),
        t("If we welcomed you in a chat, we remember that for two years, without your name."),
        t(
            "Shared outcomes show who entered each value, and the evidence log who wrote what. If you "
            "delete your data, this stays, without your name."
        ),
        t(
            "Share links show who made and who stopped them. If you delete your data, the links stay, "
            "without your name."
        ),
    )


def forgetting(t: Translator) -> Card:
    buttons = (
        Button(t("Delete everything"), parser.format_command(ForgetMe("now")), "danger"),
        Button(t("Keep my data"), parser.format_command(ShowMyData())),
    )
    return Card(t("Delete everything about you?"), (Text(_what_forgetting_does(t)), Buttons(buttons)))


def _what_forgetting_does(t: Translator) -> str:
    return t(
        "This deletes your name, your place in every partnership, the messages to you and your "
        "answers in open rounds. What was counted in closed rounds stays, without names. Nobody "
        "can undo this."
    )


def forgotten(t: Translator) -> Card:
    return Card(
        t("Your data is deleted"),
        (Text(t("We’ve deleted your data. What was counted in closed rounds stays, without names.")),),
    )


def hub(t: Translator, path: str, one_time: bool) -> Card:
    """Show the link to the hub of a partnership."""
    works_once = t("This link signs you in. It works once, within 10 minutes. Do not share it.")
    note = works_once if one_time else t("This link works in browsers where you are signed in.")
    return Card(t("Evidence hub"), (Link(t("Open the hub"), path, one_time), SmallText(note)))


def _place(t: Translator, address: Address) -> str:
    """Return where a person is met, without the id that they have there."""
    if is_mailbox_address(address):
        return t("by email")
    if address == web_address(address.key):
        return t("on Accord’s own pages")
    return t("in {platform}", platform=address.platform.title())


def _mailbox_remarks(t: Translator, box: Mailbox) -> list[str]:
    remarks = [] if box.confirmed else [t("not confirmed yet")]
    remarks += [email.muted_text(t, box.silence)] if box.silence else []
    return remarks if box.typed_by == box.person else [*remarks, t("typed by the person who added you")]


def _membership_row(
    t: Translator, member: Member, partnership: Partnership | None, organisation: Organisation
) -> tuple[str, str]:
    # To somebody who waits they would tell if the organisation is known to the partnership.
    side = [organisation.name, t(ROLES[member.role])] if partnership else []
    remarks = [*side, t(STANDINGS[member.standing]), t.full_day(member.since_at)]
    if member.new_link_at:
        remarks.append(t("new sign-in link made on {day}", day=t.full_day(member.new_link_at)))
    name = partnership.name if partnership else t("A partnership (name not shown)")
    return name, " · ".join(remarks)

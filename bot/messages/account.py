"""Cards about people's own settings and data. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.cards import BulletList, Button, Buttons, Card, Heading, KeyValues, Link, SmallText, Text
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
from bot.membership.data_contacts import Controllers
from bot.messages import email
from bot.messages import privacy_statements as statements
from bot.messages.browsers import describe_browser
from bot.messages.kept_data import KEPT, kept_text
from bot.messages.membership import ROLES
from bot.messages.privacy import complain_button, controllers_parts, privacy_button

STANDINGS = {
    MembershipStatus.INVITED: N_("invited, not confirmed yet"),
    MembershipStatus.WAITING: N_("asked to join, waiting for approval"),
    MembershipStatus.ACTIVE: N_("joined"),
    MembershipStatus.LEFT: N_("left"),
}
KEPT_NOTES = (
    statements.SEALED,
    statements.OPERATOR,
    statements.COUNTED,
    statements.NO_LIST,
    statements.COMMENTS_EXPIRE,
    statements.FOUR_OF_FIVE,
    statements.EMPLOYER,
    statements.SENT_STAYS,
    statements.NAMED_ACTIONS,
    statements.AUTHORS,
    statements.WHAT_STAYS,
)
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
    controllers: Sequence[Controllers] = (),
) -> Card:
    """Show all that is kept about a person, in plain words; what is sealed is named and not shown. `boxes`
    are their mailboxes, each after its address. `weekly_summary` is None for those who cannot have one.
    `controllers` decide about the data of each of their partnerships."""
    rows = _personal_rows(t, person, browsers, boxes)
    if weekly_summary is not None:
        rows.append((t("Weekly summary"), t("switched on") if weekly_summary else t("switched off")))
    forget_now, harm = parser.format_command(ForgetMe("now")), statements.FORGETTING.text(t)
    ways = (
        privacy_button(t),
        complain_button(t),
        Button(t("Delete everything about me"), forget_now, "danger", harm, t("Go back")),
    )
    parts = (
        KeyValues(tuple(rows)),
        Heading(t("Your partnerships")),
        KeyValues(tuple(_membership_row(t, *membership) for membership in memberships)),
        *controllers_parts(t, controllers),
        Heading(t("We also keep")),
        BulletList(tuple(kept_text(t, data) for data in KEPT if data.in_my_data)),
        *(SmallText(statement.text(t)) for statement in KEPT_NOTES),
        Buttons(ways),
    )
    return Card(t("What we keep about you"), parts)


def _personal_rows(
    t: Translator,
    person: Person,
    browsers: Sequence[BrowserSession],
    boxes: Sequence[tuple[str, Mailbox]],
) -> list[tuple[str, str]]:
    return [
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


def forgetting(t: Translator) -> Card:
    buttons = (
        Button(t("Delete everything"), parser.format_command(ForgetMe("now")), "danger"),
        Button(t("Keep my data"), parser.format_command(ShowMyData())),
    )
    return Card(t("Delete everything about you?"), (Text(statements.FORGETTING.text(t)), Buttons(buttons)))


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

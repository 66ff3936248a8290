"""Cards about membership: asking to join, approval, invitation, removal, leaving; the roster. Pure."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime

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
from bot.core.email import VisibleMailbox
from bot.core.i18n import N_, Translator
from bot.core.models import Member, MembershipStatus, Organisation, Partnership, Role, web_address
from bot.core.sanitise import LONGEST_NAME
from bot.language import parser
from bot.language.commands import (
    ChangeRole,
    ConfirmMembership,
    DeclineMember,
    InviteOrganisation,
    ListMembers,
    ListRequests,
    OpenHub,
    RenewLoginLink,
    ShowHelp,
    ShowMenu,
)
from bot.membership.roster import Roster, SentenceBuilder
from bot.messages import email
from bot.messages.check_in import confidentiality
from bot.messages.privacy import privacy_button

ROLES = {Role.MEMBER: N_("member"), Role.LEAD: N_("lead"), Role.COORDINATOR: N_("coordinator")}
NEW_ROLES = {
    Role.MEMBER: N_("{name} is now a member."),
    Role.LEAD: N_("{name} is now a lead."),
    Role.COORDINATOR: N_("{name} is now a coordinator."),
}
STANDINGS = {
    MembershipStatus.INVITED: N_("has not confirmed yet"),
    MembershipStatus.WAITING: N_("waiting for approval"),
}


def roster(
    t: Translator,
    roster: Roster,
    since: datetime | None,
    say: SentenceBuilder,
    mailboxes: Mapping[str, VisibleMailbox],
    links: Mapping[str, datetime],
    *,
    role: Role = Role.MEMBER,
    missed: Container[str] = (),
) -> Card:
    """List everybody by organisation. `since` is when the last round opened. Coordinators and leads get
    buttons that their `role` allows, and coordinators see the members (`missed`) whom a message could not
    reach. `mailboxes` holds what this viewer may see of mailboxes, by member, and `links` when a new sign-in
    link was made for a member lately."""

    removed = {member.id for member in roster.removed} if role is Role.COORDINATOR else set()

    def row(member: Member) -> tuple[str, str]:
        remarks = _remarks(t, member, since, mailboxes.get(member.id), missed, removed)
        new_link = _new_link_text(t, roster, member, links.get(member.id))
        return roster.name_of(member), " · ".join([*remarks, *([new_link] if new_link else [])])

    parts: list[Part] = []
    for organisation in roster.partners:
        rows = tuple(map(row, roster.members_of(organisation)))
        parts += [
            Heading(_organisation_line(t, organisation)),
            KeyValues(rows) if rows else SmallText(t("Nobody yet")),
        ]
    if any(mailbox.silence for mailbox in mailboxes.values()):
        parts.append(Text(email.cure(t, say(RenewLoginLink(t("<name>"))))))
    if role is not Role.MEMBER:
        parts.append(Buttons(_roster_buttons(t, roster, role, say)))
    parts.append(SmallText(t("Only people who have joined get questions and see results.")))
    return Card(t("Members of {partnership}", partnership=roster.partnership.name), tuple(parts))


def _roster_buttons(t: Translator, roster: Roster, role: Role, say: SentenceBuilder) -> tuple[Button, ...]:
    """Return what a lead or a coordinator can do about members. Both have forms, which offer a lead their own
    organisation; only coordinators decide about requests and invite."""
    coordinator = role is Role.COORDINATOR
    forms = {
        "people": t("Add people"),
        "roles": t("Change a role"),
        "remove": t("Remove a person or an organisation") if coordinator else t("Remove a person"),
    }
    shown = say(ListMembers())
    opening = [Button(forms[form], shown, form=form, partnership=roster.partnership.id) for form in forms]
    if not coordinator:
        return tuple(opening)
    requests = [Button(t("See the requests"), say(ListRequests()), "primary")] if roster.waiting else []
    return (*requests, Button(t("Invite people"), say(InviteOrganisation())), *opening)


def please_confirm(t: Translator, roster: Roster, member: Member) -> Card:
    words = t(
        "You have been invited to {partnership}, on behalf of {organisation}. You will only join if you"
        " confirm below.",
        partnership=roster.partnership.name,
        organisation=roster.organisation(member).name,
    )
    boxes = _name_box(t, roster, member)
    yes = t("Confirm as {name}", name=roster.name_of(member)) if boxes else t("Confirm")
    buttons = Buttons(
        (
            Button(yes, parser.format_command(ConfirmMembership(member.id)), "primary"),
            Button(t("Decline"), parser.format_command(DeclineMember(member.id))),
            privacy_button(t),
        )
    )
    explanation = Text(
        t("Accord asks members from time to time how the partnership is going. It takes about a minute.")
    )
    parts: tuple[Part, ...] = (
        Text(words),
        *_purpose_text(t, roster.partnership),
        explanation,
        *boxes,
        buttons,
        *map(SmallText, confidentiality(t)),
    )
    return Card(
        t("Will you join {partnership}?", partnership=roster.partnership.name),
        parts,
        thread_key("confirm", member),
    )


def welcome(t: Translator, roster: Roster, member: Member, say: SentenceBuilder) -> Card:
    words = t(
        "You’ve joined on behalf of {organisation}. When a round opens, we ask you a few questions. "
        "Answering takes about a minute. Everyone sees the results at the same moment.",
        organisation=roster.organisation(member).name,
    )
    buttons = (
        Button(t("Show the members"), say(ListMembers())),
        Button(t("Your page"), say(OpenHub())),
        Button(t("See what you can type"), parser.format_command(ShowHelp())),
        privacy_button(t),
    )
    parts: tuple[Part, ...] = (
        Text(words),
        *_purpose_text(t, roster.partnership),
        Buttons(buttons),
        *map(SmallText, confidentiality(t)),
    )
    return Card(
        t("Welcome to {partnership}", partnership=roster.partnership.name),
        parts,
        thread_key("welcome", member),
    )


def removed(t: Translator, partnership: Partnership) -> Card:
    words = t(
        "Someone has removed you or your organisation. You will not get any more questions or "
        "results. If this is a mistake, talk to a coordinator."
    )
    return Card(t("You have been removed from {partnership}", partnership=partnership.name), (Text(words),))


def no_coordinator(t: Translator, partnership: Partnership, say: SentenceBuilder) -> Card:
    words = t(
        "The last coordinator of {partnership} has left Accord. Agree on a new one, then type: {sentence}",
        partnership=partnership.name,
        sentence=say(ChangeRole(t("<name>"), "coordinator")),
    )
    return Card(
        t("Who will coordinate?"),
        (Text(words), Buttons((Button(t("Show the members"), say(ListMembers())),))),
    )


def ended(t: Translator, partnership: Partnership) -> Card:
    words = t(
        "A coordinator has ended {partnership}. Nobody will be asked again.", partnership=partnership.name
    )
    return Card(t("{partnership} has ended", partnership=partnership.name), (Text(words),))


def not_joined(t: Translator, roster: Roster, member: Member) -> Card:
    """Tell somebody who declined an invitation, or took their own request back."""
    if member.standing is MembershipStatus.WAITING:
        words = t("You have cancelled your request to join. You will not get any questions.")
    else:
        words = t(
            "You have not joined {partnership}, and will not get any questions.",
            partnership=roster.partnership.name,
        )
    return Card(t("Declined"), (Text(words),), thread_key("confirm", member))


def confirm_remove(
    t: Translator,
    roster: Roster,
    target: Member | Organisation,
    going: Sequence[Member],
    remove_now: str,
    say: SentenceBuilder,
) -> Card:
    """Ask whether to take out a member, or an organisation with all its members (`going`). `remove_now` is
    the sentence that does it."""
    name = roster.name_of(target)
    harm = t(
        "They will not get any more questions or results. To come back, they must be added again and confirm."
    )
    parts: list[Part] = [Text(harm)]
    if isinstance(target, Organisation) and going:
        parts[:0] = [
            Text(t("This also removes everyone from {name}:", name=name)),
            BulletList(tuple(roster.name_of(member) for member in going)),
        ]
    buttons = (
        Button(t("Remove {name}", name=name), remove_now, "danger"),
        Button(t("Show the members"), say(ListMembers())),
    )
    return Card(t("Remove {name}?", name=name), (*parts, Buttons(buttons)))


def taken_out(t: Translator, name: str) -> Card:
    words = t("{name} will not get any more questions or results.", name=name)
    return Card(t("{name} has been removed", name=name), (Text(words),))


def made(t: Translator, name: str, role: Role) -> Card:
    return Card(t("Done"), (Text(t(NEW_ROLES[role], name=name)),))


def confirm_role(t: Translator, other: str, change_now: str, say: SentenceBuilder) -> Card:
    """Ask whether to take the role of coordinator from somebody: `other`, or the speaker if that is empty.
    `change_now` is the sentence that does it."""
    if other:
        title = t("Remove {name} as a coordinator?", name=other)
        harm = t("{name} will not be able to manage members, rounds or settings.", name=other)
    else:
        title = t("Stop being a coordinator?")
        harm = t(
            "You will not be able to manage members, rounds or settings. Only another coordinator can make"
            " you one again."
        )
    buttons = (
        Button(t("Change the role"), change_now, "danger"),
        Button(t("Show the members"), say(ListMembers())),
    )
    return Card(title, (Text(harm), Buttons(buttons)))


def leaving(t: Translator, partnership: Partnership, leave_now: str) -> Card:
    words = t(
        "You will not get any more questions or results. If a round is open, we delete your answers to it. "
        "The results of earlier rounds stay, without your name."
    )
    buttons = (Button(t("Leave"), leave_now, "danger"), Button(t("Stay"), parser.format_command(ShowMenu())))
    return Card(t("Leave {partnership}?", partnership=partnership.name), (Text(words), Buttons(buttons)))


def left(t: Translator, partnership: Partnership) -> Card:
    words = t(
        "To come back, ask a coordinator of {partnership} for a code.",
        partnership=partnership.name,
    )
    return Card(t("You have left"), (Text(words),))


def thread_key(kind: str, member: Member) -> str:
    """Return the thread key of a membership; somebody who comes back gets another one."""
    return f"{kind}:{member.id}:{member.since_at:%Y%m%d%H%M%S}"


def _name_box(t: Translator, roster: Roster, member: Member) -> tuple[TextBox, ...]:
    """Return a box for the member's name on the web, where somebody else typed it, or nobody did."""
    person = roster.person(member)
    if person.address != web_address(person.id):
        return ()
    says, label = (
        f"{parser.format_command(ConfirmMembership(member.id))} as",
        t("Your name, as others will see it"),
    )
    return (TextBox(label, says, t("Confirm with this name"), LONGEST_NAME),)


def _purpose_text(t: Translator, partnership: Partnership) -> tuple[Text, ...]:
    return (Text(t("What it is for: {purpose}", purpose=partnership.purpose)),) if partnership.purpose else ()


def _organisation_line(t: Translator, organisation: Organisation) -> str:
    remarks = [t("lead or statutory body")] if organisation.lead_body else []
    if organisation.standing is MembershipStatus.WAITING:
        remarks.append(t("waiting for approval"))
    return " · ".join([organisation.name, *remarks])


def _remarks(
    t: Translator,
    member: Member,
    since: datetime | None,
    mailbox: VisibleMailbox | None,
    missed: Container[str],
    removed: Container[str],
) -> list[str]:
    remarks = [t(ROLES[member.role])]
    if member.standing in STANDINGS:
        remarks.append(t(STANDINGS[member.standing]))
    elif since and member.since_at > since:
        remarks.append(t("new since the last round"))
    if mailbox and mailbox.address:
        remarks.append(mailbox.address)
    if mailbox and mailbox.silence:
        remarks.append(email.muted_text(t, mailbox.silence))
    elif member.id in removed:
        remarks.append(t("Accord was removed from their chat: we cannot write to them"))
    elif member.id in missed:
        remarks.append(t("a message did not arrive: type status"))
    return remarks


def _new_link_text(t: Translator, roster: Roster, member: Member, made_at: datetime | None) -> str:
    """Return who made a new sign-in link for a member and when, or "" if nobody did: that person could have
    used it."""
    if made_at is None:
        return ""
    author, day = _new_link_author(t, roster, member), t.full_day(made_at)
    return t("new sign-in link made by {author} on {day}", author=author, day=day)


def _new_link_author(t: Translator, roster: Roster, member: Member) -> str:
    names = {other.id: roster.name_of(other) for other in roster.members}
    return names.get(member.new_link_by or "", t("someone who has left"))


def link_renewed(t: Translator, roster: Roster, member: Member, made_at: datetime) -> Card:
    """Tell a member that somebody made a new sign-in link for them."""
    words = t(
        "{author} made it on {day}, for {partnership}. Your earlier links for it have stopped working, and"
        " your browsers are signed out of it. Your answers are kept.",
        author=_new_link_author(t, roster, member),
        day=t.full_day(made_at),
        partnership=roster.partnership.name,
    )
    warning = t(
        "If you did not ask for it, tell the other members. Anyone who has the link can answer as you."
    )
    return Card(t("You have a new sign-in link"), (Text(words), Text(warning)))

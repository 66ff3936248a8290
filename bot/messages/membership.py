"""Cards about membership: asking to join, approval, invitation, removal, leaving; the roster. Pure."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Literal

from bot.core.cards import BulletList, Button, Buttons, Card, KeyValues, Part, SmallText, Text, TextBox
from bot.core.email import VisibleMailbox
from bot.core.i18n import N_, Translator
from bot.core.models import Member, MembershipStatus, Organisation, Partnership, Role, web_address
from bot.core.sanitise import LONGEST_NAME
from bot.language import parser
from bot.language.commands import (
    ApproveMember,
    ChangeRole,
    ConfirmMembership,
    DeclineMember,
    InviteOrganisation,
    ListMembers,
    OpenHub,
    RenewLoginLink,
    ShowHelp,
)
from bot.membership.roster import Roster, SentenceBuilder
from bot.messages import email
from bot.messages.check_in import promise

ROLES = {Role.MEMBER: N_("member"), Role.LEAD: N_("lead"), Role.COORDINATOR: N_("coordinator")}
STANDINGS = {
    MembershipStatus.INVITED: N_("has not confirmed yet"),
    MembershipStatus.WAITING: N_("waits for approval"),
}


def roster(
    t: Translator,
    roster: Roster,
    since: datetime | None,
    say: SentenceBuilder,
    mailboxes: Mapping[str, VisibleMailbox],
    links: Mapping[str, datetime],
    *,
    coordinator: bool = False,
    missed: Container[str] = (),
) -> Card:
    """List everybody by organisation. `since` is when the last round opened. Coordinators can decide about
    requests, and see the members (`missed`) whom a message could not reach. `mailboxes` holds what this
    viewer may see of mailboxes, by member, and `links` when a new sign-in link was made for a member lately.
    """
    parts: list[Part] = []
    for organisation in roster.partners:
        rows = tuple(
            (
                roster.name_of(member),
                _remarks(
                    t,
                    member,
                    since,
                    mailboxes.get(member.id),
                    missed,
                    _new_link_text(t, roster, member, links.get(member.id)),
                ),
            )
            for member in roster.members_of(organisation)
        )
        parts += [
            Text(_organisation_line(t, organisation)),
            KeyValues(rows) if rows else SmallText(t("Nobody yet")),
        ]
    waiting = [member for member in roster.present if member.standing is MembershipStatus.WAITING]
    if any(mailbox.silence for mailbox in mailboxes.values()):
        parts.append(Text(email.cure(t, say(RenewLoginLink(t("<name>"))))))
    if coordinator:
        parts += [_decision_buttons(t, member.id, roster.name_of(member)) for member in waiting]
        parts.append(Buttons((Button(t("Invite an organisation"), say(InviteOrganisation())),)))
    parts.append(SmallText(t("Only those who are in are asked, counted and shown results.")))
    return Card(t("Who is in {partnership}", partnership=roster.partnership.name), tuple(parts))


def unknown_code(t: Translator) -> Card:
    words = t(
        "You have not joined: I do not know this code, or it is too old. Ask a coordinator for "
        "a new one; they get it by saying invite."
    )
    return Card(t("Not done"), (Text(words),), refused=True)


def asked_to_join(t: Translator) -> Card:
    """Somebody who guessed a code must not learn whose it is: the partnership is named after approval."""
    words = t("A coordinator will look at it. You will get a message when they have decided.")
    return Card(t("Your request has been sent"), (Text(words), SmallText(promise(t))))


def wants_to_join(t: Translator, roster: Roster, member: Member) -> Card:
    organisation, newcomer = roster.organisation(member), roster.name_of(member)
    words = t(
        "{newcomer} asks to join for {organisation}.", newcomer=newcomer, organisation=organisation.name
    )
    if organisation.standing is MembershipStatus.WAITING:
        words += " " + t("This organisation is not in yet: if you approve, it will be.")
    title = t("Somebody wants to join {partnership}", partnership=roster.partnership.name)
    return Card(
        title,
        (Text(words), _decision_buttons(t, member.id, newcomer, "primary")),
        _thread_key("join", member),
    )


def please_confirm(t: Translator, roster: Roster, member: Member) -> Card:
    words = t(
        "You were added to {partnership} for {organisation}. You are not in before you say so yourself.",
        partnership=roster.partnership.name,
        organisation=roster.organisation(member).name,
    )
    boxes = _name_box(t, roster, member)
    yes = t("Confirm as {name}", name=roster.name_of(member)) if boxes else t("Confirm")
    buttons = Buttons(
        (
            Button(yes, parser.format_command(ConfirmMembership(member.id)), "primary"),
            Button(t("Decline"), parser.format_command(DeclineMember(member.id))),
        )
    )
    explanation = Text(
        t("Accord asks its members from time to time how it is going. Answering takes about a minute.")
    )
    parts: tuple[Part, ...] = (
        Text(words),
        *_purpose_text(t, roster.partnership),
        explanation,
        *boxes,
        buttons,
        SmallText(promise(t)),
    )
    return Card(
        t("Will you join {partnership}?", partnership=roster.partnership.name),
        parts,
        _thread_key("confirm", member),
    )


def welcome(t: Translator, roster: Roster, member: Member, say: SentenceBuilder) -> Card:
    words = t(
        "You are in, for {organisation}. When a round opens I ask you a few questions; answering takes "
        "about a minute. Everybody sees the results at the same moment.",
        organisation=roster.organisation(member).name,
    )
    buttons = (
        Button(t("Show the members"), say(ListMembers())),
        Button(t("Open the pages"), say(OpenHub())),
        Button(t("Show what I understand"), parser.format_command(ShowHelp())),
    )
    parts: tuple[Part, ...] = (
        Text(words),
        *_purpose_text(t, roster.partnership),
        Buttons(buttons),
        SmallText(promise(t)),
    )
    return Card(
        t("Welcome to {partnership}", partnership=roster.partnership.name),
        parts,
        _thread_key("welcome", member),
    )


def declined(t: Translator) -> Card:
    words = t("A coordinator has declined your request to join. If that is a mistake, speak to them.")
    return Card(t("You have not joined"), (Text(words),))


def removed(t: Translator, partnership: Partnership) -> Card:
    words = t(
        "You, or your organisation, were taken out of {partnership}. You will not be asked any more. "
        "If that is a mistake, speak to its coordinators.",
        partnership=partnership.name,
    )
    return Card(t("You are no longer in {partnership}", partnership=partnership.name), (Text(words),))


def no_coordinator(t: Translator, partnership: Partnership, say: SentenceBuilder) -> Card:
    words = t(
        "{partnership} has no coordinator any more: the last one has left Accord. Please agree on somebody, "
        "then say: {sentence}",
        partnership=partnership.name,
        sentence=say(ChangeRole(t("<name>"), "coordinator")),
    )
    return Card(
        t("Who will coordinate?"),
        (Text(words), Buttons((Button(t("Show the members"), say(ListMembers())),))),
    )


def ended(t: Translator, partnership: Partnership) -> Card:
    words = t(
        "A coordinator has ended {partnership}. Nobody will be asked any more.", partnership=partnership.name
    )
    return Card(t("{partnership} has ended", partnership=partnership.name), (Text(words),))


def approved(t: Translator, roster: Roster, member: Member) -> Card:
    words = t("{newcomer} is in. I tell them.", newcomer=roster.name_of(member))
    return Card(t("Approved"), (Text(words),), _thread_key("join", member))


def turned_down(t: Translator, roster: Roster, member: Member) -> Card:
    words = t("{newcomer} is not in. I tell them.", newcomer=roster.name_of(member))
    return Card(t("Declined"), (Text(words),), _thread_key("join", member))


def not_joined(t: Translator, roster: Roster, member: Member) -> Card:
    """Tell somebody who declined an invitation, or took their own request back."""
    if member.standing is MembershipStatus.WAITING:
        words = t("You have taken back your request to join. You will not be asked.")
    else:
        words = t("You are not in {partnership}, and will not be asked.", partnership=roster.partnership.name)
    return Card(t("Declined"), (Text(words),), _thread_key("confirm", member))


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
        "They will not be asked again or see any more results. To come back, they must be added again and"
        " confirm."
    )
    parts: list[Part] = [Text(harm)]
    if isinstance(target, Organisation) and going:
        parts[:0] = [
            Text(t("Everybody from {name} goes with it:", name=name)),
            BulletList(tuple(roster.name_of(member) for member in going)),
        ]
    buttons = (
        Button(t("Take {name} out", name=name), remove_now, "danger"),
        Button(t("Show the members"), say(ListMembers())),
    )
    return Card(t("Take {name} out?", name=name), (*parts, Buttons(buttons)))


def taken_out(t: Translator, name: str) -> Card:
    words = t("{name} is out, and will not be asked any more.", name=name)
    return Card(t("{name} was taken out", name=name), (Text(words),))


def made(t: Translator, name: str, role: Role) -> Card:
    return Card(t("Done"), (Text(t("{name} is now {role}.", name=name, role=t(ROLES[role]))),))


def confirm_role(t: Translator, other: str, change_now: str, say: SentenceBuilder) -> Card:
    """Ask whether to take the role of coordinator from somebody: `other`, or the speaker if that is empty.
    `change_now` is the sentence that does it."""
    if other:
        title = t("Take the role of coordinator from {name}?", name=other)
        harm = t("{name} will no longer decide about members, rounds or settings.", name=other)
    else:
        title = t("Give up your role of coordinator?")
        harm = t(
            "You will no longer decide about members, rounds or settings. Only another coordinator can make"
            " you one again."
        )
    buttons = (
        Button(t("Yes, change the role"), change_now, "danger"),
        Button(t("Show the members"), say(ListMembers())),
    )
    return Card(title, (Text(harm), Buttons(buttons)))


def leaving(t: Translator, partnership: Partnership, leave_now: str) -> Card:
    words = t(
        "You will not be asked any more and see no more results. If a round is open, what you answered "
        "in it is deleted. What was counted in earlier rounds stays, without your name.",
    )
    buttons = Buttons((Button(t("Yes, leave"), leave_now, "danger"),))
    return Card(t("Leave {partnership}?", partnership=partnership.name), (Text(words), buttons))


def left(t: Translator, partnership: Partnership) -> Card:
    words = t(
        "You have left {partnership}. To come back, ask for a code and say join.",
        partnership=partnership.name,
    )
    return Card(t("You have left"), (Text(words),))


def _thread_key(kind: str, member: Member) -> str:
    """Return the thread key of a membership; somebody who comes back gets another one."""
    return f"{kind}:{member.id}:{member.since_at:%Y%m%d%H%M%S}"


def _name_box(t: Translator, roster: Roster, member: Member) -> tuple[TextBox, ...]:
    """Return a box for the member's name on the web, where somebody else typed it, or nobody did."""
    person = roster.person(member)
    if person.address != web_address(person.id):
        return ()
    says, label = (
        f"{parser.format_command(ConfirmMembership(member.id))} as",
        t("Your name, as the others see it"),
    )
    return (TextBox(label, says, t("Confirm with this name"), LONGEST_NAME),)


def _decision_buttons(
    t: Translator, member: str, name: str, approve: Literal["primary", "secondary"] = "secondary"
) -> Buttons:
    return Buttons(
        (
            Button(t("Approve {name}", name=name), parser.format_command(ApproveMember(member)), approve),
            Button(t("Decline {name}", name=name), parser.format_command(DeclineMember(member))),
        )
    )


def _purpose_text(t: Translator, partnership: Partnership) -> tuple[Text, ...]:
    return (Text(t("What it is for: {purpose}", purpose=partnership.purpose)),) if partnership.purpose else ()


def _organisation_line(t: Translator, organisation: Organisation) -> str:
    remarks = [t("lead or statutory body")] if organisation.lead_body else []
    if organisation.standing is MembershipStatus.WAITING:
        remarks.append(t("waits for approval"))
    return " · ".join([organisation.name, *remarks])


def _remarks(
    t: Translator,
    member: Member,
    since: datetime | None,
    mailbox: VisibleMailbox | None,
    missed: Container[str],
    new_link: str,
) -> str:
    remarks = [t(ROLES[member.role])]
    if member.standing in STANDINGS:
        remarks.append(t(STANDINGS[member.standing]))
    elif since and member.since_at > since:
        remarks.append(t("new since the last round"))
    if mailbox and mailbox.address:
        remarks.append(mailbox.address)
    if mailbox and mailbox.silence:
        remarks.append(email.muted_text(t, mailbox.silence))
    elif member.id in missed:
        remarks.append(t("a message could not be delivered: say status"))
    return " · ".join([*remarks, *([new_link] if new_link else [])])


def _new_link_text(t: Translator, roster: Roster, member: Member, made_at: datetime | None) -> str:
    """Return who made a new sign-in link for a member and when, or "" if nobody did: that person could have
    used it."""
    if made_at is None:
        return ""
    author, day = _new_link_author(t, roster, member), t.full_day(made_at)
    return t("new sign-in link made by {author} on {day}", author=author, day=day)


def _new_link_author(t: Translator, roster: Roster, member: Member) -> str:
    names = {other.id: roster.name_of(other) for other in roster.members}
    return names.get(member.new_link_by or "", t("somebody who has left"))


def link_renewed(t: Translator, roster: Roster, member: Member, made_at: datetime) -> Card:
    """Tell a member that somebody made a new sign-in link for them."""
    words = t(
        "{author} made it on {day}, for {partnership}. Your earlier links and browsers do not work there any"
        " more. Your answers are kept.",
        author=_new_link_author(t, roster, member),
        day=t.full_day(made_at),
        partnership=roster.partnership.name,
    )
    warning = t(
        "If you did not ask for it, tell the other members. Anyone who has the link can answer as you."
    )
    return Card(t("You have a new sign-in link"), (Text(words), Text(warning)))

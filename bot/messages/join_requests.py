"""Cards about requests to join a partnership: sent, put to a coordinator, decided. Pure."""

from collections.abc import Sequence
from typing import Literal

from bot.core.cards import Button, Buttons, Card, KeyValues, Part, SmallText, Text, TextBox
from bot.core.i18n import Translator
from bot.core.models import Member, MembershipStatus, Organisation
from bot.core.sanitise import LONGEST_NAME
from bot.language import parser
from bot.language.commands import ApproveMember, ChooseOrganisation, DeclineMember, ListRequests
from bot.membership.roster import MAX_OFFERED, Roster, SentenceBuilder, id_or_token
from bot.messages.check_in import promise
from bot.messages.membership import thread_key

MAX_TOGETHER = 50  # requests that one button approves: Slack takes 2,000 characters
MAX_ONE_BY_ONE = 10
REQUESTS, OWN_REQUEST = "join", "asked"  # begin the thread keys of cards about requests to join


def unknown_code(t: Translator) -> Card:
    words = t(
        "We do not know this code, or it is too old, so we have not sent your request. Check it, or ask your "
        "coordinator for a new one."
    )
    return Card(t("Not done"), (Text(words),), refused=True)


def asked_to_join(t: Translator, member: Member, *, on_page: bool = False) -> Card:
    """Tell somebody that they have asked to join. Somebody who guessed a code must not learn whose it is: the
    partnership is named after approval."""
    words = t("A coordinator will look at your request. We’ll tell you what they decide.")
    if on_page:
        words += " " + t("You can also come back to this page.")
    cancel = Button(t("Cancel my request"), parser.format_command(DeclineMember(member.id)))
    parts = (Text(words), Buttons((cancel,)), SmallText(promise(t)))
    return Card(t("Your request has been sent"), parts, thread_key(OWN_REQUEST, member))


def requests(t: Translator, roster: Roster, waiting: Sequence[Member], say: SentenceBuilder) -> Card:
    """Tell a coordinator who asks to join: one person, or several who can be approved together."""
    if len(waiting) == 1:
        name = roster.name_of(waiting[0])
        title = t(
            "{newcomer} wants to join {partnership}", newcomer=name, partnership=roster.partnership.name
        )
        return Card(title, _request_parts(t, roster, waiting[0], "primary"), requests_key(waiting))
    rows = tuple((roster.name_of(member), _asked_organisation(t, roster, member)) for member in waiting)
    ids = ",".join(member.id for member in waiting[:MAX_TOGETHER])
    approve = t.n("Approve {n}", "Approve all {n}", len(waiting))
    if len(waiting) > MAX_TOGETHER:
        approve = t.n("Approve the first {n}", "Approve the first {n}", MAX_TOGETHER)
    buttons = (
        Button(approve, parser.format_command(ApproveMember(ids)), "primary"),
        Button(t("Decide one by one"), say(ListRequests())),
    )
    title = t.n(
        "{n} person wants to join {partnership}",
        "{n} people want to join {partnership}",
        len(waiting),
        partnership=roster.partnership.name,
    )
    parts: tuple[Part, ...] = (KeyValues(rows), *_new_organisations(t, roster, waiting), Buttons(buttons))
    return Card(title, parts, requests_key(waiting))


def requests_one_by_one(t: Translator, roster: Roster, waiting: Sequence[Member]) -> Card:
    """Let a coordinator decide about each person who asks to join, the first few of them."""
    title = t("Requests to join {partnership}", partnership=roster.partnership.name)
    parts = [
        part for member in waiting[:MAX_ONE_BY_ONE] for part in _request_parts(t, roster, member, "secondary")
    ]
    if not waiting:
        parts.append(Text(t("Nobody is waiting to join.")))
    if (more := len(waiting) - MAX_ONE_BY_ONE) > 0:
        parts.append(SmallText(t.n("{n} more person is waiting.", "{n} more people are waiting.", more)))
    return Card(title, tuple(parts))


def requests_key(waiting: Sequence[Member]) -> str:
    """Return the thread key of a card about these requests. It changes with the newest of them: else a page
    would go on showing the first card alone."""
    return thread_key(REQUESTS, max(waiting, key=lambda member: (member.since_at, member.id)))


def choose_organisation(
    t: Translator, roster: Roster, member: Member, organisations: Sequence[Organisation]
) -> Card:
    """Let a coordinator approve a member for another organisation than the one they named."""

    def approve(organisation: str) -> str:
        return parser.format_command(ApproveMember(member.id, organisation))

    name = roster.name_of(member)
    words = t(
        "{newcomer} gave the name {organisation}.",
        newcomer=name,
        organisation=roster.organisation(member).name,
    )
    buttons = [Button(other.name, approve(id_or_token(other))) for other in organisations[:MAX_OFFERED]]
    parts: list[Part] = [Text(words), Buttons(tuple(buttons))]
    if len(organisations) > MAX_OFFERED:
        parts.append(TextBox(t("Another organisation"), approve(""), t("Approve"), LONGEST_NAME))
    return Card(t("Which organisation is {newcomer} from?", newcomer=name), tuple(parts))


def declined(t: Translator) -> Card:
    words = t(
        "A coordinator has not approved your request to join. They may not have recognised your name or "
        "your organisation. Talk to them, then ask to join again."
    )
    return Card(t("You have not joined"), (Text(words),))


def approved(
    t: Translator, roster: Roster, members: Sequence[Member], others: Sequence[Member], say: SentenceBuilder
) -> Card:
    """Tell a coordinator whom they approved. `others` still wait."""
    if len(members) == 1:
        words = t("{newcomer} has joined. We’ll let them know.", newcomer=roster.name_of(members[0]))
    else:
        names = t.join([roster.name_of(member) for member in members])
        words = t("{names} have joined. We’ll let them know.", names=names)
    return Card(t("Approved"), (Text(words), *_others(t, others, say)), requests_key([*members, *others]))


def turned_down(
    t: Translator, roster: Roster, member: Member, others: Sequence[Member], say: SentenceBuilder
) -> Card:
    words = t("{newcomer} has not joined. We’ll let them know.", newcomer=roster.name_of(member))
    return Card(t("Declined"), (Text(words), *_others(t, others, say)), requests_key([member, *others]))


def _request_parts(
    t: Translator, roster: Roster, member: Member, approve: Literal["primary", "secondary"]
) -> tuple[Part, ...]:
    """Return what a coordinator needs to decide about one request."""
    name, organisation = roster.name_of(member), roster.organisation(member)
    words = t("{newcomer} asks to join for {organisation}.", newcomer=name, organisation=organisation.name)
    if _is_new(organisation):
        words += " " + t(
            "Approving also adds {organisation} to the partnership.", organisation=organisation.name
        )
    buttons = [
        Button(t("Approve {name}", name=name), parser.format_command(ApproveMember(member.id)), approve),
        Button(t("Decline {name}", name=name), parser.format_command(DeclineMember(member.id))),
    ]
    if roster.other_organisations(member):
        choose = parser.format_command(ChooseOrganisation(member.id))
        buttons.append(Button(t("Choose another organisation"), choose))
    return (Text(words), Buttons(tuple(buttons)))


def _asked_organisation(t: Translator, roster: Roster, member: Member) -> str:
    organisation = roster.organisation(member)
    return f"{organisation.name} · {t('new')}" if _is_new(organisation) else organisation.name


def _is_new(organisation: Organisation) -> bool:
    return organisation.standing is MembershipStatus.WAITING


def _new_organisations(t: Translator, roster: Roster, waiting: Sequence[Member]) -> tuple[Text, ...]:
    organisations = {roster.organisation(member) for member in waiting}
    new = [other.name for other in roster.partners if other in organisations and _is_new(other)]
    words = t.n(
        "Approving also adds {organisations} to the partnership.",
        "Approving also adds these organisations to the partnership: {organisations}.",
        len(new),
        organisations=t.join(new),
    )
    return (Text(words),) if new else ()


def _others(t: Translator, others: Sequence[Member], say: SentenceBuilder) -> tuple[Part, ...]:
    if not others:
        return ()
    words = t.n("{n} more person is waiting.", "{n} more people are waiting.", len(others))
    return (Text(words), Buttons((Button(t("See the requests"), say(ListRequests())),)))

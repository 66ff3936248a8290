"""Cards about an organisation that requires an account of its coordinators. Pure."""

from bot.core.cards import Button, Buttons, Card, Text
from bot.core.i18n import Translator
from bot.core.models import MembershipStatus, Organisation, Role, web_address
from bot.language.commands import SetAccountSignIn
from bot.membership.roster import Roster, SentenceBuilder

ON, OFF = "on", "off"


def state(t: Translator, say: SentenceBuilder, organisation: str, *, on: bool) -> Card:
    """Show how coordinators of an organisation sign in, with the button that changes it."""
    return Card(t("How coordinators sign in"), _setting(t, say, organisation, on=on))


def switched(t: Translator, say: SentenceBuilder, organisation: str, *, on: bool) -> Card:
    return Card(t("Done"), _setting(t, say, organisation, on=on))


def ask(t: Translator, say: SentenceBuilder, roster: Roster, organisation: Organisation) -> Card:
    """Ask whether to require an account, and name the coordinators who have none."""
    rule = t(
        "A coordinator of {organisation} who signs in with a link will be able to do what every member can, "
        "and no more. To manage the partnership on our pages, they sign in with their Slack or Teams "
        "account. Nothing changes in Slack and Teams.",
        organisation=organisation.name,
    )
    buttons = (
        Button(t("Require an account"), say(SetAccountSignIn(ON, "now")), "danger"),
        Button(t("Leave it as it is"), say(SetAccountSignIn())),
    )
    without = _without_account(roster, organisation)
    names = t.join(without)
    warning = (Text(t("No account in Slack or Teams: {names}. They can no longer manage it.", names=names)),)
    parts = (Text(rule), *(warning if without else ()), Buttons(buttons))
    return Card(t("Require an account of your coordinators?"), parts)


def _setting(t: Translator, say: SentenceBuilder, organisation: str, *, on: bool) -> tuple[Text, Buttons]:
    if on:
        words = t(
            "To manage the partnership on our pages, coordinators of {organisation} sign in with their Slack "
            "or Teams account.",
            organisation=organisation,
        )
        button = Button(t("Allow links again"), say(SetAccountSignIn(OFF)))
    else:
        words = t(
            "Coordinators of {organisation} can manage the partnership however they signed in, also with "
            "a link.",
            organisation=organisation,
        )
        button = Button(t("Require an account"), say(SetAccountSignIn(ON)))
    return Text(words), Buttons((button,))


def _without_account(roster: Roster, organisation: Organisation) -> list[str]:
    """Return the names of the organisation's coordinators who use Accord on its own pages alone."""
    coordinators = [
        roster.people[member.person]
        for member in roster.members
        if member.organisation == organisation.id
        and member.role is Role.COORDINATOR
        and member.standing is MembershipStatus.ACTIVE
    ]
    return [person.name for person in coordinators if person.address == web_address(person.id)]

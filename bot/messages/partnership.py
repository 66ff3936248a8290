"""Cards about a partnership as a whole: its start, invitations, channel, threshold and end. Pure."""

from bot.core.cards import Button, Buttons, Card, KeyValues, SmallText, Text, TextBox
from bot.core.i18n import Translator
from bot.core.models import JoinCode, Organisation, Partnership
from bot.core.sanitise import LONGEST_NAME
from bot.language import parser
from bot.language.commands import (
    EndPartnership,
    InviteOrganisation,
    JoinPartnership,
    SetProfile,
    SetPurpose,
    ShowHelp,
)
from bot.membership.roster import SentenceBuilder
from bot.messages.profile import MAX_PURPOSE_LENGTH


def started(
    t: Translator, partnership: Partnership, organisation: Organisation, say: SentenceBuilder
) -> Card:
    words = t(
        "You coordinate it. Your own organisation is called “{organisation}” for now: give it its "
        "name, say what the partnership is for, and invite the others.",
        organisation=organisation.name,
    )
    buttons = (
        Button(t("Invite an organisation"), say(InviteOrganisation())),
        Button(t("Set the profile"), say(SetProfile())),
        Button(t("Show what I understand"), parser.format_command(ShowHelp())),
    )
    boxes = (
        TextBox(t("Name of your organisation"), say(SetProfile("organisation", "")), t("Save"), LONGEST_NAME),
        TextBox(t("What the partnership is for"), say(SetPurpose("")), t("Save"), MAX_PURPOSE_LENGTH),
    )
    return Card(
        t("{partnership} has started", partnership=partnership.name), (Text(words), *boxes, Buttons(buttons))
    )


def invitation(t: Translator, partnership: Partnership, code: JoinCode) -> Card:
    words = t("Give this to somebody of the organisation that should join. They say to me:")
    sentence = parser.format_command(JoinPartnership(code.id, t("<name of their organisation>")))
    rows = ((t("Say"), sentence), (t("Code"), code.id), (t("Valid until"), t.full_day(code.expires_at)))
    note = t(
        "Then I ask every coordinator of {partnership} whether to let them in.", partnership=partnership.name
    )
    return Card(t("Invite an organisation"), (Text(words), KeyValues(rows), SmallText(note)))


def posting(t: Translator, name: str, is_new: bool) -> Card:
    if is_new:
        words = t("From now on I post the summaries of {partnership} here.", partnership=name)
    else:
        words = t("I post the summaries of {partnership} here already.", partnership=name)
    return Card(t("Summaries come here"), (Text(words),))


def needing(t: Translator, replies: int) -> Card:
    words = t.n(
        "Results are shown from {n} reply on. Once a round has been opened, this can only be raised.",
        "Results are shown from {n} replies on. Once a round has been opened, this can only be raised.",
        replies,
    )
    return Card(t("Done"), (Text(words),))


def ending(t: Translator, partnership: Partnership, say: SentenceBuilder) -> Card:
    words = t(
        "This is for good. Nobody is asked any more, an open round is called off and its answers are "
        "destroyed, and everybody is told. To end it, say: {sentence}",
        sentence=say(EndPartnership(partnership.name)),
    )
    box = TextBox(t("The name of the partnership"), say(EndPartnership()), t("End it"), LONGEST_NAME)
    return Card(t("End {partnership}?", partnership=partnership.name), (Text(words), box))


def ended(t: Translator, partnership: Partnership) -> Card:
    words = t("{partnership} has ended. I tell everybody who was in it.", partnership=partnership.name)
    return Card(t("The partnership has ended"), (Text(words),))

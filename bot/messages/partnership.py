"""Cards about a partnership as a whole: its start, invitations, channel, threshold and end. Pure."""

from bot.analysis.disclosure import MIN_REPLIES, NHS_STAFF_SURVEY_REPLIES
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
    SetThreshold,
    ShowHelp,
)
from bot.membership.roster import SentenceBuilder
from bot.messages.profile import MAX_PURPOSE_LENGTH

SEES_MOST = 9  # members, from whom on an exact score and its words are usual


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
        Button(t("Replies that results need"), say(SetThreshold())),
        Button(t("Show what I understand"), parser.format_command(ShowHelp())),
    )
    boxes = (
        TextBox(t("Name of your organisation"), say(SetProfile("organisation", "")), t("Save"), LONGEST_NAME),
        TextBox(t("What the partnership is for"), say(SetPurpose("")), t("Save"), MAX_PURPOSE_LENGTH),
    )
    few = map(SmallText, limits_of_few(t, SEES_MOST - 1, partnership.threshold))
    return Card(
        t("{partnership} has started", partnership=partnership.name),
        (Text(words), *boxes, Buttons(buttons), *few),
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


def choose_threshold(t: Translator, now: int, least: int, members: int, say: SentenceBuilder) -> Card:
    """Offer the usual numbers of replies that results can need, of which none below `least` is allowed."""
    options = {
        MIN_REPLIES: t("5 replies"),
        NHS_STAFF_SURVEY_REPLIES: t("10 replies, as the NHS Staff Survey"),
    }
    buttons = tuple(
        Button(label, say(SetThreshold(str(n)))) for n, label in options.items() if n >= least and n != now
    )
    words = (
        t("Results are shown from {n} replies on.", n=now),
        t(
            "A higher number protects each answer better, and hides more. Once a round has opened, it can"
            " only be raised."
        ),
        *limits_of_few(t, members, now),
    )
    other = TextBox(t("Another number, from 5 to 20"), say(SetThreshold()), t("Save"), 2)
    return Card(
        t("Replies that results need"),
        (*map(Text, words), *([Buttons(buttons)] if buttons else []), other),
    )


def limits_of_few(t: Translator, members: int, threshold: int) -> tuple[str, ...]:
    """Return what a partnership of so few members will not see; nothing if it is large enough."""
    if members < threshold:
        return (
            t(
                "A round opens once at least {least} members can be asked, because a score needs that many"
                " replies.",
                least=threshold,
            ),
        )
    if members < SEES_MOST:
        return (
            t(
                "With fewer than {n} members you will often see less: “4.0 or more” instead of a score, and"
                " nothing on how far people agree.",
                n=SEES_MOST,
            ),
        )
    return ()


def needing(t: Translator, replies: int, members: int) -> Card:
    words = t.n(
        "Results are shown from {n} reply on. Once a round has been opened, this can only be raised.",
        "Results are shown from {n} replies on. Once a round has been opened, this can only be raised.",
        replies,
    )
    return Card(t("Done"), (Text(words), *map(Text, limits_of_few(t, members, replies))))


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

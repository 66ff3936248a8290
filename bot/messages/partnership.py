"""Cards about a partnership as a whole: its start, invitations, channel, threshold and end. Pure."""

from bot.analysis.disclosure import MIN_REPLIES, NHS_STAFF_SURVEY_REPLIES
from bot.core.cards import Button, Buttons, Card, KeyValues, ShareLink, SmallText, Text, TextBox
from bot.core.i18n import Translator
from bot.core.models import JoinCode, Partnership
from bot.core.sanitise import LONGEST_NAME
from bot.language import parser
from bot.language.commands import (
    EndPartnership,
    JoinPartnership,
    SetProfile,
    SetThreshold,
    ShowStatus,
)
from bot.membership.roster import SentenceBuilder

SEES_MOST = 9  # members, from whom on an exact score and its words are usual


def organisation_box(t: Translator, say: SentenceBuilder) -> TextBox:
    says = say(SetProfile("organisation", ""))
    return TextBox(t("Name of your organisation"), says, t("Save"), LONGEST_NAME)


def invitation(t: Translator, partnership: Partnership, code: JoinCode) -> Card:
    words = t("Send this message to the people you want to invite. Several people can use it.")
    until = t.full_day(code.expires_at)
    message = t(
        "We want to know how {partnership} is going. Accord asks its members a few questions from time to "
        "time. Answering takes about a minute. To join, open this page by {day} and fill in your name and "
        "your organisation:",
        partnership=partnership.name,
        day=until,
    )
    sentence = parser.format_command(JoinPartnership(code.id, t("Riverside Trust")))
    rows = ((t("Code"), code.id), (t("Valid until"), until))
    notes = (
        t("You decide who joins: every coordinator is asked to approve each person."),
        t(
            "In Slack or Teams, people can type the code and their organisation: {sentence}",
            sentence=sentence,
        ),
    )
    share = ShareLink(t("Message to copy"), message, f"/join/{code.id}")
    return Card(t("Invite people"), (Text(words), share, KeyValues(rows), *map(SmallText, notes)))


def posting(t: Translator, name: str, is_new: bool) -> Card:
    if is_new:
        words = t("We will post the summaries of {partnership} here from now on.", partnership=name)
    else:
        words = t("We already post the summaries of {partnership} here.", partnership=name)
    return Card(t("Summaries in this channel"), (Text(words),))


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
        t("Results need at least {n} replies.", n=now),
        t(
            "A higher number protects each answer better, but more results are held back. After the first"
            " round opens, you can only raise it."
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
                "A round cannot open until at least {least} people have joined, because results need that"
                " many replies.",
                least=threshold,
            ),
        )
    if members < SEES_MOST:
        return (
            t(
                "With fewer than {n} members you often see less: “4.0 or more” instead of a score, and not"
                " how far people agree.",
                n=SEES_MOST,
            ),
        )
    return ()


def needing(t: Translator, replies: int, members: int) -> Card:
    words = t.n(
        "Results need at least {n} reply. After the first round opens, you can only raise this number.",
        "Results need at least {n} replies. After the first round opens, you can only raise this number.",
        replies,
    )
    return Card(t("Done"), (Text(words), *map(Text, limits_of_few(t, members, replies))))


def ending(t: Translator, partnership: Partnership, say: SentenceBuilder) -> Card:
    words = t(
        "You cannot undo this. Nobody will be asked again. If a round is open, we cancel it and delete its "
        "answers. We tell all members. To end it, type: {sentence}",
        sentence=say(EndPartnership(partnership.name)),
    )
    box = TextBox(
        t("The name of the partnership"),
        say(EndPartnership()),
        t("End the partnership"),
        LONGEST_NAME,
        dangerous=True,
    )
    keep = Buttons((Button(t("Keep the partnership"), say(ShowStatus())),))
    return Card(t("End {partnership}?", partnership=partnership.name), (Text(words), box, keep))


def ended(t: Translator, partnership: Partnership) -> Card:
    words = t("{partnership} has ended. We’ll let all its members know.", partnership=partnership.name)
    return Card(t("The partnership has ended"), (Text(words),))

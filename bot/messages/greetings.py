"""Cards that greet people and channels that are new to Accord. Pure."""

from bot.core.cards import Button, Buttons, Card, SmallText, Text
from bot.core.i18n import Translator
from bot.language.commands import PostHere, ShowHelp
from bot.language.parser import format_command
from bot.messages import privacy_statements as statements
from bot.messages.general import WHAT_IT_IS, ways_in
from bot.messages.privacy import privacy_button


def welcome(t: Translator) -> Card:
    """Greet somebody who installed Accord, or opened it for the first time."""
    words = (
        t(WHAT_IT_IS),
        f"{statements.TOGETHER.text(t)} {statements.CONFIDENTIAL.text(t)}",
        t("Start a partnership, or join one with the code that its coordinator gave you."),
    )
    help_button = Button(t("See what you can type"), format_command(ShowHelp()))
    return Card(
        t("Welcome to Accord"), (*map(Text, words), Buttons((*ways_in(t), help_button, privacy_button(t))))
    )


def in_channel(t: Translator) -> Card:
    """Say in a channel that Accord was added there, and who can do what."""
    who = t(
        "Anyone here can start a partnership, and is then its coordinator. To join one, ask its coordinator "
        "for a code."
    )
    results = t("Coordinators can choose to get the results of their partnership here.")
    post_here = Button(t("Post results here"), format_command(PostHere()))
    return Card(
        t("Accord is here now"),
        (Text(t(WHAT_IT_IS)), Text(who), Buttons(ways_in(t)), SmallText(results), Buttons((post_here,))),
    )

"""Cards for help, the menu, refusals and sentences that were not understood. Pure."""

from collections.abc import Sequence

from bot.core.cards import Button, Buttons, Card, Heading, KeyValues, Part, SmallText, Text, TextBox
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.sanitise import LONGEST_NAME
from bot.language import commands as c
from bot.language.parser import format_command
from bot.language.sentences import TOPICS, Rank, Sentence


def help_card(t: Translator, rank: Rank) -> Card:
    """List every sentence that somebody of this rank may type, by topic."""
    parts: list[Part] = []
    for topic, sentences in TOPICS.items():
        rows = tuple(
            (t(sentence.examples[0]), t(sentence.help))
            for sentence in sentences
            if sentence.typable and sentence.rank <= rank
        )
        parts += [Heading(t(topic)), KeyValues(rows)] if rows else []
    note = t("If you are in several partnerships, begin with the name: in Harbour: status")
    return Card(t("What you can type"), (*parts, SmallText(note)))


def menu(t: Translator, partnerships: Sequence[tuple[str, Sequence[Button]]]) -> Card:
    """Offer a few buttons. `partnerships` holds names of the reader's partnerships, with buttons for each."""
    help_button = _help_button(t)
    parts: list[Part] = []
    if partnerships:
        start = Button(t("Answer questions"), format_command(c.StartCheckIn()), "primary")
        parts.append(Buttons((start, help_button)))
        for name, buttons in partnerships:
            parts += [Heading(name), Buttons(tuple(buttons))]
    else:
        words = t("We ask the members of a partnership how it is going, and show everyone the results.")
        join = t(
            "To join one, ask its coordinator for a code. Then type for example: {example}",
            example=t("join harbour-4821-mint as Riverside Trust"),
        )
        parts += [Text(words), Text(join)]
        box = TextBox(
            t("Start a partnership"), format_command(c.StartPartnership("")), t("Start it"), LONGEST_NAME
        )
        parts += [box, Buttons((help_button,))]
    return Card(t("What would you like to do?"), tuple(parts))


def thanked(t: Translator) -> Card:
    return Card(
        t("You’re welcome"), (Buttons((Button(t("See what you can do"), format_command(c.ShowMenu())),)),)
    )


def ways_to_stop(t: Translator, leaving: Sequence[tuple[str, str]], *, by_email: bool, paused: bool) -> Card:
    """Offer ways to get fewer messages or none. `leaving` holds the names of the reader's partnerships, each
    with the sentence that leaves it, which asks again."""
    parts: list[Part] = [Text(t("Nothing has changed yet. You can take a break, or leave."))]
    buttons = [
        Button(t("Get questions again"), format_command(c.ResumeMe()))
        if paused
        else Button(t("Pause for two weeks"), "pause for two weeks")
    ]
    if by_email:
        buttons.append(Button(t("Stop emails"), format_command(c.SetEmail("off"))))
    buttons += [Button(t("Leave {partnership}", partnership=name), says) for name, says in leaving]
    if not paused:
        label = t("Pause until (a date, such as 3 May)")
        parts.append(TextBox(label, format_command(c.PauseMe("")), t("Pause"), 50))
    return Card(t("What would you like to stop?"), (*parts, Buttons(tuple(buttons))))


def refused(t: Translator, refusal: Refusal) -> Card:
    buttons = tuple(Button(label, says) for label, says in refusal.ways)
    parts = (Text(str(refusal)), *((Buttons(buttons),) if buttons else ()))
    return Card(t("Not done"), parts, refused=True)


def not_understood(t: Translator, suggestions: Sequence[Sentence]) -> Card:
    rows = tuple((t(sentence.examples[0]), t(sentence.help)) for sentence in suggestions)
    suggested = (Text(t("Did you mean one of these?")), KeyValues(rows)) if rows else ()
    parts = (Text(t("Nothing has changed.")), *suggested, Buttons((_help_button(t),)))
    return Card(t("We did not understand that"), parts, refused=True)


def try_again(t: Translator) -> Card:
    return Card(
        t("Not done"),
        (Text(t("Someone else changed the same thing at the same moment. Please try again.")),),
        refused=True,
    )


def _help_button(t: Translator) -> Button:
    return Button(t("See what you can type"), format_command(c.ShowHelp()))

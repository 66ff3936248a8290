"""Cards for help, the menu, refusals and sentences that were not understood. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.core.cards import (
    Button,
    Buttons,
    Card,
    Example,
    Examples,
    Heading,
    Part,
    SmallText,
    Text,
    TextBox,
)
from bot.core.errors import Refusal
from bot.core.i18n import N_, Translator
from bot.language import commands as c
from bot.language.parser import format_command, suggest
from bot.language.sentences import SENTENCES, TOPICS, Rank, Sentence

NO_FORMS: Mapping[str, str] = MappingProxyType({})
WHAT_IT_IS = N_("We ask the members of a partnership how it is going, and show everyone the results.")
MAX_COMMON = 3  # that are offered where nothing comes near


def help_card(
    t: Translator, rank: Rank, topic: str = "", partnership: str = "", forms: Mapping[str, str] = NO_FORMS
) -> Card:
    """Show what somebody of this rank can type: the common sentences, all of a topic, or those that come near
    to `topic` if it is none. `partnership` is the name of one of several that the reader is in, or empty;
    `forms` holds the labels of the forms that they may open, by name."""
    allowed = {
        title: [sentence for sentence in sentences if sentence.typable and sentence.rank <= rank]
        for title, sentences in TOPICS.items()
    }
    common = [s for sentences in allowed.values() for s in sentences if rank in s.common_for]
    title = next((title for title in TOPICS if _is_topic(title, topic, t)), "")
    near = suggest(topic, rank, t) if topic else ()
    shown = allowed[title] if title else near or common
    parts: list[Part] = [Examples(tuple(_example_rows(t, shown, every=bool(title))))]
    names = dict.fromkeys(sentence.form for sentence in shown if sentence.form in forms)
    if names:
        again = format_command(c.ShowHelp())  # where there are no forms
        buttons = tuple(Button(forms[name], again, form=name) for name in names)
        parts += [Heading(t("Or use a form")), Buttons(buttons)]
    more = [
        Button(t(other), format_command(c.ShowHelp(other.lower())))
        for other, sentences in allowed.items()
        if sentences and other != title
    ]
    parts += [Heading(t("More")), Buttons(tuple(more))]
    if partnership:
        several = t("To choose a partnership, begin with its name: in {name}: status", name=partnership)
        parts.append(SmallText(several))
    heading = t("What you can type: {topic}", topic=t(title)) if title else t("What you can type")
    return Card(heading, tuple(parts))


def _is_topic(title: str, typed: str, t: Translator) -> bool:
    return bool(typed) and any(typed.casefold() in wording.casefold() for wording in t.wordings(title))


def _example_rows(t: Translator, sentences: Iterable[Sentence], *, every: bool = False) -> Iterator[Example]:
    """Yield the first example of each sentence, or all of them."""
    for sentence in sentences:
        first, *others = sentence.examples
        yield Example(t(first), t(sentence.help), sentence.pressable)
        yield from (Example(t(other), "", sentence.pressable) for other in others if every)


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
        parts += [Text(t(WHAT_IT_IS)), Buttons((*ways_in(t), help_button))]
    return Card(t("What would you like to do?"), tuple(parts))


def ways_in(t: Translator) -> tuple[Button, Button]:
    """Return the buttons that open the forms to start a partnership and to join one. Where there are no
    forms, they show what can be typed instead."""
    start, join = (format_command(c.ShowHelp(topic)) for topic in ("start partnership", "join"))
    return (
        Button(t("Start a partnership"), start, "primary", form="start"),
        Button(t("Join with a code"), join, form="join"),
    )


def thanked(t: Translator) -> Card:
    return Card(
        t("You’re welcome"), (Buttons((Button(t("See what you can do"), format_command(c.ShowMenu())),)),)
    )


def ways_to_stop(
    t: Translator,
    leaving: Sequence[tuple[str, str]],
    *,
    by_email: bool,
    paused: bool,
    weekly_summary: bool = False,
) -> Card:
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
    if weekly_summary:
        buttons.append(Button(t("Stop the weekly summary"), format_command(c.SetWeeklySummary("off"))))
    buttons += [Button(t("Leave {partnership}", partnership=name), says) for name, says in leaving]
    if not paused:
        label = t("Pause until (a date, such as 3 May)")
        parts.append(TextBox(label, format_command(c.PauseMe("")), t("Pause"), 50))
    return Card(t("What would you like to stop?"), (*parts, Buttons(tuple(buttons))))


def refused(t: Translator, refusal: Refusal) -> Card:
    buttons = tuple(Button(label, says) for label, says in refusal.ways)
    parts = (Text(str(refusal)), *((Buttons(buttons),) if buttons else ()))
    return Card(t("Not done"), parts, refused=True)


def not_understood(t: Translator, text: str, rank: Rank) -> Card:
    """Offer what is most like a text that was not understood, or else what people of this rank often type."""
    near = suggest(text, rank, t)
    common = [sentence for sentence in SENTENCES if rank in sentence.common_for][:MAX_COMMON]
    offer = t("Did you mean one of these?") if near else t("You can try one of these:")
    parts = (
        Text(t("Nothing has changed.")),
        Text(offer),
        Examples(tuple(_example_rows(t, near or common))),
        Buttons((_help_button(t),)),
    )
    return Card(t("We did not understand that"), parts, refused=True)


def sent_privately(t: Translator) -> Card:
    """Say in a shared place that the reply is in the reader's private chat."""
    return Card(t("We’ve sent you a private message"), private=True)


def not_sent_privately(t: Translator, *, later: bool) -> Card:
    """Say in a shared place that the reply is not in the reader's private chat, or not yet."""
    if later:
        return Card(t("We’ll reply to you privately as soon as we can."), private=True)
    why = t("We could not send you a private message. Open your chat with Accord and type: check-in")
    return Card(t("Not done"), (Text(why),), private=True, refused=True)


def not_shown(t: Translator, *, sealed: bool) -> Card:
    """Tell that a reply was lost which no chat may keep; `sealed` if it belongs to somebody's answers."""
    if not sealed:
        return Card(t("We could not show our reply"), (Text(t("Type it again to see the reply.")),))
    check_in = Button(t("Answer questions"), format_command(c.StartCheckIn()), "primary")
    words = t("To see your next question, choose “Answer questions”.")
    return Card(t("We could not show our reply"), (Text(words), Buttons((check_in,))))


def try_again(t: Translator) -> Card:
    return Card(
        t("Not done"),
        (Text(t("Someone else changed the same thing at the same moment. Please try again.")),),
        refused=True,
    )


def _help_button(t: Translator) -> Button:
    return Button(t("See what you can type"), format_command(c.ShowHelp()))

"""Cards about notes and new baselines. Pure."""

from collections.abc import Mapping, Sequence

from bot.core.cards import BulletList, Button, Buttons, Card, Heading, Part, SmallText, Text, TextBox
from bot.core.followups import MAX_TEXT_LENGTH, Note, Rebase
from bot.core.i18n import Translator
from bot.core.models import Partnership
from bot.language import commands as c
from bot.language.parser import format_command
from bot.membership.roster import SentenceBuilder

MAX_CORRECTABLE = 5  # notes with a button, the newest


def noted(t: Translator, note: Note) -> Card:
    return Card(
        t("Note saved"),
        (
            Text(_note_line(t, note)),
            SmallText(
                t("The trend chart will show it from the first round that closes on or after that day.")
            ),
            Buttons((_see_trends(t), Button(t("All notes"), format_command(c.ListNotes())))),
        ),
    )


def listed(
    t: Translator,
    partnership: Partnership,
    notes: Sequence[Note],
    rebases: Sequence[Rebase],
    titles: Mapping[str, str],
    say: SentenceBuilder,
) -> Card:
    """List notes and rebases, the newest first. The `author` of a rebase is a name, or empty."""
    parts: list[Part] = []
    if notes:
        buttons = (
            Button(
                t("Correct {n}", n=note.number),
                say(c.CorrectNote(str(note.number))),
                form=f"correct-note-{note.number}",
                partnership=partnership.id,
            )
            for note in notes[:MAX_CORRECTABLE]
        )
        parts += [BulletList(tuple(_note_line(t, note) for note in notes)), Buttons(tuple(buttons))]
    else:
        parts.append(Text(t("There are no notes yet.")))
    if rebases:
        lines = (
            baseline_line(t, titles[rebase.theme], rebase.author, rebase) for rebase in reversed(rebases)
        )
        parts += [Heading(t("New baselines")), BulletList(tuple(lines))]
    parts.append(TextBox(t("What has changed"), say(c.AddNote("")), t("Add note"), MAX_TEXT_LENGTH))
    parts.append(Buttons((Button(t("Record a change with a date"), say(c.ListNotes()), form="note"),)))
    return Card(t("{partnership}: notes", partnership=partnership.name), tuple(parts))


def correct(t: Translator, note: Note, say: SentenceBuilder) -> Card:
    """Ask what a note should say."""
    number = str(note.number)
    box = TextBox(t("New wording"), say(c.CorrectNote(number)), t("Correct the note"), MAX_TEXT_LENGTH)
    remove_now, harm = say(c.RemoveNote(number, "now")), _what_removing_does(t)
    remove = Button(t("Remove this note"), remove_now, "danger", harm, t("Go back"))
    return Card(t("Correct note {n}", n=note.number), (Text(_note_line(t, note)), box, Buttons((remove,))))


def corrected(t: Translator, note: Note, say: SentenceBuilder) -> Card:
    return Card(
        t("Note {n} corrected", n=note.number),
        (
            Text(_note_line(t, note)),
            SmallText(t("Future charts will show the new wording. Past ones stay as they are.")),
            Buttons((Button(t("All notes"), say(c.ListNotes())),)),
        ),
    )


def remove(t: Translator, note: Note, say: SentenceBuilder) -> Card:
    """Ask whether to remove a note."""
    number = str(note.number)
    warning = _what_removing_does(t)
    buttons = (
        Button(t("Remove the note"), say(c.RemoveNote(number, "now")), "danger"),
        Button(t("Keep it"), say(c.ListNotes())),
    )
    return Card(
        t("Remove note {n}?", n=note.number), (Text(_note_line(t, note)), Text(warning), Buttons(buttons))
    )


def _what_removing_does(t: Translator) -> str:
    return t(
        "Future charts will not show it. Summaries will show your name and today’s date instead. "
        "Messages already in a chat stay as they are."
    )


def removed(t: Translator, note: Note, remover: str) -> Card:
    words = t("{name} removed it. Future charts will not show it.", name=remover)
    return Card(t("Note {n} removed", n=note.number), (Text(words),))


def confirm_rebase(t: Translator, theme: str, rebase: Rebase, confirm: str, say: SentenceBuilder) -> Card:
    """Ask whether to start a new baseline; `confirm` is the sentence that does."""
    question = t(
        "Start a new baseline for {theme} from {day}?", theme=_lower(theme), day=t.full_day(rebase.from_at)
    )
    what = t(
        "Future charts will compare with rounds since then. Until 13 rounds have counted, we use "
        "the rules for early rounds. Past charts stay as they are."
    )
    buttons = (
        Button(t("Start a new baseline"), confirm, "primary"),
        Button(t("Keep the old one"), say(c.ShowTrends())),
    )
    return Card(question, (Text(what), Text(t("Reason: {reason}", reason=rebase.reason)), Buttons(buttons)))


def rebased(t: Translator, theme: str, author: str, rebase: Rebase, say: SentenceBuilder) -> Card:
    line = baseline_line(t, theme, author, rebase)
    what = t(
        "Future charts will compare with rounds since then. Past charts stay as they are. You "
        "can undo this until the next round closes."
    )
    undo = Button(t("Undo the new baseline"), say(c.UndoRebase(rebase.theme)))
    return Card(
        t("New baseline for {theme}", theme=_lower(theme)),
        (Text(line), SmallText(what), Buttons((_see_trends(t), undo))),
    )


def rebase_undone(t: Translator, theme: str, rebase: Rebase) -> Card:
    words = t(
        "We’ve removed the new baseline for {theme} from {day}. Charts compare as they did before.",
        theme=_lower(theme),
        day=t.full_day(rebase.from_at),
    )
    return Card(t("New baseline undone"), (Text(words), Buttons((_see_trends(t),))))


def baseline_line(t: Translator, theme: str, author: str, rebase: Rebase) -> str:
    """Return since when a new baseline holds and why, and who set it when. `author` is a name, or empty."""
    since, reason = t.full_day(rebase.from_at), rebase.reason
    if not rebase.said_at:
        return t("{theme}: new baseline since {day}, because {reason}", theme=theme, day=since, reason=reason)
    return t(
        "{theme}: new baseline since {day}, set by {author} on {said}, because {reason}",
        theme=theme,
        day=since,
        author=author or t("a coordinator"),
        said=t.full_day(rebase.said_at),
        reason=reason,
    )


def _see_trends(t: Translator) -> Button:
    return Button(t("See the trends"), format_command(c.ShowTrends()))


def _note_line(t: Translator, note: Note) -> str:
    return t("{day}: {words} (note {n})", day=t.full_day(note.on), words=note.words, n=note.number)


def _lower(title: str) -> str:
    """Return the title of a theme, for use within a sentence."""
    return title[:1].lower() + title[1:]

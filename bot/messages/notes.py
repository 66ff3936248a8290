"""Cards about notes and rebased themes. Pure."""

from collections.abc import Mapping, Sequence

from bot.core.cards import BulletList, Button, Buttons, Card, Part, SmallText, Text, TextBox
from bot.core.followups import MAX_TEXT_LENGTH, Note, Rebase
from bot.core.i18n import Translator
from bot.language.commands import AddNote, ListNotes, ShowTrends
from bot.language.parser import format_command


def noted(t: Translator, note: Note) -> Card:
    return Card(
        t("Noted"),
        (
            Text(_note_line(t, note)),
            SmallText(t("It is drawn on the trend, with the first round that closes on that day or later.")),
            Buttons(
                (
                    Button(t("See the trends"), format_command(ShowTrends())),
                    Button(t("All notes"), format_command(ListNotes())),
                )
            ),
        ),
    )


def listed(
    t: Translator,
    partnership: str,
    notes: Sequence[Note],
    rebases: Sequence[Rebase],
    titles: Mapping[str, str],
) -> Card:
    """List notes and rebases, the newest first. The `author` of a rebase is a name, or empty."""
    parts: list[Part] = [BulletList(tuple(_note_line(t, note) for note in notes))] if notes else []
    if not notes:
        parts.append(Text(t("Nothing is noted yet.")))
    if rebases:
        lines = [_rebase_line(t, titles[rebase.theme], rebase.author, rebase) for rebase in reversed(rebases)]
        parts += [Text(t("Measured anew:")), BulletList(tuple(lines))]
    parts.append(TextBox(t("What has changed"), format_command(AddNote("")), t("Note it"), MAX_TEXT_LENGTH))
    return Card(t("{partnership}: notes", partnership=partnership), tuple(parts))


def rebased(t: Translator, theme: str, author: str, rebase: Rebase) -> Card:
    words = t(
        "From {day} on {theme} is measured anew. Until 13 rounds have counted, the rules for early "
        "rounds apply. What was said of earlier rounds stays.",
        day=t.full_day(rebase.from_at),
        theme=theme,
    )
    line = Text(_rebase_line(t, theme, author, rebase))
    return Card(
        t("Measured anew"),
        (Text(words), line, Buttons((Button(t("See the trends"), format_command(ShowTrends())),))),
    )


def _note_line(t: Translator, note: Note) -> str:
    return f"{t.full_day(note.on)}: {note.words}"


def _rebase_line(t: Translator, theme: str, author: str, rebase: Rebase) -> str:
    words = t("{theme}, because {reason}", theme=theme, reason=rebase.reason)
    return f"{t.full_day(rebase.from_at)}: {words}" + (f" ({author})" if author else "")

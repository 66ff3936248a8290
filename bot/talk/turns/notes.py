"""What changed and when, and from when on a theme is measured anew."""

from datetime import date

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.timezones import local_date
from bot.language import commands as c
from bot.language import dates
from bot.partners import notes
from bot.questions.bank import Theme, ThemeKind
from bot.talk.phrases import notes as phrases
from bot.talk.turn import Inside


async def note(turn: Inside, command: c.AddNote) -> Card:
    said = f"{command.text} on {command.date}" if command.date else command.text
    today = _today(turn)
    try:
        words, day = dates.split_trailing_date(said, "on", lambda text: _past(turn, text), turn.t.code)
    except ValueError:
        raise Refusal(
            turn.t("The note was not kept: I did not understand the date. Say for example: on 3 May")
        ) from None
    made = await notes.note(turn.db, turn.context.ids, turn.partnership, words, day or today, today, turn.t)
    return phrases.noted(turn.t, made)


async def show_notes(turn: Inside, _: c.ListNotes) -> Card:
    made = await notes.notes(turn.db, turn.partnership.id)
    rebases = await notes.rebases(turn.db, turn.partnership.id)
    titles = {each.id: each.title.in_language(turn.t.code) for each in turn.context.bank.themes}
    return phrases.listed(turn.t, turn.partnership.name, made, rebases, titles)


async def rebase(turn: Inside, command: c.RebaseTheme) -> Card:
    theme = core(turn, command.theme)
    try:
        day = _past(turn, command.date)
    except ValueError:
        raise Refusal(
            turn.t(
                "Nothing was changed: I did not understand the date. Say for example: rebase {theme} on "
                "3 May because half of us are new",
                theme=theme.id,
            )
        ) from None
    if day > _today(turn):
        raise Refusal(
            turn.t(
                "Nothing was changed: {day} is still to come. Say it on that day.", day=turn.t.full_day(day)
            )
        )
    made = await notes.rebase(turn.db, turn.context.ids, turn.member, theme.id, day, command.reason, turn.t)
    return phrases.rebased(turn.t, theme.title.in_language(turn.t.code), turn.speaker.name, made)


def core(turn: Inside, word: str) -> Theme:
    """Raises Refusal for any other theme: only a core theme has a question that comes every time."""
    theme = turn.context.bank.find_theme(word)
    if theme and theme.kind is ThemeKind.CORE:
        return theme
    core = turn.context.bank.of_kind(ThemeKind.CORE)
    raise Refusal(
        turn.t(
            "Nothing was done: only {names} are asked about in every round, and so have a trend.",
            names=turn.t.join([each.title.in_language(turn.t.code) for each in core]),
        ),
        tuple((each.title.in_language(turn.t.code), f"trends {each.id}") for each in core),
    )


def _today(turn: Inside) -> date:
    return local_date(turn.now, turn.speaker.zone)


def _past(turn: Inside, text: str) -> date:
    return dates.parse_past_date(text, _today(turn), turn.t.code)


INSIDE = {c.AddNote: note, c.ListNotes: show_notes, c.RebaseTheme: rebase}

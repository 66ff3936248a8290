"""Handlers for notes about changes, and for new baselines of a theme from a date."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.core import sanitise
from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.timezones import local_date
from bot.handlers import posts
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.language import dates
from bot.language.commands import Command
from bot.language.dates import TypedDay
from bot.messages import notes as messages
from bot.questions.bank import Theme, ThemeKind
from bot.rounds import notes
from bot.rounds.notes import NoteDraft, RebaseDraft

WEEK = timedelta(weeks=1)


async def add_note(request: MemberRequest, command: c.AddNote) -> Card:
    text = f"{command.text} on {command.date}" if command.date else command.text
    words, typed = _split(request, text)
    today = _today(request)
    day = await _require_plain(request, typed, lambda day: c.AddNote(words, day)) if typed else today
    note = await notes.add_note(
        request.db,
        request.context.ids,
        request.partnership,
        NoteDraft(words, day, today),
        request.now,
        request.t,
    )
    return messages.noted(request.t, note)


async def list_notes(request: MemberRequest, _: c.ListNotes) -> Card:
    found_notes = await notes.find_notes(request.db, request.partnership.id)
    rebases = await notes.find_rebases(request.db, request.partnership.id)
    titles = {theme.id: theme.title.in_language(request.t.code) for theme in request.context.bank.themes}
    say = await request.sentence_builder()
    return messages.listed(request.t, request.partnership, found_notes, rebases, titles, say)


async def correct_note(request: MemberRequest, command: c.CorrectNote) -> Card:
    note = await notes.require_note(request.db, request.member, command.n, request.t)
    say = await request.sentence_builder()
    if not command.text:
        return messages.correct(request.t, note, say)
    words, typed = _split(request, command.text)
    day = note.on
    if typed:
        day = await _require_plain(request, typed, lambda day: c.CorrectNote(command.n, f"{words} on {day}"))
    corrected = await notes.correct_note(
        request.db, note, NoteDraft(words, day, _today(request)), request.now, request.t
    )
    return messages.corrected(request.t, corrected, say)


async def remove_note(request: MemberRequest, command: c.RemoveNote) -> Card:
    note = await notes.require_note(request.db, request.member, command.n, request.t)
    say = await request.sentence_builder()
    if not command.sure:
        return messages.remove(request.t, note, say)
    rounds = await notes.remove_note(request.db, note, request.member, request.now)
    await posts.compose_again(request.context, request.db, rounds)
    return messages.removed(request.t, note, request.speaker.name)


async def rebase_theme(request: MemberRequest, command: c.RebaseTheme) -> Card:
    """Say what a new baseline changes, and ask whether to start it."""
    theme, draft = await _rebase_draft(request, command)
    planned = await notes.check_rebase(request.db, request.member, draft, request.t)
    say = await request.sentence_builder()
    start = say(c.StartBaseline(theme.id, draft.on.isoformat(), planned.reason))
    return messages.confirm_rebase(request.t, theme.title.in_language(request.t.code), planned, start, say)


async def start_baseline(request: MemberRequest, command: c.StartBaseline) -> Card:
    theme, draft = await _rebase_draft(request, command)
    rebase = await notes.add_rebase(
        request.db, request.context.ids, request.member, draft, request.now, request.t
    )
    say = await request.sentence_builder()
    title = theme.title.in_language(request.t.code)
    return messages.rebased(request.t, title, request.speaker.name, rebase, say)


async def _rebase_draft(request: MemberRequest, command: c.RebaseTheme) -> tuple[Theme, RebaseDraft]:
    """Return the theme and the rebase that is asked for. Raises Refusal."""
    theme = require_core_theme(request, command.theme)
    try:
        typed = dates.parse_past_day(command.date, _today(request), request.t)
    except ValueError:
        raise Refusal(
            request.t(
                (
                    "We did not understand that date. Type for example: rebase {theme} on 3 May because half "
                    "of us are new"
                ),
                theme=theme.id,
            )
        ) from None
    if typed.day > _today(request):
        raise Refusal(
            request.t(
                "{day} has not come yet. Start the new baseline on that day.",
                day=request.t.full_day(typed.day),
            )
        )
    day = await _require_plain(request, typed, lambda day: c.RebaseTheme(theme.id, day, command.reason))
    return theme, RebaseDraft(theme.id, day, command.reason)


async def undo_rebase(request: MemberRequest, command: c.UndoRebase) -> Card:
    theme = require_core_theme(request, command.theme)
    rebase = await notes.undo_rebase(request.db, request.partnership, theme.id, request.t)
    return messages.rebase_undone(request.t, theme.title.in_language(request.t.code), rebase)


def require_core_theme(request: MemberRequest, word: str) -> Theme:
    """Return the core theme of this name: only those are asked about in every round. Raises Refusal."""
    theme = request.context.bank.find_theme(word)
    if theme and theme.kind is ThemeKind.CORE:
        return theme
    core_themes = request.context.bank.of_kind(ThemeKind.CORE)
    raise Refusal(
        request.t(
            "“{word}” has no trend. Only these themes do, because every round asks about them.",
            word=sanitise.quoted(word),
        ),
        tuple((theme.title.in_language(request.t.code), f"trends {theme.id}") for theme in core_themes),
    )


def _split(request: MemberRequest, text: str) -> tuple[str, TypedDay | None]:
    """Return the words of a note, and its day. Raises Refusal."""
    today = _today(request)
    try:
        return dates.split_trailing_date(
            text, "on", lambda trailing: dates.parse_past_day(trailing, today, request.t), request.t
        )
    except ValueError:
        raise Refusal(request.t("We did not understand that date. Type it like this: on 3 May")) from None


async def _require_plain(request: MemberRequest, typed: TypedDay, again: Callable[[str], Command]) -> date:
    """Return a day of the past that needs no guess.

    Raises Refusal, with the sentence about that day as a button, where it was typed without its year and
    would be in another one, or before the partnership was founded."""
    t, day = request.t, typed.day
    today, founded = _today(request), local_date(request.partnership.founded_at, request.speaker.zone)
    if typed.has_year or day > today or (day >= founded and not _is_last_year(day, today)):
        return day
    full_day = t.full_day(day)
    reason = (
        t(
            "“{typed}” has not come yet this year. Did you mean {day}? Choose it, or type the year.",
            typed=typed.typed,
            day=full_day,
        )
        if _is_last_year(day, today)
        else t(
            (
                "{day} is before your partnership started on Accord. Did you mean that day? Choose it, "
                "or type the year."
            ),
            day=full_day,
        )
    )
    say = await request.sentence_builder()
    raise Refusal(reason, ((full_day, say(again(day.isoformat()))),))


def _is_last_year(day: date, today: date) -> bool:
    """Return True if a day was read as one of an earlier year; a weekday, or a day of last week, is plain."""
    return day.year < today.year and today - day > WEEK


def _today(request: MemberRequest) -> date:
    return local_date(request.now, request.speaker.zone)

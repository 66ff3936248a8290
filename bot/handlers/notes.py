"""Handlers for notes about changes, and for rebasing a theme from a date."""

from datetime import date

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.timezones import local_date
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.language import dates
from bot.messages import notes as messages
from bot.questions.bank import Theme, ThemeKind
from bot.rounds import notes


async def add_note(request: MemberRequest, command: c.AddNote) -> Card:
    text = f"{command.text} on {command.date}" if command.date else command.text
    today = _today(request)
    try:
        words, day = dates.split_trailing_date(
            text, "on", lambda trailing: _parse_past_date(request, trailing), request.t
        )
    except ValueError:
        raise Refusal(
            request.t("The note was not kept: I did not understand the date. Say for example: on 3 May")
        ) from None
    note = await notes.add_note(
        request.db,
        request.context.ids,
        request.partnership,
        notes.NoteDraft(words, day or today, today),
        request.now,
        request.t,
    )
    return messages.noted(request.t, note)


async def list_notes(request: MemberRequest, _: c.ListNotes) -> Card:
    found_notes = await notes.find_notes(request.db, request.partnership.id)
    rebases = await notes.find_rebases(request.db, request.partnership.id)
    titles = {theme.id: theme.title.in_language(request.t.code) for theme in request.context.bank.themes}
    return messages.listed(request.t, request.partnership.name, found_notes, rebases, titles)


async def rebase_theme(request: MemberRequest, command: c.RebaseTheme) -> Card:
    theme = require_core_theme(request, command.theme)
    try:
        day = _parse_past_date(request, command.date)
    except ValueError:
        raise Refusal(
            request.t(
                "Nothing was changed: I did not understand the date. Say for example: rebase {theme} on "
                "3 May because half of us are new",
                theme=theme.id,
            )
        ) from None
    if day > _today(request):
        raise Refusal(
            request.t(
                "Nothing was changed: {day} is still to come. Say it on that day.",
                day=request.t.full_day(day),
            )
        )
    rebase = await notes.add_rebase(
        request.db,
        request.context.ids,
        request.member,
        notes.RebaseDraft(theme.id, day, command.reason),
        request.now,
        request.t,
    )
    return messages.rebased(request.t, theme.title.in_language(request.t.code), request.speaker.name, rebase)


def require_core_theme(request: MemberRequest, word: str) -> Theme:
    """Return the core theme of this name: only those are asked about in every round. Raises Refusal."""
    theme = request.context.bank.find_theme(word)
    if theme and theme.kind is ThemeKind.CORE:
        return theme
    core_themes = request.context.bank.of_kind(ThemeKind.CORE)
    raise Refusal(
        request.t(
            "Nothing was done: only {names} are asked about in every round, and so have a trend.",
            names=request.t.join([theme.title.in_language(request.t.code) for theme in core_themes]),
        ),
        tuple((theme.title.in_language(request.t.code), f"trends {theme.id}") for theme in core_themes),
    )


def _today(request: MemberRequest) -> date:
    return local_date(request.now, request.speaker.zone)


def _parse_past_date(request: MemberRequest, text: str) -> date:
    return dates.parse_past_date(text, _today(request), request.t)

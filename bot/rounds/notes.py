"""Notes of what changed in a partnership on a date, and rebases, which start a new baseline for a theme."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.analysis.publishing import member_token
from bot.analysis.signals import closed_at
from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.followups import MAX_TEXT_LENGTH, Note, Rebase
from bot.core.i18n import Translator
from bot.core.models import Member, Partnership, Round, RoundKind, RoundState
from bot.core.ports import Ids, Transaction
from bot.core.timezones import midnight
from bot.rounds.evidence import forget_details
from bot.rounds.names import names_of
from bot.rounds.numbering import find_numbered, next_number
from bot.rounds.redaction import redact_words

MAX_NOTES = 200  # of a partnership: one a week for almost four years


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as a member writes it. `on` is a local date, not after the author's `today`."""

    words: str
    on: date
    today: date


@dataclass(frozen=True, slots=True)
class RebaseDraft:
    """A rebase as a coordinator asks for it. `theme` is the id of a theme, `on` a local date."""

    theme: str
    on: date
    reason: str


async def add_note(
    db: Transaction, ids: Ids, partnership: Partnership, draft: NoteDraft, now: datetime, t: Translator
) -> Note:
    """Add a note to a partnership, under the next number. Raises Refusal."""
    words = _validate_note(draft, t)
    if await db.count(Note, partnership=partnership.id, removed_at=None) >= MAX_NOTES:
        raise Refusal(
            t("You already have {most} notes, which is the limit. Remove one first.", most=MAX_NOTES),
            ((t("All notes"), "notes"),),
        )
    number = await next_number(db, Note, partnership)
    note = Note(ids.new(), partnership.id, draft.on, words, number, now)
    await db.add(note)
    return note


async def require_note(db: Transaction, member: Member, number: str, t: Translator) -> Note:
    """Return the note of a partnership with a number, as it was typed. Raises Refusal."""
    note = await find_numbered(db, Note, member, number)
    if note is None:
        raise Refusal(
            t("There is no note {n}. Look at the notes to see their numbers.", n=number[:20]),
            ((t("All notes"), "notes"),),
        )
    return note


async def correct_note(db: Transaction, note: Note, draft: NoteDraft, now: datetime, t: Translator) -> Note:
    """Replace the words and the date of a note. What was published stays as it was. Raises Refusal."""
    return await db.update_if_unchanged(note, words=_validate_note(draft, t), on=draft.on, said_at=now)


async def remove_note(db: Transaction, note: Note, remover: Member, now: datetime) -> list[str]:
    """Remove a note with its description, and take its words out of what was published. Returns the rounds
    that held them."""
    await db.update_if_unchanged(note, words="", removed_at=now)
    await forget_details(db, note.id)
    return await redact_words(db, note, remover, now)


def _validate_note(draft: NoteDraft, t: Translator) -> str:
    words = sanitise.validate_text(draft.words, t, MAX_TEXT_LENGTH)
    if draft.on > draft.today:
        raise Refusal(
            t(
                "{day} has not come yet. Add the note when it has happened.",
                day=t.full_day(draft.on),
            )
        )
    return words


async def check_rebase(db: Transaction, author: Member, draft: RebaseDraft, t: Translator) -> Rebase:
    """Return the rebase that starts a new baseline for a theme from the start of a day, which the caller
    makes sure is not in the future. It has no id and is not stored. Raises Refusal."""
    reason = sanitise.validate_text(draft.reason, t, MAX_TEXT_LENGTH)
    partnership = await db.get(Partnership, author.partnership)
    from_at = midnight(draft.on, partnership.zone)
    closed = await _closed_rounds(db, partnership.id)
    first = min(map(closed_at, closed), default=None)
    if first is None:
        raise Refusal(t("No round has closed yet. You can start a new baseline after the first one has."))
    if from_at <= first:
        raise Refusal(
            t(
                "The first round closed on {day}, and the baseline starts there. Type a later date.",
                day=t.full_day(first),
            )
        )
    if await db.count(Rebase, partnership=partnership.id, theme=draft.theme, from_at=from_at):
        raise Refusal(t("There is already a new baseline from {day}.", day=t.full_day(from_at)))
    return Rebase("", partnership.id, draft.theme, from_at, reason, author.id)


async def add_rebase(
    db: Transaction, ids: Ids, author: Member, draft: RebaseDraft, now: datetime, t: Translator
) -> Rebase:
    """Start a new baseline for a theme. Rounds that closed before keep their limits, and what was published
    stays as it was. Raises Refusal."""
    rebase = replace(await check_rebase(db, author, draft, t), id=ids.new(), said_at=now)
    await db.add(rebase)
    return rebase


async def undo_rebase(db: Transaction, partnership: Partnership, theme: str, t: Translator) -> Rebase:
    """Take back the newest rebase of a theme, and return it. Raises Refusal where there is none, or a
    scheduled round has closed since."""
    rebases = await db.find(Rebase, partnership=partnership.id, theme=theme)
    undoable = [rebase for rebase in rebases if rebase.said_at]
    newest = max(undoable, key=lambda rebase: (rebase.said_at, rebase.id), default=None)
    closed = await _closed_rounds(db, partnership.id)
    if newest is None or newest.said_at is None:
        raise Refusal(t("That theme has no new baseline to undo."))
    if any(closed_at(round_) > newest.said_at for round_ in closed):
        raise Refusal(
            t(
                "A round has closed since you started the new baseline. Its results are compared with "
                "it. You can start another one instead."
            )
        )
    await db.remove(Rebase, id=newest.id)
    return newest


async def find_notes(db: Transaction, partnership: str) -> list[Note]:
    """Return the notes of a partnership, newest first."""
    notes = await db.find(Note, partnership=partnership, removed_at=None)
    return sorted(notes, key=lambda note: (note.on, note.number), reverse=True)


async def find_rebases(db: Transaction, partnership: str) -> list[Rebase]:
    """Return the rebases of a partnership, oldest first. In them `author` is a name, not a member's id, and
    empty where the author has been erased."""
    rebases = await db.find(Rebase, partnership=partnership)
    names = await names_of(db, {member_token(rebase.author) for rebase in rebases})
    named = (replace(rebase, author=names.get(member_token(rebase.author), "")) for rebase in rebases)
    return sorted(named, key=lambda rebase: rebase.from_at)


async def newest_rebases(db: Transaction, partnership: str) -> list[Rebase]:
    """Return the rebase that holds now for each theme that has any, as `find_rebases` does."""
    newest = {rebase.theme: rebase for rebase in await find_rebases(db, partnership)}
    return list(newest.values())


async def _closed_rounds(db: Transaction, partnership: str) -> list[Round]:
    """Return the closed scheduled rounds of a partnership."""
    return await db.find(Round, partnership=partnership, kind=RoundKind.SCHEDULED, state=RoundState.CLOSED)

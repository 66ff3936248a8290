"""Notes of what changed in a partnership on a date, and rebases, which start a new baseline for a theme."""

from dataclasses import dataclass, replace
from datetime import date

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.followups import MAX_TEXT_LENGTH, Note, Rebase
from bot.core.i18n import Translator
from bot.core.models import Member, Partnership, Person, Round, RoundKind, RoundState
from bot.core.ports import Ids, Transaction
from bot.core.timezones import midnight

MAX_NOTES = 200  # of a partnership: one a week for almost four years


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as a member writes it. `on` is a local date."""

    words: str
    on: date


@dataclass(frozen=True, slots=True)
class RebaseDraft:
    """A rebase as a coordinator asks for it. `theme` is the id of a theme, `on` a local date."""

    theme: str
    on: date
    reason: str


async def add_note(
    db: Transaction, ids: Ids, partnership: Partnership, draft: NoteDraft, today: date, t: Translator
) -> Note:
    """Add a note to a partnership. `today` is the author's local date. Raises Refusal."""
    words = sanitise.validate_text(draft.words, t, MAX_TEXT_LENGTH)
    if draft.on > today:
        raise Refusal(
            t(
                "The note was not kept: {day} is still to come. Note it when it has happened.",
                day=t.full_day(draft.on),
            )
        )
    if await db.count(Note, partnership=partnership.id) >= MAX_NOTES:
        raise Refusal(t("The note was not kept: {most} is as many as I can keep.", most=MAX_NOTES))
    note = Note(ids.new(), partnership.id, draft.on, words)
    await db.add(note)
    return note


async def add_rebase(db: Transaction, ids: Ids, author: Member, draft: RebaseDraft, t: Translator) -> Rebase:
    """Start a new baseline for a theme from the start of a day, which the caller makes sure is not in the
    future. Rounds that closed before keep their limits. Raises Refusal."""
    reason = sanitise.validate_text(draft.reason, t, MAX_TEXT_LENGTH)
    partnership = await db.get(Partnership, author.partnership)
    from_at = midnight(draft.on, partnership.zone)
    closed = await db.find(
        Round, partnership=partnership.id, kind=RoundKind.SCHEDULED, state=RoundState.CLOSED
    )
    first = min((round_.closed_at for round_ in closed if round_.closed_at), default=None)
    if first is None:
        raise Refusal(t("Nothing was changed: no round has closed yet, so there is nothing to measure anew."))
    if from_at <= first:
        raise Refusal(
            t(
                "Nothing was changed: the first round closed on {day}, and all is measured from there. "
                "Say a later date.",
                day=t.full_day(first),
            )
        )
    if await db.count(Rebase, partnership=partnership.id, theme=draft.theme, from_at=from_at):
        raise Refusal(
            t("Nothing was changed: it is measured anew from {day} on already.", day=t.full_day(from_at))
        )
    rebase = Rebase(ids.new(), partnership.id, draft.theme, from_at, reason, author.id)
    await db.add(rebase)
    return rebase


async def find_notes(db: Transaction, partnership: str) -> list[Note]:
    """Return the notes of a partnership, newest first."""
    return sorted(await db.find(Note, partnership=partnership), key=lambda note: note.on, reverse=True)


async def find_rebases(db: Transaction, partnership: str) -> list[Rebase]:
    """Return the rebases of a partnership, oldest first. In them `author` is a name, not a member's id, and
    empty where the author has been erased."""
    rebases = await db.find(Rebase, partnership=partnership)
    members = await db.find(Member, id=[rebase.author for rebase in rebases])
    people = await db.find(Person, id=[member.person for member in members])
    name_by_person = {person.id: person.name for person in people}
    name_by_member = {member.id: name_by_person[member.person] for member in members}
    named = (replace(rebase, author=name_by_member.get(rebase.author, "")) for rebase in rebases)
    return sorted(named, key=lambda rebase: rebase.from_at)

"""What changed in a partnership on a date, and from when on a theme is measured anew."""

from dataclasses import dataclass, replace
from datetime import date

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.followups import MAX_TEXT_LENGTH, Note, Rebase
from bot.core.i18n import Translator
from bot.core.models import Member, Partnership, Person, Round, RoundKind, RoundState
from bot.core.ports import Ids, Transaction
from bot.core.timezones import midnight

MAX_NOTES = 200  # notes of a partnership; more than one a week would be a diary


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
    """Raises Refusal."""
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
    """A theme is measured anew from the start of a day on that is not to come. Rounds that closed before keep
    their limits. Raises Refusal."""
    reason = sanitise.validate_text(draft.reason, t, MAX_TEXT_LENGTH)
    partnership = await db.get(Partnership, author.partnership)
    from_at = midnight(draft.on, partnership.zone)
    closed = await db.find(
        Round, partnership=partnership.id, kind=RoundKind.SCHEDULED, state=RoundState.CLOSED
    )
    first = min((each.closed_at for each in closed if each.closed_at), default=None)
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
    """The newest first."""
    return sorted(await db.find(Note, partnership=partnership), key=lambda each: each.on, reverse=True)


async def find_rebases(db: Transaction, partnership: str) -> list[Rebase]:
    """Oldest first; `author` is their name, or empty where they are not known any more."""
    found = await db.find(Rebase, partnership=partnership)
    members = await db.find(Member, id=[each.author for each in found])
    people = {each.id: each.name for each in await db.find(Person, id=[each.person for each in members])}
    called = {each.id: people[each.person] for each in members}
    named = (replace(each, author=called.get(each.author, "")) for each in found)
    return sorted(named, key=lambda each: each.from_at)

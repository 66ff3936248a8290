"""Redaction: words and names that are taken out of what closed rounds published, visibly."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.analysis.published import PublishedAction, PublishedContent, PublishedNote, PublishedRound
from bot.analysis.publishing import member_token
from bot.core.followups import Action, Note
from bot.core.models import Member
from bot.core.ports import Transaction
from bot.rounds.names import names_of


async def redact_note(db: Transaction, note: Note, remover: Member, now: datetime) -> list[str]:
    """Take the words of a note out of everything that was published. Returns the rounds that held them."""

    def redacted(published: PublishedNote) -> PublishedNote:
        if published.id != note.id:
            return published
        return replace(published, words="", removed_at=now, removed_by=member_token(remover.id))

    return await _redact(
        db,
        note.partnership,
        lambda content: replace(content, notes=tuple(map(redacted, content.notes))),
        await names_of(db, [member_token(remover.id)]),
    )


async def redact_action(db: Transaction, action: Action, remover: Member, now: datetime) -> list[str]:
    """Take the words of an action out of everything that was published. Returns the rounds that held them."""

    def redacted(published: PublishedAction) -> PublishedAction:
        if published.id != action.id:
            return published
        return replace(published, words="", owner="", removed_at=now, removed_by=member_token(remover.id))

    return await _redact(
        db,
        action.partnership,
        lambda content: replace(
            content, did=tuple(map(redacted, content.did)), to_do=tuple(map(redacted, content.to_do))
        ),
        await names_of(db, [member_token(remover.id)]),
    )


async def redact_name(db: Transaction, member: Member) -> None:
    """Take the name of a member who is being erased out of everything that was published."""
    token = member_token(member.id)
    await _redact(
        db,
        member.partnership,
        lambda content: replace(
            content, names={other: name for other, name in content.names.items() if other != token}
        ),
    )


async def rounds_that_name(db: Transaction, member: Member) -> list[str]:
    """Return the rounds that published the name of a member."""
    published = await db.find(PublishedRound, partnership=member.partnership)
    return [round_.id for round_ in published if member_token(member.id) in round_.content.names]


async def _redact(
    db: Transaction,
    partnership: str,
    redacted: Callable[[PublishedContent], PublishedContent],
    names: Mapping[str, str] = {},
) -> list[str]:
    """Change what was published, and add these names where anything changed. Returns the rounds."""
    changed = []
    for published in await db.find(PublishedRound, partnership=partnership):
        content = redacted(published.content)
        if content != published.content:
            content = replace(content, names={**content.names, **names})
            await db.upsert(replace(published, content=content))
            changed.append(published.id)
    return changed

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


async def redact_words(db: Transaction, removed: Note | Action, remover: Member, now: datetime) -> list[str]:
    """Take the words of a note or an action out of everything that was published, and who owns the action.
    Returns the rounds that held them."""
    token = member_token(remover.id)

    def redact_note(published: PublishedNote) -> PublishedNote:
        if published.id != removed.id:
            return published
        return replace(published, words="", removed_at=now, removed_by=token)

    def redact_action(published: PublishedAction) -> PublishedAction:
        if published.id != removed.id:
            return published
        return replace(published, words="", owner="", removed_at=now, removed_by=token)

    return await _redact(
        db,
        removed.partnership,
        lambda content: replace(
            content,
            notes=tuple(map(redact_note, content.notes)),
            did=tuple(map(redact_action, content.did)),
            to_do=tuple(map(redact_action, content.to_do)),
        ),
        await names_of(db, [token]),
    )


async def redact_name(db: Transaction, member: Member) -> list[str]:
    """Take the name of a member who is being erased out of everything that was published. Returns the rounds
    that held it."""
    token = member_token(member.id)
    return await _redact(
        db,
        member.partnership,
        lambda content: replace(
            content, names={other: name for other, name in content.names.items() if other != token}
        ),
    )


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

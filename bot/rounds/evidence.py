"""The evidence log: what members add to a note or to an action that was done, and what it is made of."""

from datetime import datetime

from bot.analysis.evidence import EvidenceFacts
from bot.analysis.publishing import member_token
from bot.core import sanitise
from bot.core.errors import Stale
from bot.core.followups import (
    MAX_DETAIL_LENGTH,
    Action,
    ActionOutcome,
    EvidenceDetail,
    EvidencePart,
    Note,
    Rebase,
)
from bot.core.i18n import Translator
from bot.core.models import Member, Partnership, QuestionResult, Round, RoundKind, RoundState
from bot.core.ports import Ids, Transaction
from bot.questions.bank import QuestionBank, ThemeKind

Details = dict[EvidencePart, EvidenceDetail]


def is_entry(item: Note | Action) -> bool:
    """Return True if a note or an action is an entry of the evidence log: an action is once it was done, at
    least partly."""
    return isinstance(item, Note) or item.did in {ActionOutcome.YES, ActionOutcome.PARTLY}


async def describe(
    db: Transaction,
    ids: Ids,
    entry: Note | Action,
    part: EvidencePart,
    text: str,
    author: Member,
    now: datetime,
    t: Translator,
) -> None:
    """Add or correct one part of the description of an entry; without a text, remove it. What stood there
    before is not kept. Raises Refusal, and Stale if the entry was removed meanwhile."""
    words = sanitise.validate_text(text, t, MAX_DETAIL_LENGTH) if text else ""
    if (await db.get_for_update(type(entry), entry.id)).removed_at:
        raise Stale
    before = await db.first(EvidenceDetail, entry=entry.id, part=part)
    token = member_token(author.id)
    if before and before.words != words:
        await db.update_if_unchanged(before, words=words, author=token, corrected_at=now)
    elif words and not before:
        await db.add(EvidenceDetail(ids.new(), entry.partnership, entry.id, part, words, token, now))


async def details_of(db: Transaction, entry: str) -> Details:
    """Return the parts of the description of the entry with this id."""
    return {detail.part: detail for detail in await db.find(EvidenceDetail, entry=entry)}


async def forget_details(db: Transaction, entry: str) -> None:
    """Remove the description of an entry that is being removed."""
    await db.remove(EvidenceDetail, entry=entry)


async def load_facts(
    db: Transaction, partnership: Partnership, bank: QuestionBank
) -> tuple[EvidenceFacts, list[Round], tuple[str, ...]]:
    """Return the facts that the evidence log of a partnership is made of, its closed scheduled rounds, oldest
    first, and the packs about which no round has asked. Of results it reads what was stored to be shown."""
    rounds = await db.find(
        Round, partnership=partnership.id, kind=RoundKind.SCHEDULED, state=RoundState.CLOSED
    )
    rounds.sort(key=lambda round_: round_.number)
    core = [theme.id for theme in bank.of_kind(ThemeKind.CORE)]
    found = await db.find(QuestionResult, partnership=partnership.id, theme=core, anchor=True)
    anchors = {(result.round, result.theme): result for result in found}
    own = {
        theme: [(round_, anchors[round_.id, theme]) for round_ in rounds if (round_.id, theme) in anchors]
        for theme in core
    }
    facts = EvidenceFacts(
        partnership.zone,
        await db.find(Note, partnership=partnership.id, removed_at=None),
        await db.find(Action, partnership=partnership.id, removed_at=None),
        await db.find(Rebase, partnership=partnership.id),
        await db.find(EvidenceDetail, partnership=partnership.id),
        {theme: pairs for theme, pairs in own.items() if pairs},
    )
    packs = [theme.id for theme in bank.of_kind(ThemeKind.PACK)]
    of_packs = await db.find(QuestionResult, partnership=partnership.id, theme=packs)
    asked = {result.theme for result in of_packs}
    return facts, rounds, tuple(pack for pack in packs if pack not in asked)

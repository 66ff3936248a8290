"""Records as readers who are not members see them: without members' names, and only of some kinds."""

from dataclasses import replace
from typing import Any, TypeVar

from bot.analysis.published import PublishedRound
from bot.core.followups import Action, Alert, EvidenceDetail, Note, Rebase
from bot.core.i18n import Translator
from bot.core.models import (
    Member,
    Organisation,
    Partnership,
    Person,
    QuestionResult,
    Round,
    web_address,
)
from bot.core.outcomes import OutcomeValue, SharedOutcome
from bot.core.ports import Transaction

R = TypeVar("R")

READABLE: tuple[type[Any], ...] = (
    *(Partnership, Organisation, Member, Person, Round, QuestionResult, PublishedRound),
    *(Action, Alert, EvidenceDetail, Note, Rebase, SharedOutcome, OutcomeValue),
)


class NamelessTransaction:
    """Implements how ports.Transaction reads. A record of any other kind than READABLE raises TypeError, so
    that a view cannot show it by mistake."""

    def __init__(self, db: Transaction, t: Translator):
        self._db, self._a_member = db, t("a member")

    async def get(self, kind: type[R], id: str) -> R:
        return self._without_names(await self._db.get(_require_readable(kind), id))

    async def first(self, kind: type[R], /, **where: Any) -> R | None:
        record = await self._db.first(_require_readable(kind), **where)
        return None if record is None else self._without_names(record)

    async def find(self, kind: type[R], /, **where: Any) -> list[R]:
        return [
            self._without_names(record) for record in await self._db.find(_require_readable(kind), **where)
        ]

    async def latest(self, kind: type[R], by: str, most: int, /, **where: Any) -> list[R]:
        records = await self._db.latest(_require_readable(kind), by, most, **where)
        return [self._without_names(record) for record in records]

    async def count(self, kind: type[Any], /, **where: Any) -> int:
        return await self._db.count(_require_readable(kind), **where)

    def _without_names(self, record: R) -> R:
        match record:
            case Person():
                nowhere = web_address("")
                return replace(record, name=self._a_member, address=nowhere, home=None, paused_until=None)
            case Organisation():
                return replace(record, data_contact=None, data_contact_at=None)
            case PublishedRound(content=content):
                names = {
                    token: self._a_member if token.startswith("member:") else name
                    for token, name in content.names.items()
                }
                return replace(record, content=replace(content, names=names))
            case _:
                return record


def _require_readable(kind: type[R]) -> type[R]:
    if kind not in READABLE:
        raise TypeError(f"{kind.__name__} is not for readers who are not members")
    return kind

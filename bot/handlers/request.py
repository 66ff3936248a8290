"""What one function in `turns/` knows while it answers one sentence."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from bot.context import AppContext
from bot.core.errors import Refusal
from bot.core.events import Message
from bot.core.i18n import Translator
from bot.core.models import Invitation, Member, Partnership, Person, Round
from bot.core.ports import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A sentence that anybody may say. `speaker` is None for somebody whom no partnership knows."""

    db: Transaction
    context: AppContext
    now: datetime
    message: Message
    t: Translator
    speaker: Person | None

    def require_speaker(self) -> Person:
        if self.speaker is None:
            raise Refusal(
                self.t(
                    "I do not know you yet. Join with a code, or start a partnership. Say help to see how."
                )
            )
        return self.speaker

    def for_member(self, member: Member, partnership: Partnership) -> "MemberRequest":
        return MemberRequest(**self._all(), member=member, partnership=partnership)

    def for_invitation(self, member: Member, invitation: Invitation, round_: Round) -> "InvitationRequest":
        return InvitationRequest(**self._all(), member=member, invitation=invitation, round=round_)

    def _all(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(Request)} | {
            "speaker": self.require_speaker()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRequest(Request):
    """A sentence said by a member about one of their partnerships, with a role that reaches."""

    speaker: Person
    member: Member
    partnership: Partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRequest(Request):
    """A sentence about one invitation to an open round, said by the member who was invited."""

    speaker: Person
    member: Member
    invitation: Invitation
    round: Round

"""What one function in `turns/` knows while it answers one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from bot.errors import Refusal
from bot.model import Invitation, Member, Partnership, Person, Round
from bot.ports import Clock, Ids, Keys, Records, Sealer, Store
from bot.rounds.questions import Bank
from bot.talk.events import Said
from bot.talk.tongue import Tongue


@dataclass(frozen=True, slots=True)
class World:
    """What lies outside the product, or was loaded at the start: made once, in `wiring.py`."""

    store: Store
    keys: Keys
    seals: Sealer
    clock: Clock
    ids: Ids
    bank: Bank
    catalogues: Mapping[str, NullTranslations]  # by language code; English needs none

    def tongue(self, person: Person | None = None, *, language: str = "en", zone: str = "Europe/London") -> Tongue:
        """How to speak to somebody, or, where nobody in particular listens, in a language and zone."""
        code, at = (person.language, person.zone) if person else (language, zone)
        known = code if code in self.catalogues else "en"
        return Tongue(known, at, self.catalogues.get(known) or NullTranslations())


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A sentence that anybody may say. `speaker` is None for somebody whom no partnership knows."""

    db: Records
    world: World
    now: datetime
    said: Said
    t: Tongue
    speaker: Person | None

    def known(self) -> Person:
        if self.speaker is None:
            raise Refusal(self.t("I do not know you yet. Join with a code, or start a partnership. Say help to see how."))
        return self.speaker

    def inside(self, member: Member, partnership: Partnership) -> "Inside":
        return Inside(**self._all(), member=member, partnership=partnership)

    def asked(self, member: Member, invitation: Invitation, round_: Round) -> "Asked":
        return Asked(**self._all(), member=member, invitation=invitation, round=round_)

    def _all(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(Turn)} | {"speaker": self.known()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside(Turn):
    """A sentence said by a member about one of their partnerships, with a role that reaches."""

    speaker: Person
    member: Member
    partnership: Partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Turn):
    """A sentence about one invitation to an open round, said by the member who was invited."""

    speaker: Person
    member: Member
    invitation: Invitation
    round: Round

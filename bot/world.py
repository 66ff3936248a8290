"""What lies outside the product, or was loaded at the start, gathered in one place by `wiring.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations

from bot.insights.talking_points import TalkingPoint
from bot.model import Partnership, Person
from bot.ports import Clock, Ids, Keys, Sealer, Store
from bot.rounds.questions import Bank
from bot.talk.tongue import Tongue, short
from bot.zones import FALLBACK, zone_of


@dataclass(frozen=True, slots=True)
class World:
    """`catalogues` holds translations by language code; English needs none. `writes_mail` says whether a mail
    server takes e-mail on for us."""

    store: Store
    keys: Keys
    seals: Sealer
    clock: Clock
    ids: Ids
    bank: Bank
    catalogues: Mapping[str, NullTranslations]
    talking_points: tuple[TalkingPoint, ...] = ()
    writes_mail: bool = False

    def tongue(self, listener: Person | Partnership | None = None, language: str = "en") -> Tongue:
        """How to speak to somebody, or to a whole partnership, or to nobody we know in a language."""
        code, zone = (listener.language, listener.zone) if listener else (language, FALLBACK)
        known = short(code) if short(code) in self.catalogues else "en"
        return Tongue(known, zone_of(zone).key, self.catalogues.get(known) or NullTranslations())

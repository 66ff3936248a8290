"""The services and data that handlers need, gathered once by `bot/app.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations

from bot.core.i18n import Translator, language_code
from bot.core.models import Partnership, Person
from bot.core.ports import Clock, Crypto, Ids, RoundKeyStore, Store
from bot.core.timezones import FALLBACK, zone_of
from bot.questions.bank import QuestionBank
from bot.questions.talking_points import TalkingPoint


@dataclass(frozen=True, slots=True)
class AppContext:
    """The ports, and what was loaded at the start. `catalogues` holds translations by language code; English
    needs none. `sends_email` is True if there is a mail server."""

    store: Store
    keys: RoundKeyStore
    crypto: Crypto
    clock: Clock
    ids: Ids
    bank: QuestionBank
    catalogues: Mapping[str, NullTranslations]
    talking_points: tuple[TalkingPoint, ...] = ()
    sends_email: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that people can choose: English, and those with a catalogue."""
        return tuple(dict.fromkeys(("en", *sorted(self.catalogues))))

    def translator(self, listener: Person | Partnership | None = None, language: str = "en") -> Translator:
        """Return the translator for a person, for a whole partnership, or for a language alone."""
        code, zone = (listener.language, listener.zone) if listener else (language, FALLBACK)
        language = language_code(code) if language_code(code) in self.catalogues else "en"
        return Translator(language, zone_of(zone).key, self.catalogues.get(language) or NullTranslations())

"""Translate messages and format dates and numbers in the reader's language. Pure.

English stands in the source; other languages come from gettext catalogues in `prompts/`, read as text, so
that there are no compiled files to forget. A message without a translation is in English. The names of
languages come from CLDR.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO, StringIO
from string import Formatter

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.core.cards import RichText, Run, Timestamp, Words, runs_of
from bot.core.models import Partnership, Person
from bot.core.timezones import FALLBACK, city_of, zone_of


def language_code(language: str) -> str:
    """Return `cy` for `cy-GB`: the name of a catalogue's folder."""
    return language.replace("_", "-").partition("-")[0].lower()


def language_name(code: str, reader: str = "") -> str:
    """Return the name of a language in the reader's language, or in itself: `Welsh`, `Cymraeg`. A code that
    is not in CLDR is returned as it is."""
    try:
        return Locale.parse(code).get_display_name(reader or code) or code
    except (ValueError, UnknownLocaleError):
        return code


def language_label(code: str) -> str:
    """Return the name of a language in itself, with a capital letter: `Cymraeg`, `Français`."""
    name = language_name(code)
    return name if name == code else name[:1].upper() + name[1:]


def find_language(text: str, codes: Collection[str]) -> str | None:
    """Return the code of the language that a text names, by its code or by its name in any of `codes`."""
    wanted = text.casefold()
    for code in codes:
        if wanted in {code, *(language_name(code, reader).casefold() for reader in codes)}:
            return code
    return None


@dataclass(frozen=True)
class Translator:
    """Translates into one language, for a reader in one time zone. What the reader types is understood in any
    of `catalogues`. `shared` is True if several people read it: then moments name their zone."""

    code: str = "en"
    zone: str = FALLBACK
    catalogue: NullTranslations = field(default_factory=NullTranslations, compare=False)
    catalogues: Mapping[str, NullTranslations] = field(default_factory=dict, compare=False)
    shared: bool = False

    def __call__(self, message: str, /, **values: object) -> str:
        """Return the message in this language, with its values."""
        translation = self.catalogue.gettext(message)
        return translation.format(**values) if values else translation

    def rich(self, message: str, /, **values: Words) -> Words:
        """Return the message in this language, with the mentions and moments of its values."""
        runs: list[Run] = []
        for text, name, _, _ in Formatter().parse(self.catalogue.gettext(message)):
            runs += [text] if text else []
            runs += runs_of(values[name]) if name else ()
        is_rich = any(not isinstance(run, str) for run in runs)
        return RichText(tuple(runs)) if is_rich else self(message, **values)

    def n(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the form of the message that fits the number; `{n}` in it is the number."""
        return self.catalogue.ngettext(one, many, n).format(n=n, **values)

    def wordings(self, phrase: str) -> tuple[str, ...]:
        """Return a phrase in English, in this language and in the others, each wording once."""
        others = (catalogue.gettext(phrase) for catalogue in self.catalogues.values())
        return tuple(dict.fromkeys((phrase, self(phrase), *others)))

    @property
    def codes(self) -> tuple[str, ...]:
        """All languages, this one first."""
        return tuple(dict.fromkeys((self.code, *self.catalogues)))

    def day(self, moment: date | datetime) -> str:
        """Format as `Monday 2 March`, in the reader's time zone."""
        return _formatted_date(self._local_date(moment), "EEEE d MMMM", self._locale)

    def full_day(self, moment: date | datetime) -> str:
        """Format as `2 March 2026`."""
        return _formatted_date(self._local_date(moment), "d MMMM y", self._locale)

    def month(self, day: date) -> str:
        """Format as `March 2026`."""
        return _formatted_date(day.replace(day=1), "LLLL y", self._locale)

    def moment(self, moment: datetime) -> str:
        """Format as `Monday 2 March, 09:30`; where several people read it, with `, London time`."""
        local = moment.astimezone(zone_of(self.zone))
        minute = local.time().replace(second=0, microsecond=0)
        when = f"{self.day(moment)}, {_formatted_time(minute, self._locale)}"
        return self(N_("{when}, {city} time"), when=when, city=city_of(self.zone)) if self.shared else when

    def reader_moment(self, moment: datetime) -> Words:
        """Return a moment that each of several readers sees in their own zone; for one reader its words."""
        words = self.moment(moment)
        return RichText((Timestamp(moment, words),)) if self.shared else words

    def number(self, value: float) -> str:
        """Format to one decimal place: `3.6`."""
        return _tenths(value, self._locale)

    def quantity(self, value: float) -> str:
        """Format with up to three decimal places, as many as it has: `1,234.5`."""
        return _quantity(value, self._locale)

    def join(self, items: Sequence[str]) -> str:
        """Format as `a, b and c`."""
        return format_list(list(items), locale=self._locale)

    @property
    def _locale(self) -> str:
        return "en_GB" if self.code == "en" else self.code

    def _local_date(self, moment: date | datetime) -> date:
        return moment.astimezone(zone_of(self.zone)).date() if isinstance(moment, datetime) else moment


# Babel takes a tenth of a millisecond for each, and one chart has some hundred of them.
@lru_cache(maxsize=4096)
def _formatted_date(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _formatted_time(minute: time, locale: str) -> str:
    return format_time(minute, "HH:mm", locale=locale)


@lru_cache(maxsize=4096)
def _tenths(value: float, locale: str) -> str:
    return format_decimal(value, "0.0", locale=locale)


@lru_cache(maxsize=4096)
def _quantity(value: float, locale: str) -> str:
    return format_decimal(value, "#,##0.###", locale=locale)


def load_catalogue(po: str) -> NullTranslations:
    """Read the text of a `.po` file. Raises babel's PoFileError if it is broken."""
    compiled = BytesIO()
    write_mo(compiled, read_po(StringIO(po), abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)


def N_(message: str) -> str:
    """Mark a message for translation where it is written; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Translators:
    """Makes translators. `catalogues` holds translations by language code; English needs none."""

    catalogues: Mapping[str, NullTranslations]

    def __call__(self, listener: Person | Partnership | None = None, language: str = "en") -> Translator:
        """Return the translator for a person, for a whole partnership, or for a language alone."""
        code, zone = (listener.language, listener.zone) if listener else (language, FALLBACK)
        language = language_code(code) if language_code(code) in self.catalogues else "en"
        catalogue = self.catalogues.get(language) or NullTranslations()
        shared = isinstance(listener, Partnership)
        return Translator(language, zone_of(zone).key, catalogue, self.catalogues, shared)

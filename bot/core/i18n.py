"""Translate messages and format dates and numbers in the reader's language. Pure.

English stands in the source; other languages come from gettext catalogues in `prompts/`, read as text, so
that there are no compiled files to forget. A message without a translation is in English. The names of
languages come from CLDR.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO, StringIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.core.timezones import FALLBACK, zone_of


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
    """Says messages in one language, for somebody in one time zone."""

    code: str = "en"
    zone: str = FALLBACK
    catalogue: NullTranslations = field(default_factory=NullTranslations, compare=False)

    def __call__(self, message: str, /, **values: object) -> str:
        said = self.catalogue.gettext(message)
        return said.format(**values) if values else said

    def n(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The form that fits the number; `{n}` in the message is the number."""
        return self.catalogue.ngettext(one, many, n).format(n=n, **values)

    def day(self, when: date | datetime) -> str:
        """`Monday 2 March`, in the listener's zone."""
        return _dated(self._local_date(when), "EEEE d MMMM", self._locale)

    def full_day(self, when: date | datetime) -> str:
        """`2 March 2026`"""
        return _dated(self._local_date(when), "d MMMM y", self._locale)

    def moment(self, when: datetime) -> str:
        """`Monday 2 March, 09:30`"""
        local = when.astimezone(zone_of(self.zone))
        return f"{self.day(when)}, {format_time(local, 'HH:mm', locale=self._locale)}"

    def number(self, value: float) -> str:
        """To one decimal place: 3.6"""
        return _tenths(value, self._locale)

    def join(self, things: Sequence[str]) -> str:
        """`a, b and c`"""
        return format_list(list(things), locale=self._locale)

    @property
    def _locale(self) -> str:
        return "en_GB" if self.code == "en" else self.code

    def _local_date(self, when: date | datetime) -> date:
        return when.astimezone(zone_of(self.zone)).date() if isinstance(when, datetime) else when


# Babel takes a tenth of a millisecond for each, and one chart says some hundred of them.
@lru_cache(maxsize=4096)
def _dated(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _tenths(value: float, locale: str) -> str:
    return format_decimal(value, "0.0", locale=locale)


def load_catalogue(po: str) -> NullTranslations:
    """What a `.po` file says, and English for the rest. Raises babel's PoFileError where it is broken."""
    compiled = BytesIO()
    write_mo(compiled, read_po(StringIO(po), abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)


def N_(message: str) -> str:
    """Marks a message for translation where it stands; it is translated where it is said."""
    return message

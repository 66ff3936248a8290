"""A catalogue of translations, read from its text. Pure: there are no compiled files to forget."""

from gettext import GNUTranslations, NullTranslations
from io import BytesIO, StringIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def catalogue(po: str) -> NullTranslations:
    """What a `.po` file says, and English for the rest. Raises babel's PoFileError where it is broken."""
    compiled = BytesIO()
    write_mo(compiled, read_po(StringIO(po), abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)

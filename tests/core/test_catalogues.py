import pytest
from babel.messages.pofile import PoFileError

from bot.core.i18n import load_catalogue


def test_an_empty_catalogue_says_everything_in_english() -> None:
    assert load_catalogue("").gettext("Hello") == "Hello"


def test_a_message_of_which_the_translator_is_unsure_is_said_in_english() -> None:
    unsure = '#, fuzzy\nmsgid "Hello"\nmsgstr "Hwyl"\n'
    assert load_catalogue(unsure).gettext("Hello") == "Hello"


def test_a_broken_catalogue_is_refused() -> None:
    with pytest.raises(PoFileError):
        load_catalogue('msgid "Hello"\nmsgtr "Helo"\n')

import pytest
from babel.messages.pofile import PoFileError

from bot.talk.catalogue import catalogue


def test_an_empty_catalogue_says_everything_in_english() -> None:
    assert catalogue("").gettext("Hello") == "Hello"


def test_a_message_of_which_the_translator_is_unsure_is_said_in_english() -> None:
    unsure = '#, fuzzy\nmsgid "Hello"\nmsgstr "Hwyl"\n'
    assert catalogue(unsure).gettext("Hello") == "Hello"


def test_a_broken_catalogue_is_refused() -> None:
    with pytest.raises(PoFileError):
        catalogue('msgid "Hello"\nmsgtr "Helo"\n')

from datetime import UTC, date, datetime

import pytest

from bot.core.cards import RichText, Timestamp
from bot.core.i18n import (
    Translator,
    Translators,
    find_language,
    language_label,
    language_name,
    load_catalogue,
)
from bot.core.models import Partnership

WELSH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: cy\\n"
"Plural-Forms: nplurals=5; plural=(n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 0);\\n"

msgid "Hello {name}"
msgstr "Helo {name}"

msgid "100% agree"
msgstr "Mae 100% yn cytuno"

msgid "{n} dog"
msgid_plural "{n} dogs"
msgstr[0] "{n} ci"
msgstr[1] "{n} ci"
msgstr[2] "{n} gi"
msgstr[3] "{n} chi"
msgstr[4] "{n} chi"
"""

ENGLISH = Translator()
CYMRAEG = Translator("cy", catalogue=load_catalogue(WELSH))
MOMENT = datetime(
    2026, 3, 29, 23, 30, tzinfo=UTC
)  # on Monday morning in London, where it is summer since a day


def test_a_message_is_said_with_its_values() -> None:
    assert [t("Hello {name}", name="Mair") for t in (ENGLISH, CYMRAEG)] == ["Hello Mair", "Helo Mair"]


def test_a_message_without_values_is_said_as_it_stands() -> None:
    assert [t("100% agree") for t in (ENGLISH, CYMRAEG)] == ["100% agree", "Mae 100% yn cytuno"]
    assert ENGLISH("a { is a {") == "a { is a {"


def test_what_has_no_translation_is_said_in_english() -> None:
    assert CYMRAEG("Bye {name}", name="Mair") == "Bye Mair"
    assert CYMRAEG.n("{n} cat", "{n} cats", 2) == "2 cats"


def test_a_reader_types_in_any_language() -> None:
    reader = Translators({"cy": CYMRAEG.catalogue})()
    assert (reader.codes, reader("Hello {name}", name="Mair")) == (("en", "cy"), "Hello Mair")
    assert reader.wordings("Hello {name}") == ("Hello {name}", "Helo {name}")


def test_values_are_not_read_as_messages() -> None:
    assert ENGLISH("Hello {name}", name="{x}") == "Hello {x}"


def test_the_form_fits_the_number() -> None:
    assert [ENGLISH.n("{n} dog", "{n} dogs", n) for n in (0, 1, 2)] == ["0 dogs", "1 dog", "2 dogs"]
    assert [CYMRAEG.n("{n} dog", "{n} dogs", n) for n in (0, 1, 2, 3, 4, 6)] == [
        "0 ci",
        "1 ci",
        "2 gi",
        "3 chi",
        "4 ci",
        "6 chi",
    ]


@pytest.mark.parametrize(
    ("t", "said"),
    [
        (ENGLISH, ["Monday 30 March", "30 March 2026", "Monday 30 March, 00:30"]),
        (CYMRAEG, ["Dydd Llun 30 Mawrth", "30 Mawrth 2026", "Dydd Llun 30 Mawrth, 00:30"]),
        (
            Translator(zone="America/New_York"),
            ["Sunday 29 March", "29 March 2026", "Sunday 29 March, 19:30"],
        ),
    ],
)
def test_moments_are_said_in_the_listeners_zone(t: Translator, said: list[str]) -> None:
    assert [t.day(MOMENT), t.full_day(MOMENT), t.moment(MOMENT)] == said


def test_a_date_is_the_same_everywhere() -> None:
    far = Translator(zone="Pacific/Auckland")
    assert [far.day(date(2026, 3, 29)), far.full_day(date(2026, 3, 29))] == [
        "Sunday 29 March",
        "29 March 2026",
    ]


def test_numbers_have_one_decimal_place() -> None:
    assert [ENGLISH.number(value) for value in (4, 3.64, 0.25, -1.0)] == ["4.0", "3.6", "0.2", "-1.0"]


def test_things_are_listed_with_an_and() -> None:
    assert [ENGLISH.join(things) for things in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert CYMRAEG.join(["te", "coffi"]) == "te a(c) coffi"


def test_two_tongues_of_one_language_and_zone_are_the_same() -> None:
    assert Translator("cy") == CYMRAEG


def test_a_language_has_a_name_in_every_language() -> None:
    assert [language_name("cy", reader) for reader in ("en", "cy", "fr")] == ["Welsh", "Cymraeg", "gallois"]
    assert [language_label(code) for code in ("en", "cy", "fr")] == ["English", "Cymraeg", "Français"]


@pytest.mark.parametrize("code", ["", "xx", "not a language", "x-y!"])
def test_a_language_that_nobody_knows_is_called_by_its_code(code: str) -> None:
    assert (language_name(code, "en"), language_label(code)) == (code, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [("CY", "cy"), ("welsh", "cy"), ("Cymraeg", "cy"), ("Saesneg", "en"), ("French", None), ("", None)],
)
def test_a_language_is_found_by_its_code_or_any_of_its_names(text: str, code: str | None) -> None:
    assert find_language(text, ("en", "cy")) == code


def test_a_moment_that_several_people_read_names_its_zone() -> None:
    shared = Translator(zone="America/New_York", shared=True)
    words = "Monday 2 March, 04:30, New York time"
    assert shared.moment(datetime(2026, 3, 2, 9, 30, tzinfo=UTC)) == words
    assert Translators({})(Partnership("h", "Harbour", "Europe/London", "en", MOMENT)).shared
    assert not Translators({})().shared


def test_a_message_keeps_what_is_rich_in_its_values() -> None:
    shared, at = Translator(shared=True), datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert shared.rich("It closes on {when}.", when=shared.reader_moment(at)) == RichText(
        ("It closes on ", Timestamp(at, "Monday 2 March, 09:30, London time"), ".")
    )
    assert Translator().rich("It closes on {when}.", when=Translator().reader_moment(at)) == (
        "It closes on Monday 2 March, 09:30."
    )

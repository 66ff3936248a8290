"""Everything that Accord says is also said in Welsh, with the same values, and nothing is left over."""

from collections.abc import Iterator
from io import StringIO
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from scripts.translations import ROOT, Marked, forms, in_python, in_template, messages, untranslated, updated

FILES = sorted((ROOT / "prompts").glob("*/accord.po"))
CATALOGUES = {file.parent.name: file.read_text("utf-8") for file in FILES}
HEADER = '# About this file.\nmsgid ""\nmsgstr ""\n"Language: cy\\n"\n'

languages = pytest.mark.parametrize("language", CATALOGUES)


def translated(po: str) -> Iterator[tuple[Marked, Marked]]:
    """English and translated forms of every message."""
    for each in read_po(StringIO(po)):
        if each.id:
            yield forms(each.id), forms(each.string)


def holes(text: str) -> set[str | None]:
    """The names that a message's values have in it."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_accord_speaks_welsh() -> None:
    assert "cy" in CATALOGUES


@languages
def test_every_message_is_in_the_catalogue_and_no_other(language: str) -> None:
    kept = {english for english, _ in translated(CATALOGUES[language])}
    said = messages()
    # python -m scripts.translations update
    assert (sorted(said - kept), sorted(kept - said)) == ([], [])


@languages
def test_every_message_is_translated_in_every_form(language: str) -> None:
    assert untranslated(CATALOGUES[language]) == []


@languages
def test_a_translation_holds_the_same_values(language: str) -> None:
    pairs = translated(CATALOGUES[language])
    assert [each for english, other in pairs for each in other if holes(each) != holes(english[-1])] == []


@languages
def test_a_plural_has_as_many_forms_as_the_language(language: str) -> None:
    needed = read_po(StringIO(CATALOGUES[language])).num_plurals
    wrong = [
        english
        for english, other in translated(CATALOGUES[language])
        if len(other) != (needed if len(english) > 1 else 1)
    ]
    assert wrong == []


@languages
def test_a_catalogue_is_written_as_update_writes_it(language: str) -> None:
    assert updated(CATALOGUES[language], messages()) == CATALOGUES[language]


@languages
def test_a_catalogue_says_that_it_awaits_a_native_reader(language: str) -> None:
    assert "awaits a native reader" in read_po(StringIO(CATALOGUES[language])).header_comment


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ('t("Hello")', [("Hello",)]),
        ('turn.t("Hello {name}", name=self.t("you"))', [("Hello {name}",), ("you",)]),
        ('t("one " "sentence")', [("one sentence",)]),
        ('t("here" if x else "there")', [("here",), ("there",)]),
        ('t.n("{n} dog", "{n} dogs", len(t("inner")))', [("inner",), ("{n} dog", "{n} dogs")]),
        ('N_("later")', [("later",)]),
        ("t(sentence.about), t(1), t(), n(3), t.n(one, many, 2)", []),
        ('print("Hello"), t.n("not a plural"), x()("Hello")', []),
    ],
)
def test_messages_are_found_in_python(source: str, marked: list[Marked]) -> None:
    assert sorted(in_python(source)) == marked


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ('<p>{{ t("Hello {name}", name=t("you")) }}</p>', [("Hello {name}",), ("you",)]),
        ('{% if x %}{{ t("here" if x else "there") }}{% endif %}', [("here",), ("there",)]),
        ('{{ t.n("{n} dog", "{n} dogs", dogs) }}', [("{n} dog", "{n} dogs")]),
        ('{{ t("here" if x) }}', [("here",)]),
        ('{{ t(word) }} {{ t(1) }} {{ url("x") }} {{ (a or b)("c") }}', []),
    ],
)
def test_messages_are_found_in_templates(source: str, marked: list[Marked]) -> None:
    assert sorted(in_template(source)) == marked


def test_update_adds_what_is_new_and_drops_what_is_gone() -> None:
    first = updated(f'{HEADER}\nmsgid "Gone"\nmsgstr "Wedi mynd"\n', {("Hello",)})
    assert list(translated(first)) == [(("Hello",), ("",))]
    then = updated(
        first.replace('"Hello"\nmsgstr ""', '"Hello"\nmsgstr "Helo"'), {("Hello",), ("{n} a", "{n} b")}
    )
    assert list(translated(then)) == [
        (("Hello",), ("Helo",)),
        (("{n} a", "{n} b"), ("",) * Catalog("cy").num_plurals),
    ]
    assert untranslated(then) == ["('{n} a', '{n} b')"]
    assert then.startswith("# About this file.\n")

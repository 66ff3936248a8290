"""The guides for the people of a partnership show what their readers can type, and name buttons and sentences
that are in the product."""

import re
from pathlib import Path

import pytest

from adapters.slack.manifest import SHORTCUTS
from bot.handlers.forms.definition import FormDefinition
from bot.handlers.forms.table import FORMS
from bot.language.commands import EndPartnership, TypeAnswer
from bot.language.parser import parse
from bot.language.sentences import SENTENCES, Rank, Sentence
from scripts.words import catalogue, sentences
from tests.questions.product_bank import BANK

FOLDER = Path(__file__).parent.parent / "docs" / "guides"
READERS = {
    "boards": Rank.ANYBODY,
    "members": Rank.MEMBER,
    "leads": Rank.LEAD,
    "coordinators": Rank.COORDINATOR,
}
GUIDES = {file.stem: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.md"))}
BEGINNINGS = {"/accord", "@Accord"}
OF_SLACK = {"/invite @Accord"}
SHORTCUT_NAMES = {shortcut["name"] for shortcut in SHORTCUTS}
POINTS = {point.in_language("en") for point in (*BANK.scale.points, BANK.scale.cant_say)}
SAID = {text.words for text in catalogue()} | SHORTCUT_NAMES | POINTS


def typed_in(guide: str) -> list[str]:
    return [typed for typed in re.findall(r"`([^`]+)`", GUIDES[guide]) if typed not in BEGINNINGS | OF_SLACK]


def names_in(guide: str) -> list[str]:
    return [" ".join(name.split()) for name in re.findall(r"\*\*([^*]+)\*\*", GUIDES[guide])]


def guide_for(rank: Rank) -> str:
    """Return the guide that shows what people of this rank may do, and those below it may not."""
    (guide,) = (guide for guide, reader in READERS.items() if reader == max(rank, Rank.MEMBER))
    return guide


def as_pattern(text: str) -> str:
    """Return the pattern of a text with any values in place of its placeholders."""
    return ".+".join(re.escape(part) for part in re.split(r"\{\w+\}", text))


def has_words_of_its_own(text: str) -> bool:
    """Return False for a text that consists of values, which would be found in any words."""
    return bool(re.search(r"[^\W\d_]{3}", re.sub(r"\{\w+\}", "", text)))


NAMES = re.compile("|".join(as_pattern(text) for text in sorted(SAID) if has_words_of_its_own(text)))
SENTENCES_OF_THE_PRODUCT = re.compile(
    "|".join(
        as_pattern(part)
        for text in sorted(SAID)
        for part in (text, *sentences(text))
        if has_words_of_its_own(part)
    )
)


def test_each_guide_has_readers() -> None:
    assert GUIDES.keys() == READERS.keys()


@pytest.mark.parametrize("guide", READERS)
def test_readers_of_a_guide_can_type_what_it_shows(guide: str) -> None:
    understood = {typed: parse(typed) for typed in typed_in(guide)}
    assert [typed for typed, parsed in understood.items() if parsed is None] == []
    for typed, parsed in understood.items():
        assert parsed
        assert parsed.sentence.rank <= READERS[guide], typed
        assert parsed.sentence.command is not TypeAnswer, typed


@pytest.mark.parametrize("guide", READERS)
def test_what_does_harm_is_shown_without_what_confirms_it(guide: str) -> None:
    commands = {typed: parsed.command for typed in typed_in(guide) if (parsed := parse(typed))}
    confirmed = [typed for typed, command in commands.items() if getattr(command, "sure", "")]
    ended = [typed for typed, command in commands.items() if command == EndPartnership("Harbour Together")]
    assert confirmed + ended == []


@pytest.mark.parametrize(
    "sentence", [each for each in SENTENCES if each.typable], ids=lambda each: each.pattern
)
def test_each_sentence_is_in_the_guide_of_those_who_may_type_it(sentence: Sentence) -> None:
    typed = typed_in(guide_for(sentence.rank))
    assert sentence in [parsed.sentence for each in typed if (parsed := parse(each))]


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.name)
def test_each_form_is_in_the_guide_of_those_who_may_open_it(form: FormDefinition) -> None:
    assert form.label in names_in(guide_for(form.rank))


@pytest.mark.parametrize("guide", READERS)
def test_each_name_in_bold_is_in_the_product(guide: str) -> None:
    assert [name for name in names_in(guide) if not NAMES.fullmatch(name)] == []


@pytest.mark.parametrize("guide", READERS)
def test_each_sentence_in_quotation_marks_is_in_the_product(guide: str) -> None:
    quoted = [" ".join(words.split()) for words in re.findall(r"“([^”]+)”", GUIDES[guide])]
    assert [words for words in quoted if not SENTENCES_OF_THE_PRODUCT.fullmatch(words)] == []


def test_a_name_that_is_not_in_the_product_is_found() -> None:
    assert not NAMES.fullmatch("Press here")
    assert NAMES.fullmatch("Approve Ben Okoro")
    assert not SENTENCES_OF_THE_PRODUCT.fullmatch("We do not know.")
    assert SENTENCES_OF_THE_PRODUCT.fullmatch("Only a coordinator can do this.")

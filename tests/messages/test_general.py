import pytest

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.handlers.forms.table import FORMS
from bot.language.parser import parse
from bot.language.sentences import SENTENCES, TOPICS, Rank, Sentence
from bot.messages import general
from tests.support.read_cards import buttons, examples, labels, words

EN = Translator()


@pytest.mark.parametrize("who", Rank)
def test_help_lists_what_somebody_may_say_and_nothing_else(who: Rank) -> None:
    expected = {each.examples[0] for each in SENTENCES if each.typable and each.rank <= who}
    shown = [examples(general.help_card(EN, who, topic)) for topic in TOPICS]
    assert {sentence for rows in shown for sentence, about in rows.items() if about} == expected


@pytest.mark.parametrize("who", Rank)
def test_help_begins_with_the_common_and_fits_a_phone(who: Rank) -> None:
    card = general.help_card(EN, who)
    common = [each.examples[0] for each in SENTENCES if who in each.common_for]
    assert [*examples(card)] == common
    assert 2 <= len(common) <= 15
    if who is Rank.MEMBER:
        assert len(common) <= 12


def test_every_topic_of_help_is_a_button_of_the_others() -> None:
    card = general.help_card(EN, Rank.MEMBER)
    assert [each.says for each in buttons(card)][-7:] == [f"help {topic.lower()}" for topic in TOPICS]
    asking = general.help_card(EN, Rank.MEMBER, "asking")
    assert asking.title == "What you can type: Asking"
    assert [each.label for each in buttons(asking)] == [
        *("status", "schedule", "preview", "preview roles"),
        *(topic for topic in TOPICS if topic != "Asking"),
    ]


def test_help_with_another_word_shows_what_comes_near() -> None:
    assert [*examples(general.help_card(EN, Rank.MEMBER, "emails"))] == ["email sam@example.org"]
    assert examples(general.help_card(EN, Rank.MEMBER, "xyzzy")) == examples(
        general.help_card(EN, Rank.MEMBER)
    )


def test_help_offers_the_forms_that_do_the_same() -> None:
    forms = {"action": "Add an action", "ask": "Ask something now"}
    card = general.help_card(EN, Rank.MEMBER, forms=forms)
    assert [(each.label, each.form) for each in buttons(card) if each.form] == [("Add an action", "action")]


@pytest.mark.parametrize("sentence", [each for each in SENTENCES if each.form])
def test_a_form_of_the_help_is_for_the_same_people(sentence: Sentence) -> None:
    assert FORMS[sentence.form].rank <= sentence.rank


def test_help_says_how_to_choose_among_several_partnerships() -> None:
    card = general.help_card(EN, Rank.MEMBER, partnership="Harbour")
    assert words(card).splitlines()[-1] == "To choose a partnership, begin with its name: in Harbour: status"


PRESSABLE = [(each, example) for each in SENTENCES if each.pressable for example in each.examples]


@pytest.mark.parametrize(("sentence", "example"), PRESSABLE)
def test_an_example_that_can_be_pressed_is_no_confirmation(sentence: Sentence, example: str) -> None:
    spoken = parse(example)
    assert spoken
    assert not getattr(spoken.command, "sure", "")


def test_a_topic_of_which_somebody_may_say_nothing_is_left_out() -> None:
    assert "Asking" not in labels(general.help_card(EN, Rank.ANYBODY))
    assert "Asking" in labels(general.help_card(EN, Rank.MEMBER))


def test_a_refusal_says_why_and_offers_ways_on() -> None:
    card = general.refused(EN, Refusal("Nothing was done: two are called so.", (("Ben", "remove ben"),)))
    assert words(card) == "Not done\nNothing was done: two are called so.\nBen"
    assert [each.says for each in buttons(card)] == ["remove ben"]


def test_a_refusal_without_ways_has_no_buttons() -> None:
    assert words(general.refused(EN, Refusal("No."))) == "Not done\nNo."


def test_what_was_not_understood_is_answered_with_what_comes_near() -> None:
    card = general.not_understood(EN, "close and status", Rank.COORDINATOR)
    assert examples(card).keys() == {"status", "close"}
    assert sorted(each.says for each in buttons(card)) == ["close", "help", "status"]


def test_where_nothing_comes_near_there_is_what_people_often_type() -> None:
    card = general.not_understood(EN, "xyzzy", Rank.MEMBER)
    assert words(card).splitlines()[:3] == [
        "We did not understand that",
        "Nothing has changed.",
        "You can try one of these:",
    ]
    assert [each.says for each in buttons(card)] == ["check-in", "results", "trends", "help"]


def test_crossing_says_what_to_do() -> None:
    assert words(general.try_again(EN)) == (
        "Not done\nSomeone else changed the same thing at the same moment. Please try again."
    )

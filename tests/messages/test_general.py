import pytest

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.language.parser import parse, suggest
from bot.language.sentences import SENTENCES, Rank
from bot.messages import general
from tests.support.read_cards import buttons, facts, words

EN = Translator()


@pytest.mark.parametrize("who", Rank)
def test_help_lists_what_somebody_may_say_and_nothing_else(who: Rank) -> None:
    expected = {each.examples[0] for each in SENTENCES if each.typable and each.rank <= who}
    assert facts(general.help_card(EN, who)).keys() == expected


def test_a_topic_of_which_somebody_may_say_nothing_is_left_out() -> None:
    assert "Asking" not in words(general.help_card(EN, Rank.ANYBODY)).splitlines()
    assert "Asking" in words(general.help_card(EN, Rank.MEMBER)).splitlines()


def test_a_refusal_says_why_and_offers_ways_on() -> None:
    card = general.refused(EN, Refusal("Nothing was done: two are called so.", (("Ben", "remove ben"),)))
    assert words(card) == "Not done\nNothing was done: two are called so.\nBen"
    assert [each.says for each in buttons(card)] == ["remove ben"]


def test_a_refusal_without_ways_has_no_buttons() -> None:
    assert words(general.refused(EN, Refusal("No."))) == "Not done\nNo."


def test_what_was_not_understood_is_answered_with_what_comes_near() -> None:
    card = general.not_understood(EN, suggest("close and status", Rank.COORDINATOR))
    assert facts(card).keys() == {"status", "close"}
    assert [parse(each.says) is not None for each in buttons(card)] == [True]


def test_where_nothing_comes_near_there_is_help() -> None:
    assert words(general.not_understood(EN, ())) == (
        "We did not understand that\nNothing has changed.\nSee what you can type"
    )


def test_crossing_says_what_to_do() -> None:
    assert words(general.try_again(EN)) == (
        "Not done\nSomeone else changed the same thing at the same moment. Please try again."
    )

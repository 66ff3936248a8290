from bot.core.cards import Card, KeyValues, SmallText, Text
from bot.messages.gist import MAX_LENGTH, gist

ROWS = KeyValues(
    (
        ("Trust", "3.6 · range 3.3 to 4.0 · 11 of 16 answered"),
        ("Shared purpose", "about 3 · 11 of 16 answered"),
        ("Power balance", "not shown · 4 of 16 answered"),
        ("I can speak up here.", "3.1 · 12 of 16 answered"),
    )
)


def test_of_a_summary_it_is_its_first_scores() -> None:
    card = Card("Round 4", (Text("12 of 16 replied."), ROWS), "round:r4")
    assert gist(card) == "Trust 3.6 · Shared purpose about 3 · Power balance not shown"


def test_of_any_other_card_it_is_the_beginning_of_its_first_paragraph() -> None:
    assert gist(Card("Members", (ROWS, Text("Two\nlines."), Text("More.")))) == "Two lines."
    assert gist(Card("Round 4", (Text("12 of 16 replied."),), "round:r4")) == "12 of 16 replied."
    long = gist(Card("Long", (Text("word " * 99),)))
    assert (len(long) <= MAX_LENGTH, long[-5:]) == (True, "word…")


def test_a_card_without_words_has_none() -> None:
    assert gist(Card("Members", (SmallText("Small print."),))) == ""

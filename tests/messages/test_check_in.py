from datetime import UTC, datetime

import pytest

from bot.core.cards import Buttons, Card, TextBox
from bot.core.i18n import Translator
from bot.language.commands import (
    ChangeAnswer,
    DeleteComment,
    GiveAnswer,
    RemindMeLater,
    SkipQuestion,
    WriteComment,
)
from bot.language.parser import parse
from bot.messages.check_in import (
    COMMENT_LENGTH,
    comment,
    comment_again,
    later,
    nothing_waits,
    promise,
    question,
    thanks,
)
from bot.questions.bank import ScaleText
from tests.support.read_cards import buttons, labels, words

FRIDAY = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
QUESTIONS = ("Partners do what they say they will do.", "We agree on what this partnership is for.")
SCALE = ScaleText(
    "How true is this of us now?", ("Not at all", "A little", "Partly", "Mostly", "Fully"), "Can't say"
)
EN = Translator()
INTRODUCTION = "Harbour Together: 2 questions, under a minute. Open until Friday 6 March, 16:30."


def put(position: int) -> Card:
    return question(EN, "k7f2", position, QUESTIONS, SCALE, "ask:r1", INTRODUCTION)


def meanings(card: Card) -> list[object]:
    """What the buttons of a card mean when they are pressed."""
    return [spoken.command if (spoken := parse(each.says)) else None for each in buttons(card)]


def test_a_question_says_where_one_is_and_what_it_asks() -> None:
    where = ["1 of 2 · How true is this of us now?", "2 of 2 · How true is this of us now?"]
    assert words(put(1)).splitlines()[:3] == [QUESTIONS[0], INTRODUCTION, where[0]]
    assert words(put(2)).splitlines()[:2] == [QUESTIONS[1], where[1]]
    assert put(1).thread_key == "ask:r1"


def test_its_five_points_stand_together_and_each_button_means_its_point() -> None:
    points, others = [part.options for part in put(1).parts if isinstance(part, Buttons)]
    assert [each.label for each in points] == ["Not at all", "A little", "Partly", "Mostly", "Fully"]
    assert [each.label for each in others] == ["Can't say", "Skip", "Later"]
    assert meanings(put(1)) == [
        *(GiveAnswer("k7f2.1", point) for point in "12345"),
        GiveAnswer("k7f2.1", "?"),
        SkipQuestion("k7f2.1"),
        RemindMeLater(),
    ]


def test_the_first_question_says_what_is_promised_and_what_cannot_be_hidden() -> None:
    assert words(put(1)).splitlines()[-3:] == [
        f"We only show your answers together with other people’s. {promise(EN)}",
        (
            "Your employer’s chat or email records may show that you replied, and when."
            " While the round is open, the people who run this server could link answers to names."
        ),
        "What happens to your data? Type privacy in your chat or on your page.",
    ]
    assert "Confidential" not in words(put(2))


def test_from_the_second_question_on_there_is_a_way_back() -> None:
    assert (labels(put(2))[-1], meanings(put(2))[-1]) == ("Back", ChangeAnswer("k7f2.1"))


def test_a_comment_has_a_box_and_a_way_past_it() -> None:
    card = comment(EN, "k7f2", "ask:r1")
    (box,) = [part for part in card.parts if isinstance(part, TextBox)]
    spoken = parse(f"{box.says} The new chair listens.")
    assert spoken is not None
    assert spoken.command == WriteComment("k7f2", "The new chair listens.")
    assert (box.most, meanings(card)) == (COMMENT_LENGTH, [SkipQuestion("k7f2.comment")])


def test_a_comment_is_changed_kept_or_deleted() -> None:
    card = comment_again(EN, "k7f2", "ask:r1")
    (box,) = [part for part in card.parts if isinstance(part, TextBox)]
    assert (parse(f"{box.says} More."), box.most) == (parse("comment k7f2 More."), COMMENT_LENGTH)
    assert meanings(card) == [SkipQuestion("k7f2.comment"), DeleteComment("k7f2.comment")]
    assert [button.kind for button in buttons(card)] == ["secondary", "danger"]
    assert buttons(card)[1].confirm.startswith("If you wrote a comment, it will be deleted.")


def test_the_thanks_offer_to_put_each_question_again_and_tell_no_answer() -> None:
    card = thanks(EN, "k7f2", QUESTIONS, FRIDAY, "ask:r1")
    when = "Friday 6 March, 16:30"
    assert words(card).splitlines() == [
        "Thank you",
        (
            f"That’s everything. Everyone gets the results at the same time, when the round closes: {when}."
            " Until then you can change an answer."
        ),
        "Change an answer",
        *QUESTIONS,
        "Your comment",
        promise(EN),
    ]
    assert meanings(card) == [ChangeAnswer("k7f2.1"), ChangeAnswer("k7f2.2"), ChangeAnswer("k7f2.comment")]


def test_a_long_question_is_cut_to_fit_a_button() -> None:
    own = "How fair was the decision that we took in January about the budget of the family centre?"
    card = thanks(EN, "k7f2", (own,), FRIDAY, "ask:r1")
    assert labels(card)[0] == "How fair was the decision that we took in January about the…"


def test_a_long_question_is_cut_between_words() -> None:
    own = "Mae'r partneriaid yn gwneud yr hyn maen nhw'n dweud y byddan nhw'n ei wneud."
    card = thanks(EN, "k7f2", (own,), FRIDAY, "ask:r1")
    assert labels(card)[0] == "Mae'r partneriaid yn gwneud yr hyn maen nhw'n dweud y…"


@pytest.mark.parametrize(
    ("planned", "said"),
    [(FRIDAY, "The next round is planned for Friday 6 March."), (None, "No round is planned yet.")],
)
def test_where_nothing_waits_it_says_when_something_will(planned: datetime | None, said: str) -> None:
    assert words(nothing_waits(EN, planned)) == f"You’re up to date\n{said}"


def test_later_says_when() -> None:
    assert words(later(EN, FRIDAY)) == (
        "We’ll remind you later\nWe’ll remind you on Friday 6 March, 16:30, if you have not replied by then."
    )

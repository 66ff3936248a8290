from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.cards import BulletList, Card, Part, Text
from bot.core.i18n import Translator
from bot.core.models import Round, RoundKind
from bot.messages import rounds as messages
from bot.rounds.progress import RoundProgress
from tests.support.read_cards import buttons, facts, items, small_print, words

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
ROUND = Round("r1", "harbour", RoundKind.SCHEDULED, 1, ("trust.reliable@1",), MONDAY, FRIDAY, MONDAY)
STANDING = RoundProgress(ROUND, 12, 11, 1, enough=False, threshold=5)
EN = Translator()


def test_a_preview_shows_each_question_and_each_source_once_in_small_print() -> None:
    asked = ("Partners do what they say they will do.", "Our work has a clear purpose.")
    sources = (
        "Oetzel and others (2015). Establishing properties. American Journal 29(5).",
        "“Are We Passing the Test?”, a blog, signed b. Its themes are those of Miles (2011).",
        "Oetzel and others (2015). Establishing properties. American Journal 29(5).",
    )
    card = messages.preview(EN, "Questions about Trust", asked, sources, "ask trust")
    assert items(card) == [*asked]
    assert small_print(card) == [
        (
            "These questions draw on published research but have not been formally tested yet. "
            "Ideas from: Oetzel and others (2015); “Are We Passing the Test?”."
        )
    ]
    assert [each.says for each in buttons(card)] == ["ask trust"]


def test_a_preview_for_people_who_may_not_ask_has_no_button() -> None:
    assert buttons(messages.preview(EN, "Questions in the next round", (), (), "")) == []


@pytest.mark.parametrize(
    ("invited", "said"),
    [
        (1, "We will ask 1 member, in their own working hours. It closes on Friday 6 March, 16:30."),
        (12, "We will ask 12 members, each in their own working hours. It closes on Friday 6 March, 16:30."),
    ],
)
def test_whoever_opened_a_round_hears_who_is_asked_and_until_when(invited: int, said: str) -> None:
    card = messages.opened(EN, ROUND, invited)
    assert (card.title, card.parts[0]) == ("The round is open", Text(said))


def test_the_status_tells_what_was_delivered_and_whether_enough_replied() -> None:
    assert facts(messages.status(EN, STANDING, coordinator=False)) == {
        "Closes": "Friday 6 March, 16:30",
        "Invited": "12",
        "Messages with the questions": "11 sent, 1 waiting to be sent",
        "Enough scores to show results": "not yet",
    }
    enough = messages.status(EN, replace(STANDING, enough=True), coordinator=False)
    assert facts(enough)["Enough scores to show results"] == "yes"


def test_what_went_wrong_and_what_can_be_done_is_the_coordinators() -> None:
    troubles: list[Part] = [Text("We could not deliver these:"), BulletList(("Gwil: the questions",))]
    theirs = messages.status(EN, STANDING, coordinator=True, failures=troubles)
    assert [each.says for each in buttons(theirs)] == ["close", "cancel now"]
    assert words(theirs).splitlines()[6:8] == ["We could not deliver these:", "Gwil: the questions"]
    assert buttons(messages.status(EN, STANDING, coordinator=False)) == []


def test_what_went_wrong_is_told_while_no_round_is_open_too() -> None:
    troubles = [Text("We could not deliver these:")]
    assert messages.nothing_open(EN, None, troubles).parts[1:-1] == tuple(troubles)


def test_an_extra_round_is_called_one() -> None:
    extra = replace(STANDING, round=replace(ROUND, kind=RoundKind.AD_HOC))
    assert messages.status(EN, STANDING, coordinator=False).title == "A round is open"
    assert messages.status(EN, extra, coordinator=False).title == "An extra round is open"


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (
            messages.nothing_open(EN, FRIDAY),
            ["No round is open", "The next round opens on Friday 6 March, 16:30.", "See the next questions"],
        ),
        (
            messages.nothing_open(EN, None),
            ["No round is open", "No rounds are planned.", "See the next questions"],
        ),
        (
            messages.closing(EN),
            [
                "The round is closed",
                (
                    "Nobody can answer now. The summary will be ready in a moment, for everyone at the same "
                    "time."
                ),
            ],
        ),
        (
            messages.cancelled(EN, "Harbour Together", None),
            [
                "Harbour Together: the round was cancelled",
                "All answers have been deleted. Nobody saw them and there will be no results.",
            ],
        ),
        (
            messages.cancelled(EN, "Harbour Together", FRIDAY),
            [
                "Harbour Together: the round was cancelled",
                "All answers have been deleted. Nobody saw them and there will be no results.",
                "The next round opens on Friday 6 March, 16:30.",
            ],
        ),
        (
            messages.postponed(EN, "Harbour Together", MONDAY, FRIDAY),
            [
                "Harbour Together: the next round will open later",
                "It will open on Friday 6 March, 16:30, not on Monday 2 March, 09:00.",
                (
                    "Only one round can be open at a time. We also wait five working days before we ask the "
                    "same question again."
                ),
            ],
        ),
        (
            messages.schedule_stopped(EN, "Harbour Together"),
            [
                "Harbour Together: the next round could not be opened",
                "The schedule has stopped working. To set it again, type for example: schedule fortnightly",
            ],
        ),
    ],
    ids=lambda value: value.title if isinstance(value, Card) else "",
)
def test_the_rest_is_said_plainly(card: Card, said: list[str]) -> None:
    assert words(card).splitlines() == said


def test_the_first_question_comes_with_what_it_belongs_to() -> None:
    introduction, question = Text("Harbour Together: 1 question."), Text("1 of 1")
    first = Card("Partners do what they say they will do.", (introduction, question), "ask:r1")
    card = messages.invited(first, ("Asked by Maya (Riverside).",))
    assert card.parts == (introduction, Text("Asked by Maya (Riverside)."), question)
    assert card.thread_key == "ask:r1"


def test_a_reminder_says_only_that_a_reply_is_missing() -> None:
    card = messages.reminded(EN, "Harbour Together", ROUND)
    assert words(card) == (
        "Harbour Together: still time to answer\nWe do not have all your answers for this round "
        "yet. You can answer until Friday 6 March, 16:30.\nStart\nConfidential while the round is "
        "open, anonymous once it has closed."
    )
    assert [each.says for each in buttons(card)] == ["check-in"]

from dataclasses import replace
from typing import Any

import pytest

from bot.analysis.changes import Change, SpcRule
from bot.analysis.false_alarms import FalseAlarmRate
from bot.analysis.published import CountedRounds
from bot.analysis.publishing import count_rounds
from bot.analysis.signals import Signal, SignalKind, newest_stretch
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports import signal_text as words
from tests.analysis.series_factory import CALM, HIDDEN, PLAIN, closed, past

t = Translator()
RATES = tuple(FalseAlarmRate(9, 3.7, mood, False, alarms) for mood, alarms in ((0.0, 31.2), (0.2, 60.6)))
DOWN = Change(-1, SpcRule.ONE_ROUND, 1, centre=3.62, level=3.0, most=3.0 - 3.62, firm=False)
FELL = Signal(SignalKind.DOWN, "trust", 8, 8, closed(8), DOWN, RATES)
HIGH = replace(PLAIN, scored=9, mean=None, band="high")
SURE = (
    "How sure is this? Even where nothing changes, about 31 in 100 partnerships of this size "
    "get an alert within 9 rounds. That counts any theme, up or down. Where everyone’s mood "
    "varies a little from round to round, it is about 61 in 100."
)
OTHERS = [kind for kind in SignalKind if not kind.is_change]


def moved(**changed: Any) -> Signal:
    change = replace(DOWN, **changed)
    return replace(FELL, change=replace(change, most=changed.get("most", change.difference)))


def sign(signal: Signal, direction: int) -> Signal:
    assert signal.change is not None
    return replace(signal, change=replace(signal.change, direction=direction))


def stretch(*readings: QuestionResult | float) -> CountedRounds:
    return count_rounds("trust", newest_stretch(past(readings)))


def test_the_headline_says_what_moved_how_far_and_against_what() -> None:
    falls = [moved(level=3.62 - far) for far in (0.3, 0.5, 1.0)]
    rises = [sign(replace(each, kind=SignalKind.UP), 1) for each in falls]
    assert [words.headline(t, "Trust", each) for each in (*falls, *rises)] == [
        "Trust is slightly lower than usual",
        "Trust is clearly lower than usual",
        "Trust is sharply lower than usual",
        "Trust is slightly higher than usual",
        "Trust is clearly higher than usual",
        "Trust is sharply higher than usual",
    ]


def test_the_headline_leaves_the_size_out_where_it_does_not_hold_for_every_value() -> None:
    unsure = moved(level=3.0, most=-1.2)
    assert [words.headline(t, "Trust", sign(unsure, way)) for way in (-1, 1)] == [
        "Trust is lower than usual",
        "Trust is higher than usual",
    ]
    assert (
        words.details(t, "Trust", unsure)[0]
        == "It is at least 0.6 below 3.6, the average of the rounds before."
    )


def test_other_headlines_name_the_pattern_not_people() -> None:
    assert [words.headline(t, "Trust", replace(FELL, kind=kind, change=None)) for kind in OTHERS] == [
        "Trust: lead organisations and the others see this differently",
        "Trust: our views are now split into two groups",
        "Fewer than half of us are replying",
        "Trust: our views are no longer split",
        "Trust: many people chose Can't say",
        "Would once a month be better?",
        "Trust: many members are new",
        "Trust: this may be the new usual level",
    ]


def test_a_suggestion_says_to_all_who_can_follow_it() -> None:
    settled = replace(FELL, kind=SignalKind.NEW_LEVEL, change=None)
    assert words.suggestion(t, "Trust", settled) == (
        "Trust: this may be the new usual level. A coordinator can start a new baseline."
    )


def test_a_fall_is_told_as_an_invitation_to_talk() -> None:
    assert words.details(t, "Trust", FELL) == (
        "It is about 0.6 below 3.6, the average of the rounds before.",
        "It differs from the rounds before by more than their usual ups and downs.",
        "It is new in this round.",
        SURE,
        "Only you can tell what this means. It may be worth talking about.",
    )


def test_how_far_is_said_against_what_it_is_compared_with() -> None:
    compared: list[dict[str, object]] = [{}, {"firm": True}]
    assert [words.details(t, "Trust", sign(moved(**how), way))[0] for how in compared for way in (-1, 1)] == [
        "It is about 0.6 below 3.6, the average of the rounds before.",
        "It is about 0.6 above 3.6, the average of the rounds before.",
        "It is about 0.6 below its usual 3.6.",
        "It is about 0.6 above its usual 3.6.",
    ]


def test_in_brief_it_is_one_sentence_with_its_beginning() -> None:
    began: dict[str, Any] = {"since": 3, "since_at": closed(3)}
    changes: list[dict[str, object]] = [{}, {"firm": True}]
    brief = [words.in_brief(t, "Trust", sign(moved(**how), way)) for how in changes for way in (-1, 1)]
    assert brief == [
        "New this round: about 0.6 below 3.6, the average before.",
        "New this round: about 0.6 above 3.6, the average before.",
        "New this round: about 0.6 below its usual 3.6.",
        "New this round: about 0.6 above its usual 3.6.",
    ]
    assert words.in_brief(t, "Trust", replace(FELL, **began)) == (
        "Since round 3 (2 February 2026): about 0.6 below 3.6, the average before."
    )


def test_in_brief_what_is_no_change_keeps_how_certain_it_is() -> None:
    uneven, few = (replace(FELL, kind=kind, change=None) for kind in (SignalKind.UNEVEN, SignalKind.FEW))
    assert words.in_brief(t, "Trust", uneven) == (
        "It is new in this round. If both sides felt the same, chance alone would show this in fewer than "
        "5 in 100 rounds."
    )
    assert words.in_brief(t, "", few) == " ".join(words.details(t, "", few))


def test_how_sure_fits_in_one_sentence_with_both_rates() -> None:
    assert words.how_sure_in_brief(t, FELL) == (
        "Even with no change, about 31 in 100 partnerships of this size get an alert within 9 rounds, "
        "about 61 if moods vary."
    )
    assert words.how_sure_in_brief(t, replace(FELL, false_alarm_rates=())) == ""


@pytest.mark.parametrize(
    ("rule", "down", "up"),
    [
        (
            SpcRule.ONE_ROUND,
            *["It differs from the rounds before by more than their usual ups and downs."] * 2,
        ),
        (
            SpcRule.TWO_ROUNDS,
            "Two rounds in a row are lower than the average of all rounds before.",
            "Two rounds in a row are higher than the average of all rounds before.",
        ),
        (SpcRule.OUTSIDE, *["It is outside the range where scores usually are."] * 2),
        (
            SpcRule.SEVEN_ONE_WAY,
            "Seven scores in a row have gone down.",
            "Seven scores in a row have gone up.",
        ),
        (
            SpcRule.TWO_OF_THREE,
            *["Two of the last three scores are near the edge of where scores usually are."] * 2,
        ),
        (
            SpcRule.SEVEN_ON_ONE_SIDE,
            "Seven scores in a row are below the usual level.",
            "Seven scores in a row are above the usual level.",
        ),
    ],
)
def test_the_rule_is_said_in_plain_words(rule: SpcRule, down: str, up: str) -> None:
    fell = moved(rule=rule)
    assert [words.details(t, "Trust", sign(fell, way))[1] for way in (-1, 1)] == [down, up]


def test_a_run_says_when_it_began() -> None:
    began = replace(FELL, since=3, since_at=closed(3))
    assert words.details(t, "Trust", began)[2] == "It started with round 3, which closed on 2 February 2026."


def test_a_rate_under_one_in_a_hundred_is_said_as_such() -> None:
    rare = replace(FELL, false_alarm_rates=(replace(RATES[0], firm=True, alarms=0.4), RATES[1]))
    assert "fewer than 1 in 100 partnerships of this size get an alert within 26 rounds" in words.how_sure(
        t, rare
    )
    assert words.how_sure(t, replace(FELL, false_alarm_rates=())) == ""


def test_what_is_no_move_says_what_was_seen_and_since_when() -> None:
    new = "It is new in this round."
    told = [kind for kind in OTHERS if not kind.is_state]
    assert [words.details(t, "Trust", replace(FELL, kind=kind, change=None)) for kind in told] == [
        (
            "The gap is wider than chance would explain.",
            new,
            "If both sides felt the same, chance alone would show this in fewer than 5 in 100 rounds.",
        ),
        (
            new,
            "With so few replies we cannot tell what everyone thinks, so we do not look for changes.",
        ),
        ("A quarter or more chose Can't say. Is the question clear to everyone?",),
        (new, "To be asked once a month, type: schedule monthly"),
        (
            "More than a quarter of the members joined after the rounds we compare with.",
            ("To start a new baseline, type for example: rebase Trust on 3 May because many of us are new"),
        ),
        (
            "It has stood out for seven rounds or more.",
            new,
            ("To start a new baseline, type for example: rebase Trust on 3 May because many of us are new"),
        ),
    ]


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        (
            [3.6],
            ("It takes four rounds with enough scores to see whether anything changes. So far there is 1."),
        ),
        (
            [3.6, HIDDEN, 3.6, 3.6],
            ("It takes four rounds with enough scores to see whether anything changes. So far there are 3."),
        ),
        ([3.6] * 4, ""),
        ([3.6] * 4 + [HIDDEN], "Too few people gave a score this time to tell whether anything has changed."),
    ],
)
def test_where_nothing_is_said_of_changes_the_reason_is(
    readings: list[QuestionResult | float], said: str
) -> None:
    assert words.too_early(t, stretch(*readings)) == said


def test_the_usual_level_is_named_with_the_rounds_that_it_comes_from() -> None:
    calm, fell, rose = stretch(*CALM[:14]), stretch(*CALM[:13], 2.4), stretch(*CALM[:13], 4.4, 4.5)
    assert words.usual_level(t, {"Trust": calm, "Shared purpose": calm}) == (
        "Compared with the usual level of the last 14 rounds: nothing stands out."
    )
    assert words.usual_level(t, {"Trust": fell, "Shared purpose": calm, "Power balance": calm}) == (
        "Compared with the usual level of the last 14 rounds: trust sharply lower; shared "
        "purpose and power balance about as usual."
    )
    assert words.usual_level(t, {"Trust": fell, "Shared purpose": rose}) == (
        "Compared with the usual level of the last 14 rounds: trust sharply lower. Compared with "
        "the usual level of the last 15 rounds: shared purpose clearly higher."
    )
    assert words.usual_level(t, {}) == ""


def test_frozen_limits_are_of_the_first_rounds() -> None:
    yardsticks = [words.usual_level(t, {"Trust": stretch(*CALM, *[3.6] * more)}) for more in (0, 1, 2)]
    assert yardsticks == [
        "Compared with the usual level of the last 20 rounds: nothing stands out.",
        "Compared with the usual level of the last 20 rounds: nothing stands out.",
        "Compared with the usual level of the first 20 rounds: nothing stands out.",
    ]


def test_a_first_firing_is_said_to_be_looked_at_again() -> None:
    assert words.usual_level(t, {"Trust": stretch(3.6, 3.6, 3.6, 3.6, 2.8)}) == (
        "Compared with the usual level of the last 4 rounds: trust clearly lower. The change in "
        "trust may be chance. We will look again next round."
    )
    assert words.usual_level(t, {"Trust": stretch(3.6, 3.6, 3.6, 3.6, 2.8, 2.8)}) == (
        "Compared with the usual level of the last 4 rounds: trust clearly lower."
    )


def test_a_theme_for_which_it_is_too_early_is_told_apart() -> None:
    early = stretch(3.6)
    why = "It takes four rounds with enough scores to see whether anything changes. So far there is 1."
    assert words.usual_level(t, {"Trust": early, "Shared purpose": early}) == why
    assert words.usual_level(t, {"Trust": early, "Shared purpose": stretch(*CALM[:5])}) == (
        f"Compared with the usual level of the last 4 rounds: nothing stands out. Trust: {why}"
    )


def test_the_usual_level_of_banded_scores_is_at_least_so_far_away() -> None:
    assert words.usual_level(t, {"Trust": stretch(*[HIGH] * 6, 3.6)}) == (
        "Compared with the usual level of the last 6 rounds: trust at least clearly lower. The "
        "change in trust may be chance. We will look again next round."
    )
    assert words.usual_level(t, {"Trust": stretch(*[HIGH] * 14, 4.4)}) == (
        "Compared with the usual level of the last 14 rounds: nothing stands out."
    )

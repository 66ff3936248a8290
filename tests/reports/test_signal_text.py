from dataclasses import replace

import pytest

from bot.analysis.changes import Change, SpcRule
from bot.analysis.false_alarms import EARLY, FIRM
from bot.analysis.publishing import count_rounds
from bot.analysis.signals import Signal, SignalKind, newest_stretch
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports import signal_text as words
from tests.analysis.series_factory import HIDDEN, closed, past

t = Translator()
CHANCE = "It can be chance. Where nothing changes, about"
OF_SIZE = "in 100 partnerships of this size get such a message on one theme within"
DOWN = Change(-1, SpcRule.ONE_ROUND, 1, centre=3.62, level=3.0, rounds_averaged=1, firm=False)
FELL = Signal(SignalKind.DOWN, "trust", 8, 8, closed(8), DOWN, EARLY[1])


def moved(**changed: object) -> Signal:
    return replace(FELL, change=replace(DOWN, **changed))  # type: ignore[arg-type]  # any field of a move


def sign(signal: Signal, direction: int) -> Signal:
    assert signal.change is not None
    return replace(signal, change=replace(signal.change, direction=direction))


def test_the_headline_says_what_moved_and_how_far() -> None:
    falls = [moved(level=3.62 - far) for far in (0.3, 0.5, 1.0)]
    rises = [sign(replace(each, kind=SignalKind.UP), 1) for each in falls]
    assert [words.headline(t, "Trust", each) for each in (*falls, *rises)] == [
        "Trust has gone down slightly",
        "Trust has gone down clearly",
        "Trust has gone down sharply",
        "Trust has gone up slightly",
        "Trust has gone up clearly",
        "Trust has gone up sharply",
    ]


def test_other_headlines_name_the_pattern_not_people() -> None:
    others = [kind for kind in SignalKind if kind not in {SignalKind.DOWN, SignalKind.UP}]
    assert [words.headline(t, "Trust", replace(FELL, kind=kind, change=None)) for kind in others] == [
        "Trust: lead organisations and the others see this differently",
        "Trust: some of us see this very differently",
        "Fewer than half of us reply",
        "Trust: many could not say",
        "Would once a month be better?",
        "Trust: many members are new",
    ]


def test_a_fall_is_told_as_an_invitation_to_talk() -> None:
    assert words.details(t, "Trust", FELL) == (
        "It is about 0.6 below the 3.6 of the rounds before.",
        "It differs from the rounds before by more than their usual ups and downs.",
        "It is new with this round.",
        f"How sure is this? {CHANCE} 10 {OF_SIZE} 9 rounds.",
        "What it means, only you can tell. It may be worth a talk.",
    )


def test_how_far_is_said_against_what_it_is_compared_with() -> None:
    compared: list[dict[str, object]] = [{}, {"firm": True}, {"firm": True, "rounds_averaged": 3}]
    assert [words.details(t, "Trust", sign(moved(**how), way))[0] for how in compared for way in (-1, 1)] == [
        "It is about 0.6 below the 3.6 of the rounds before.",
        "It is about 0.6 above the 3.6 of the rounds before.",
        "It is about 0.6 below its usual 3.6.",
        "It is about 0.6 above its usual 3.6.",
        "Over three rounds it is about 0.6 below its usual 3.6.",
        "Over three rounds it is about 0.6 above its usual 3.6.",
    ]


@pytest.mark.parametrize(
    ("rule", "down", "up"),
    [
        (
            SpcRule.ONE_ROUND,
            *["It differs from the rounds before by more than their usual ups and downs."] * 2,
        ),
        (
            SpcRule.TWO_ROUNDS,
            "Two rounds in a row are lower than all before, taken together.",
            "Two rounds in a row are higher than all before, taken together.",
        ),
        (SpcRule.OUTSIDE, *["It lies outside the range where scores usually lie."] * 2),
        (
            SpcRule.SEVEN_ONE_WAY,
            "Seven scores in a row have gone down.",
            "Seven scores in a row have gone up.",
        ),
        (
            SpcRule.TWO_OF_THREE,
            *["Two of the last three scores lie near the edge of where scores usually lie."] * 2,
        ),
        (
            SpcRule.SEVEN_ON_ONE_SIDE,
            "Seven scores in a row lie below the usual.",
            "Seven scores in a row lie above the usual.",
        ),
    ],
)
def test_the_rule_is_said_in_plain_words(rule: SpcRule, down: str, up: str) -> None:
    fell = moved(rule=rule)
    assert [words.details(t, "Trust", sign(fell, way))[1] for way in (-1, 1)] == [down, up]


def test_a_run_says_when_it_began() -> None:
    began = replace(FELL, since=3, since_at=closed(3))
    assert words.details(t, "Trust", began)[2] == "It began with round 3, which closed on 2 February 2026."


def test_how_sure_quotes_the_rate_of_this_size_phase_and_direction() -> None:
    small, rose, sure = (
        replace(FELL, false_alarm_rate=FIRM[0]),
        replace(FELL, kind=SignalKind.UP, false_alarm_rate=FIRM[1]),
        replace(FELL, false_alarm_rate=EARLY[3]),
    )
    assert [
        words.how_sure(t, each) for each in (small, rose, sure, replace(FELL, false_alarm_rate=None))
    ] == [
        f"How sure is this? {CHANCE} 12 {OF_SIZE} 26 rounds.",
        f"How sure is this? {CHANCE} 14 {OF_SIZE} 26 rounds.",
        f"How sure is this? Quite sure. Where nothing changes, fewer than 1 {OF_SIZE} 9 rounds.",
        "",
    ]


def test_what_is_no_move_says_what_was_seen_and_since_when() -> None:
    new = "It is new with this round."
    others = [kind for kind in SignalKind if kind not in {SignalKind.DOWN, SignalKind.UP}]
    assert [words.details(t, "Trust", replace(FELL, kind=kind, change=None)) for kind in others] == [
        (
            "The gap is wider than chance would explain.",
            new,
            "If both sides felt the same, chance alone would show this in fewer than 5 of 100 rounds.",
        ),
        (
            "At least a quarter gave low scores, at least a quarter high ones, and fewer lie between.",
            new,
            "This is what people said, not a guess. Who said what, nobody can see.",
        ),
        (
            new,
            "With so few replies nobody can tell what all of us think, so we look for no changes.",
        ),
        ("A quarter or more could not say. Is the question clear to everybody?",),
        (new, "To be asked once a month, say: schedule monthly"),
        (
            "Over a quarter of the members came after the rounds that this is compared with.",
            "To compare from a new start, say: rebase Trust on <date> because <reason>",
        ),
    ]


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        (
            [3.6],
            "It takes four rounds with enough answers to see whether something changes. So far there is 1.",
        ),
        (
            [3.6, HIDDEN, 3.6, 3.6],
            "It takes four rounds with enough answers to see whether something changes. So far there are 3.",
        ),
        ([3.6] * 4, ""),
        ([3.6] * 4 + [HIDDEN], "Too few answered this time to tell whether anything has changed."),
    ],
)
def test_where_nothing_is_said_of_changes_the_reason_is(
    readings: list[QuestionResult | float], said: str
) -> None:
    assert words.too_early(t, count_rounds("trust", newest_stretch(past(readings)))) == said

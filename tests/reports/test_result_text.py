from dataclasses import replace

import pytest

from bot.analysis import baseline, changes
from bot.analysis.publishing import is_low
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports import result_text

t = Translator()
FEW = QuestionResult("q1", "r1", "harbour", "trust", "trust.reliable@1", anchor=True, scored=4, invited=12)
TRUST = replace(FEW, scored=9, mean=3.6, low=3.2, high=3.9, agreement="fair", split=False)
HIGH = replace(FEW, scored=8, band="high")


@pytest.mark.parametrize(
    ("difference", "size"),
    [(0.0, 0), (0.29, 0), (3.9 - 3.6, 1), (-0.3, 1), (0.49, 1), (0.5, 2), (-0.99, 2), (1.0, 3), (-2.5, 3)],
)
def test_differences_have_four_sizes(difference: float, size: int) -> None:
    assert changes.size_of(difference) == size


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (3.4, "about the same"),
        (3.8, "about the same"),
        (3.3, "slightly higher"),
        (3.1, "clearly higher"),
        (2.6, "sharply higher"),
        (3.9, "slightly lower"),
        (4.1, "clearly lower"),
        (4.6, "sharply lower"),
    ],
)
def test_a_change_is_said_with_its_size_and_way(before: float, said: str) -> None:
    changed = result_text.changes_since(t, [("Trust", TRUST, replace(TRUST, scored=12, mean=before))])
    assert changed == f"Compared with last round: trust {said}."


def test_the_largest_changes_are_said_first_and_what_did_not_change_last() -> None:
    moves = [("Trust", 3.5), ("Shared purpose", 3.1), ("Power balance", 4.6), ("Roles", 3.6)]
    pairs = [(title, TRUST, replace(TRUST, scored=12, mean=before)) for title, before in moves]
    assert result_text.changes_since(t, pairs) == (
        "Compared with last round: power balance sharply lower; shared purpose clearly higher; "
        "trust and roles about the same."
    )


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (TRUST, HIGH, "trust at least clearly lower"),  # 4.4 or more
        (HIGH, TRUST, "trust at least clearly higher"),
        (HIGH, replace(TRUST, mean=3.4), "trust sharply higher"),
        (replace(TRUST, mean=4.1), HIGH, "trust at least slightly lower"),
        (HIGH, replace(TRUST, mean=4.1), "trust at least slightly higher"),
        (HIGH, HIGH, "trust too near the end of the scale to compare"),
        (replace(HIGH, scored=10, mean=5.0, band=""), HIGH, "trust too near the end of the scale to compare"),
        (HIGH, replace(TRUST, mean=4.3), "trust too near the end of the scale to compare"),
    ],
)
def test_the_size_of_a_change_is_said_only_where_it_holds_for_every_value_of_a_banded_mean(
    now: QuestionResult, before: QuestionResult, said: str
) -> None:
    assert result_text.changes_since(t, [("Trust", now, before)]) == f"Compared with last round: {said}."


@pytest.mark.parametrize(("now", "before"), [(TRUST, None), (TRUST, FEW), (FEW, TRUST)])
def test_no_change_is_said_where_a_mean_is_not_known(
    now: QuestionResult, before: QuestionResult | None
) -> None:
    assert result_text.changes_since(t, [("Trust", now, before)]) == ""


@pytest.mark.parametrize(
    ("scored", "band", "said"),
    [
        (5, "low", "2.0 or less"),
        (5, "high", "4.0 or more"),
        (6, "low", "1.8 or less"),
        (7, "high", "4.3 or more"),
        (8, "low", "1.6 or less"),
        (9, "high", "4.4 or more"),
    ],
)
def test_a_banded_mean_is_said_as_a_bound(scored: int, band: str, said: str) -> None:
    assert result_text.score_text(t, replace(HIGH, scored=scored, band=band)) == said


def test_a_mean_stored_under_narrower_bands_is_said_as_a_bound_without_its_range() -> None:
    earlier = replace(FEW, scored=5, mean=1.8, low=1.4, high=3.0)
    assert result_text.score_text(t, earlier) == "2.0 or less"
    assert (result_text.range_text(t, earlier), result_text.range_note(t, earlier)) == ("", "")
    assert result_text.details(t, earlier) == (
        (
            "We do not show the exact score: this close to the end of the scale, it would reveal individual"
            " answers."
        ),
    )


def test_a_mean_to_the_nearest_whole_point_is_said_to_be_one() -> None:
    extra = replace(FEW, question="own", scored=6, mean=4.0, approximate=True)
    assert result_text.score_text(t, extra) == "about 4"
    assert result_text.details(t, extra) == (
        (
            "This is to the nearest whole point, because few people answered your own question. This "
            "keeps each answer private."
        ),
    )


def test_a_mean_to_the_nearest_half_is_said_to_be_one() -> None:
    extra = replace(FEW, scored=9, mean=3.5, approximate=True)
    assert result_text.score_text(t, extra) == "about 3.5"
    assert result_text.details(t, extra) == (
        (
            "This is to the nearest half point, because few people answered an extra round. This "
            "keeps each answer private."
        ),
    )


def test_a_score_of_few_who_replied_is_not_shown_and_the_reason_is() -> None:
    held_back = replace(FEW, scored=5, few_scored=True, unsure=True)
    assert result_text.score_text(t, held_back) == ""
    assert result_text.details(t, held_back) == (
        "A quarter or more chose Can't say. Is the question clear to everyone?",
        (
            "Too few of the people who replied gave a score, so we do not show one. This keeps each "
            "answer private."
        ),
    )


@pytest.mark.parametrize(("scored", "first", "few"), [(6, False, False), (5, True, False), (4, True, True)])
def test_under_sixty_percent_are_a_first_impression_and_under_half_are_few(
    scored: int, first: bool, few: bool
) -> None:
    reading = replace(TRUST, scored=scored, invited=10)
    assert (result_text.is_indicative(reading), baseline.has_few_replies(reading)) == (first, few)


def test_a_first_impression_is_called_one_where_there_is_a_score() -> None:
    said = [result_text.first_impression_note(t, each) for each in (replace(TRUST, scored=5), TRUST, FEW)]
    assert said == ["This is only a first impression, because fewer than 6 in 10 gave a score.", "", ""]


@pytest.mark.parametrize(
    ("reading", "low"),
    [
        (replace(TRUST, mean=2.4, low=2.0, high=2.9), True),
        (replace(TRUST, mean=2.4, low=1.9, high=3.0), False),
        (replace(TRUST, mean=2.9, low=None, high=None), True),
        (replace(TRUST, mean=3.0, low=None, high=None), False),
        (replace(HIGH, band="low"), True),
        (HIGH, False),
        (FEW, False),
    ],
)
def test_a_score_is_low_where_all_of_its_range_lies_below_the_middle(
    reading: QuestionResult, low: bool
) -> None:
    assert is_low(reading) == low


RANGE = "If everyone had given a score, it would be between 3.2 and 3.9."


def test_a_range_says_on_what_it_rests() -> None:
    assert [result_text.range_text(t, each) for each in (TRUST, FEW)] == ["range 3.2 to 3.9", ""]
    assert [result_text.range_note(t, each) for each in (TRUST, replace(TRUST, scored=7), FEW)] == [
        "Range: the likely score if everyone had given one, assuming that the others feel the same.",
        "Range: where the score would be if everyone had given one, whatever the others chose.",
        "",
    ]
    assert result_text.range_sentence(t, TRUST) == f"{RANGE} This assumes that the others feel the same."
    assert result_text.range_sentence(t, replace(TRUST, scored=7)) == (
        "If everyone had given a score, it would be between 3.2 and 3.9, whatever the others chose."
    )
    assert result_text.range_sentence(t, FEW) == ""


def test_agreement_is_said_in_words() -> None:
    said = [
        result_text.agreement_text(t, replace(TRUST, agreement=word))
        for word in ("strong", "fair", "wide", "")
    ]
    assert said == ["People largely agree.", "People agree fairly well.", "Views differ a lot.", ""]


def test_a_split_is_named_without_naming_people() -> None:
    said = [result_text.split_view(t, replace(TRUST, split=split)) for split in (True, False, None)]
    assert said == ["There are two groups, who see this very differently.", "", ""]


def test_the_share_with_little_say_is_said_in_words() -> None:
    assert [
        result_text.low_voice(t, replace(TRUST, low_share=share)) for share in ("none", "some", "third", "")
    ] == [
        "Nobody chose either of the two lowest points.",
        "Some people, but under a third, chose one of the two lowest points.",
        "A third or more chose one of the two lowest points.",
        "",
    ]


@pytest.mark.parametrize(
    ("gap", "uneven", "said"),
    [
        (None, None, ""),
        (None, False, ""),
        (
            None,
            True,
            "Lead organisations and the others see this very differently, more than chance would explain.",
        ),
        (1.2, True, "Lead organisations scored 1.2 higher than the others, more than chance would explain."),
        (-1.2, True, "Lead organisations scored 1.2 lower than the others, more than chance would explain."),
        (-0.4, False, "Lead organisations and the others scored 0.4 apart, which may be chance."),
    ],
)
def test_a_power_gap_is_said_with_its_size_and_way(gap: float | None, uneven: bool | None, said: str) -> None:
    assert result_text.power_gap(t, replace(TRUST, gap=gap, uneven=uneven)) == said


def test_the_details_are_what_is_known_and_why_there_is_not_more() -> None:
    assert result_text.details(t, replace(TRUST, split=True, low_share="third", unsure=True)) == (
        f"{RANGE} This assumes that the others feel the same.",
        "People agree fairly well.",
        "There are two groups, who see this very differently.",
        "A third or more chose one of the two lowest points.",
        "A quarter or more chose Can't say. Is the question clear to everyone?",
        "We show how many people chose each point once 10 people have given a score.",
    )


def test_a_reading_that_is_held_back_has_no_details_but_why() -> None:
    assert result_text.details(t, FEW) == (
        "Too few people gave a score, so we only show how many did. This keeps each answer private.",
    )


def test_a_gap_between_sides_stands_in_the_place_of_the_share_with_little_say() -> None:
    reading = replace(
        TRUST, scored=12, counts=(1, 2, 3, 4, 2), gap=0.4, uneven=False, low_share="some", low=None
    )
    assert result_text.details(t, reading) == (
        "People agree fairly well.",
        "Lead organisations and the others scored 0.4 apart, which may be chance.",
    )


def test_the_details_say_why_sides_are_not_compared() -> None:
    reading = replace(
        TRUST, theme="power", scored=12, counts=(1, 2, 3, 4, 2), agreement="", low_share="some", low=None
    )
    assert result_text.details(t, reading) == (
        "Some people, but under a third, chose one of the two lowest points.",
        "We compare lead organisations with the others only where this reveals nobody’s answer.",
    )

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.analysis.baseline import split_at_rebases
from bot.analysis.changes import Change, SpcRule
from bot.analysis.publishing import count_rounds
from bot.analysis.signals import Signal, SignalKind
from bot.core.cards import BulletList, Button, Chart
from bot.core.i18n import Translator
from bot.core.models import QuestionResult, Round, RoundKind, RoundState
from bot.language.parser import format_command, parse
from bot.messages import summary
from bot.questions.rules import long_words
from bot.reports import result_text, signal_text
from bot.reports.summary import RoundSummary
from tests.support.read_cards import buttons, facts, headings, items, labels, texts, words

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TRUST, OPEN = "trust.reliable@1", "trust.open@1"
ROUND = Round(
    "r1",
    "harbour",
    RoundKind.SCHEDULED,
    7,
    (TRUST, OPEN),
    MONDAY,
    MONDAY,
    MONDAY,
    RoundState.CLOSED,
    closed_at=MONDAY,
    invited=12,
    replies=6,
)
ANCHOR = QuestionResult("r1.1", "r1", "harbour", "trust", TRUST, True, scored=6, invited=12, mean=3.6)
ROTATING = replace(ANCHOR, id="r1.2", question=OPEN, anchor=False, scored=4, mean=None)
CHART = Chart("trend:r1", "Trust holds", "", "Trust 3.6", ())
OUTCOME = RoundSummary(
    round=ROUND,
    partnership="Harbour Together",
    readings=(ANCHOR, ROTATING),
    before={},
    titles={"trust": "Trust"},
    texts={TRUST: "Partners do what they say they will do.", OPEN: "I can speak up here."},
    comments=(),
    stands_out=(),
    talking_point="",
    chart=None,
    next_round_at=datetime(2026, 3, 17, 10, tzinfo=UTC),
)
DOWN = Change(-1, SpcRule.ONE_ROUND, 1, centre=3.62, level=3.0, most=-0.62, firm=False)
FELL = Signal(SignalKind.DOWN, "trust", 7, 7, MONDAY, replace(DOWN, most=DOWN.difference))
EN = Translator()


def test_a_summary_says_how_many_replied_and_what_each_reading_holds() -> None:
    card = summary.card(EN, OUTCOME, format_command)
    assert (card.title, card.thread_key) == ("Harbour Together: round 7", "round:r1")
    assert words(card).splitlines()[1] == "6 of 12 replied."
    assert facts(card) == {
        "Trust": "3.6 · 6 of 12 gave a score",
        "I can speak up here.": "not shown · 4 of 12 gave a score",
    }


def test_it_says_what_changed_and_what_did_not_since_the_round_before() -> None:
    before = {TRUST: replace(ANCHOR, mean=4.0), OPEN: replace(ANCHOR, mean=4.0)}
    last = replace(ROUND, number=6, replies=9, invited=13)
    assert words(summary.card(EN, replace(OUTCOME, before=before, last=last), format_command)).splitlines()[
        1:3
    ] == [
        "6 of 12 replied. Last round it was 9 of 13.",
        "Compared with last round: trust slightly lower.",
    ]


def test_a_row_holds_the_score_its_range_how_many_answered_and_what_is_odd_about_it() -> None:
    odd = replace(ANCHOR, low=3.1, high=4.2, split=True, unsure=True)
    assert facts(summary.card(EN, replace(OUTCOME, readings=(odd,)), format_command)) == {
        "Trust": "3.6 · range 3.1 to 4.2 · 6 of 12 gave a score · views are split · many chose Can't say"
    }


def test_the_usual_level_is_said() -> None:
    usual = "Compared with the usual level of the last 9 rounds: nothing stands out."
    assert usual in words(summary.card(EN, replace(OUTCOME, usual=usual), format_command)).splitlines()


def test_the_two_yardsticks_stand_one_below_the_other_before_what_else_stands_out() -> None:
    usual = "Compared with the usual level of the last 9 rounds: trust clearly higher."
    outcome = replace(
        OUTCOME, before={TRUST: replace(ANCHOR, mean=4.0)}, usual=usual, stands_out=("Fewer reply",)
    )
    assert words(summary.card(EN, outcome, format_command)).splitlines()[2:6] == [
        "Compared with last round: trust slightly lower.",
        usual,
        "What stands out",
        "Fewer reply",
    ]


@pytest.mark.parametrize(
    ("joined", "left", "said"),
    [
        (0, 0, ""),
        (1, 0, "Since round 3, which we compare with, 1 member has joined."),
        (0, 2, "Since round 3, which we compare with, 2 have left."),
        (3, 1, "Since round 3, which we compare with, 3 members have joined and 1 has left."),
    ],
)
def test_who_came_and_went_is_told_as_a_count(joined: int, left: int, said: str) -> None:
    assert result_text.roster_changes(EN, 3, joined, left) == said


def test_there_is_more_where_there_is_room() -> None:
    more = replace(CHART, name="answers:r1")
    card = summary.card(EN, replace(OUTCOME, chart=CHART), format_command, [more])
    assert [part for part in card.parts if isinstance(part, Chart)] == [CHART, more]
    assert labels(card) == ["More: Trust"]
    assert labels(summary.card(EN, replace(OUTCOME, readings=(ROTATING,)), format_command)) == []


def test_a_chart_is_there_where_there_is_one() -> None:
    parts = [summary.card(EN, replace(OUTCOME, chart=chart), format_command).parts for chart in (CHART, None)]
    assert [[part for part in each if isinstance(part, Chart)] for each in parts] == [[CHART], []]


def test_what_people_wrote_stands_away_from_the_scores() -> None:
    written = replace(OUTCOME, comments=("We meet too rarely.", "Diolch."))
    assert labels(summary.card(EN, written, format_command)) == [
        "What people wrote",
        "More: Trust",
    ]
    assert words(summary.comments(EN, written.comments)).splitlines() == [
        "What people wrote",
        "We meet too rarely.",
        "Diolch.",
        "In random order and without names. We delete comments after 90 days.",
    ]
    assert "Diolch." not in words(summary.card(EN, written, format_command)).splitlines()


def test_where_nothing_written_may_be_shown_it_says_why() -> None:
    assert words(summary.comments(EN, ())).splitlines() == [
        "What people wrote",
        (
            "There are no comments to show. Either too few people replied or wrote, or we deleted "
            "them after 90 days."
        ),
    ]


def test_what_stands_out_comes_with_one_question_to_talk_about() -> None:
    stands_out = replace(OUTCOME, stands_out=("Trust is lower than usual.",))
    assert "To talk about: " not in words(summary.card(EN, stands_out, format_command))
    spoken_of = replace(stands_out, talking_point="What did we promise each other last month?")
    assert words(summary.card(EN, spoken_of, format_command)).splitlines()[2:5] == [
        "What stands out",
        "Trust is lower than usual.",
        "To talk about: What did we promise each other last month?",
    ]


def test_its_buttons_lead_to_each_theme_but_an_own_question() -> None:
    card = summary.card(
        EN, replace(OUTCOME, titles={"trust": "Trust", "own": "Your question"}), format_command
    )
    assert labels(card) == ["More: Trust"]
    assert all(parse(each.says) for each in buttons(card))


def test_the_small_print_explains_the_scale_what_is_held_back_and_what_comes_next() -> None:
    assert words(summary.card(EN, OUTCOME, format_command)).splitlines()[-1] == (
        "Scores run from 1 (not at all) to 5 (fully). This is only a first impression, because "
        "fewer than 6 in 10 gave a score. We only show the average score, because few people "
        "gave one. This keeps each answer private. Too few people gave a score, so we only show "
        "how many did. This keeps each answer private."
    )
    assert words(summary.card(EN, OUTCOME, format_command)).splitlines()[-2] == (
        "The next round opens on Tuesday 17 March, 10:00."
    )
    ranged = replace(OUTCOME, readings=(replace(ANCHOR, low=3.1, high=4.2),), roster="One came.")
    assert words(summary.card(EN, ranged, format_command)).splitlines()[-1] == (
        "Scores run from 1 (not at all) to 5 (fully). Range: where the score would be if "
        "everyone had given one, whatever the others chose. This is only a first impression, "
        "because fewer than 6 in 10 gave a score. We only show the average score, because few "
        "people gave one. This keeps each answer private. One came."
    )
    plenty = replace(ANCHOR, scored=12, counts=(0, 0, 6, 6, 0))
    last = replace(OUTCOME, readings=(plenty,), next_round_at=None)
    assert words(summary.card(EN, last, format_command)).splitlines()[-2:] == [
        "No rounds are planned.",
        "Scores run from 1 (not at all) to 5 (fully).",
    ]


def test_one_person_gets_the_numbers_and_a_way_to_the_rest() -> None:
    card = summary.brief(EN, replace(OUTCOME, comments=("We meet too rarely.",)), format_command)
    assert facts(card) == facts(summary.card(EN, OUTCOME, format_command))
    assert [part for part in card.parts if isinstance(part, BulletList)] == []
    assert all(parse(each.says) for each in buttons(card))


def test_where_no_score_is_shown_it_says_why_at_once_and_offers_no_more() -> None:
    card = summary.card(
        EN, replace(OUTCOME, readings=(ROTATING,), usual="Too few this time."), format_command
    )
    assert words(card).splitlines() == [
        "Harbour Together: round 7",
        "6 of 12 replied.",
        "Too few people gave a score, so we only show how many did. This keeps each answer private.",
        "I can speak up here.: not shown · 4 of 12 gave a score",
        "The next round opens on Tuesday 17 March, 10:00.",
    ]


def test_its_buttons_are_about_this_round_also_when_there_are_newer_ones() -> None:
    written = replace(OUTCOME, comments=("Diolch.",))
    assert [each.says for each in buttons(summary.card(EN, written, format_command))] == [
        "comments for round 7",
        "results trust for round 7",
    ]
    assert [each.says for each in buttons(summary.brief(EN, OUTCOME, format_command))] == [
        "results for round 7",
        "hub round 7",
    ]
    ad_hoc = replace(OUTCOME, round=replace(ROUND, kind=RoundKind.AD_HOC, number=0))
    assert [(each.says, each.page) for each in buttons(summary.brief(EN, ad_hoc, format_command))] == [
        ("results", ""),
        (f"hub round {ROUND.id}", f"/p/{ROUND.partnership}/rounds/{ROUND.id}"),
    ]


def test_the_detail_of_a_theme_is_of_that_theme_alone() -> None:
    other = replace(ANCHOR, id="r1.3", theme="power", question="power.voice@1")
    outcome = replace(OUTCOME, readings=(ANCHOR, other), titles={"trust": "Trust", "power": "Power balance"})
    card = summary.detail(EN, outcome, "trust", [CHART], [Button("Over time", "trends trust")])
    assert card.title == "Trust · Harbour Together: round 7"
    assert facts(card).keys() == {"Trust"}
    assert [part for part in card.parts if isinstance(part, Chart)] == [CHART]
    assert labels(card) == ["Over time"]


def test_the_detail_of_a_theme_says_how_it_moved() -> None:
    moved = replace(OUTCOME, before={TRUST: replace(ANCHOR, mean=4.0)})
    card = summary.detail(EN, moved, "trust", (), ())
    assert words(card).splitlines()[1] == "Compared with last round: trust slightly lower."
    assert labels(card) == []


def test_the_detail_of_a_theme_says_all_of_what_an_alert_told_in_brief() -> None:
    moved = replace(
        OUTCOME, signals=(FELL, replace(FELL, theme="power"), replace(FELL, kind=SignalKind.REBASE))
    )
    card = summary.detail(EN, moved, "trust", (), ())
    assert headings(card) == ["Trust is clearly lower than usual"]
    assert " ".join(filter(None, signal_text.details(EN, "Trust", FELL))) in texts(card)


def test_a_channel_is_shown_the_scores_of_the_themes_and_what_must_be_known_of_them() -> None:
    ranged = replace(ANCHOR, low=3.1, high=4.2)
    assert words(
        summary.post(EN, replace(OUTCOME, readings=(ranged, ROTATING)), format_command)
    ).splitlines() == [
        "Harbour Together: round 7",
        "6 of 12 replied.",
        "Trust: 3.6 (3.1 to 4.2)",
        "Next round: Tuesday 17 March, 10:00.",
        "All results",
        (
            "Scores run from 1 (not at all) to 5 (fully). In brackets: the lowest and highest the score "
            "could be. This is only a first impression, because fewer than 6 in 10 gave a score."
        ),
    ]


def test_a_channel_is_told_how_many_gave_a_score_if_not_all_who_replied_did() -> None:
    odd = replace(ANCHOR, scored=5, split=True, unsure=True)
    assert facts(summary.post(EN, replace(OUTCOME, readings=(odd,)), format_command)) == {
        "Trust": "3.6 · 5 of 12 gave a score · views are split · many chose Can't say"
    }


def test_a_channel_is_told_the_first_actions_that_were_reported_and_how_many_more() -> None:
    did = tuple(f"Action {n}: done" for n in range(1, 6))
    card = summary.post(EN, replace(OUTCOME, did=did, next_round_at=None), format_command)
    assert items(card) == [*did[:3], "2 more"]
    assert "No rounds are planned." in texts(card)


def test_a_channel_is_told_why_no_score_is_shown() -> None:
    card = summary.post(EN, replace(OUTCOME, readings=(ROTATING,)), format_command)
    assert words(card).splitlines()[2:] == [
        "Too few people gave a score, so we only show how many did. This keeps each answer private.",
        "I can speak up here.: not shown · 4 of 12 gave a score",
        "Next round: Tuesday 17 March, 10:00.",
        "All results",
    ]


def test_comments_are_one_press_away_from_a_channel() -> None:
    card = summary.post(EN, replace(OUTCOME, comments=("Diolch.",)), format_command)
    assert labels(card) == ["All results", "What people wrote"]
    assert "Diolch." not in words(card)


def test_an_ad_hoc_round_has_no_number() -> None:
    ad_hoc = replace(OUTCOME, round=replace(ROUND, kind=RoundKind.AD_HOC, number=0))
    assert summary.title(EN, ad_hoc) == "Harbour Together: what you said"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (MONDAY, "Harbour Together: no results yet\nThe next round opens on Monday 2 March, 09:00."),
        (None, "Harbour Together: no results yet\nNo rounds are planned."),
    ],
)
def test_before_the_first_results_it_says_when_there_will_be_some(at: datetime | None, said: str) -> None:
    assert words(summary.nothing_yet(EN, "Harbour Together", at)) == said


def test_a_theme_without_results_is_named() -> None:
    assert words(summary.nothing_of(EN, "Roles")) == (
        "No results yet\nNo closed round has asked about “Roles”."
    )


ALL_SORTS = (
    ANCHOR,
    replace(ANCHOR, scored=0, mean=None),
    replace(ANCHOR, scored=4, mean=None),
    replace(ANCHOR, scored=9, mean=None, band="high"),
    replace(ANCHOR, scored=7, low=3.1, high=4.2, unsure=True),
    replace(ANCHOR, scored=9, low=3.1, high=4.2, agreement="wide", split=True, low_share="third"),
    replace(ANCHOR, scored=12, counts=(1, 1, 4, 3, 3), agreement="fair", low_share="some"),
    replace(ANCHOR, scored=12, counts=(0, 0, 5, 4, 3), agreement="strong", gap=1.2, uneven=True),
    replace(ANCHOR, scored=12, counts=(0, 0, 5, 4, 3), gap=0.2, uneven=False),
)


def said_of(reading: QuestionResult) -> str:
    line = [(MONDAY, replace(ANCHOR, scored=12, mean=4.6)), (MONDAY, reading)]
    usual = [
        signal_text.usual_level(
            EN, {"Trust": count_rounds("trust", split_at_rebases([*line[:1] * 4, *line[1:] * n])[-1])}
        )
        for n in (0, 1, 2)
    ]
    outcome = replace(
        OUTCOME,
        readings=(reading,),
        before={TRUST: replace(ANCHOR, mean=4.6)},
        last=ROUND,
        usual=" ".join(usual),
        roster=result_text.roster_changes(EN, 3, 3, 1),
    )
    return "\n".join(
        words(card)
        for card in (summary.card(EN, outcome, format_command), summary.detail(EN, outcome, "trust", (), ()))
    )


@pytest.mark.parametrize("reading", ALL_SORTS)
def test_whatever_came_of_a_round_is_said_so_that_a_child_of_nine_can_read_it(
    reading: QuestionResult,
) -> None:
    """Readability formulas mean little on so few words: as for questions, both things that they weigh are
    limited, in each sentence."""
    sentences = re.split(r"[.?!:;·]\s|\n", said_of(reading))
    assert [each for each in sentences if len(each.split()) > 18 or len(long_words(each)) > 2] == []

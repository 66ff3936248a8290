from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.questions.bank import QuestionKind, ThemeKind
from bot.questions.rotation import ad_hoc, scheduled
from tests.questions.product_bank import BANK

numbers = st.integers(min_value=1, max_value=10_000)
packs = st.lists(st.sampled_from([pack.id for pack in BANK.of_kind(ThemeKind.PACK)]), unique=True)


def refs(number: int, *packs: str) -> list[str]:
    return [question.ref for question in scheduled(BANK, number, packs)]


def test_the_first_rounds_ask_this() -> None:
    anchors = ["trust.reliable@1", "purpose.agree@1", "power.voice@1"]
    assert [refs(number) for number in (1, 2, 3, 4)] == [
        [*anchors, "trust.open@1", "service-users.shape@1"],
        [*anchors, "purpose.guide@1", "whole-system.joined@1"],
        [*anchors, "power.together@1", "leadership.heard@1"],
        [*anchors, "trust.care@1", "roles.mine@1"],
    ]


@given(numbers, packs)
def test_a_round_asks_three_anchors_one_rotating_and_one_pack_question(
    number: int, chosen: list[str]
) -> None:
    questions = scheduled(BANK, number, chosen)
    assert [question.kind for question in questions] == [
        *[QuestionKind.ANCHOR] * 3,
        QuestionKind.ROTATING,
        QuestionKind.PACK,
    ]
    assert len(set(questions)) == 5


@given(numbers)
def test_any_nine_rounds_ask_all_core_questions_and_each_rotating_one_once(first: int) -> None:
    asked = Counter(scheduled(BANK, number)[3] for number in range(first, first + 9))
    rotating = [q for theme in BANK.of_kind(ThemeKind.CORE) for q in theme.of_kind(QuestionKind.ROTATING)]
    assert asked == Counter(rotating)


@given(numbers, packs)
def test_packs_take_turns_and_each_asks_all_its_questions_before_one_comes_back(
    first: int, chosen: list[str]
) -> None:
    by_id = {theme.id: theme for theme in BANK.of_kind(ThemeKind.PACK)}
    themes = [by_id[id] for id in chosen or by_id]
    for place, theme in enumerate(themes):
        turns = range(place + 1 + first * len(themes), 10**7, len(themes))[: len(theme.questions)]
        assert {scheduled(BANK, number, chosen)[4] for number in turns} == {*theme.questions}


def test_chosen_packs_take_turns_in_the_partnerships_order() -> None:
    asked = [refs(number, "roles", "learning")[4] for number in (1, 2, 3, 4)]
    assert asked == ["roles.mine@1", "learning.mistakes@1", "roles.others@1", "learning.risk@1"]


def test_a_long_pack_may_be_chosen_and_is_gone_through() -> None:
    asked = [refs(number, "eight-considerations")[4] for number in range(1, 13)]
    pack = BANK.find_theme("eight")
    assert pack is not None
    assert asked == [question.ref for question in pack.questions]


def test_a_chosen_pack_that_is_gone_does_not_stop_a_round() -> None:
    assert refs(1, "gone", "roles") == refs(1, "roles")
    assert refs(1, "gone", "trust") == refs(1)


def test_asking_a_theme_asks_all_of_it_with_its_anchor_first() -> None:
    asked = {theme.id: [question.ref for question in ad_hoc(theme)] for theme in BANK.themes}
    assert asked["trust"] == ["trust.reliable@1", "trust.open@1", "trust.care@1", "trust.honest@1"]
    assert asked["roles"] == ["roles.mine@1", "roles.others@1", "roles.responsible@1"]
    assert [theme for theme, questions in asked.items() if len(questions) > 5] == [
        "passing-the-test",
        "eight-considerations",
    ]

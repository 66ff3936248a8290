import tomllib

import pytest

from bot.core.errors import NotFound
from bot.questions.bank import OWN_QUESTION, AskedQuestion, LocalisedText, QuestionKind, ThemeKind
from bot.questions.loader import load_bank
from tests.questions.product_bank import BANK, FILES


def test_the_anchors_say_what_they_have_always_said() -> None:
    assert {ref: BANK.question(ref).text.in_language("en") for ref in ANCHORS} == ANCHORS
    asked = [question.ref for theme in BANK.themes for question in theme.of_kind(QuestionKind.ANCHOR)]
    assert asked == list(ANCHORS)


ANCHORS = {
    "trust.reliable@1": "Partners do what they say they will do.",
    "purpose.agree@1": "We agree on what this partnership is for.",
    "power.voice@1": "My organisation has a fair say in what we decide.",
}


def test_the_scale_has_five_labelled_points_and_a_way_out() -> None:
    scale = BANK.scale
    assert scale.frame.in_language("en") == "How true is this of us now?"
    assert [point.in_language("en") for point in scale.points] == [
        "Not at all",
        "A little",
        "Partly",
        "Mostly",
        "Fully",
    ]
    assert scale.cant_say.in_language("en") == "Can't say"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_two_labels_of_the_scale_are_alike_and_all_fit_a_narrow_button(language: str) -> None:
    labels = [label.in_language(language) for label in (*BANK.scale.points, BANK.scale.cant_say)]
    assert len(set(labels)) == 6
    assert max(map(len, labels)) <= 14


def test_there_are_three_core_themes_seven_packs_and_two_long_packs() -> None:
    assert [theme.id for theme in BANK.of_kind(ThemeKind.CORE)] == ["trust", "purpose", "power"]
    assert [pack.id for pack in BANK.of_kind(ThemeKind.PACK)] == [
        "service-users",
        "whole-system",
        "leadership",
        "roles",
        "learning",
        "skills",
        "keeping-going",
    ]
    assert [(pack.id, len(pack.questions)) for pack in BANK.of_kind(ThemeKind.LONG_PACK)] == [
        ("passing-the-test", 15),
        ("eight-considerations", 12),
    ]


def test_everything_is_there_in_welsh_which_awaits_a_native_reader() -> None:
    assert BANK.untranslated == ()
    assert BANK.awaiting_review == ("cy",)


def test_no_two_questions_say_the_same() -> None:
    texts = [
        question.text.in_language(language)
        for question in BANK.by_reference.values()
        for language in ("en", "cy")
    ]
    assert len(set(texts)) == len(texts)


def test_nothing_claims_to_be_validated_yet() -> None:
    assert {question.status for question in BANK.by_reference.values()} == {"not yet validated"}


def test_every_source_is_used() -> None:
    sources = set(tomllib.loads(FILES["sources.toml"]).values())
    assert {source for question in BANK.by_reference.values() for source in question.sources} == sources


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("trust", "trust"),
        (" TRUST. ", "trust"),
        ("Shared  purpose", "purpose"),
        ("goals", "purpose"),
        ("service users", "service-users"),
        ("Service-Users", "service-users"),
        ("Are we passing the test?", "passing-the-test"),
        ("ydyn ni’n pasio’r prawf", "passing-the-test"),
        ("Ymddiriedaeth", "trust"),
        ("rôl", "roles"),
    ],
)
def test_a_theme_is_found_by_id_title_or_alias_in_any_language(said: str, meant: str) -> None:
    assert BANK.find_theme(said) is next(theme for theme in BANK.themes if theme.id == meant)


@pytest.mark.parametrize("said", ["", "?", "trus", "trust.reliable", "money"])
def test_what_names_no_theme_finds_none(said: str) -> None:
    assert BANK.find_theme(said) is None


def test_no_name_can_be_taken_for_the_time_that_follows_it() -> None:
    assert [name for name in BANK.by_name if " for " in f" {name} "] == []


def test_a_question_is_found_by_its_reference() -> None:
    question = BANK.question("roles.mine@1")
    assert (question.id, question.version, question.theme, question.ref) == (
        "roles.mine",
        1,
        "roles",
        "roles.mine@1",
    )


@pytest.mark.parametrize("ref", ["", "roles.mine", "roles.mine@2", OWN_QUESTION])
def test_a_reference_to_no_question_is_an_error(ref: str) -> None:
    with pytest.raises(NotFound) as raised:
        BANK.question(ref)
    assert str(raised.value) == f"The question bank has no question {ref}."


def test_a_retired_question_can_be_looked_up_and_is_not_asked() -> None:
    reworded = "Everyone knows what we expect of my organisation."
    old = FILES["roles.toml"].replace('status = "not', 'retired = true\nstatus = "not', 1)
    new = old + NEW_VERSION.format(text=reworded)
    bank = load_bank(FILES | {"roles.toml": new})
    roles = bank.find_theme("roles")
    assert roles is not None
    assert [question.ref for question in roles.questions] == [
        "roles.others@1",
        "roles.responsible@1",
        "roles.mine@2",
    ]
    assert bank.question("roles.mine@1") == BANK.question("roles.mine@1")
    assert bank.question("roles.mine@2").text.in_language("en") == reworded


NEW_VERSION = """
[[question]]
id = "roles.mine"
version = 2
kind = "pack"
text.en = "{text}"
construct = "clear role"
sources = ["wilder"]
status = "not yet validated"
"""


def test_words_are_said_in_english_where_a_language_lacks_them() -> None:
    words = LocalisedText({"en": "Trust", "cy": "Ymddiriedaeth"})
    assert [words.in_language(language) for language in ("en", "cy", "ga")] == [
        "Trust",
        "Ymddiriedaeth",
        "Trust",
    ]


def test_questions_of_the_bank_are_put_under_the_frame() -> None:
    ref = "trust.open@1"
    assert BANK.as_asked(ref) == AskedQuestion(ref, BANK.scale.frame, BANK.question(ref).text)


def test_an_own_question_has_a_frame_that_fits_a_question_and_an_own_statement_the_usual_one() -> None:
    fair, clear = "How fair was the budget decision?", "The budget is clear."
    assert BANK.as_asked(OWN_QUESTION, fair) == AskedQuestion(
        OWN_QUESTION, BANK.scale.own_frame, LocalisedText({"en": fair})
    )
    assert BANK.as_asked(OWN_QUESTION, clear) == AskedQuestion(
        OWN_QUESTION, BANK.scale.frame, LocalisedText({"en": clear})
    )


def test_questions_themes_and_the_bank_can_be_kept_in_sets() -> None:
    assert len({*BANK.by_reference.values()}) == len(BANK.by_reference)
    assert {*BANK.themes, *BANK.themes} == set(BANK.by_name.values())
    assert {BANK, load_bank(FILES)} == {BANK}

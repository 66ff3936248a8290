import tomllib

import pytest

from bot.core.errors import NotFound
from bot.rounds.prompts import load
from bot.rounds.questions import OWN, Asked, QuestionKind, ThemeKind, Words
from tests.rounds.our_bank import BANK, FILES


def test_the_anchors_say_what_they_have_always_said() -> None:
    assert {ref: BANK.question(ref).text.into("en") for ref in ANCHORS} == ANCHORS
    asked = [question.ref for theme in BANK.themes for question in theme.of(QuestionKind.ANCHOR)]
    assert asked == list(ANCHORS)


ANCHORS = {
    "trust.reliable@1": "Partners do what they say they will do.",
    "purpose.agree@1": "We agree on what this partnership is for.",
    "power.voice@1": "My organisation has a fair say in what we decide.",
}


def test_the_scale_has_five_labelled_points_and_a_way_out() -> None:
    scale = BANK.scale
    assert scale.frame.into("en") == "How true is this of us now?"
    assert [point.into("en") for point in scale.points] == [
        "Not at all",
        "A little",
        "Partly",
        "Mostly",
        "Fully",
    ]
    assert scale.cant_say.into("en") == "Can't say"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_two_labels_of_the_scale_are_alike_and_all_fit_a_narrow_button(language: str) -> None:
    labels = [label.into(language) for label in (*BANK.scale.points, BANK.scale.cant_say)]
    assert len(set(labels)) == 6
    assert max(map(len, labels)) <= 14


def test_there_are_three_core_themes_six_packs_and_two_long_packs() -> None:
    assert [theme.id for theme in BANK.of(ThemeKind.CORE)] == ["trust", "purpose", "power"]
    assert [pack.id for pack in BANK.of(ThemeKind.PACK)] == [
        "service-users",
        "whole-system",
        "leadership",
        "roles",
        "learning",
        "skills",
    ]
    assert [(pack.id, len(pack.questions)) for pack in BANK.of(ThemeKind.LONG_PACK)] == [
        ("passing-the-test", 8),
        ("eight-considerations", 8),
    ]


def test_everything_is_there_in_welsh_which_awaits_a_native_reader() -> None:
    assert BANK.untranslated == ()
    assert BANK.awaiting == ("cy",)


def test_no_two_questions_say_the_same() -> None:
    texts = [question.text.into(language) for question in BANK.refs.values() for language in ("en", "cy")]
    assert len(set(texts)) == len(texts)


def test_nothing_claims_to_be_validated_yet() -> None:
    assert {question.status for question in BANK.refs.values()} == {"not yet validated"}


def test_every_source_is_used() -> None:
    sources = set(tomllib.loads(FILES["sources.toml"]).values())
    assert {source for question in BANK.refs.values() for source in question.sources} == sources


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
    assert BANK.theme(said) is next(theme for theme in BANK.themes if theme.id == meant)


@pytest.mark.parametrize("said", ["", "?", "trus", "trust.reliable", "money"])
def test_what_names_no_theme_finds_none(said: str) -> None:
    assert BANK.theme(said) is None


def test_no_name_can_be_taken_for_the_time_that_follows_it() -> None:
    assert [name for name in BANK.names if " for " in f" {name} "] == []


def test_a_question_is_found_by_its_reference() -> None:
    question = BANK.question("roles.mine@1")
    assert (question.id, question.version, question.theme, question.ref) == (
        "roles.mine",
        1,
        "roles",
        "roles.mine@1",
    )


@pytest.mark.parametrize("ref", ["", "roles.mine", "roles.mine@2", OWN])
def test_a_reference_to_no_question_is_an_error(ref: str) -> None:
    with pytest.raises(NotFound) as raised:
        BANK.question(ref)
    assert str(raised.value) == f"The question bank has no question {ref}."


def test_a_retired_question_can_be_looked_up_and_is_not_asked() -> None:
    reworded = "Everyone knows what we expect of my organisation."
    old = FILES["roles.toml"].replace('status = "not', 'retired = true\nstatus = "not', 1)
    new = old + NEW_VERSION.format(text=reworded)
    bank = load(FILES | {"roles.toml": new})
    roles = bank.theme("roles")
    assert roles is not None
    assert [question.ref for question in roles.questions] == [
        "roles.others@1",
        "roles.responsible@1",
        "roles.mine@2",
    ]
    assert bank.question("roles.mine@1") == BANK.question("roles.mine@1")
    assert bank.question("roles.mine@2").text.into("en") == reworded


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
    words = Words({"en": "Trust", "cy": "Ymddiriedaeth"})
    assert [words.into(language) for language in ("en", "cy", "ga")] == ["Trust", "Ymddiriedaeth", "Trust"]


def test_questions_of_the_bank_are_put_under_the_frame() -> None:
    ref = "trust.open@1"
    assert BANK.asked(ref) == Asked(ref, BANK.scale.frame, BANK.question(ref).text)


def test_an_own_question_has_a_frame_that_fits_a_question_and_an_own_statement_the_usual_one() -> None:
    fair, clear = "How fair was the budget decision?", "The budget is clear."
    assert BANK.asked(OWN, fair) == Asked(OWN, BANK.scale.own_frame, Words({"en": fair}))
    assert BANK.asked(OWN, clear) == Asked(OWN, BANK.scale.frame, Words({"en": clear}))


def test_questions_themes_and_the_bank_can_be_kept_in_sets() -> None:
    assert len({*BANK.refs.values()}) == len(BANK.refs)
    assert {*BANK.themes, *BANK.themes} == set(BANK.names.values())
    assert {BANK, load(FILES)} == {BANK}

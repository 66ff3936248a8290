import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.questions.loader import load_bank
from bot.questions.rules import MOST_CHARACTERS, MOST_LONG_WORDS, MOST_WORDS
from bot.questions.schema import BankError
from tests.questions.product_bank import BANK, FILES, PROMPTS

WELSH = 'text.cy = "Mae\'r partneriaid yn gofalu am ei gilydd."\n'


def problems(files: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(BankError) as raised:
        load_bank(files)
    assert str(raised.value) == "\n".join(raised.value.problems)
    return raised.value.problems


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """Our files with one thing changed."""
    assert FILES[file].count(old) == 1
    return FILES | {file: FILES[file].replace(old, new)}


def test_the_order_of_the_files_does_not_matter() -> None:
    assert load_bank(dict(reversed(FILES.items()))) == BANK


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "trust.toml",
            "order = 1",
            "order = ",
            "trust.toml: this is not TOML: Invalid value (at line 3, column 9).",
        ),
        ("trust.toml", "order = 1", "order = 0", "trust.toml, order: input should be greater than 0."),
        ("trust.toml", "order = 1\n", "", "trust.toml, order: this key is missing."),
        ("trust.toml", "order = 1", "order = 1\nmood = 1", "trust.toml, mood: this key is not known."),
        ("trust.toml", "order = 1", "order = 2", "trust.toml: “order = 2” is taken by purpose.toml."),
        (
            "trust.toml",
            'kind = "core"',
            'kind = "best"',
            "trust.toml, kind: input should be 'core', 'pack' or 'long pack'.",
        ),
        (
            "trust.toml",
            'id = "trust"',
            'id = "Trust"',
            "trust.toml, id: it must be small letters and hyphens, like whole-system.",
        ),
        ("trust.toml", 'en = "Trust"\n', "", "trust.toml, title: it must be there in English (en)."),
        (
            "trust.toml",
            'en = "Trust"',
            'en = " Trust"',
            "trust.toml, title.en: it must be one line of text, with no space around it.",
        ),
        ("trust.toml", 'en = "Trust"', 'en = "Roles"', "trust.toml: “roles” is taken by roles.toml."),
        (
            "trust.toml",
            'id = "trust.care"',
            'id = "care"',
            "trust.toml, care, id: it must be its theme, a dot and a word, like whole-system.joined.",
        ),
        (
            "trust.toml",
            'id = "trust.care"',
            'id = "roles.care"',
            "trust.toml, roles.care@1: its id must begin with “trust.”, its theme.",
        ),
        ("trust.toml", 'id = "trust.care"', "", "trust.toml, question 3, id: this key is missing."),
        (
            "trust.toml",
            "Partners look out for each other.",
            "Partners look out for each other.\\u202e",
            "trust.toml, trust.care, text.en: it must be one line of text, with no space around it.",
        ),
        (
            "trust.toml",
            "Partners look out for each other.",
            "Partners look out for each other and for all who are not here.",
            "trust.toml, trust.care@1, text.en: it has 13 words, and at most 12 are read at a glance.",
        ),
        (
            "trust.toml",
            'construct = "give and take between partners"\n',
            "",
            "trust.toml, trust.care, construct: this key is missing.",
        ),
        (
            "trust.toml",
            'sources = ["thomson"]',
            "sources = []",
            "trust.toml, trust.care, sources: list should have at least 1 item after validation, not 0.",
        ),
        (
            "trust.toml",
            'sources = ["thomson"]',
            'sources = ["hearsay"]',
            "trust.toml, trust.care@1: its source “hearsay” is not in sources.toml.",
        ),
        (
            "trust.toml",
            WELSH,
            'text.ga = "Tá."\n' + WELSH,
            "trust.toml, trust.care@1, text: it is there in “ga”, which “translations” does not name.",
        ),
        (
            "trust.toml",
            WELSH,
            WELSH + "retired = true\n",
            "trust.toml: it can ask 2 rotating questions, and a file of kind “core” has 3.",
        ),
        (
            "passing-the-test.toml",
            'kind = "long pack"',
            'kind = "pack"',
            "passing-the-test.toml: it can ask 15 pack questions, and a file of kind “pack” has 3 to 4.",
        ),
        (
            "scale.toml",
            '[[point]]\nen = "Fully"\ncy = "Yn llwyr"\n',
            "",
            "scale.toml, point: list should have at least 5 items after validation, not 4.",
        ),
    ],
)
def test_a_broken_rule_is_told_with_file_question_and_rule(
    file: str, old: str, new: str, problem: str
) -> None:
    assert problems(changed(file, old, new)) == (problem,)


def test_a_translation_awaits_its_reader_or_has_been_read() -> None:
    states = "'awaiting a native reader' or 'read by a native reader'"
    assert problems(changed("trust.toml", '"awaiting a native reader"', '"fine"')) == (
        f"trust.toml, translations.cy: input should be {states}.",
    )


def test_the_readme_shows_a_file_that_loads_and_the_limits_that_hold() -> None:
    readme = (PROMPTS / "README.md").read_text(encoding="utf-8")
    example = readme.split("```toml\n")[1].split("```")[0]
    pack = load_bank(FILES | {"meetings.toml": example}).find_theme("meetings")
    assert pack is not None
    assert [question.text.in_language("en") for question in pack.questions] == [
        "Our meetings are worth my time.",
        "We meet as often as we need to.",
        "I leave our meetings knowing what happens next.",
    ]
    limits = f"at most {MOST_WORDS} words, {MOST_CHARACTERS} characters and {MOST_LONG_WORDS} long word"
    assert readme.count(limits) == 1


def test_all_problems_of_all_files_are_told_at_once() -> None:
    files = changed("trust.toml", "order = 1", "order = 0") | {
        "roles.toml": FILES["roles.toml"].replace("version = 1", "version = true"),
        "risk.toml": FILES["learning.toml"].replace('"pat", ', ""),
    }
    del files["learning.toml"], files["scale.toml"]
    assert problems(files) == (
        "scale.toml: this file is missing.",
        "roles.toml, roles.mine, version: input should be a valid integer.",
        "roles.toml, roles.others, version: input should be a valid integer.",
        "roles.toml, roles.responsible, version: input should be a valid integer.",
        "trust.toml, order: input should be greater than 0.",
        "risk.toml: its id is “learning”, so the file must be called learning.toml.",
    )


def test_without_its_sources_the_bank_does_not_load() -> None:
    assert problems(changed("sources.toml", 'vichealth = "', "vichealth = 5 # ")) == (
        "sources.toml, vichealth: input should be a valid string.",
    )


def test_something_that_is_no_question_is_told_by_its_number() -> None:
    page = FILES["roles.toml"].split("[[question]]")[0]
    assert problems(FILES | {"roles.toml": "question = [1]\n" + page}) == (
        "roles.toml, question 1: it must be a table of keys.",
    )


def test_every_undeclared_language_of_the_scale_is_told() -> None:
    places = ["frame", "own_frame", *(f"point {number}" for number in range(1, 6)), "cant_say"]
    assert problems(
        changed("scale.toml", 'translations.cy = "awaiting a native reader"', "translations = {}")
    ) == tuple(
        f"scale.toml, {place}: it is there in “cy”, which “translations” does not name." for place in places
    )


def test_a_bank_needs_three_core_themes_and_a_pack() -> None:
    few = {file: FILES[file] for file in ("scale.toml", "sources.toml", "trust.toml", "purpose.toml")}
    assert problems(few) == (
        "The bank has 2 core themes, and a round has room for 3.",
        "The bank has no pack, and every round asks a question from one.",
    )


def test_a_reworded_question_needs_a_new_version_and_the_old_one_retired() -> None:
    again = "[[question]]" + FILES["trust.toml"].split("[[question]]")[1]
    assert problems(FILES | {"trust.toml": FILES["trust.toml"] + again}) == (
        "trust.toml: it can ask 2 anchor questions, and a file of kind “core” has 1.",
        "trust.toml, trust.reliable@1: this version is there twice; other words need the next version.",
        "trust.toml, trust.reliable@1: this version is there twice; other words need the next version.",
    )
    newer = again.replace("version = 1", "version = 2")
    assert problems(FILES | {"trust.toml": FILES["trust.toml"] + newer}) == (
        "trust.toml: it can ask 2 anchor questions, and a file of kind “core” has 1.",
        "trust.toml, trust.reliable@1: there is a newer version, so this one needs “retired = true”.",
    )


def test_what_is_missing_in_a_language_is_told_and_does_not_stop_the_bank() -> None:
    files = changed("trust.toml", WELSH, "")
    files |= {"scale.toml": files["scale.toml"].replace('cy = "I raddau bach"\n', "")}
    bank = load_bank(files)
    assert bank.untranslated == (
        "scale.toml, point 2: there is nothing in “cy” yet.",
        "trust.toml, trust.care@1, text: there is nothing in “cy” yet.",
    )
    assert bank.question("trust.care@1").text.in_language("cy") == "Partners look out for each other."


def test_a_language_awaits_its_reader_until_every_file_has_been_read() -> None:
    awaiting, read = '"awaiting a native reader"', '"read by a native reader"'
    some = {file: text.replace(awaiting, read) for file, text in FILES.items() if file != "roles.toml"}
    assert load_bank(FILES | some).awaiting_review == ("cy",)
    assert load_bank(some | {"roles.toml": FILES["roles.toml"].replace(awaiting, read)}).awaiting_review == ()


@settings(max_examples=60)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 3000), st.integers(0, 60), st.text(max_size=5))
def test_a_damaged_file_is_loaded_or_told_and_never_anything_else(
    file: str, at: int, cut: int, put: str
) -> None:
    text = FILES[file]
    found: tuple[str, ...] = ()
    try:
        load_bank(FILES | {file: text[:at] + put + text[at + cut :]})
    except BankError as error:
        found = error.problems
    assert [problem for problem in found if not problem.endswith(".")] == []

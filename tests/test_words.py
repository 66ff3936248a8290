"""Everything that Accord says is plain English: no forbidden phrase, short sentences, easy at eleven.

`python -m scripts.words bot/handlers adapters/slack` lists each problem of these files, with its line.
"""

from collections import defaultdict

import pytest

from scripts.words import (
    FEWEST_WORDS_OF_A_FILE,
    MOST_GRADE,
    Text,
    catalogue,
    command_line,
    for_operators,
    grade,
    guides,
    in_markdown,
    problems,
    sentences,
)


def texts() -> list[Text]:
    return sorted({*catalogue(), *command_line(), *guides()})


def test_every_text_is_plain_english() -> None:
    wrong = [(text.file, text.line, problem, text.words) for text in texts() for problem in problems(text)]
    # python -m scripts.words
    assert wrong == []


def test_the_texts_of_a_file_are_read_with_ease_at_eleven() -> None:
    words: dict[str, str] = defaultdict(str)
    for text in texts():
        words[text.file] += f"{text.words}\n"
    graded = {
        file: grade(all_) for file, all_ in words.items() if len(all_.split()) >= FEWEST_WORDS_OF_A_FILE
    }
    assert {file: grade_ for file, grade_ in graded.items() if grade_ > MOST_GRADE} == {}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Ask whoever runs Accord.", "“whoever”: write “anyone who”, or name them"),
        ("Say members to see them.", "“Say”: write “type” or “choose”"),
        ("You are in, for Estuary.", "“are in,”: write “has joined”"),
        ("Call the open round off", "“Call the open round off”: write “cancel”"),
        ("I tell them.", "“I”: write “we” or “Accord”"),
        ("Nothing was changed: no.", "“Nothing was changed:”: leave that to the title “Not done”"),
        ("The impact of the new chair.", "“impact”: compare, and name no cause"),
        ("Moving the office caused this.", "“caused”: compare, and name no cause"),
        ("Employees feel heard.", "“Employees feel”: write “results suggest”"),
        ("one " * 26, "a sentence has 26 words, and at most 25 are easy to read"),
        (
            "An organisation understands another coordinator. " * 7,
            "grade 18.0: write shorter sentences or words",
        ),
    ],
)
def test_what_is_not_plain_is_named(words: str, problem: str) -> None:
    found, *_ = problems(Text("x", 1, words))
    assert found.split(" (")[0] == problem


@pytest.mark.parametrize(
    "words",
    [
        "Can't say does not count as a score.",
        "I have a code",
        "Choose it, or type: schedule fortnightly",
        "A member is in Kent.",
        "If people feel the same, it is likely.",
        "{n} people replied. " * 20,
    ],
)
def test_plain_english_has_no_problem(words: str) -> None:
    assert list(problems(Text("x", 1, words))) == []


def test_a_command_line_has_no_title_so_it_names_what_was_not_done() -> None:
    assert list(problems(Text("x", 1, "Nothing was printed: set a port.", titled=False))) == []


def test_a_sentence_ends_at_a_full_stop_or_a_line() -> None:
    assert sentences("One. Two (“three.”) four?\nFive\n\n…") == ["One.", "Two (“three.”) four?", "Five"]


def test_the_words_of_a_guide_are_found_block_by_block() -> None:
    guide = (
        "# One\n\nTwo **three**\n[four](five.md) `six seven`.\n- eight\n  nine\n\n"
        "| ten | `x` |\n| --- | --- |\n![x](y)"
    )
    found = [
        (1, "One"),
        (3, "Two three four {typed}."),
        (5, "eight nine"),
        (8, "ten"),
        (8, "{typed}"),
        (10, "x"),
    ]
    assert list(in_markdown(guide)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise X("one", 2)', ["one"]),
        ('raise X(f"{a} two")', ["{value} two"]),
        ('raise X("one" if a else "two")', ["one", "two"]),
        ("raise X(y)\nraise\nraise X", []),
        ('ok("about", "one")\nwarning("about", "two", "three")', ["one", "two", "three"]),
        ('typer.echo("one", err=True)\ntyper.Option(help="two")', ["one", "two"]),
        ('@cli.command()\ndef f():\n    """One."""', ["One."]),
        ('@cli.command()\ndef f(): ...\n@other\ndef g():\n    """Two."""', [""]),
    ],
)
def test_what_operators_read_is_found(source: str, found: list[str]) -> None:
    assert [words for _, words in for_operators(source)] == found

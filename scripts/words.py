"""Check what the product and its guides say for plain English: `python -m scripts.words [path ...]`.

Each text must have no forbidden phrase and no sentence of more than 25 words, and a text long enough for a
formula must be readable at the age of about eleven by Gunning's fog index. docs/glossary.md holds the words
that are explained; WORDS_OF_THE_SUBJECT counts them as short.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.questions.rules import long_words
from scripts.translations import ROOT, located_in_python, located_in_template

MOST_WORDS_OF_A_SENTENCE = 25
MOST_GRADE = 6.0
"""Of a file's texts together, in years of school: readers of eleven."""
MOST_GRADE_OF_A_TEXT = 8.0
"""Of one text: a formula strays by some years when it sees only a few sentences."""
FEWEST_WORDS_OF_A_TEXT = 25
FEWEST_WORDS_OF_A_FILE = 100
"""Below these no formula judges, since one long word would decide."""

PERMITTED = r"\b([Cc]an['’]t|not|to|they|results|summaries|you) say\b|\bsay (yes|no|they)\b|\bI have a code\b"
"""These are taken out before forbidden phrases are looked for."""
FORBIDDEN = {
    r"\bwhoever\b|\bwhom\b": "write “anyone who”, or name them",
    r"\bof ours\b": "write “our”",
    r"\bthose who are in\b|\b(is|are) in(\.|,| already| yet)|\bin already\b": "write “has joined”",
    r"\bwhat came of it\b": "write “results” or “what happened”",
    r"\bthe silent\b": "write “people who did not reply”",
    r"\bclocks\b": "write “time zone”",
    r"\bfar too long\b": "write “too long”",
    r"\bsay(ing)?\b": "write “type” or “choose”",
    r"(?-i:\bI\b)": "write “we” or “Accord”",
    r"\bcall(s|ed|ing)? (the .+ |it )?off\b": "write “cancel”",
    r"\bway in\b": "write “sign-in link”",
    r"\bdestroy": "write “delete”",
    r"\bno more (e-mail|questions|results)\b|\bworks no longer\b|\bno longer works\b": "use plain English",
    r"\banew\b|\bby (itself|themselves)\b|\bheed\b": "use plain English",
    r"<\w+\.\.\.>": "show an example, not the grammar",
    r"\bcaus(e|es|ed|ing)\b|\bimpact|\bled to\b|\bthanks to\b|\bresult of\b|\beffects? of\b": (
        "compare, and name no cause"
    ),
    r"\b(employees|members|people|staff|they) feel\b(?! the same)": "write “results suggest”",
}
ECHO = r"\b(nothing|nobody|that|it) was (not )?[a-z]+:"
"""A refusal in a chat has the title “Not done”, so its text need not repeat it. A command line has none."""
WORDS_OF_THE_SUBJECT = frozenset({"coordinator", "coordinators", "organisations", "partnerships"})
MESSAGES_FROM = ("bot", "adapters")
GUIDES = "docs/guides"
SENTENCES_OF_THE_COMMAND_LINE = (
    "bot/__main__.py",
    "bot/app.py",
    "bot/database_commands.py",
    "bot/operator_commands.py",
    "bot/settings.py",
    "bot/ops",
    "storage",
    "adapters",
)


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text that people read, and the place where it is written."""

    file: str
    line: int
    words: str
    titled: bool = True


def catalogue(root: Path = ROOT) -> Iterator[Text]:
    """Yield all texts that are translated, in each of their English forms."""
    for part in MESSAGES_FROM:
        for file in sorted((root / part).rglob("*.py")):
            yield from _texts(root, file, located_in_python(file.read_text("utf-8")))
    for file in sorted((root / "adapters" / "web" / "templates").rglob("*.html")):
        yield from _texts(root, file, located_in_template(file.read_text("utf-8")))


def command_line(root: Path = ROOT) -> Iterator[Text]:
    """Yield what operators read: help, findings of `accord check`, and the errors of settings and storage."""
    for part in SENTENCES_OF_THE_COMMAND_LINE:
        files = [root / part] if part.endswith(".py") else sorted((root / part).rglob("*.py"))
        for file in files:
            for line, words in for_operators(file.read_text("utf-8")):
                yield Text(str(file.relative_to(root)), line, words, titled=False)


def guides(root: Path = ROOT) -> Iterator[Text]:
    """Yield the headings, paragraphs, list items and cells of the guides for the people of a partnership."""
    for file in sorted((root / GUIDES).glob("*.md")):
        for line, words in in_markdown(file.read_text("utf-8")):
            yield Text(str(file.relative_to(root)), line, words, titled=False)


def in_markdown(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of each block. What can be typed counts as one word, as a placeholder does."""
    block, begins = list[str](), 1
    for number, line in enumerate([*source.splitlines(), ""], 1):
        if block and re.match(r"\s*$|[-|#]|\d+\. ", line):
            yield begins, _plain(" ".join(block))
            block = []
        if line.startswith("|"):
            yield from ((number, _plain(cell)) for cell in line.split("|") if re.search(r"\w", cell))
        elif line.strip():
            begins = begins if block else number
            block.append(line.strip())


def _plain(markdown: str) -> str:
    """Return the words of a block, alternative texts of pictures included, without marks and addresses."""
    words = re.sub(r"`[^`]+`", "{typed}", markdown)
    words = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", words)
    return re.sub(r"^(#+|-|\d+\.) |[*]+", "", words).strip()


def _texts(root: Path, file: Path, located: Iterator[tuple[int, tuple[str, ...]]]) -> Iterator[Text]:
    for line, forms in located:
        yield from (Text(str(file.relative_to(root)), line, form) for form in forms)


def for_operators(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of errors that are raised, of findings, and of the help of commands."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Raise(exc=ast.Call(args=[text, *_])):
                yield from _sentences_in(text)
            case ast.Call(func=ast.Name(id="ok" | "warning" | "error"), args=[_, *texts]):
                for text in texts:
                    yield from _sentences_in(text)
            case (
                ast.Call(func=ast.Attribute(attr="echo"), args=[text, *_])
                | ast.keyword(arg="help", value=text)
            ):
                yield from _sentences_in(text)
            case ast.FunctionDef(decorator_list=[ast.Call(func=ast.Attribute(attr="command")), *_]):
                yield node.lineno, ast.get_docstring(node) or ""


def _sentences_in(text: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield the text if it is written here; what is filled in counts as a placeholder."""
    match text:
        case ast.Constant(value=str(words)):
            yield text.lineno, words
        case ast.JoinedStr(values=values):
            yield (
                text.lineno,
                "".join(
                    str(value.value) if isinstance(value, ast.Constant) else "{value}" for value in values
                ),
            )
        case ast.IfExp():
            yield from _sentences_in(text.body)
            yield from _sentences_in(text.orelse)


def sentences(words: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])[”\")]?\s+|\n+", words) if re.search(r"\w", part)]


def grade(words: str) -> float:
    """Return Gunning's fog index: the years of school after which the text is read with ease."""
    plain = re.sub(r"\{\w*\}", "it", words)
    number = len(plain.split())
    long = [word for word in long_words(plain) if word not in WORDS_OF_THE_SUBJECT]
    return 0.4 * (number / max(1, len(sentences(plain))) + 100 * len(long) / max(1, number))


def problems(text: Text) -> Iterator[str]:
    """Yield what is wrong with one text."""
    words = text.words
    if text.titled and (match := re.search(ECHO, words, re.IGNORECASE)):
        yield f"“{match[0]}”: leave that to the title “Not done”"
    left = re.sub(PERMITTED, "", words)
    for pattern, cure in FORBIDDEN.items():
        if match := re.search(pattern, left, re.IGNORECASE):
            yield f"“{match[0]}”: {cure}"
    for sentence in sentences(words):
        if (number := len(sentence.split())) > MOST_WORDS_OF_A_SENTENCE:
            yield f"a sentence has {number} words, and at most {MOST_WORDS_OF_A_SENTENCE} are easy to read"
    if len(words.split()) >= FEWEST_WORDS_OF_A_TEXT and grade(words) > MOST_GRADE_OF_A_TEXT:
        yield f"grade {grade(words):.1f}: write shorter sentences or words ({', '.join(long_words(words))})"


def main() -> None:
    prefixes = tuple(sys.argv[1:]) or ("",)
    for text in sorted({*catalogue(), *command_line(), *guides()}):
        if text.file.startswith(prefixes):
            for problem in problems(text):
                sys.stdout.write(f"{text.file}:{text.line}: {problem}\n    {text.words!r}\n")


if __name__ == "__main__":
    main()

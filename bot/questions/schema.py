"""The schema of the files in `prompts/`, and messages for files that do not fit it. Pure."""

import re
import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt, RootModel, ValidationError

from bot.core.errors import AccordError
from bot.questions.bank import QuestionKind, ThemeKind

AWAITING_REVIEW = "awaiting a native reader"


class BankError(AccordError):
    """The files are no valid question bank. `problems` are sentences that name file, question and rule."""

    def __init__(self, *problems: str):
        self.problems = problems
        super().__init__("\n".join(problems))


def _one_line(text: str) -> str:
    if not text.isprintable() or text.strip() != text or not text:
        raise ValueError("it must be one line of text, with no space around it")
    return text


def _theme_id(text: str) -> str:
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", text):
        raise ValueError("it must be small letters and hyphens, like whole-system")
    return text


def _question_id(text: str) -> str:
    if not re.fullmatch(r"[a-z-]+\.[a-z]+(-[a-z]+)*", text):
        raise ValueError("it must be its theme, a dot and a word, like whole-system.joined")
    return text


def _with_english(texts: dict[str, str]) -> dict[str, str]:
    if "en" not in texts:
        raise ValueError("it must be there in English (en)")
    return texts


LineText = Annotated[str, AfterValidator(_one_line)]
TextByLanguage = Annotated[dict[str, LineText], AfterValidator(_with_english)]
Translations = dict[str, Literal["awaiting a native reader", "read by a native reader"]]


class PromptTable(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class QuestionEntry(PromptTable):
    id: Annotated[str, AfterValidator(_question_id)]
    version: PositiveInt
    kind: Annotated[QuestionKind, Field(strict=False)]
    text: TextByLanguage
    stands_on: Annotated[LineText, Field(alias="construct")]  # pydantic has a method of that name
    sources: Annotated[list[LineText], Field(min_length=1)]
    status: Literal["not yet validated", "validated"]
    retired: bool = False

    @property
    def ref(self) -> str:
        return f"{self.id}@{self.version}"


class ThemeFile(PromptTable):
    id: Annotated[str, AfterValidator(_theme_id)]
    kind: Annotated[ThemeKind, Field(strict=False)]
    order: PositiveInt
    translations: Translations
    title: TextByLanguage
    about: TextByLanguage
    aliases: dict[str, list[LineText]]
    question: list[QuestionEntry]

    def texts(self) -> dict[str, dict[str, str]]:
        """Return all texts with translations, by their place in the file."""
        questions = {f"{question.ref}, text": question.text for question in self.question}
        return {"title": self.title, "about": self.about, **questions}


class ScaleFile(PromptTable):
    translations: Translations
    frame: TextByLanguage
    own_frame: TextByLanguage
    point: Annotated[list[TextByLanguage], Field(min_length=5, max_length=5)]
    cant_say: TextByLanguage

    def texts(self) -> dict[str, dict[str, str]]:
        """Return all texts with translations, by their place in the file."""
        points = {f"point {number}": point for number, point in enumerate(self.point, 1)}
        return {"frame": self.frame, "own_frame": self.own_frame, **points, "cant_say": self.cant_say}


class SourcesFile(RootModel[dict[str, LineText]]):
    """Full citations, under the short names by which questions name them."""


P = TypeVar("P", bound=BaseModel)


def parse_file(kind: type[P], file: str, text: str | None) -> P:
    """Parse the TOML of a file. Raises BankError, also if there is no file."""
    if text is None:
        raise BankError(f"{file}: this file is missing.")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BankError(f"{file}: this is not TOML: {error}.") from None
    try:
        return kind.model_validate(tables)
    except ValidationError as error:
        problems = [f"{_place(file, tables, fault['loc'])}: {_rule(fault)}." for fault in error.errors()]
        raise BankError(*problems) from None


def _place(file: str, tables: Mapping[str, Any], location: tuple[int | str, ...]) -> str:
    """Return `trust.toml, trust.open, text.en`: a question is named by its id, or by its number if it has
    none."""
    names = [file]
    match location:
        case ("question", int(number), *keys):
            question = tables["question"][number]
            has_name = isinstance(question, dict) and "id" in question
            names.append(str(question["id"]) if has_name else f"question {number + 1}")
        case _:
            keys = list(location)
    return ", ".join([*names, ".".join(map(str, keys))] if keys else names)


def _rule(fault: Mapping[str, Any]) -> str:
    """Return the rule that a file broke, as a clause."""
    match fault["type"]:
        case "missing":
            return "this key is missing"
        case "extra_forbidden":
            return "this key is not known"
        case "model_type":
            return "it must be a table of keys"
        case "value_error":
            return str(fault["ctx"]["error"])
        case _:
            message: str = fault["msg"]
            return message[0].lower() + message[1:]

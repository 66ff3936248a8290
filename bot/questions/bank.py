"""The question bank: themes, questions and the scale. Pure.

`bot/questions/loader.py` loads it from the files in `prompts/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.errors import NotFound

OWN_QUESTION = "own"  # the reference of a partnership's own question, whose words are in its round


class ThemeKind(StrEnum):
    CORE = "core"
    PACK = "pack"
    LONG_PACK = "long pack"


class QuestionKind(StrEnum):
    ANCHOR = "anchor"
    ROTATING = "rotating"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class LocalisedText:
    """A text in several languages, by language code. There is always English."""

    texts: Mapping[str, str] = field(hash=False)

    def in_language(self, language: str) -> str:
        """Return the text in `language`, or in English if it is not translated yet."""
        return self.texts.get(language, self.texts["en"])


@dataclass(frozen=True, slots=True)
class Question:
    """`sources` are full citations. A new version is another question with a reference of its own, so an
    anchor's new version starts a new trend line."""

    id: str
    version: int
    theme: str
    kind: QuestionKind
    text: LocalisedText
    construct: str
    sources: tuple[str, ...]
    status: str

    @property
    def ref(self) -> str:
        """The reference by which rounds, answers and results name it: `trust.reliable@1`."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Theme:
    """A core theme or a pack. `questions` may be asked, in this order; `retired` can only be looked up."""

    id: str
    kind: ThemeKind
    order: int
    title: LocalisedText
    about: LocalisedText
    aliases: tuple[str, ...]
    questions: tuple[Question, ...]
    retired: tuple[Question, ...] = ()

    def of_kind(self, kind: QuestionKind) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.kind is kind)


@dataclass(frozen=True, slots=True)
class ScaleText:
    """The words of the scale for one question, in one language: `frame` stands above it, `points` are 1 to
    5."""

    frame: str
    points: tuple[str, ...]
    cant_say: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The five points, stored as 1 to 5 in this order, and Can't say. `frame` stands above a statement,
    `own_frame` above a partnership's own question."""

    frame: LocalisedText
    own_frame: LocalisedText
    points: tuple[LocalisedText, ...]
    cant_say: LocalisedText

    def in_language(self, language: str, frame: LocalisedText) -> ScaleText:
        """Return the words of the scale for a question that is asked under this frame."""
        points = tuple(point.in_language(language) for point in self.points)
        return ScaleText(frame.in_language(language), points, self.cant_say.in_language(language))


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as members are asked."""

    ref: str
    frame: LocalisedText
    text: LocalisedText


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """The question bank. `themes` are in the order shown; `by_name` and `by_reference` serve `find_theme` and
    `question`. `awaiting_review` are languages that no native reader has read yet; `untranslated` holds a
    sentence for each missing translation."""

    scale: Scale
    themes: tuple[Theme, ...]
    by_name: Mapping[str, Theme] = field(hash=False, repr=False)
    by_reference: Mapping[str, Question] = field(hash=False, repr=False)
    awaiting_review: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()

    def of_kind(self, kind: ThemeKind) -> tuple[Theme, ...]:
        return tuple(theme for theme in self.themes if theme.kind is kind)

    def find_theme(self, word: str) -> Theme | None:
        """Return the theme or pack with this id, title or alias, in any language; None if there is none."""
        return self.by_name.get(fold_theme_name(word))

    def question(self, ref: str) -> Question:
        """Return the question with this reference, also if it is retired. Raises NotFound."""
        if ref not in self.by_reference:
            raise NotFound(f"The question bank has no question {ref}.")
        return self.by_reference[ref]

    def as_asked(self, ref: str, own: str = "") -> AskedQuestion:
        """Return the question for a reference in a round; `own` holds the words of an own question. Raises
        NotFound."""
        if ref != OWN_QUESTION:
            return AskedQuestion(ref, self.scale.frame, self.question(ref).text)
        frame = self.scale.own_frame if own.endswith("?") else self.scale.frame
        return AskedQuestion(OWN_QUESTION, frame, LocalisedText({"en": own}))


def fold_theme_name(name: str) -> str:
    """Return a key for comparison: `Service-Users ` and `service users` are the same."""
    return " ".join(name.casefold().replace("’", "'").replace("-", " ").rstrip(" ?!.").split())

"""Load and check the question bank. Pure: takes the texts of the files in `prompts/`, not the files.

`prompts/README.md` explains the checks to authors.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeVar

from pydantic import BaseModel

from bot.questions.bank import (
    LocalisedText,
    Question,
    QuestionBank,
    QuestionKind,
    Scale,
    Theme,
    ThemeKind,
    fold_theme_name,
)
from bot.questions.rules import wording_problems
from bot.questions.schema import (
    AWAITING_REVIEW,
    BankError,
    QuestionEntry,
    ScaleFile,
    SourcesFile,
    ThemeFile,
    parse_file,
)

SCALE, SOURCES = "scale.toml", "sources.toml"
CORE_THEMES = 3
SIZES = {  # the least and the most questions of each kind that can be asked
    ThemeKind.CORE: {QuestionKind.ANCHOR: (1, 1), QuestionKind.ROTATING: (3, 3)},
    ThemeKind.PACK: {QuestionKind.PACK: (3, 4)},
    ThemeKind.LONG_PACK: {QuestionKind.PACK: (6, 15)},
}

ThemeFiles = Mapping[str, ThemeFile]  # by file
P = TypeVar("P", bound=BaseModel)


def load_bank(files: Mapping[str, str]) -> QuestionBank:
    """Load the bank from TOML texts by file name. Raises BankError with every problem."""
    problems: list[str] = []

    def page(kind: type[P], file: str) -> P | None:
        try:
            return parse_file(kind, file, files.get(file))
        except BankError as error:
            problems.extend(error.problems)
            return None

    scale, sources = page(ScaleFile, SCALE), page(SourcesFile, SOURCES)
    names = sorted({*files} - {SCALE, SOURCES})
    pages = {name: theme_file for name in names if (theme_file := page(ThemeFile, name))}
    if scale:
        problems += _undeclared(SCALE, scale)
    for file, theme_file in pages.items():
        problems += _page_problems(file, theme_file)
    if sources:
        problems += _unknown_sources(pages, sources)
    problems += _clashes(pages)
    if len(pages) == len(names):
        problems += _too_little(pages)
    if problems or not scale or not sources:
        raise BankError(*problems)
    return _bank(scale, sources, pages)


def _page_problems(file: str, page: ThemeFile) -> Iterator[str]:
    if file != f"{page.id}.toml":
        yield f"{file}: its id is “{page.id}”, so the file must be called {page.id}.toml."
    yield from _undeclared(file, page)
    counts = Counter(question.kind for question in page.question if not question.retired)
    for kind in QuestionKind:
        least, most = SIZES[page.kind].get(kind, (0, 0))
        if not least <= counts[kind] <= most:
            number = f"{least}" if least == most else f"{least} to {most}"
            asks = f"it can ask {counts[kind]} {kind} questions"
            yield f"{file}: {asks}, and a file of kind “{page.kind}” has {number}."
    for question in page.question:
        yield from _question_problems(f"{file}, {question.ref}", page, question)


def _question_problems(place: str, page: ThemeFile, question: QuestionEntry) -> Iterator[str]:
    if not question.id.startswith(f"{page.id}."):
        yield f"{place}: its id must begin with “{page.id}.”, its theme."
    versions = [other.version for other in page.question if other.id == question.id]
    if versions.count(question.version) > 1:
        yield f"{place}: this version is there twice; other words need the next version."
    if question.retired:
        return
    if question.version < max(versions):
        yield f"{place}: there is a newer version, so this one needs “retired = true”."
    for language, text in question.text.items():
        for fault in wording_problems(text, language):
            yield f"{place}, text.{language}: it {fault}."


def _undeclared(file: str, page: ThemeFile | ScaleFile) -> Iterator[str]:
    for place, texts in page.texts().items():
        for language in sorted(texts.keys() - page.translations.keys() - {"en"}):
            yield f"{file}, {place}: it is there in “{language}”, which “translations” does not name."


def _unknown_sources(pages: ThemeFiles, sources: SourcesFile) -> Iterator[str]:
    for file, page in pages.items():
        for question in page.question:
            for source in question.sources:
                if source not in sources.root:
                    yield f"{file}, {question.ref}: its source “{source}” is not in {SOURCES}."


def _clashes(pages: ThemeFiles) -> Iterator[str]:
    """Yield names, and places in the order, that another file has already."""
    taken: dict[str, str] = {}
    for file, page in pages.items():
        for name in (f"order = {page.order}", *sorted(_names(page))):
            if (first := taken.setdefault(name, file)) != file:
                yield f"{file}: “{name}” is taken by {first}."


def _too_little(pages: ThemeFiles) -> Iterator[str]:
    counts = Counter(page.kind for page in pages.values())
    if counts[ThemeKind.CORE] != CORE_THEMES:
        yield f"The bank has {counts[ThemeKind.CORE]} core themes, and a round has room for {CORE_THEMES}."
    if not counts[ThemeKind.PACK]:
        yield "The bank has no pack, and every round asks a question from one."


def _names(page: ThemeFile) -> set[str]:
    """Return all names of a theme, as keys for comparison."""
    return {fold_theme_name(name) for name in (page.id, *page.title.values(), *_aliases(page))}


def _aliases(page: ThemeFile) -> tuple[str, ...]:
    return tuple(alias for aliases in page.aliases.values() for alias in aliases)


def _bank(scale: ScaleFile, sources: SourcesFile, pages: ThemeFiles) -> QuestionBank:
    themes = {file: _theme(page, sources) for file, page in pages.items()}
    all_pages: dict[str, ThemeFile | ScaleFile] = {SCALE: scale, **pages}
    states = {state for page in all_pages.values() for state in page.translations.items()}
    return QuestionBank(
        scale=Scale(
            frame=LocalisedText(scale.frame),
            own_frame=LocalisedText(scale.own_frame),
            points=tuple(map(LocalisedText, scale.point)),
            cant_say=LocalisedText(scale.cant_say),
        ),
        themes=tuple(sorted(themes.values(), key=lambda theme: theme.order)),
        by_name={name: themes[file] for file, page in pages.items() for name in _names(page)},
        by_reference={
            question.ref: question
            for theme in themes.values()
            for question in theme.questions + theme.retired
        },
        awaiting_review=tuple(sorted(language for language, state in states if state == AWAITING_REVIEW)),
        untranslated=tuple(_untranslated(all_pages, {language for language, _ in states})),
    )


def _theme(page: ThemeFile, sources: SourcesFile) -> Theme:
    def questions(*, retired: bool) -> tuple[Question, ...]:
        entries = [entry for entry in page.question if entry.retired is retired]
        return tuple(_question(page.id, entry, sources) for entry in entries)

    return Theme(
        id=page.id,
        kind=page.kind,
        order=page.order,
        title=LocalisedText(page.title),
        about=LocalisedText(page.about),
        aliases=_aliases(page),
        questions=questions(retired=False),
        retired=questions(retired=True),
    )


def _question(theme: str, entry: QuestionEntry, sources: SourcesFile) -> Question:
    return Question(
        id=entry.id,
        version=entry.version,
        theme=theme,
        kind=entry.kind,
        text=LocalisedText(entry.text),
        construct=entry.stands_on,
        sources=tuple(sources.root[source] for source in entry.sources),
        status=entry.status,
    )


def _untranslated(pages: Mapping[str, ThemeFile | ScaleFile], languages: set[str]) -> Iterator[str]:
    for file, page in pages.items():
        for place, texts in page.texts().items():
            for language in sorted(languages - texts.keys()):
                yield f"{file}, {place}: there is nothing in “{language}” yet."

"""Each picture of the documentation is made by scripts/pictures.py, is small, and stands on a page with
words for those who cannot see it."""

import re
from pathlib import Path

import pytest

from scripts.pictures import DOCS, HERE, TAKEN

MOST_BYTES = 100_000
FEWEST_WORDS = 8
PAGES = [HERE / "README.md", *sorted((HERE / "docs").rglob("*.md"))]
IN_MARKDOWN = re.compile(r"!\[(?P<alt>[^]]*)\]\((?P<file>[^)]+)\)")
IN_HTML = re.compile(r'<img src="(?P<file>[^"]+)" alt="(?P<alt>[^"]*)"')


def shown() -> list[tuple[Path, str]]:
    """Return each picture on a page with its alternative text."""
    return [
        ((page.parent / image["file"]).resolve(), image["alt"])
        for page in PAGES
        for form in (IN_MARKDOWN, IN_HTML)
        for image in form.finditer(page.read_text("utf-8"))
    ]


def test_the_script_makes_each_picture_and_a_page_shows_it() -> None:
    taken = {DOCS / f"{name}.png" for name in TAKEN}
    assert set(DOCS.iterdir()) == taken
    assert {file for file, _ in shown()} == taken


def test_each_picture_says_what_one_sees() -> None:
    assert [file.name for file, alt in shown() if len(alt.split()) < FEWEST_WORDS] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HERE)))
def test_no_picture_is_without_an_alternative_text(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.count("<img ") == len(IN_HTML.findall(text))
    assert text.count("![") == len(IN_MARKDOWN.findall(text))


def test_pictures_are_small() -> None:
    assert {file.name: size for file in DOCS.iterdir() if (size := file.stat().st_size) > MOST_BYTES} == {}

"""The documentation builds without a warning, every link in it and to it leads somewhere, and it needs no
other host."""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from mkdocs.exceptions import Abort

from scripts.words import catalogue
from tests.support.documentation import DOCS, ROOT, build_site

HOST = "https://accord.example.org"
AT = "/docs/"


class Page(HTMLParser):
    """What a page links to, what it loads, and the anchors that it has."""

    def __init__(self, html: str):
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if id := values.get("id"):
            self.anchors.add(id)
        if tag == "a" and (href := values.get("href")):
            self.links.append(href)
        for name in ("src", "srcset", "data", "poster"):
            if value := values.get(name):
                self.loaded.append(value)
        if tag == "link" and (href := values.get("href")):
            self.loaded.append(href)
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in values):
            self.inline.append(tag)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Every page by its address."""
    return {address_of(file, site): Page(file.read_text("utf-8")) for file in site.rglob("*.html")}


def address_of(file: Path, site: Path) -> str:
    return HOST + AT + str(file.relative_to(site)).removesuffix("index.html")


def is_there(site: Path, address: str) -> bool:
    """Return whether the site has a file, or a folder with a page, at this address."""
    path = unquote(urlsplit(address).path)
    file = site / path.removeprefix(AT)
    return path.startswith(AT) and (file / "index.html" if path.endswith("/") else file).is_file()


def test_every_link_leads_to_a_page_and_to_an_anchor_of_it(site: Path, pages: dict[str, Page]) -> None:
    assert len(pages) > 20
    lost = []
    for address, page in pages.items():
        for link in page.links:
            to, _, anchor = urljoin(address, link).partition("#")
            if to.startswith(HOST) and not (
                is_there(site, to) and (not anchor or unquote(anchor) in pages[to].anchors)
            ):
                lost.append((address, link))
    assert lost == []


def test_no_page_asks_another_host_for_anything(site: Path, pages: dict[str, Page]) -> None:
    loaded = {urljoin(address, path) for address, page in pages.items() for path in page.loaded}
    assert [path for path in loaded if not is_there(site, path)] == []
    styles = "".join(file.read_text("utf-8") for file in site.rglob("*.css"))
    # The letters are Accord's own; where somebody else serves the site, it has those of the system.
    assert {path.partition("/fonts/")[0] for path in re.findall(r"url\(\"(.*?)\"\)", styles)} == {"/static"}
    assert "@import" not in styles


def test_no_page_has_a_script_or_a_style_inside(pages: dict[str, Page]) -> None:
    assert {address: page.inline for address, page in pages.items() if page.inline} == {}


def links_from_accord() -> Iterator[str]:
    for file in [
        *(ROOT / "adapters").rglob("*.html"),
        *(ROOT / "adapters").rglob("*.py"),
        *(ROOT / "bot").rglob("*.py"),
    ]:
        if "documentation_site" not in file.parts:
            yield from re.findall(r"""["'](/docs/[\w/#-]*)["']""", file.read_text("utf-8"))


def test_every_link_from_accord_to_its_documentation_leads_somewhere(
    site: Path, pages: dict[str, Page]
) -> None:
    links = {*links_from_accord()}
    assert links
    for link in links:
        to, _, anchor = (HOST + link).partition("#")
        assert is_there(site, to), link
        assert not anchor or anchor in pages[to].anchors, link


def test_every_page_that_the_code_names_is_there() -> None:
    code = [file for folder in ("adapters", "bot", "storage") for file in (ROOT / folder).rglob("*.py")]
    named = {page for file in code for page in re.findall(r"docs/[\w/-]+\.md", file.read_text("utf-8"))}
    assert named
    assert [page for page in named if not (ROOT / page).is_file()] == []


@pytest.mark.parametrize(
    ("page", "added"),
    [
        ("sharing.md", "\n[There](nowhere.md)\n"),
        ("sharing.md", "\n[There](data.md#nowhere)\n"),
        ("sharing.md", "\n[There](#nowhere)\n"),
        ("sharing.md", "\n[There](/docs/data/)\n"),
        ("sharing.md", "\n![It](pictures/nowhere.png)\n"),
        ("sharing.md", "\n[There](../README.md)\n"),
        ("in-no-navigation.md", "# A page that nobody finds\n"),
    ],
)
def test_what_leads_nowhere_stops_the_build(tmp_path: Path, page: str, added: str) -> None:
    docs = shutil.copytree(DOCS, tmp_path / "docs")
    with (docs / page).open("a") as file:
        file.write(added)
    with pytest.raises(Abort):
        build_site(tmp_path / "site", docs)


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_a_page_begins_with_its_only_title(page: Path) -> None:
    text = re.sub(r"^( *)```.*?^ *```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^# .*", text, re.MULTILINE)
    assert len(titles) == 1
    assert text.startswith(titles[0])


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_a_link_says_where_it_leads_and_names_no_file(page: Path) -> None:
    assert re.findall(r"\[`?[\w/.-]+\.md`?\]\(.*?\)", page.read_text("utf-8")) == []


def test_the_first_ten_minutes_name_buttons_that_there_are() -> None:
    named = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", (DOCS / "start.md").read_text("utf-8"))
    assert len(named) > 5
    assert {*named} - {text.words for text in catalogue()} == set()


def test_lists_and_tables_are_read_as_code_hosts_read_them(tmp_path: Path) -> None:
    docs = shutil.copytree(DOCS, tmp_path / "docs")
    with (docs / "sharing.md").open("a") as file:
        file.write(
            "\n1. One\n\n   ```\n   two  # three\n   ```\n"
            "2. Four\n   - five\n\n   | a | b |\n   | - | - |\n   | 1 | 2<br>3 |\n"
        )
    html = (build_site(tmp_path / "site", docs) / "sharing" / "index.html").read_text("utf-8")
    assert "<pre><code>two  # three\n</code></pre>" in html
    assert "<li>five</li>" in html
    assert re.search(r'<td data-head="b">2<br />\s*3</td>', html)

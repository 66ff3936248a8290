"""The documentation as a site, built as `make docs` does."""

import re
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def build_site(folder: Path, docs: Path = DOCS) -> Path:
    """Build the site of these pages into a folder, and return it. Raises Abort if a warning comes."""
    build(load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(folder), strict=True))
    return folder


def pages_of(site: Path) -> list[str]:
    """Return the address of each page, after the root of the site."""
    return sorted(str(file.relative_to(site)).removesuffix("index.html") for file in site.rglob("index.html"))


def anchors_of(page: str) -> set[str]:
    """Return the anchors that code hosts, and the site, make of the headings of a page."""
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}

"""Reads the pages as code hosts do, and gives the site the look of Accord's pages. MkDocs loads this file:
https://www.mkdocs.org/user-guide/configuration/#hooks
"""

import re
import tomllib
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, fromstring

from markdown import Extension, Markdown
from markdown_it import MarkdownIt
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
VOID = re.compile(r"<((?:br|img)\b[^>]*?)\s*/?>")  # what HTML does not close
LOOK = ("accord.css", "mark.svg")  # of adapters/web/static


class CommonMark(Extension):  # type: ignore[misc]
    """A Python-Markdown extension that reads CommonMark with tables. Python-Markdown itself wants other
    indentation in lists than code hosts do. What MkDocs does with the tree stays: anchors, links, checks."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        parser = MarkdownIt("commonmark", {"xhtmlOut": True}).enable("table")
        md.preprocessors.deregister("html_block")
        md.treeprocessors.deregister("inline")

        def parse(lines: list[str]) -> ElementTree:
            html = VOID.sub(r"<\1/>", parser.render("\n".join(lines)))
            return ElementTree(_fit_small_screens(fromstring(f"<div>{html}</div>")))  # noqa: S314 - ours

        md.parser.parseDocument = parse


def _fit_small_screens(root: Element) -> Element:
    """Give each cell the head of its column, which stands before it where rows become blocks. An empty head
    becomes a cell: screen readers would say that it heads a column."""
    for table in root.iter("table"):
        heads = [*table.iter("th")]
        titles = ["".join(head.itertext()) for head in heads]
        for row in table.iter("tr"):
            for title, cell in zip(titles, row.iter("td"), strict=False):
                if title:
                    cell.set("data-head", title)
        for head, title in zip(heads, titles, strict=True):
            if not title:
                head.tag = "td"
    return root


def slugify(title: str, _separator: str) -> str:
    """Return the anchor that code hosts give a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.markdown_extensions = ["toc", CommonMark()]
    config.mdx_configs["toc"] = {"slugify": slugify}
    config.extra["version"] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for name in LOOK:
        path = ROOT / "adapters" / "web" / "static" / name
        files.append(File.generated(config, name, abs_src_path=str(path)))
    # Each Accord has the same pages, so no search engine needs a map of them.
    config.theme.static_templates.discard("sitemap.xml")
    return files

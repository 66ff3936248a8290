"""People can type what the documentation shows, and its links lead somewhere."""

import re
from pathlib import Path

import pytest

from bot.language.parser import parse
from tests.support.documentation import anchors_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted((ROOT / "docs").rglob("*.md"))
DOCUMENTATION = "\n".join([README, *(page.read_text("utf-8") for page in PAGES)])
INLINE = [
    "results",
    "results power",
    "results for March 2026",
    "trends since January",
    "email me@example.org",
    "email off",
    "start partnership Harbour Together",
    "add Cerys Puw <cerys@kitchen.example> to Age Well",
]


@pytest.mark.parametrize("sentence", INLINE)
def test_what_can_be_typed_is_understood(sentence: str) -> None:
    assert f"`{sentence}`" in DOCUMENTATION
    assert parse(sentence)


@pytest.mark.parametrize("file", [*sorted(ROOT.glob("*.md")), *PAGES], ids=str)
def test_links_lead_somewhere(file: Path) -> None:
    text = file.read_text("utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    for target in targets:
        path, _, heading = target.partition("#")
        if "://" in target:
            continue
        linked = file.parent / path if path else file
        assert linked.exists(), target
        if heading and linked.suffix == ".md":
            assert heading in anchors_of(linked.read_text("utf-8")), target

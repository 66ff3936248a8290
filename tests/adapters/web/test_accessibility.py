"""The accessibility statement, each of whose claims has a test, and what a screen reader hears."""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page
from starlette.applications import Starlette

from adapters.web.accessibility import CLAIMS, AccessibilityClaim
from bot.core.cards import Button, Buttons, Card, Text
from bot.core.models import Person, web_address
from bot.core.ports import WebMessage
from bot.handlers.check_in import CheckInView
from bot.handlers.views import LatestSummaryView
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import Browser
from tests.adapters.web.chromium import opened, signed_in
from tests.adapters.web.figures_app import figures
from tests.adapters.web.scripted_bot import ScriptedBot, comment
from tests.adapters.web.test_figures import CHART
from tests.support.chromium import CHROMIUM, MISSING
from tests.support.fakes import SetClock

ROOT = Path(__file__).parents[3]
OUTLINES = ROOT / "docs" / "accessibility.md"
# What a screen reader moves by: https://webaim.org/projects/screenreadersurvey10/#finding
MOVED_BY = {
    "alert", "article", "banner", "button", "complementary", "contentinfo", "DisclosureTriangle",
    "group", "heading", "image", "link", "log", "main", "navigation", "region", "slider",
    "status", "table", "textbox",
}  # fmt: skip
NEED_A_NAME = {"group"}  # without one a fold, of which only what opens it is heard


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.words)
def test_each_claim_of_the_statement_has_a_test(claim: AccessibilityClaim) -> None:
    file, _, name = claim.test.partition("::")
    functions = ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
    assert name in {
        function.name
        for function in functions
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    }


async def test_every_page_leads_to_the_statement(stranger: Browser) -> None:
    await stranger.get("/nowhere")
    page = await stranger.get(stranger.page.links["Accessibility"])
    assert (stranger.status, page.titles[0]) == (200, "Accessibility statement")
    assert [claim.words for claim in CLAIMS if claim.words not in page.words] == []
    assert "This statement was prepared on 30 November 2026." in page.words
    assert "Contact:" not in page.words


async def test_the_statement_is_in_the_language_of_the_reader(amira: Browser, bot: ScriptedBot) -> None:
    bot.context = replace(bot.context, catalogues={"cy": NullTranslations()})
    async with bot.context.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, "amira"), language="cy")
    assert (await amira.get("/accessibility")).lang == "cy"


def outline(nodes: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what a screen reader moves by, of Chromium's accessibility tree, a line each."""
    by_id = {node["nodeId"]: node for node in nodes}

    def walk(node: dict[str, Any], depth: int) -> Iterator[str]:
        role, name = node["role"]["value"], node.get("name", {}).get("value", "")
        shown = not node["ignored"] and role in MOVED_BY and bool(name or role not in NEED_A_NAME)
        if shown:
            levels = [
                each["value"]["value"] for each in node.get("properties", []) if each["name"] == "level"
            ]
            level = f" {levels[0]}" if role == "heading" else ""
            kind = "fold" if role == "DisclosureTriangle" else role
            yield f"{'  ' * depth}{kind}{level}{f': {name}' if name else ''}"
        for id in node.get("childIds", []):
            if id in by_id:
                yield from walk(by_id[id], depth + shown)

    return walk(nodes[0], 0)


async def outline_of(page: Page) -> str:
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    return "\n".join(outline(tree["nodes"]))


@pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)
async def test_a_screen_reader_hears_the_pages_as_they_are_written_down(
    app: Starlette, bot: ScriptedBot, inbox: SqlWebInbox, clock: SetClock, chromium: Chromium
) -> None:
    """ACCORD_GOLDEN=1 writes docs/accessibility.md anew: read it before you keep it."""
    bot.shows |= {
        CheckInView("k7f2", "k7f2.comment"): comment("k7f2"),
        CheckInView("k7f2", "done"): Card(
            "Thank you", (Text("That’s everything."), Buttons((Button("The first", "change k7f2.1"),)))
        ),
    }
    await inbox.post(
        WebMessage("a", web_address("riverside"), bot.shows[LatestSummaryView("riverside")], "", clock.now())
    )
    heard: dict[str, str] = {}
    async with opened(app) as here:
        stranger = await chromium.new_page()
        await stranger.goto(here)
        heard["The first page"] = await outline_of(stranger)
        page = await signed_in(app, bot, chromium, here)
        for title, path in (
            ("A person’s own page", "/me/amira"),
            ("A question", "/me/amira/check-in/k7f2"),
            ("The comment", "/me/amira/check-in/k7f2?at=k7f2.comment"),
            ("The thanks", "/me/amira/check-in/k7f2?at=done"),
            ("A channel", "/me/amira/channel/riverside"),
        ):
            await page.goto(here + path)
            heard[title] = await outline_of(page)
    async with figures(bot, inbox, [CHART]) as address:
        await page.goto(address)
        await page.locator("summary").click()
        heard["A chart in the evidence hub"] = await outline_of(page)
    written = OUTLINES.read_text("utf-8")
    if os.environ.get("ACCORD_GOLDEN"):
        for title, lines in heard.items():
            written = re.sub(
                rf"(## {title}\n.*?```\n).*?\n```", rf"\g<1>{lines}\n```", written, flags=re.DOTALL
            )
        OUTLINES.write_text(written, "utf-8")
    blocks = dict(re.findall(r"^## (.*?)\n.*?```\n(.*?)\n```", written, re.MULTILINE | re.DOTALL))
    assert blocks == heard

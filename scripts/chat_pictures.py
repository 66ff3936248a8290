"""Takes pictures of a question in Slack and in Teams, as stand-ins on this machine draw what we send.

They are https://github.com/parvalabs/local-slack, and Microsoft's own renderer of Adaptive Cards.
"""

from pathlib import Path
from typing import Any

import aiohttp
from playwright import async_api

from adapters.slack.render import render_message
from adapters.teams.render import CardRenderer
from bot.core.cards import Card
from bot.core.i18n import Translator
from tests.adapters.teams.microsoft import RENDERER
from tests.end_to_end.local_slack import HARBOUR, TOKENS, local_slack
from tests.questions.product_bank import BANK
from tests.support.every_card import every_card

URL = "https://accord.example.org"
FONT = "'Segoe UI', system-ui, sans-serif"
STYLE = f"""
body {{ font: 14px {FONT}; }}
#card {{ width: 480px; }}
button {{ font: inherit; font-weight: 600; padding: 5px 12px; }}
button {{ border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; }}
"""
# The sizes and distances that Teams uses, as far as its cards show them.
LIKE_TEAMS: dict[str, Any] = {
    "fontFamily": FONT,
    "fontSizes": {"small": 12, "default": 14, "medium": 16, "large": 18, "extraLarge": 24},
    "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "padding": 16},
    "actions": {"actionsOrientation": "horizontal", "actionAlignment": "left", "buttonSpacing": 8},
}


def question() -> Card:
    return every_card(Translator(), BANK)["check_in.question first"]


async def take_slack(page: async_api.Page, file: Path) -> None:
    async with local_slack("", {"U01MAYA": "Maya"}) as slack:
        await page.goto(slack.url)
        message = render_message(question(), URL)
        blocks = [as_section(block) if block["type"] == "rich_text" else block for block in message["blocks"]]
        body = {"channel": HARBOUR, "text": message["text"], "blocks": blocks}
        token = {"Authorization": f"Bearer {TOKENS['botToken']}"}
        async with (
            aiohttp.ClientSession(headers=token) as http,
            http.post(f"{slack.url}/api/chat.postMessage", json=body) as response,
        ):
            response.raise_for_status()
        await page.get_by_role("button", name="Skip").wait_for()
        await page.locator(".msg").screenshot(path=file)


def as_section(block: dict[str, Any]) -> dict[str, Any]:
    """Return what looks the same in Slack. local-slack draws no rich text."""
    texts = [element for section in block["elements"] for element in section["elements"]]
    marked = [f"*{each['text']}*" if each.get("style") else each["text"] for each in texts]
    return {"type": "section", "text": {"type": "mrkdwn", "text": "".join(marked)}}


async def take_teams(page: async_api.Page, file: Path) -> None:
    card = CardRenderer(URL, lambda _: "").render_card(question())
    await page.set_content(f"<style>{STYLE}</style><div id=card></div>")
    await page.add_script_tag(path=RENDERER / "dist" / "adaptivecards.js")
    await page.evaluate(
        """([content, config]) => {
          const card = new AdaptiveCards.AdaptiveCard();
          card.hostConfig = new AdaptiveCards.HostConfig(config);
          card.parse(content);
          document.getElementById("card").append(card.render());
        }""",
        [card, LIKE_TEAMS],
    )
    await page.locator("#card").screenshot(path=file)

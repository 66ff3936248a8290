"""Where to report a vulnerability of a server, in a file that researchers look for."""

from datetime import datetime

import pytest

from adapters.web.app import create_app
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer, ScriptedBot

PATH = "/.well-known/security.txt"


async def fields(bot: ScriptedBot, inbox: SqlWebInbox, contact: str, at: str) -> dict[str, str]:
    """Return the fields of the file, or none if there is no file."""
    browser = Browser(
        create_app(bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=at, contact=contact), at
    )
    await browser.get(PATH)
    if browser.status == 404:
        return {}
    assert browser.response.headers["content-type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in browser.response.text.splitlines())


async def test_it_names_the_contact_and_where_it_belongs(bot: ScriptedBot, inbox: SqlWebInbox) -> None:
    found = await fields(bot, inbox, "help@example.org", "https://accord.example.org")
    expires = datetime.fromisoformat(found.pop("Expires"))
    assert 88 <= (expires - bot.clock.now()).days <= 90
    assert found == {
        "Contact": "mailto:help@example.org",
        "Preferred-Languages": "en, cy",
        "Canonical": "https://accord.example.org/.well-known/security.txt",
    }


async def test_a_page_can_be_the_contact(bot: ScriptedBot, inbox: SqlWebInbox) -> None:
    found = await fields(bot, inbox, "https://example.org/report", "http://127.0.0.1:8000")
    assert found["Contact"] == "https://example.org/report"
    assert "Canonical" not in found


@pytest.mark.parametrize("contact", ["", "Room 12, Town Hall", "http://example.org", "a@b\nExpires: never"])
async def test_there_is_none_without_an_address_that_programs_can_use(
    bot: ScriptedBot, inbox: SqlWebInbox, contact: str
) -> None:
    assert await fields(bot, inbox, contact, "https://accord.example.org") == {}

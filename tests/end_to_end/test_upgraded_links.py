"""What version 0.1.0 gave out works after an upgrade: cookies, links, charts, buttons and tokens."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from adapters.slack.block_kit import TextBoxValue
from adapters.slack.manifest import SCOPES
from adapters.slack.settings import SlackSettings
from adapters.slack.tokens import SlackToken
from adapters.teams.settings import TeamsSettings
from bot.app import open_application
from bot.core.ports import Installation
from bot.language.parser import parse
from bot.settings import Settings
from storage.crypto import SecretBox
from storage.migrate import migrate
from tests.adapters.web.browser import Browser
from tests.storage.old_databases import FOLDER, SECRET, load
from tests.storage.test_upgrades import LEFT_AT
from tests.support.fakes import SetClock

GIVEN: dict[str, Any] = json.loads((FOLDER / "8a30e3a-links.json").read_text())
DILYS, NIA = "person-dilys", "2n64dunwxgn6c64h"
INVITATION = "winter-6670-jasmine"
SETTINGS = (
    (Settings, "data database_url keys_url public_url secret_key metrics_token host port smtp_url mail_from"),
    (Settings, "mail_per_minute"),
    (SlackSettings, "signing_secret bot_token client_id client_secret app_token api_url"),
    (TeamsSettings, "app_id app_password tenant_id allowed_tenants openid_metadata_url token_url"),
    (TeamsSettings, "allowed_service_hosts"),
)


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    """A browser, at a server that an upgrade has just brought to this version."""
    old = load("8a30e3a", tmp_path)
    with closing(sqlite3.connect(tmp_path / "accord.db")) as connection, connection:
        connection.execute("UPDATE sign_ins SET browser = ?", (GIVEN["browser"],))
        connection.execute("UPDATE passes SET id = ?", (GIVEN["login_link_hash"],))
    await migrate(old.url)
    settings = Settings(
        data=tmp_path, database_url=old.url, keys_url=old.keys_url, secret_key=SecretStr(SECRET)
    )
    async with open_application(settings, SetClock(LEFT_AT)) as application:
        yield Browser(application.app)


async def test_a_browser_stays_signed_in(browser: Browser) -> None:
    browser.http.cookies.set("accord", GIVEN["cookie"])
    await browser.get(f"/me/{DILYS}")
    assert browser.status == 200


async def test_a_login_link_signs_in(browser: Browser) -> None:
    await browser.get(GIVEN["login_link"])
    await browser.press("Open my page")
    assert (browser.status, browser.path) == (200, f"/me/{NIA}")


async def test_a_login_link_in_an_email_signs_in(browser: Browser) -> None:
    await browser.get(GIVEN["mailed_link"])
    await browser.press("Open my page")
    assert (browser.status, browser.path) == (200, f"/me/{DILYS}")


async def test_an_invitation_lets_somebody_ask_to_join(browser: Browser) -> None:
    await browser.get(f"/join/{INVITATION}")
    page = await browser.press("Ask to join", organisation="Reed Trust", name="Mair")
    assert "Your request has been sent" in page.titles


async def test_a_link_that_stops_emails_stops_them(browser: Browser) -> None:
    await browser.get(GIVEN["stop_link"])
    page = await browser.press("Stop emails")
    assert page.titles[0] == "We have stopped your emails"


async def test_an_address_is_confirmed(browser: Browser) -> None:
    browser.http.cookies.set("accord", GIVEN["cookie"])
    await browser.get(GIVEN["confirmation_link"])
    page = await browser.press("Yes, email me there")
    assert page.titles[0] == "Your email address is confirmed"


async def test_a_chart_that_was_posted_is_drawn(browser: Browser) -> None:
    await browser.get(GIVEN["chart"])
    assert (browser.status, browser.response.headers["content-type"]) == (200, "image/png")


def test_the_token_of_a_slack_workspace_is_read() -> None:
    id = GIVEN["slack_installation"]
    given = SecretBox((SECRET,)).decrypt(id, bytes.fromhex(GIVEN["slack_token"]))
    token = SlackToken.of(Installation(id, given, None))
    assert (token.access, token.refresh, token.since) == (
        "a made-up token",
        "another made-up token",
        LEFT_AT,
    )


@pytest.mark.parametrize("sentence", GIVEN["buttons"])
def test_a_button_of_a_posted_card_is_understood(sentence: str) -> None:
    assert parse(sentence)


@pytest.mark.parametrize("value", GIVEN["text_boxes"])
def test_a_text_box_of_a_posted_card_is_understood(value: str) -> None:
    box = TextBoxValue.read(value)
    assert box


@pytest.mark.parametrize(("settings", "names"), SETTINGS)
def test_no_setting_has_lost_its_name(settings: type[BaseSettings], names: str) -> None:
    assert set(names.split()) <= settings.model_fields.keys()


def test_slack_gives_no_further_permission() -> None:
    """Otherwise every workspace has to install the app again, and docs/releases.md has to say so."""
    assert SCOPES.keys() == set(GIVEN["slack_scopes"])

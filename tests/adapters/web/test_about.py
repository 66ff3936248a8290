"""The page that says who operates a server."""

from importlib.metadata import version

from adapters.web.app import create_app
from bot.settings import DataTerms, ServiceLinks
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer, ScriptedBot

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


async def test_it_says_what_the_settings_tell(bot: ScriptedBot, inbox: SqlWebInbox) -> None:
    app = create_app(
        bot,
        inbox,
        FakeRenderer(),
        secret_keys=KEYS,
        public_url=HERE,
        contact="help@example.org",
        links=ServiceLinks("https://example.org/privacy", "https://example.org/support"),
        data_terms=DataTerms("Harbour Council", LICENCE),
    )
    browser = Browser(app)
    page = await browser.get("/about")
    assert (browser.status, page.titles[0]) == (200, "About this service")
    assert {"Harbour Council", "help@example.org"} <= {*page.words}
    assert page.links[LICENCE] == LICENCE
    assert page.links["Privacy policy"] == "https://example.org/privacy"


async def test_it_says_which_version_of_the_software_it_is_and_under_which_licence(stranger: Browser) -> None:
    page = await stranger.get("/about")
    assert f"Accord {version('accord')}" in page.words
    assert page.links["Apache 2.0"] == "https://www.apache.org/licenses/LICENSE-2.0"


async def test_it_says_where_the_settings_tell_nothing(stranger: Browser) -> None:
    words = " ".join((await stranger.get("/about")).words)
    assert "They have not given their name." in words
    assert "There is no licence for the results." in words

"""The documentation at /docs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.web.app import create_app
from adapters.web.documentation import documentation_routes
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer, ScriptedBot

Reading = Callable[[Path], Browser]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "site/index.html": "The first page",
        "site/404.html": "No such page",
        "site/operate/slack/index.html": "Slack",
        "site/site.css": "a {}",
        "secret": "A secret",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    return tmp_path / "site"


@pytest.fixture
def reading(bot: ScriptedBot, inbox: SqlWebInbox) -> Reading:
    """Return a browser before an Accord whose documentation was built into this folder."""

    def read(folder: Path) -> Browser:
        return Browser(
            create_app(
                bot,
                inbox,
                FakeRenderer(),
                secret_keys=KEYS,
                public_url=HERE,
                extra_pages=lambda site: documentation_routes(site, folder),
            )
        )

    return read


@pytest.mark.parametrize(
    ("path", "words", "kind"),
    [
        ("/docs/", "The first page", "text/html; charset=utf-8"),
        ("/docs/operate/slack/", "Slack", "text/html; charset=utf-8"),
        ("/docs/site.css", "a {}", "text/css; charset=utf-8"),
    ],
)
async def test_everybody_reads_it_without_being_signed_in(
    reading: Reading, folder: Path, path: str, words: str, kind: str
) -> None:
    browser = reading(folder)
    await browser.get(path)
    headers = browser.response.headers
    assert (browser.status, browser.response.text, headers["content-type"]) == (200, words, kind)
    assert "script-src 'self'" in headers["content-security-policy"]
    assert browser.secret == {}


@pytest.mark.parametrize("path", ["/docs", "/docs/operate/slack"])
async def test_a_folder_leads_to_its_page_on_the_same_host(reading: Reading, folder: Path, path: str) -> None:
    response = await reading(folder).http.get(path, headers={"Host": "elsewhere.example.org"})
    assert (response.status_code, response.headers["location"]) == (307, f"{path}/")


async def test_a_page_that_has_not_changed_is_not_sent_again(reading: Reading, folder: Path) -> None:
    browser = reading(folder)
    await browser.get("/docs/")
    assert browser.response.headers["cache-control"] == "no-cache"
    await browser.get("/docs/", headers={"If-None-Match": browser.response.headers["etag"]})
    assert (browser.status, browser.response.content) == (304, b"")


async def test_only_the_head_is_sent_to_who_asks_for_it(reading: Reading, folder: Path) -> None:
    response = await reading(folder).http.head("/docs/operate/slack/")
    assert (response.status_code, response.headers["content-length"], response.content) == (200, "5", b"")


async def test_nothing_can_be_sent_to_it(reading: Reading, folder: Path) -> None:
    response = await reading(folder).http.post("/docs/operate/slack/", data={"a": "b"})
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    ["/docs/nowhere", "/docs/operate/", "/docs/%2e%2e/secret", "/docs/..%2fsecret", "/docs//etc/hosts"],
)
async def test_what_is_not_there_is_not_found(reading: Reading, folder: Path, path: str) -> None:
    browser = reading(folder)
    await browser.get(path)
    headers = browser.response.headers
    assert (browser.status, browser.response.text) == (404, "No such page")
    assert (headers["cache-control"], browser.secret) == ("no-store", {})


@pytest.mark.parametrize("path", ["/docs", "/docs/operate/slack/"])
async def test_where_it_was_not_built_one_reads_where_it_is(
    reading: Reading, tmp_path: Path, path: str
) -> None:
    browser = reading(tmp_path / "nothing")
    page = await browser.get(path)
    assert (browser.status, page.titles[0]) == (404, "The documentation is not here")
    assert any("the folder docs of the source code" in words for words in page.words)


async def test_every_page_of_accord_leads_to_it(stranger: Browser) -> None:
    for path in ("/", "/about", "/nowhere"):
        assert (await stranger.get(path)).links["Help and documentation"] == "/docs/"

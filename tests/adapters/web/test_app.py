import pytest

from adapters.web.app import create_app
from adapters.web.chart_links import ChartLinks
from bot.settings import ServiceLinks
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer, ScriptedBot
from tests.support.fakes import SetClock


async def test_a_chart_is_shown_to_everybody_who_has_its_address(amira: Browser, stranger: Browser) -> None:
    page = await amira.get("/me/amira/results/riverside")
    address = next(image["src"] for image in page.images if image["src"].startswith("/charts/"))
    await stranger.get(address)
    assert (stranger.status, stranger.response.content) == (200, b"a picture of Trust is steady")
    headers = stranger.response.headers
    await stranger.get(f"{address}?narrow")  # for a telephone
    assert stranger.response.content == b"a narrow picture of Trust is steady"
    await stranger.get(f"{address}?narrow&dark")
    assert stranger.response.content == b"a narrow dark picture of Trust is steady"
    await stranger.get(f"{address}?small&dark")  # for Teams
    assert stranger.response.content == b"a small dark picture of Trust is steady"
    assert (headers["content-type"], headers["cache-control"]) == ("image/png", "private, max-age=86400")


async def test_a_chart_is_not_found_by_a_guess_or_when_it_is_gone(stranger: Browser, clock: SetClock) -> None:
    seen = []
    for signed in ("trend:r26", "a.b", ChartLinks(KEYS).path("trend:gone", "en", clock.now())[8:-4]):
        await stranger.get(f"/charts/{signed}.png")
        seen.append(stranger.status)
    assert seen == [404, 404, 404]


@pytest.mark.parametrize(
    "path", ["/static/accord.css", "/static/posts.js", "/static/fonts/Inter-SemiBold.ttf"]
)
async def test_static_files_are_served(stranger: Browser, path: str) -> None:
    await stranger.get(path)
    assert stranger.status == 200


async def test_no_page_loads_anything_from_another_site(amira: Browser) -> None:
    for path in ("/", "/me/amira", "/me/amira/channel/riverside"):
        await amira.get(path)
        assert "//" not in amira.response.text.replace("<!--", "")


async def test_each_page_ends_with_the_links_that_are_set(bot: ScriptedBot, inbox: SqlWebInbox) -> None:
    links = ServiceLinks(privacy="https://example.org/privacy", terms="https://example.org/terms")
    app = create_app(bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE, links=links)
    page = await Browser(app).get("/")
    shown = {words: page.links[words] for words in ("Privacy", "Terms of use")}
    assert shown == {"Privacy": "/privacy", "Terms of use": links.terms}
    assert "Support" not in page.links


def test_without_a_secret_nothing_starts(bot: ScriptedBot, inbox: SqlWebInbox) -> None:
    with pytest.raises(ValueError, match="at least one secret key"):
        create_app(bot, inbox, FakeRenderer(), secret_keys=(), public_url=HERE)

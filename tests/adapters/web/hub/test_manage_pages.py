"""A coordinator runs a partnership from its hub, and adds and removes webhooks."""

import pytest
from starlette.applications import Starlette

from bot.core.webhooks import MAX_WEBHOOKS, Webhook
from bot.membership.usage_limits import WEBHOOK_TESTS
from storage.store import SqlStore
from tests.adapters.web.browser import Browser
from tests.adapters.web.hub.test_access import app, path_of, start  # noqa: F401

URL = "https://data.example.org/accord"


@pytest.fixture
async def hub(app: Starlette, store: SqlStore) -> tuple[Browser, str]:  # noqa: F811
    """Gwen's browser, and the path of her partnership's hub."""
    gwen = await start(app, "Harbour")
    return gwen, await path_of(store, "Harbour")


async def add(hub: tuple[Browser, str], name: str = "Dashboard", url: str = URL) -> Browser:
    gwen, path = hub
    await gwen.get(f"{path}/manage/webhooks")
    await gwen.press("Add the webhook", name=name, url=url)
    return gwen


async def test_a_coordinator_finds_forms_members_and_webhooks(hub: tuple[Browser, str]) -> None:
    gwen, path = hub
    page = await gwen.get(f"{path}/manage")
    assert (gwen.status, page.titles[0]) == (200, "Manage the partnership")
    assert "No round is open, and no date is set for the next one." in page.words
    assert any("Gwen Hughes" in words for words in page.words)
    assert page.links["Webhooks"] == f"{path}/manage/webhooks"
    for label, link in page.links.items():
        if "/form/" in link:
            await gwen.get(link)
            assert gwen.status == 200, label


async def test_a_secret_is_shown_once(hub: tuple[Browser, str], store: SqlStore) -> None:
    gwen = await add(hub)
    secret = next(words for words in gwen.page.words if words.startswith("whsec_"))
    page = await gwen.get(f"{hub[1]}/manage/webhooks")
    assert "Dashboard" in page.titles
    assert URL in page.words
    assert secret not in gwen.response.text
    await gwen.press("Make a new secret now")
    renewed = next(words for words in gwen.page.words if words.startswith("whsec_"))
    assert renewed != secret


async def test_a_double_press_adds_one_webhook_with_one_secret(
    hub: tuple[Browser, str], store: SqlStore
) -> None:
    gwen, path = hub
    await gwen.get(f"{path}/manage/webhooks")
    form = gwen.page.forms[-1]
    secrets = set()
    for _ in range(2):
        await gwen.post(form.action, form.fields | {"name": "Dashboard", "url": URL})
        secrets.add(next(words for words in gwen.page.words if words.startswith("whsec_")))
    async with store.read_only() as db:
        assert (await db.count(Webhook), len(secrets)) == (1, 1)


async def test_after_a_double_press_the_secret_before_stays_valid(
    hub: tuple[Browser, str], store: SqlStore
) -> None:
    gwen = await add(hub)
    await gwen.get(f"{hub[1]}/manage/webhooks")
    form = next(form for form in gwen.page.forms if form.action.endswith("/secret"))
    async with store.read_only() as db:
        (before,) = await db.find(Webhook)
    secrets = set()
    for _ in range(2):
        await gwen.post(form.action, form.fields)
        secrets.add(next(words for words in gwen.page.words if words.startswith("whsec_")))
    async with store.read_only() as db:
        (after,) = await db.find(Webhook)
    assert (after.sealed_earlier_secret, len(secrets)) == (before.sealed_secret, 1)


async def test_what_is_wrong_with_a_webhook_is_said_beside_its_field(hub: tuple[Browser, str]) -> None:
    gwen = await add(hub, name="", url="http://127.0.0.1/")
    assert gwen.status == 422
    assert any("We cannot send to that address" in words for words in gwen.page.words)
    assert 'value="http://127.0.0.1/"' in gwen.response.text


async def test_there_are_only_so_many_webhooks(hub: tuple[Browser, str], store: SqlStore) -> None:
    for _ in range(MAX_WEBHOOKS + 1):
        gwen = await add(hub)
    assert gwen.status == 422
    assert "Remove one first." in " ".join(gwen.page.words)
    async with store.read_only() as db:
        assert await db.count(Webhook) == MAX_WEBHOOKS


async def test_a_test_is_sent_and_listed_but_not_without_end(hub: tuple[Browser, str]) -> None:
    gwen = await add(hub)
    await gwen.get(f"{hub[1]}/manage/webhooks")
    await gwen.press("Send a test")
    assert {"A test", "Waiting to be sent"} <= set(gwen.page.words)
    for _ in range(WEBHOOK_TESTS.most):
        await gwen.press("Send a test")
    assert gwen.status == 422
    assert "many tests" in " ".join(gwen.page.words)


async def test_a_webhook_is_removed(hub: tuple[Browser, str], store: SqlStore) -> None:
    gwen = await add(hub)
    await gwen.get(f"{hub[1]}/manage/webhooks")
    page = await gwen.press("Yes, remove it")
    assert "Dashboard" not in page.titles
    async with store.read_only() as db:
        assert await db.count(Webhook) == 0

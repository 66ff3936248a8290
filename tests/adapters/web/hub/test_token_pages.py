"""Coordinators create and end the tokens of programs, and nobody else sees them."""

import re

import pytest
from starlette.applications import Starlette

from adapters.web.api.operations import OPERATIONS
from bot.core.models import ApiToken, Member, Role, hash_secret
from bot.handlers.hub.token_form import SCOPE_LABELS
from bot.membership.api_tokens import MAX_TOKENS
from storage.store import SqlStore
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.hub.test_access import app, path_of, start

__all__ = ["app"]

FILLED = {"name": "Board dashboard", "scopes": "rounds,themes", "days": "90"}


async def tokens(store: SqlStore) -> list[ApiToken]:
    async with store.read_only() as db:
        return await db.find(ApiToken)


@pytest.fixture
async def gwen(app: Starlette, store: SqlStore) -> Browser:
    """A coordinator, on the page of tokens."""
    gwen = await start(app, "Harbour")
    page = await gwen.get(await path_of(store, "Harbour"))
    page = await gwen.get(page.links["Manage"])
    await gwen.get(page.links["Tokens for programs"])
    return gwen


async def test_a_secret_is_shown_once(gwen: Browser, store: SqlStore) -> None:
    page = await gwen.press("Create the token", **FILLED)
    assert page.titles[0] == "Your new token"
    (secret,) = re.findall(r"accord_[a-z0-9]{32}", gwen.response.text)
    assert gwen.response.headers["cache-control"] == "no-store"
    assert f'Bearer $TOKEN" {HERE}/api/v1/themes<' in gwen.response.text
    (token,) = await tokens(store)
    assert (token.id, token.name, token.scopes) == (
        hash_secret(secret),
        "Board dashboard",
        ("rounds", "themes"),
    )
    page = await gwen.get(page.links["Go back to the tokens"])
    assert secret not in gwen.response.text
    assert {"Board dashboard", "2 March 2026, by Gwen Hughes", "30 May 2026"} <= {*page.words}


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"name": ""}, "A name needs 2 to 80 characters, with at least one letter or number."),
        ({"scopes": ""}, "Choose what the program may read."),
        ({"scopes": "comments"}, "Choose what the program may read."),
        ({"days": "4000"}, "Choose how long the token works."),
    ],
)
async def test_a_form_filled_in_wrongly_keeps_what_was_typed(
    gwen: Browser, store: SqlStore, wrong: dict[str, str], problem: str
) -> None:
    page = await gwen.press("Create the token", **FILLED | wrong)
    assert (gwen.status, page.titles[0]) == (422, "There is a problem")
    assert any(problem in words for words in page.links)
    assert page.forms[-1].fields["name"] == (FILLED | wrong)["name"]
    assert await tokens(store) == []


def test_who_lets_a_program_read_results_is_told_so() -> None:
    for operation in OPERATIONS:
        if "Results" in operation.summary:
            assert "results" in SCOPE_LABELS[operation.part], operation.path


async def test_a_double_press_creates_one_token(gwen: Browser, store: SqlStore) -> None:
    form = gwen.page.forms[-1]
    await gwen.press("Create the token", **FILLED)
    shown = gwen.response.text
    await gwen.post(form.action, form.fields | FILLED)
    assert re.findall(r"accord_[a-z0-9]{32}", gwen.response.text) == re.findall(r"accord_[a-z0-9]{32}", shown)
    assert len(await tokens(store)) == 1
    await gwen.post(form.action, form.fields | FILLED | {"scopes": "rounds"})  # changed after going back
    assert {token.scopes for token in await tokens(store)} == {("rounds", "themes"), ("rounds",)}


async def test_the_form_of_a_token_that_was_ended_creates_no_other(gwen: Browser, store: SqlStore) -> None:
    form = gwen.page.forms[-1]
    page = await gwen.press("Create the token", **FILLED)
    await gwen.get(page.links["Go back to the tokens"])
    await gwen.press("Yes, end it")
    page = await gwen.post(form.action, form.fields | FILLED)
    assert gwen.status == 422
    assert "We have received this form once already, and acted on it then." in page.words
    assert len(await tokens(store)) == 1


async def test_too_many_tokens_are_refused_with_a_word(gwen: Browser) -> None:
    for _ in range(MAX_TOKENS):
        page = await gwen.press("Create the token", **FILLED)
        await gwen.get(page.links["Go back to the tokens"])
    page = await gwen.press("Create the token", **FILLED)
    assert gwen.status == 422
    assert "A partnership can have up to 20 tokens. End one that you do not need." in page.words


async def test_a_token_is_ended(gwen: Browser, store: SqlStore) -> None:
    page = await gwen.press("Create the token", **FILLED)
    await gwen.get(page.links["Go back to the tokens"])
    page = await gwen.press("Yes, end it")
    assert "Ended" in page.words
    assert "Yes, end it" not in page.words
    (token,) = await tokens(store)
    assert token.revoked_at is not None


async def test_an_unknown_token_cannot_be_ended(gwen: Browser) -> None:
    page = await gwen.press("Create the token", **FILLED)
    await gwen.get(page.links["Go back to the tokens"])
    await gwen.press("Yes, end it", token="unknown")
    assert gwen.status == 404


async def test_members_find_no_tokens(app: Starlette, gwen: Browser, store: SqlStore) -> None:
    async with store.transaction() as db:
        (member,) = await db.find(Member)
        await db.update_if_unchanged(member, role=Role.LEAD)
    form = gwen.page.forms[-1]
    await gwen.get(form.action)
    assert gwen.status == 404
    for path in (form.action, f"{form.action}/end"):
        await gwen.post(path, form.fields | FILLED)
        assert gwen.status == 404
    assert await tokens(store) == []


async def test_a_token_is_created_only_from_a_page_of_ours(gwen: Browser, store: SqlStore) -> None:
    await gwen.post(gwen.page.forms[-1].action, FILLED)
    assert (gwen.status, await tokens(store)) == (403, [])

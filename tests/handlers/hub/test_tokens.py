"""Tokens with which programs read a partnership's hub, and what they may read."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

import pytest

from bot.core.errors import InvalidToken, MissingScope, NotFound, RateLimited, Refusal
from bot.core.models import ApiToken, Partnership
from bot.handlers.hub.access import FOR_PROGRAMS, HubPart, HubRequest
from bot.handlers.hub.tokens import CreateToken, RevokeToken, TokensView
from bot.membership.api_tokens import MAX_TOKENS, NewToken, TokenDraft
from bot.membership.usage_limits import API_REQUESTS, REFUSED_TOKENS
from tests.handlers.hub.test_access import browser_of
from tests.support.cast import AMIRA, BEN, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.scenario import Scenario

pytestmark = each_database

DRAFT = TokenDraft("Board report", ("rounds",), 30)


@dataclass(frozen=True, slots=True)
class RoundsNameView:
    part: ClassVar[HubPart] = HubPart.ROUNDS

    async def load(self, request: HubRequest) -> str:
        return request.reader.partnership.name


@dataclass(frozen=True, slots=True)
class OutcomesNameView(RoundsNameView):
    part: ClassVar[HubPart] = HubPart.OUTCOMES


@dataclass(frozen=True, slots=True)
class CommentsNameView(RoundsNameView):
    part: ClassVar[HubPart] = HubPart.COMMENTS


@dataclass(frozen=True, slots=True)
class ManageNameView(RoundsNameView):
    part: ClassVar[HubPart] = HubPart.MANAGE


async def create_token(
    scenario: Scenario, draft: TokenDraft = DRAFT, user: ScenarioUser = AMIRA, partnership: str = "harbour"
) -> NewToken:
    browser = await browser_of(scenario, user)
    _, new = await scenario.bot.hub.change_as_member(browser, partnership, CreateToken(draft))
    return new


async def test_a_program_reads_what_its_token_opens(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    new = await create_token(scenario)
    reader, name = await scenario.bot.hub.view_as_token(new.secret, RoundsNameView())
    assert (name, reader.person, reader.member) == ("Harbour Together", None, None)
    assert reader.parts == {HubPart.ROUNDS}
    with pytest.raises(MissingScope):
        await scenario.bot.hub.view_as_token(new.secret, OutcomesNameView())


async def test_presses_at_one_moment_have_one_result(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    browser, hub = await browser_of(scenario, AMIRA), scenario.bot.hub
    created = await asyncio.gather(
        *(hub.change_as_member(browser, "harbour", CreateToken(DRAFT, "nonce")) for _ in range(5))
    )
    (token,) = {new.token for _, new in created}
    await asyncio.gather(*(hub.change_as_member(browser, "harbour", RevokeToken(token.id)) for _ in range(5)))
    assert (await scenario.one(ApiToken)).revoked_at is not None


@pytest.mark.parametrize("view", [CommentsNameView(), ManageNameView()])
async def test_no_token_opens_comments_or_administration(
    scenario: Scenario, view: CommentsNameView | ManageNameView
) -> None:
    """Not even one whose row was changed."""
    await scenario.create_partnership(*SIX)
    new = await create_token(scenario, replace(DRAFT, scopes=tuple(FOR_PROGRAMS)))
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(new.token, scopes=tuple(HubPart))
    with pytest.raises(NotFound):
        await scenario.bot.hub.view_as_token(new.secret, view)
    with pytest.raises(NotFound):
        await create_token(scenario, replace(DRAFT, scopes=(view.part,)))


async def test_only_a_hash_of_the_secret_is_stored(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    new = await create_token(scenario)
    stored = await scenario.one(ApiToken)
    assert new.secret.startswith("accord_")
    assert new.secret.removeprefix("accord_") not in repr(stored)
    assert (stored.created_on, stored.created_by) == (date(2026, 3, 2), f"member:{AMIRA.member}")


async def test_a_token_ends_at_midnight_where_the_partnership_is(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    new = await create_token(scenario)
    scenario.clock.move(new.token.expires_at - scenario.clock.now() - timedelta(seconds=1))
    await scenario.bot.hub.view_as_token(new.secret, RoundsNameView())
    scenario.clock.move(timedelta(seconds=1))
    with pytest.raises(InvalidToken):
        await scenario.bot.hub.view_as_token(new.secret, RoundsNameView())
    assert new.token.expires_at.isoformat() == "2026-03-31T23:00:00+00:00"  # 1 April in London


async def test_a_revoked_token_opens_nothing_and_stays_on_the_list(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    new, browser = await create_token(scenario), await browser_of(scenario, AMIRA)
    hub, revoke = scenario.bot.hub, RevokeToken(new.token.id)
    _, revoked = await hub.change_as_member(browser, "harbour", revoke)
    assert await hub.change_as_member(browser, "harbour", revoke) == (_, revoked)
    with pytest.raises(InvalidToken):
        await hub.view_as_token(new.secret, RoundsNameView())
    _, (listed,) = await hub.view_as_member(browser, "harbour", TokensView())
    assert (listed.token, listed.created_by, listed.is_valid) == (revoked, AMIRA.name, False)


async def test_the_list_does_not_name_who_was_erased(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "make Ben coordinator now")
    partnership = await scenario.one(Partnership)
    await create_token(scenario, user=AMIRA, partnership=partnership.id)
    await scenario.says(AMIRA, "forget me now")
    browser = await browser_of(scenario, BEN)
    _, (listed,) = await scenario.bot.hub.view_as_member(browser, partnership.id, TokensView())
    assert (listed.created_by, listed.is_valid) == ("", True)


async def test_tokens_of_other_partnerships_cannot_be_revoked(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    new, browser = await create_token(scenario), await browser_of(scenario, AMIRA)
    await scenario.says(AMIRA, "start partnership Estuary")
    estuary = await scenario.one(Partnership, name="Estuary")
    for partnership, id in ((estuary.id, new.token.id), ("harbour", "unknown")):
        with pytest.raises(NotFound):
            await scenario.bot.hub.change_as_member(browser, partnership, RevokeToken(id))
    await scenario.bot.hub.view_as_token(new.secret, RoundsNameView())


async def test_members_neither_see_nor_create_tokens(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    with pytest.raises(NotFound):
        await create_token(scenario, user=BEN)
    with pytest.raises(NotFound):
        await scenario.bot.hub.view_as_member(await browser_of(scenario, BEN), "harbour", TokensView())
    assert await scenario.all(ApiToken) == []


async def test_a_partnership_has_a_limited_number_of_valid_tokens(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    browser = await browser_of(scenario, AMIRA)
    tokens = [await create_token(scenario) for _ in range(MAX_TOKENS)]
    with pytest.raises(Refusal, match="up to 20 tokens"):
        await create_token(scenario)
    await scenario.bot.hub.change_as_member(browser, "harbour", RevokeToken(tokens[0].token.id))
    await create_token(scenario)


async def test_a_token_may_be_used_so_often(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    new, other = await create_token(scenario), await create_token(scenario)
    counter = await scenario.bot.api_access.count_request(new.secret, "192.0.2.1")
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(counter, used=API_REQUESTS.most)
    with pytest.raises(RateLimited) as refused:
        await scenario.bot.api_access.count_request(new.secret, "192.0.2.2")
    assert refused.value.retry_after == API_REQUESTS.period
    await scenario.bot.api_access.count_request(other.secret, "192.0.2.1")


@pytest.mark.parametrize("secret", ["accord_" + "a" * 32, "", "é", "accord_" + "a" * 33])
async def test_a_network_may_try_few_wrong_tokens(scenario: Scenario, secret: str) -> None:
    await scenario.create_partnership(*SIX)
    new, access = await create_token(scenario), scenario.bot.api_access
    for _ in range(REFUSED_TOKENS.most):
        with pytest.raises(InvalidToken):
            await access.count_request(secret, "192.0.2.1")
    with pytest.raises(RateLimited):
        await access.count_request(secret, "192.0.2.1")
    await access.count_request(new.secret, "192.0.2.1")
    with pytest.raises(InvalidToken):
        await access.count_request(secret, "192.0.2.2")


async def test_a_token_ends_with_its_partnership(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    new = await create_token(scenario)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), ended_at=scenario.clock.now())
    with pytest.raises(InvalidToken):
        await scenario.bot.hub.view_as_token(new.secret, RoundsNameView())

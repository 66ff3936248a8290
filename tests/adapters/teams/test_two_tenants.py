"""One partnership of two organisations that each have a tenant of their own, through one registration."""

import re
from dataclasses import replace
from itertools import count
from typing import Any

from adapters.teams.tenant_commands import allow_tenant
from bot.core.models import Member, MembershipStatus, Person
from storage.tenants import SqlTenants
from tests.adapters.teams.connector_service import Service
from tests.adapters.teams.issuer import APP, TENANT, trusting
from tests.adapters.teams.teams_user import TeamsUser, card_in, every_label, labels, words
from tests.support.scenario import Scenario

PARTNER = "2c5f39cb-30b2-22e3-994f-1127e4ddb538"
JOIN_CODE = re.compile(r"\w+-\d{4}(?:-\w+)+")


def cards_to(service: Service, chat: str, since: int = 0) -> list[dict[str, Any]]:
    """Return the cards that were sent to a chat."""
    path = f"/v3/conversations/{chat}/activities"
    return [card_in(body) for _, sent_to, body in service.asked[since:] if sent_to == path]


async def answer(user: TeamsUser, card: dict[str, Any]) -> list[str]:
    """Press a point of each question. Return what the last card says."""
    while point := next((label for label in labels(card) if label in {"Partly", "Sometimes"}), ""):
        card = (await user.presses(point, card))["value"]
    return words(card)


async def test_one_round_is_asked_and_answered_in_two_tenants(
    ben: TeamsUser, scenario: Scenario, service: Service, service_url: str
) -> None:
    await ben.types("start partnership Harbour Together")
    code = JOIN_CODE.findall(str(await ben.types("invite")))[0]
    numbers = count(2)
    joiners = [
        replace(ben, id=f"29:{number}", name=f"Person {number}", home=f"a:{number}", tenant=tenant)
        for tenant in (TENANT, TENANT, PARTNER, PARTNER, PARTNER)
        for number in (next(numbers),)
    ]
    strangers = joiners[2:]
    for stranger in strangers:
        assert (await stranger.sends(type="message", text=f"join {code} as Age Well")).status_code == 403
    await allow_tenant(trusting(service_url, service_url).trust, SqlTenants(scenario.store), PARTNER)
    await scenario.passes(minutes=1)
    for joiner in joiners:
        await joiner.types(f"join {code} as {'Age Well' if joiner in strangers else 'First organisation'}")
    await scenario.passes(hours=1)
    for card in cards_to(service, ben.home):
        for label in every_label(card):
            if label.startswith("Approve "):
                await ben.presses(label, card)
    members = await scenario.all(Member)
    assert [member.standing for member in members] == [MembershipStatus.ACTIVE] * 6
    assert {person.address.workspace for person in await scenario.all(Person)} == {TENANT, PARTNER}

    before = len(service.asked)
    await ben.types("ask trust for 2 days now")
    await scenario.passes(hours=2)
    assert len({*service.bearers[before:]}) == 1  # one token for both tenants, of the app's own
    assert {asked["client_id"] for asked in service.tokens} == {APP}
    for user in (ben, *joiners):
        question = next(card for card in cards_to(service, user.home, before) if "Partly" in labels(card))
        assert (await answer(user, question))[0] == "Thank you"
    before = len(service.asked)
    await scenario.passes(days=4)
    for user in (ben, *joiners):
        assert any("6 of 6 replied." in words(card) for card in cards_to(service, user.home, before))

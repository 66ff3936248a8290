"""An organisation can require that its coordinators sign in with an account before they manage anything."""

from dataclasses import dataclass, replace

import pytest

from bot.core.cards import Card
from bot.core.errors import NotFound
from bot.core.events import Message
from bot.core.models import (
    Member,
    Organisation,
    Partnership,
    Person,
    Role,
    SignInMethod,
    hash_secret,
    web_address,
)
from bot.handlers.hub.manage import ManageView
from bot.handlers.hub.partnership import PartnershipView
from bot.handlers.request import BrowserIdentity
from tests.support.cast import AMIRA, BEN, EFE, ScenarioUser
from tests.support.databases import each_database
from tests.support.read_cards import button_sentences, reason, texts
from tests.support.scenario import Scenario

pytestmark = each_database

ASKED = "Your organisation asks its coordinators to sign in with an account."


@dataclass
class OnOurPages:
    """Somebody who is signed in on our pages."""

    scenario: Scenario
    identity: BrowserIdentity

    @classmethod
    async def by(cls, scenario: Scenario, user: ScenarioUser, method: SignInMethod) -> "OnOurPages":
        person = await scenario.person(user)
        secret = await scenario.bot.sessions.sign_in(f"browser of {person.id} {method}", person.id, method)
        return cls(scenario, BrowserIdentity(hash_secret(secret), person.id))

    async def says(self, text: str) -> Card:
        page = web_address(self.identity.person)
        message = Message(f"web:{self.scenario.bot.ids.new()}", page, page, text)
        reply = await self.scenario.bot.handle(message, identity=self.identity)
        assert reply.card is not None
        return reply.card

    async def may_manage(self) -> bool:
        partnership = (await self.scenario.one(Partnership)).id
        await self.scenario.bot.hub.view_as_member(self.identity.browser, partnership, PartnershipView())
        try:
            await self.scenario.bot.hub.view_as_member(self.identity.browser, partnership, ManageView())
        except NotFound:
            return False
        return True


async def required(scenario: Scenario) -> OnOurPages:
    """Amira's organisation requires an account. Return her, signed in with hers."""
    await scenario.start_with_riverside()
    amira = await OnOurPages.by(scenario, AMIRA, SignInMethod.ACCOUNT)
    asked = await amira.says("account sign-in on")
    assert asked.title == "Require an account of your coordinators?"
    assert (await amira.says(button_sentences(asked)["Require an account"])).title == "Done"
    return amira


@pytest.mark.parametrize("method", [SignInMethod.LINK, SignInMethod.EMAIL, SignInMethod.FORM])
async def test_a_link_gives_a_coordinator_the_rights_of_a_member(
    scenario: Scenario, method: SignInMethod
) -> None:
    amira = await required(scenario)
    by_link = await OnOurPages.by(scenario, AMIRA, method)
    for sentence in ("invite", "threshold 6", "new link for Ben Okoro", "account sign-in off"):
        assert reason(await by_link.says(sentence)).startswith(ASKED)
    assert (await by_link.says("members")).title != "Not done"
    assert (await by_link.may_manage(), await amira.may_manage()) == (False, True)
    assert (await amira.says("invite")).title != "Not done"
    assert (await scenario.says(AMIRA, "invite")).title != "Not done"  # Slack knows who writes


async def test_without_the_rule_a_link_is_enough(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    by_link = await OnOurPages.by(scenario, AMIRA, SignInMethod.LINK)
    assert await by_link.may_manage()
    assert (await by_link.says("invite")).title != "Not done"


async def test_the_rule_is_about_coordinators_of_that_organisation_alone(scenario: Scenario) -> None:
    await required(scenario)
    await scenario.says(AMIRA, "make Ben Okoro coordinator now")
    ben = await OnOurPages.by(scenario, BEN, SignInMethod.LINK)
    assert (await scenario.one(Member, person=ben.identity.person)).role is Role.COORDINATOR
    assert await ben.may_manage()


@pytest.mark.parametrize("method", [SignInMethod.LINK, None])
async def test_nobody_switches_it_on_before_their_own_account_works(
    scenario: Scenario, method: SignInMethod | None
) -> None:
    await scenario.start_harbour()
    if method:
        refused = await (await OnOurPages.by(scenario, AMIRA, method)).says("account sign-in on now")
    else:
        refused = await scenario.says(AMIRA, "account sign-in on now")
    assert reason(refused).startswith("Sign in on our pages with your Slack or Teams account first")
    assert [each.account_required_at for each in await scenario.all(Organisation)] == [None]


async def test_it_is_switched_off_in_a_chat_or_with_an_account(scenario: Scenario) -> None:
    amira = await required(scenario)
    for off in (scenario.says(AMIRA, "account sign-in off"), amira.says("account sign-in off")):
        assert button_sentences(await off) == {"Require an account": "account sign-in on"}
        await amira.says("account sign-in on now")
    state = await amira.says("account sign-in")
    assert button_sentences(state) == {"Allow links again": "account sign-in off"}
    before = [each.account_required_at for each in await scenario.all(Organisation)]
    await amira.says("account sign-in on now")
    assert [each.account_required_at for each in await scenario.all(Organisation)] == before


async def test_a_link_of_a_lead_does_not_switch_it_off(scenario: Scenario) -> None:
    await required(scenario)
    await scenario.add(AMIRA, EFE, "Borough Council")
    await scenario.says(AMIRA, f"make {EFE.token} lead")
    efe = await OnOurPages.by(scenario, EFE, SignInMethod.EMAIL)
    assert (await scenario.one(Member, person=efe.identity.person)).role is Role.LEAD
    assert reason(await efe.says("account sign-in off")).startswith("Sign in with your account first.")
    assert (await scenario.says(EFE, "account sign-in off")).title == "Done"


async def test_coordinators_without_an_account_are_named_first(scenario: Scenario) -> None:
    await scenario.start_harbour()
    amira = await OnOurPages.by(scenario, AMIRA, SignInMethod.ACCOUNT)
    asked = await amira.says("account sign-in on")
    assert len(texts(asked)) == 1
    member, page = await scenario.one(Member), web_address("gwen")
    async with scenario.store.transaction() as db:
        await db.add(Person("gwen", page, page, "Gwen", "Europe/London", "en"))
        await db.add(replace(member, id="gwen", person="gwen"))
    asked = await amira.says("account sign-in on")
    assert texts(asked)[1] == "No account in Slack or Teams: Gwen. They can no longer manage it."

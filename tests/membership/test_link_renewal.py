"""A lost device is cured by a new sign-in link, and nobody's answers are touched."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.cards import Card
from bot.core.models import (
    Answer,
    BrowserSession,
    Invitation,
    LoginLink,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    Role,
    Round,
    RoundState,
    hash_secret,
    web_address,
)
from bot.core.ports import WebMessage
from bot.handlers.check_in import CheckInView
from bot.handlers.request import BrowserIdentity
from bot.handlers.views import HomeView, OverviewView, View
from bot.rounds import answers
from tests.support.cast import AMIRA, BEN, CERYS, DILYS, EFE, FARAH, GWIL, LOWRI, ScenarioUser, web_user
from tests.support.databases import each_database
from tests.support.read_cards import facts, labels, link, reason, says, small_print, texts, words
from tests.support.scenario import Scenario

RUTH = replace(CERYS, name="Ruth", language="en")
NEW_LINK = "new link for Ruth"
PEOPLE = (AMIRA, BEN, RUTH, DILYS, EFE, FARAH, GWIL, LOWRI)


@pytest.fixture
async def asked(scenario: Scenario) -> Scenario:
    """Ruth, who has only a browser, has answered the open round when she loses it."""
    await scenario.open_first_round(*PEOPLE)
    await scenario.fill(4, 4, 4, 4, 4, 4, 4, 4, comments={RUTH: "The chair listens."})
    await scenario.bot.sessions.sign_in("", RUTH.person.id)
    return scenario


async def new_link(scenario: Scenario, actor: ScenarioUser = AMIRA, sentence: str = NEW_LINK) -> Card:
    """Say the sentence and confirm it; return the card with the link."""
    await scenario.says(actor, sentence)
    return await scenario.presses(actor, "Make a new sign-in link")


async def opens(scenario: Scenario, card: Card) -> str:
    """Open the link of a card in a new browser; return the id of the person that it signs in."""
    redeemed = await scenario.bot.sessions.redeem_login_link("", link(card).rpartition("/")[2])
    return redeemed.person


@each_database
async def test_a_new_phone_in_the_middle_of_a_round_costs_nobody_an_answer(asked: Scenario) -> None:
    before = await asked.all(Answer)
    invitations, member = await asked.all(Invitation), await asked.one(Member, id=RUTH.member)
    assert await opens(asked, await new_link(asked)) == RUTH.person.id
    assert sorted(await asked.all(Answer), key=repr) == sorted(before, key=repr)
    assert await asked.all(Invitation) == invitations
    now = await asked.one(Member, id=RUTH.member)
    assert replace(now, new_link_by=None, new_link_at=None) == member
    (invitation,) = await asked.all(Invitation, member=RUTH.member)
    await asked.says(RUTH, f"answer {invitation.id}.1 1", pressed=True)  # from the new phone
    assert len(await asked.all(Answer)) == len(before)  # under the same pseudonym
    await asked.closes()
    round_ = await asked.one(Round)
    assert (round_.state, round_.invited, round_.replies) == (RoundState.CLOSED, 8, 8)


@each_database
async def test_the_old_ways_in_end_when_the_link_is_made(asked: Scenario) -> None:
    now = asked.clock.now()
    async with asked.store.transaction() as db:
        await db.add(
            LoginLink("old", RUTH.person.id, now + timedelta(days=1)),
            WebMessage("p1", RUTH.address, Card("Hello"), "", now),
        )
    assert len(await asked.all(BrowserSession, person=RUTH.person.id)) == 1
    await asked.says(AMIRA, NEW_LINK)
    assert len(await asked.all(BrowserSession, person=RUTH.person.id)) == 1  # not before it is confirmed
    card = await asked.presses(AMIRA, "Make a new sign-in link")
    assert await asked.all(BrowserSession, person=RUTH.person.id) == []
    assert await asked.all(WebMessage, to=RUTH.address) == []
    secret = link(card).rpartition("/")[2]
    assert [kept.id for kept in await asked.all(LoginLink)] == [hash_secret(secret)]


async def test_whoever_makes_a_link_reads_first_what_it_does(asked: Scenario) -> None:
    card = await asked.says(AMIRA, NEW_LINK)
    assert card.title == "Make a new sign-in link for Ruth?"
    assert texts(card) == [
        (
            "Ruth will be signed out everywhere, and their old links will stop working. The messages on "
            "their page will be deleted. Their answers and their membership stay."
        ),
        (
            "Anyone who opens the link can answer as Ruth. So the list of members will show everyone "
            "that you made it, and we will tell Ruth."
        ),
    ]
    done = await asked.presses(AMIRA, "Make a new sign-in link")
    assert "The list of members now shows everyone that you made this link for Ruth." in texts(done)
    assert small_print(done) == ["It works once, until 16 March 2026."]


@each_database
async def test_everybody_sees_in_the_roster_who_made_a_link_and_when(asked: Scenario) -> None:
    await new_link(asked)
    shown = "member · new sign-in link made by Amira Khan on 2 March 2026"
    for viewer in (BEN, RUTH, EFE, GWIL):
        assert shown in facts(await asked.says(viewer, "members")).values()
    async with asked.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), next_round_at=None)
    await asked.passes(days=80)
    assert facts(await asked.says(EFE, "members"))["Ruth"] == shown
    await asked.passes(days=11)
    assert facts(await asked.says(EFE, "members"))["Ruth"] == "member"
    assert "new sign-in link made on 2 March 2026" in words(await asked.says(RUTH, "my data"))


async def test_a_link_of_somebody_who_has_gone_is_still_shown(asked: Scenario) -> None:
    await new_link(asked, LOWRI)
    await asked.says(LOWRI, "forget me now")
    assert facts(await asked.says(EFE, "members"))["Ruth"] == (
        "member · new sign-in link made by someone who has left on 2 March 2026"
    )
    assert (await asked.one(Member, id=RUTH.member)).new_link_by == ""


async def test_the_member_is_told_on_their_page(asked: Scenario) -> None:
    await new_link(asked)
    (told,) = [card for card in await asked.collect_cards(RUTH) if "sign-in link" in card.title]
    assert words(told).splitlines() == [
        "You have a new sign-in link",
        (
            "Amira Khan made it on 2 March 2026, for Harbour Together. Your earlier links for it "
            "have stopped working, and your browsers are signed out of it. Your answers are kept."
        ),
        "If you did not ask for it, tell the other members. Anyone who has the link can answer as you.",
    ]


async def test_who_opens_the_link_is_not_shown_what_was_answered(asked: Scenario) -> None:
    person = RUTH.person.id
    identity = BrowserIdentity(hash_secret("phone"), person)
    async with asked.store.transaction() as db:
        await db.add(BrowserSession("s", identity.browser, person, asked.clock.now() + timedelta(days=9)))
    (invitation,) = await asked.all(Invitation, member=RUTH.member)
    steps = ["", *(f"{invitation.id}.{step}" for step in (1, 2, 3, 4, 5, answers.COMMENT))]

    async def everything_shown() -> list[object]:
        checks = (CheckInView(invitation.id, step) for step in steps)
        views: list[View[object]] = [HomeView(), OverviewView(), *checks]
        pages = [(await asked.bot.view_in_browser(identity, view))[1] for view in views]
        sentences = ("check-in", "status", "my data", "members", f"change {steps[1]}", f"change {steps[-1]}")
        return [*pages, *[await asked.says(RUTH, sentence) for sentence in sentences]]

    before = await everything_shown()
    await asked.fill(*[1] * 8, comments={RUTH: "Nobody listens."})
    assert await everything_shown() == before
    assert "listens" not in repr(before)


async def test_adding_somebody_again_who_is_in_offers_a_new_link(asked: Scenario) -> None:
    refused = await asked.says(AMIRA, "add Ruth to Cegin Gymunedol")
    assert reason(refused).startswith("Ruth has already joined.")
    assert labels(refused) == ["Make a new sign-in link", "Show the members"]
    assert (
        await asked.presses(AMIRA, "Make a new sign-in link")
    ).title == "Make a new sign-in link for Ruth?"
    assert (await asked.presses(AMIRA, "Make a new sign-in link")).title == "Sign-in link for Ruth"


async def test_a_lead_makes_links_for_their_own_organisation(asked: Scenario) -> None:
    assert (await new_link(asked, DILYS)).title == "Sign-in link for Ruth"
    assert reason(await asked.says(BEN, NEW_LINK)) == (
        "Only a coordinator can do this for other organisations. Your coordinators are Amira Khan and Lowri."
    )
    assert reason(await asked.says(EFE, NEW_LINK)).startswith("Only a lead or a coordinator can do this.")
    async with asked.store.transaction() as db:
        await db.update_if_unchanged(await asked.one(Member, id=RUTH.member), role=Role.COORDINATOR)
    assert reason(await asked.says(DILYS, f"{NEW_LINK} now")) == (
        "Ruth is a coordinator. Only another coordinator can make a link for them."
    )
    assert (await new_link(asked, AMIRA)).title == "Sign-in link for Ruth"


async def test_those_who_need_no_new_link_are_told_what_they_can_do(asked: Scenario) -> None:
    assert reason(await asked.says(AMIRA, "new link for Ben Okoro")) == (
        "Ben Okoro signs in through their chat. They can type hub there to get a link."
    )
    assert reason(await asked.says(DILYS, "new link for me")) == (
        "You can make a link for another device in your settings."
    )
    async with asked.store.transaction() as db:
        member = await db.update_if_unchanged(
            await asked.one(Member, id=RUTH.member), standing=MembershipStatus.WAITING
        )
    assert reason(await asked.says(AMIRA, NEW_LINK)) == ("Ruth is waiting for a coordinator’s approval.")
    async with asked.store.transaction() as db:
        await db.update_if_unchanged(member, standing=MembershipStatus.INVITED)
    refused = await asked.says(AMIRA, NEW_LINK)
    assert reason(refused) == ("Ruth has not joined yet. You can add them again to get a link.")
    assert (await asked.presses(AMIRA, "Get a link to give them")).title == "Sign-in link for Ruth"


@each_database
async def test_somebody_in_two_partnerships_gets_a_way_into_this_one_only(asked: Scenario) -> None:
    await asked.says(RUTH, "start partnership Lighthouse")
    await asked.says(RUTH, "in Lighthouse: profile organisation The Lighthouse")
    card = await asked.says(AMIRA, NEW_LINK)
    assert texts(card)[0].startswith("Ruth is or was in another partnership too.")
    opened = await opens(asked, await asked.presses(AMIRA, "Make a new sign-in link"))
    assert opened != RUTH.person.id
    phone = web_user("Ruth", opened)
    assert (await asked.says(phone, "members")).title == "Members of Harbour Together"
    assert reason(await asked.says(phone, "in Lighthouse: members")).startswith("“Lighthouse”")
    assert reason(await asked.says(RUTH, "in Harbour Together: status")).startswith(
        "“Harbour Together” is not one of your partnerships."
    )
    assert (await asked.says(RUTH, "members")).title == "Members of Lighthouse"
    assert len(await asked.all(BrowserSession, person=RUTH.person.id)) == 1
    before = len(await asked.all(Answer))
    (invitation,) = await asked.all(Invitation, member=RUTH.member)
    await asked.says(phone, f"answer {invitation.id}.1 2", pressed=True)
    assert len(await asked.all(Answer)) == before
    await asked.passes(minutes=1)
    told = {to for to, card in asked.platform.sent if card.title == "You have a new sign-in link"}
    assert told == {RUTH.address, web_address(opened)}
    assert (await asked.one(Person, id=opened)).home == web_address(opened)


async def test_a_link_is_asked_for_by_the_buttons_sentence(asked: Scenario) -> None:
    card = await asked.says(AMIRA, NEW_LINK)
    assert says(card, "Make a new sign-in link") == f"new link for member:{RUTH.member} now"


async def test_the_notice_is_not_sent_to_somebody_who_has_left(asked: Scenario) -> None:
    await new_link(asked)
    await asked.says(RUTH, "leave now")
    assert await asked.collect_cards(RUTH) == []

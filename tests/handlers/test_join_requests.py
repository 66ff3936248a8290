"""Requests to join: for which organisation, put to coordinators together, decided together or one by one."""

from datetime import timedelta

import pytest

from bot.core.cards import ShareLink, Text
from bot.core.models import Member, MembershipStatus, Organisation, Role
from bot.handlers.views import HomeView
from bot.membership.organisations import find_by_name
from tests.support.cast import AMIRA, BEN, CARYS, web_user
from tests.support.databases import each_database
from tests.support.read_cards import boxes, button_sentences, facts, labels, reason, small_print, texts
from tests.support.scenario import Scenario


def organisation(name: str, standing: MembershipStatus = MembershipStatus.ACTIVE) -> Organisation:
    return Organisation(name, "harbour", name, standing)


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        ("The Net Loft", "net  loft"),
        ("Net Loft", "The Net-Loft"),
        ("The Net Loft Ltd", "Net Loft Limited."),
        ("Net Loft C.I.C.", "Net Loft Community Interest Company"),
        ("Yr Hen Felin", "Hen Felin"),
        ("Estuary NHS Trust", "Estuary NHS Foundation Trust"),
        ("Estuary NHS", "estuary nhs trust"),
        ("Bread & Roses", "Bread and Roses"),
        ("St John's", "St Johns"),
    ],
)
def test_small_differences_in_a_name_mean_the_same_organisation(there: str, asked: str) -> None:
    known = organisation(there)
    assert find_by_name([organisation("Harbour Council"), known], asked) == known


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        ("Estuary NHS Trust", "Estuary Trust"),
        ("Net Loft", "Net Loft North"),
        ("The", "A"),
        ("Limited", "Ltd"),
        ("Harbour Council", "Harbour Borough Council"),
    ],
)
def test_other_differences_mean_another_organisation(there: str, asked: str) -> None:
    assert find_by_name([organisation(there)], asked) is None


def test_a_name_that_may_mean_two_organisations_means_none_but_its_own() -> None:
    trust, foundation = organisation("Estuary NHS Trust"), organisation("Estuary NHS Foundation Trust")
    assert find_by_name([trust, foundation], "Estuary NHS") is None
    assert find_by_name([trust, foundation], "estuary nhs foundation trust") == foundation


def test_an_organisation_that_is_present_comes_before_one_that_has_left() -> None:
    gone, here = organisation("Net Loft", MembershipStatus.LEFT), organisation("The Net Loft")
    assert find_by_name([gone, here], "Net Loft CIC") == here
    assert find_by_name([gone], "The Net Loft") == gone


async def asked_by(scenario: Scenario, *people: str, organisation: str = "Riverside Trust") -> None:
    """Let people ask to join Harbour from pages, in turn."""
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    for name in people:
        scenario.clock.move(timedelta(seconds=1))
        await scenario.says(web_user(name, name.lower()), f"join {code} as {organisation}")


@each_database
async def test_an_invitation_holds_an_address_and_a_message(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "invite")
    code = facts(card)["Code"]
    (share,) = [part for part in card.parts if isinstance(part, ShareLink)]
    message = share.with_address("https://accord.example.org")
    assert message.endswith(f"your organisation:\nhttps://accord.example.org/join/{code}")
    assert "how Harbour is going" in message
    assert small_print(card)[1].endswith(f"join {code} as Riverside Trust")


@each_database
async def test_several_requests_are_shown_and_approved_together(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await asked_by(scenario, "Ben", "Carys")
    await asked_by(scenario, "Dilys", organisation="Borough Council")
    card, *_ = (await scenario.bot.view(await scenario.person(AMIRA), HomeView())).waiting
    assert card.title == "3 people want to join Harbour"
    assert facts(card) == {
        "Ben": "Riverside Trust · new",
        "Carys": "Riverside Trust · new",
        "Dilys": "Borough Council",
    }
    assert texts(card) == ["Approving also adds Riverside Trust to the partnership."]
    done = await scenario.presses(AMIRA, "Approve all 3", on=card)
    assert texts(done) == ["Ben, Carys and Dilys have joined. We’ll let them know."]
    assert done.thread_key == card.thread_key  # so a chat shows it in the place of the request
    roles = {(await scenario.member(web_user(n, n.lower()))).role for n in ("Ben", "Dilys")}
    assert roles == {Role.LEAD, Role.MEMBER}
    assert {each.standing for each in await scenario.all(Member)} == {MembershipStatus.ACTIVE}
    assert {each.standing for each in await scenario.all(Organisation)} == {MembershipStatus.ACTIVE}
    assert [c.title for c in await scenario.collect_cards(web_user("Ben", "ben"))] == ["Welcome to Harbour"]


@each_database
async def test_requests_at_the_same_time_reach_a_coordinator_in_one_message(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await asked_by(scenario, "Ben", "Carys")
    assert [card.title for card in await scenario.collect_cards(AMIRA)] == ["2 people want to join Harbour"]
    await asked_by(scenario, "Dilys")
    assert [card.title for card in await scenario.collect_cards(AMIRA)] == ["3 people want to join Harbour"]


async def test_somebody_approved_meanwhile_is_passed_over(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await asked_by(scenario, "Ben", "Carys")
    card, *_ = (await scenario.bot.view(await scenario.person(AMIRA), HomeView())).waiting
    one_by_one = await scenario.presses(AMIRA, "Decide one by one", on=card)
    assert labels(one_by_one)[:4] == [
        "Approve Ben",
        "Decline Ben",
        "Choose another organisation",
        "Approve Carys",
    ]
    ben = await scenario.presses(AMIRA, "Approve Ben", on=one_by_one)
    assert texts(ben) == ["Ben has joined. We’ll let them know.", "1 more person is waiting."]
    done = await scenario.presses(AMIRA, "Approve all 2", on=card)
    assert texts(done) == ["Carys has joined. We’ll let them know."]
    assert reason(await scenario.presses(AMIRA, "Approve all 2", on=card)) == (
        "Ben is not waiting for approval any more."
    )
    assert texts(await scenario.says(AMIRA, "requests")) == ["Nobody is waiting to join."]


async def test_where_there_is_one_organisation_there_is_no_other_to_choose(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await asked_by(scenario, "Dilys", organisation="Borough Council")
    assert labels(await scenario.says(AMIRA, "requests"))[:2] == ["Approve Dilys", "Decline Dilys"]
    assert "Choose another organisation" not in labels(await scenario.says(AMIRA, "requests"))


async def test_the_others_are_at_hand_after_one_is_declined(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await asked_by(scenario, "Ben", "Carys")
    card = await scenario.says(AMIRA, "requests")
    declined = await scenario.presses(AMIRA, "Decline Ben", on=card)
    assert texts(declined)[1] == "1 more person is waiting."
    assert button_sentences(await scenario.presses(AMIRA, "See the requests")).keys() >= {"Approve Carys"}


@each_database
async def test_a_coordinator_approves_somebody_for_another_organisation(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await asked_by(scenario, "Dilys", organisation="Riverside")
    card = await scenario.says(AMIRA, "requests")
    choice = await scenario.presses(AMIRA, "Choose another organisation", on=card)
    assert texts(choice) == ["Dilys gave the name Riverside."]
    assert (labels(choice), boxes(choice)) == (["Borough Council", "Riverside Trust"], {})
    await scenario.presses(AMIRA, "Riverside Trust", on=choice)
    dilys = await scenario.member(web_user("Dilys", "dilys"))
    (riverside,) = await scenario.all(Organisation, name="Riverside Trust")
    assert (dilys.organisation, dilys.role) == (riverside.id, Role.MEMBER)
    (misnamed,) = await scenario.all(Organisation, name="Riverside")
    assert misnamed.standing is MembershipStatus.LEFT


async def test_only_a_coordinator_chooses_an_organisation(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await asked_by(scenario, "Dilys", organisation="Riverside")
    dilys = await scenario.member(web_user("Dilys", "dilys"))
    assert (await scenario.says(BEN, f"choose organisation for {dilys.id}")).refused
    assert (await scenario.says(BEN, "requests")).refused
    unknown = await scenario.says(AMIRA, f"approve {dilys.id} for Nowhere")
    assert list(button_sentences(unknown)) == ["Borough Council", "Riverside", "Riverside Trust"]


@each_database
async def test_a_stranger_with_a_code_learns_nothing_before_approval(scenario: Scenario) -> None:
    """Neither the partnership's name nor its organisations: those are in the coordinator's own message."""
    await scenario.start_with_riverside()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    card = await scenario.says(CARYS, f"join {code} as riverside")
    again = await scenario.says(CARYS, f"join {code} as riverside")
    for shown in (card, again, await scenario.says(CARYS, "members"), await scenario.says(CARYS, "my data")):
        assert not [name for name in ("Harbour", "Borough", "Amira", "Trust") if name in repr(shown)]


async def test_forty_people_of_one_network_join_in_a_minute(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    for n in range(40):
        card = await scenario.says(web_user(f"P{n:02}", f"p{n}"), f"join {code} as Mill", network="192.0.2.1")
        assert card.title == "Your request has been sent"
    request, *_ = (await scenario.bot.view(await scenario.person(AMIRA), HomeView())).waiting
    assert request.title == "40 people want to join Harbour"
    await scenario.presses(AMIRA, "Approve all 40", on=request)
    assert len(await scenario.all(Member, standing=MembershipStatus.ACTIVE)) == 41


async def test_somebody_who_waits_sees_so_on_their_page_and_can_cancel(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await asked_by(scenario, "Dilys")
    dilys = web_user("Dilys", "dilys")
    home = await scenario.bot.view(await scenario.person(dilys), HomeView())
    assert ([card.title for card in home.waiting], home.start) == (["Your request has been sent"], None)
    assert texts(home.waiting[0])[0].endswith("You can also come back to this page.")
    await scenario.presses(dilys, "Cancel my request", on=home.waiting[0])
    assert (await scenario.says(AMIRA, "requests")).parts == (Text("Nobody is waiting to join."),)

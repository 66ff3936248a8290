from dataclasses import replace
from datetime import timedelta
from gettext import NullTranslations

import pytest

from bot.core.models import (
    ApiToken,
    Channel,
    JoinCode,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
    Round,
    RoundState,
    web_address,
)
from tests.support.cast import AMIRA, BEN, CARYS, CAST, CHANNEL, EVE, SIX, web_user
from tests.support.databases import each_database
from tests.support.read_cards import boxes, button_sentences, facts, reason, small_print, texts
from tests.support.scenario import Scenario

FEW_SEE_LESS = (
    "With fewer than 9 members you often see less: “4.0 or more” instead of a score, and not how far "
    "people agree."
)

pytestmark = each_database


async def test_a_partnership_starts_with_its_founder_as_coordinator(scenario: Scenario) -> None:
    scenario.bot.context = replace(scenario.context, catalogues={"cy": NullTranslations()})
    card = await scenario.says(AMIRA, "start partnership Harbour", zone="Europe/Dublin", language="cy-GB")
    assert card.title == "Harbour has started"
    assert button_sentences(card)["Invite people"] == "invite"
    (person,) = await scenario.all(Person)
    assert person == Person(person.id, AMIRA.address, AMIRA.address, "Amira Khan", "Europe/Dublin", "cy")
    (it,) = await scenario.all(Partnership)
    assert it == Partnership(it.id, "Harbour", "Europe/Dublin", "cy", scenario.clock.now())
    (organisation,) = await scenario.all(Organisation)
    assert (organisation.name, organisation.standing) == ("First organisation", MembershipStatus.ACTIVE)
    (member,) = await scenario.all(Member)
    assert (member.role, member.standing, member.since_at) == (
        Role.COORDINATOR,
        MembershipStatus.ACTIVE,
        scenario.clock.now(),
    )
    assert [(each.address, each.name) for each in await scenario.all(Channel)] == [
        (web_address(it.id), "Harbour")
    ]


async def test_somebody_on_the_web_is_known_by_the_id_in_their_address(scenario: Scenario) -> None:

    await scenario.says(web_user("Dilys", "abc"), "start partnership Harbour")
    assert [(each.id, each.home) for each in await scenario.all(Person)] == [("abc", web_address("abc"))]


@pytest.mark.parametrize("name", ["ab", "x" * 81, "...", "Harbour: the return", "\u202eab\u200b"])
async def test_a_partnership_with_a_name_that_is_none_is_not_started(scenario: Scenario, name: str) -> None:
    reason(await scenario.says(AMIRA, f"start partnership {name}"))
    assert (await scenario.all(Partnership), await scenario.all(Person)) == ([], [])


async def test_nobody_has_two_partnerships_of_one_name(scenario: Scenario) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, "start partnership harbour")) == (
        "You are already in a partnership called harbour. Choose another name for this one."
    )
    await scenario.says(EVE, "start partnership Harbour")
    assert len(await scenario.all(Partnership)) == 2


async def test_buttons_name_the_partnership_for_whoever_is_in_several(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "start partnership Lighthouse")
    assert boxes(card)["Name of your organisation"] == "in Lighthouse: profile organisation"
    asked = await scenario.says(AMIRA, "members")
    assert button_sentences(asked) == {
        "Harbour": "in Harbour: members",
        "Lighthouse": "in Lighthouse: members",
    }
    assert (await scenario.presses(AMIRA, "Lighthouse", on=asked)).title == "Members of Lighthouse"
    assert (await scenario.says(AMIRA, "in light: members")).title == "Members of Lighthouse"
    assert reason(await scenario.says(AMIRA, "in Elsewhere: members")) == (
        "“Elsewhere” is not one of your partnerships. Choose the one you mean."
    )


async def test_partnerships_of_one_name_are_told_apart_by_their_ids_on_buttons(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(EVE, "start partnership harbour")
    await scenario.says(EVE, f"add {AMIRA.token} to First organisation")
    await scenario.presses(AMIRA, "Confirm", on=(await scenario.collect_cards(AMIRA))[0])
    asked = await scenario.says(AMIRA, "invite")
    (own,) = await scenario.all(Partnership, name="Harbour")
    assert button_sentences(asked)["Harbour"] == f"in {own.id}: invite"
    assert (await scenario.presses(AMIRA, "Harbour", on=asked)).title == "Invite people"


async def test_in_a_channel_its_own_partnership_is_meant(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, "post here", shared=True)
    await scenario.says(AMIRA, "start partnership Lighthouse")
    assert (await scenario.says(AMIRA, "members", shared=True)).title == "Members of Harbour"


async def test_an_invitation_holds_a_code_and_until_when_it_is_valid(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "invite")
    (code,) = await scenario.all(JoinCode)
    assert facts(card) == {
        "Code": code.id,
        "Valid until": "16 March 2026",
    }
    assert code.expires_at == scenario.clock.now() + timedelta(days=14)


async def test_only_a_coordinator_sets_a_partnership_up(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    for sentence in (
        "invite",
        "purpose tea",
        "profile",
        "profile field other",
        "threshold 6",
        "end partnership Harbour",
    ):
        assert reason(await scenario.says(BEN, sentence)) == (
            "Only a coordinator can do this. Your coordinator is Amira Khan."
        )
    assert reason(await scenario.says(EVE, "invite")).startswith("We do not know you yet.")


async def test_a_purpose_is_kept_in_one_paragraph_and_shown_to_those_who_are_added(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "purpose Fewer children\nin care,  together", shared=True)
    assert (card.title, texts(card), card.private) == (
        "What Harbour is for",
        ["Fewer children in care, together"],
        False,
    )
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    assert (
        texts((await scenario.collect_cards(CARYS))[0])[1]
        == "What it is for: Fewer children in care, together"
    )


@pytest.mark.parametrize("text", ["x" * 501, "\u200b"])
async def test_a_purpose_that_is_too_long_or_empty_is_refused(scenario: Scenario, text: str) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, f"purpose {text}")) == (
        "Use between 1 and 500 characters, then try again."
    )


async def test_summaries_are_posted_where_others_read_and_only_there(scenario: Scenario) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, "post here")).startswith("Only you can read this conversation.")
    post = "We will post the summaries of Harbour here from now on."
    assert texts(await scenario.says(AMIRA, "post here", shared=True)) == [post]
    again = "We already post the summaries of Harbour here."
    assert texts(await scenario.says(AMIRA, "post here", shared=True)) == [again]
    (it,) = await scenario.all(Partnership)
    assert {each.address for each in await scenario.all(Channel)} == {web_address(it.id), CHANNEL}


async def test_before_the_first_round_results_may_be_made_to_need_any_number_from_5_to_20(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    for wanted in ("20", "6", "5"):
        shown, opens = texts(await scenario.says(AMIRA, f"threshold {wanted}"))
        assert shown == (
            f"Results need at least {wanted} replies. After the first round opens, you can only raise this"
            " number."
        )
        assert opens.startswith(f"A round cannot open until at least {wanted} people have joined")
    assert [each.threshold for each in await scenario.all(Partnership)] == [5]


@pytest.mark.parametrize("wanted", ["4", "0", "-6", "21", "100", "six", "6.5", "²", "9" * 999])
async def test_results_never_need_fewer_than_5_replies_nor_more_than_20(
    scenario: Scenario, wanted: str
) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, f"threshold {wanted}")) == (
        "Results can need from 5 to 20 replies. Choose one of these numbers: for example, type threshold 8"
    )


async def test_the_usual_numbers_of_replies_are_offered_by_name(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(AMIRA, "threshold")
    assert button_sentences(card) == {"10 replies, as the NHS Staff Survey": "threshold 10"}
    assert boxes(card) == {"Another number, from 5 to 20": "threshold"}
    assert texts(card) == [
        "Results need at least 5 replies.",
        (
            "A higher number protects each answer better, but more results are held back. After the "
            "first round opens, you can only raise it."
        ),
        FEW_SEE_LESS,
    ]
    await scenario.says(AMIRA, "threshold 7")
    assert button_sentences(await scenario.says(AMIRA, "threshold"))["5 replies"] == "threshold 5"


async def test_after_a_round_no_lower_number_of_replies_is_offered(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.says(AMIRA, "ask trust for 1 hour now")
    await scenario.passes(hours=2)
    await scenario.says(AMIRA, "threshold 10")
    card = await scenario.says(AMIRA, "threshold")
    assert (button_sentences(card), len(texts(card))) == ({}, 2)


async def test_starting_says_how_many_members_a_round_needs(scenario: Scenario) -> None:
    card = await scenario.says(AMIRA, "start partnership Harbour")
    assert small_print(card)[0].startswith("A round cannot open until at least 5 people have joined")


async def test_after_a_round_the_number_of_replies_is_only_raised_and_to_no_more_than_there_are_members(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    for name in ("Ann", "Bea", "Cai", "Dot", "Eli", "Fay"):
        await scenario.join_on_web(AMIRA, name, "Borough Council")
    await scenario.says(AMIRA, "threshold 6")
    await scenario.says(AMIRA, "ask trust now")
    assert reason(await scenario.says(AMIRA, "threshold 7")) == (
        "A round is open, and people answer on the number of replies that held when it opened. "
        "Change the number after the round closes."
    )
    await scenario.says(AMIRA, "cancel now")
    assert reason(await scenario.says(AMIRA, "threshold 5")) == (
        "We promised members that results need 6 replies, so you can only raise this number."
    )
    assert reason(await scenario.says(AMIRA, "threshold 8")) == (
        "Only 7 people have joined. With a higher number there would be no results, and you could "
        "never lower it again. Choose a smaller number."
    )
    assert (await scenario.says(AMIRA, "threshold 7")).title == "Done"
    await scenario.says(AMIRA, "remove Fay now")
    assert (await scenario.says(AMIRA, "threshold 7")).title == "Done"  # it is so already


async def test_a_partnership_ends_only_when_its_name_is_said(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "end partnership")
    assert (card.title, boxes(card)) == ("End Harbour?", {"The name of the partnership": "end partnership"})
    assert reason(await scenario.says(AMIRA, "end partnership Harbor")) == (
        "This partnership is called Harbour. To end it, type: end partnership Harbour"
    )
    assert [each.ended_at for each in await scenario.all(Partnership)] == [None]
    assert (await scenario.says(AMIRA, "end partnership HARBOUR")).title == "The partnership has ended"
    assert reason(await scenario.says(AMIRA, "members")).startswith("You have not joined a partnership yet.")


async def test_when_a_partnership_ends_its_round_is_called_off_and_everybody_is_told(
    scenario: Scenario,
) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "schedule every second Tuesday at 10:00 now")
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.add_members_without_home(3)
    await scenario.says(AMIRA, "ask trust now")
    await scenario.says(AMIRA, "add Dilys to Borough Council")
    await scenario.says(EVE, f"join {code} as Lighthouse")
    await scenario.says(AMIRA, "end partnership Harbour")
    (it,) = await scenario.all(Partnership)
    assert (it.ended_at, it.rhythm, it.next_round_at, it.round) == (scenario.clock.now(), "", None, "")
    assert [each.state for each in await scenario.all(Round)] == [RoundState.CANCELLED]
    assert [card.title for card in await scenario.collect_cards(BEN)] == ["Harbour has ended"]
    assert await scenario.collect_cards(EVE) == []
    assert await scenario.all(Person, name="Dilys") == []
    assert reason(await scenario.says(CARYS, f"join {code} as Lighthouse")).startswith(
        "We do not know this code"
    )
    ben = (await scenario.member(BEN)).id
    assert reason(await scenario.says(AMIRA, f"approve {ben}")).startswith("There is nothing left to decide")


async def test_the_tokens_of_a_partnership_end_with_it(scenario: Scenario) -> None:
    await scenario.start_harbour()
    ours, now = await scenario.one(Partnership), scenario.clock.now()
    token = ApiToken("hash", ours.id, "Report", ("rounds",), now.date(), "", now + timedelta(days=9))
    async with scenario.store.transaction() as db:
        await db.add(token)
    await scenario.says(AMIRA, "end partnership Harbour")
    assert await scenario.all(ApiToken) == []


async def test_a_round_that_is_being_closed_is_closed_although_its_partnership_ends(
    scenario: Scenario,
) -> None:
    await scenario.start_with_riverside()
    await scenario.add_members_without_home(3)
    await scenario.says(AMIRA, "ask trust now")
    scenario.clock.move(timedelta(days=1))
    await scenario.says(AMIRA, "close now")
    await scenario.says(AMIRA, "end partnership Harbour")
    assert [each.state for each in await scenario.all(Round)] == [RoundState.CLOSING]


async def test_a_delivery_to_somebody_who_moved_on_says_nothing(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "end partnership Harbour")
    async with scenario.store.transaction() as db:
        (it,) = await db.find(Partnership)
        await db.update_if_unchanged(it, ended_at=None)
    assert await scenario.collect_cards(BEN) == []

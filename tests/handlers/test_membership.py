from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.cards import Card
from bot.core.deliveries import Delivery
from bot.core.events import AppUninstalled, UserSeen
from bot.core.models import (
    Answer,
    BrowserSession,
    Invitation,
    LoginLink,
    Member,
    MembershipStatus,
    Organisation,
    Person,
    Role,
    hash_secret,
)
from bot.core.ports import WebMessage
from tests.support.cast import AMIRA, BEN, CARYS, EVE, ScenarioUser, web_user
from tests.support.databases import each_database
from tests.support.read_cards import (
    button_sentences,
    facts,
    headings,
    labels,
    link,
    reason,
    small_print,
    texts,
)
from tests.support.scenario import Scenario

pytestmark = each_database


def hashed(card: Card) -> str:
    """What is kept of the secret that a card shows."""
    return hash_secret(link(card).removeprefix("/me/open/"))


async def test_an_organisation_joins_by_a_code_and_a_coordinators_approval(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    card = await scenario.says(BEN, f"Join {code.upper()} as  Riverside   Trust")
    assert card.title == "Your request has been sent"
    assert facts(await scenario.says(AMIRA, "members")) == {
        "Amira Khan": "coordinator",
        "Ben Okoro": "lead · waiting for approval",
    }
    (asked,) = await scenario.collect_cards(AMIRA)
    assert texts(asked) == [
        (
            "Ben Okoro asks to join for Riverside Trust. Approving also adds Riverside Trust to the "
            "partnership."
        )
    ]
    assert (await scenario.presses(AMIRA, "Approve Ben Okoro", on=asked)).title == "Approved"
    assert facts(await scenario.says(BEN, "members")) == {"Amira Khan": "coordinator", "Ben Okoro": "lead"}
    assert [card.title for card in await scenario.collect_cards(BEN)] == ["Welcome to Harbour"]


async def test_a_second_member_of_an_organisation_joins_as_a_plain_member(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(CARYS, f"join {code} as riverside trust")
    (asked,) = await scenario.collect_cards(AMIRA)
    assert texts(asked) == ["Carys Puw asks to join for Riverside Trust."]
    await scenario.presses(AMIRA, "Approve Carys Puw", on=asked)
    assert (await scenario.member(CARYS)).role is Role.MEMBER
    assert len(await scenario.all(Organisation)) == 2


async def test_a_code_that_is_unknown_or_too_old_is_refused_and_nobody_is_remembered(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    assert reason(await scenario.says(BEN, "join nothing-0000-here as Riverside")) == (
        "We do not know this code, or it is too old, so we have not sent your request. Check it, or "
        "ask your coordinator for a new one."
    )
    scenario.clock.move(timedelta(days=14))
    assert reason(await scenario.says(BEN, f"join {code} as Riverside")).startswith(
        "We do not know this code"
    )
    assert [each.name for each in await scenario.all(Person)] == ["Amira Khan"]


async def test_whoever_is_there_in_any_way_cannot_ask_to_join_again(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    join = f"join {code} as Riverside Trust"
    assert reason(await scenario.says(BEN, join)).startswith("You have already joined this partnership.")
    await scenario.says(CARYS, join)
    assert reason(await scenario.says(CARYS, join)).startswith("You have already asked to join.")
    await scenario.says(AMIRA, f"add {EVE.token} to Borough Council")
    refused = await scenario.says(EVE, join)
    assert reason(refused).startswith("You have already been invited.")
    assert (await scenario.presses(EVE, "Confirm", on=refused)).title == "Welcome to Harbour"


async def test_only_a_coordinator_approves_and_strangers_learn_nothing(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(CARYS, f"join {code} as Riverside Trust")
    carys = (await scenario.member(CARYS)).id
    not_yours = "There is nothing left to decide here, or you cannot decide it."
    assert reason(await scenario.says(BEN, f"approve {carys}")) == not_yours
    assert reason(await scenario.says(BEN, "approve nobody")) == not_yours
    assert reason(await scenario.says(CARYS, f"approve {carys}")).startswith(
        "Only a coordinator can approve your request."
    )
    assert reason(await scenario.says(EVE, f"approve {carys}")).startswith("We do not know you yet.")
    await scenario.says(AMIRA, f"approve {carys}")
    assert reason(await scenario.says(AMIRA, f"approve {carys}")) == (
        "Carys Puw is not waiting for approval any more."
    )


async def test_a_coordinator_declines_and_the_newcomer_is_told(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(BEN, f"join {code} as Riverside Trust")
    (asked,) = await scenario.collect_cards(AMIRA)
    assert (await scenario.presses(AMIRA, "Decline Ben Okoro", on=asked)).title == "Declined"
    assert [texts(card) for card in await scenario.collect_cards(BEN)] == [
        [
            (
                "A coordinator has not approved your request to join. They may not have recognised your "
                "name or your organisation. Talk to them, then ask to join again."
            )
        ]
    ]
    members = await scenario.says(AMIRA, "members")
    assert headings(members) == ["Borough Council"]
    assert reason(await scenario.presses(AMIRA, "Approve Ben Okoro", on=asked)).startswith(
        "There is nothing left to decide here"
    )


async def test_nobody_is_declined_who_does_not_wait(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    assert reason(await scenario.says(AMIRA, f"decline {(await scenario.member(BEN)).id}")) == (
        "Ben Okoro is not waiting for approval. To leave yourself, type leave. To remove "
        "someone, type remove and their name."
    )
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    carys = (await scenario.member(CARYS)).id
    assert reason(await scenario.says(AMIRA, f"decline {carys}")).startswith(
        "slack:hospice:carys is not waiting"
    )
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(EVE, f"join {code} as Lighthouse")
    assert reason(await scenario.says(EVE, f"confirm {(await scenario.member(EVE)).id}")).startswith(
        "There is no invitation for you to confirm."
    )


async def test_whoever_was_declined_may_ask_again(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(BEN, f"join {code} as Riverside Trust")
    (first,) = await scenario.collect_cards(AMIRA)
    await scenario.presses(AMIRA, "Decline Ben Okoro", on=first)
    scenario.clock.move(timedelta(minutes=1))
    await scenario.says(BEN, f"join {code} as Riverside Trust")
    (second,) = await scenario.collect_cards(AMIRA)
    assert first.thread_key != second.thread_key  # else a web page would go on showing the first alone
    await scenario.presses(AMIRA, "Approve Ben Okoro", on=second)
    assert (await scenario.member(BEN)).standing is MembershipStatus.ACTIVE
    assert len(await scenario.all(Organisation)) == 2


async def test_an_organisation_stays_while_somebody_else_waits_for_it(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(BEN, f"join {code} as Riverside Trust")
    await scenario.says(CARYS, f"join {code} as Riverside Trust")
    both = await scenario.says(AMIRA, "requests")
    await scenario.presses(AMIRA, "Decline Ben Okoro", on=both)
    await scenario.presses(AMIRA, "Approve Carys Puw", on=both)
    assert headings(await scenario.says(CARYS, "members")) == ["Borough Council", "Riverside Trust"]


async def test_a_request_is_taken_back_by_whoever_made_it(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(BEN, f"join {code} as Riverside Trust")
    ben = (await scenario.member(BEN)).id
    assert texts(await scenario.says(BEN, f"decline {ben}")) == [
        "You have cancelled your request to join. You will not get any questions."
    ]
    assert await scenario.collect_cards(BEN) == []
    assert await scenario.collect_cards(AMIRA) == []  # there is nothing to approve any more


async def test_a_mention_is_asked_to_confirm_and_is_not_in_before(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, f"add {CARYS.token} to riverside")
    assert texts(card) == [
        (
            "We’ll ask slack:hospice:carys to confirm. Until they do, everyone sees them as invited "
            "for Riverside Trust."
        )
    ]
    assert facts(await scenario.says(BEN, "members")) == {
        "Amira Khan": "coordinator",
        "Ben Okoro": "lead",
        "slack:hospice:carys": "member · has not confirmed yet",
    }
    assert reason(await scenario.says(CARYS, "members")).startswith("You have not joined a partnership yet.")
    (asked,) = await scenario.collect_cards(CARYS)
    assert asked.title == "Will you join Harbour?"
    assert reason(await scenario.says(BEN, button_sentences(asked)["Confirm"])).startswith(
        "There is nothing left to decide"
    )
    assert reason(await scenario.says(AMIRA, button_sentences(asked)["Confirm"])) == (
        "Only slack:hospice:carys can confirm this."
    )
    assert (await scenario.presses(CARYS, "Confirm", on=asked)).title == "Welcome to Harbour"
    assert facts(await scenario.says(BEN, "members"))["Carys Puw"] == "member"
    assert reason(await scenario.presses(CARYS, "Confirm", on=asked)).startswith("There is no invitation")


async def test_adding_a_mention_again_asks_again_until_they_are_in(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    first, _ = await scenario.collect_cards(CARYS)
    await scenario.presses(CARYS, "Confirm", on=first)
    assert reason(await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")) == (
        "Carys Puw has already joined."
    )


async def test_a_mention_is_asked_where_it_was_made_although_the_workspace_had_been_lost(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    await scenario.handle(AppUninstalled("e1", "slack", CARYS.organisation))
    await scenario.collect_cards(CARYS)
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    assert [card.title for card in await scenario.collect_cards(CARYS)] == ["Will you join Harbour?"]


@pytest.mark.parametrize(("by", "sentence"), [("Amira", "remove Ben now"), ("Ben", "forget me now")])
async def test_an_organisation_that_waited_goes_with_the_last_who_waited_for_it(
    scenario: Scenario, by: str, sentence: str
) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(BEN, f"join {code} as Riverside Trust")
    await scenario.says({"Amira": AMIRA, "Ben": BEN}[by], sentence)
    assert headings(await scenario.says(AMIRA, "members")) == ["Borough Council"]


async def test_whoever_declines_an_invitation_is_not_remembered(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    (asked,) = await scenario.collect_cards(CARYS)
    assert (await scenario.presses(CARYS, "Decline", on=asked)).title == "Declined"
    assert [each.name for each in await scenario.all(Person)] == ["Amira Khan"]
    assert len(await scenario.all(Member)) == 1


async def test_whoever_declines_here_is_still_known_elsewhere(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(EVE, "start partnership Lighthouse")
    await scenario.says(EVE, f"add {BEN.token} to First organisation")
    (asked,) = await scenario.collect_cards(BEN)
    await scenario.presses(BEN, "Decline", on=asked)
    assert (await scenario.member(BEN)).standing is MembershipStatus.ACTIVE


async def test_a_question_to_confirm_is_not_sent_once_they_are_out_again(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.add(AMIRA, BEN, "Borough Council")
    await scenario.says(AMIRA, "remove Ben Okoro now")
    await scenario.collect_cards(BEN)
    await scenario.says(AMIRA, f"add {BEN.token} to Borough Council")
    assert [card.title for card in await scenario.collect_cards(BEN)] == ["Will you join Harbour?"]
    await scenario.says(AMIRA, f"add {BEN.token} to Borough Council")
    await scenario.says(BEN, f"decline {(await scenario.member(BEN)).id}")
    assert await scenario.collect_cards(BEN) == []


async def test_somebody_without_a_platform_is_given_a_way_in_to_hand_over(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    dilys, card = await scenario.add_on_web(BEN, "Dilys Rees", "Riverside Trust")
    assert card.title == "Sign-in link for Dilys Rees"
    (kept,) = await scenario.all(LoginLink)
    assert (kept.id, kept.expires_at) == (hashed(card), scenario.clock.now() + timedelta(days=14))
    assert link(card).rpartition("/")[2] not in repr(
        [kept, *await scenario.all(Delivery), *await scenario.all(Person)]
    )
    (member,) = await scenario.all(Member, person=dilys.address.key)
    assert (await scenario.says(dilys, f"confirm {member.id}")).title == "Welcome to Harbour"


async def test_a_way_in_that_was_not_used_is_renewed_and_the_old_one_is_worth_nothing(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    _, first = await scenario.add_on_web(AMIRA, "Dilys Rees", "Borough Council")
    second = await scenario.says(AMIRA, "add dilys  rees to borough council")
    assert link(first) != link(second)
    assert [each.id for each in await scenario.all(LoginLink)] == [hashed(second)]
    assert len(await scenario.all(Member)) == 2


async def test_an_invitation_with_a_new_link_closes_the_old_ways_in(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    dilys, _ = await scenario.add_on_web(AMIRA, "Dilys", "Riverside Trust")
    now = scenario.clock.now()
    async with scenario.store.transaction() as db:
        await db.add(
            BrowserSession("s1", "browser", dilys.address.key, now),
            WebMessage("p1", dilys.address, Card("Hello"), "", now),
        )
    card = await scenario.says(BEN, "add Dilys to Riverside Trust")
    assert texts(card) == ["Send this link only to Dilys. Anyone who opens it can answer as them."]
    assert (await scenario.all(BrowserSession), await scenario.all(WebMessage)) == ([], [])
    assert [each.id for each in await scenario.all(LoginLink)] == [hashed(card)]


async def test_somebody_with_a_page_elsewhere_is_invited_again_on_it(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    dilys, _ = await scenario.join_on_web(AMIRA, "Dilys", "Riverside Trust")
    await scenario.says(EVE, "start partnership Lighthouse")
    await scenario.says(EVE, f"add {dilys.token} to First organisation")
    await scenario.collect_cards(dilys)
    assert (await scenario.says(EVE, "add Dilys to First organisation")).title == "Dilys was added"
    assert [card.title for card in await scenario.collect_cards(dilys)] == ["Will you join Lighthouse?"]


async def test_nobody_renews_their_own_way_in_so_the_last_coordinator_stays(scenario: Scenario) -> None:
    dilys = web_user("Dilys", "browserborn")
    await scenario.says(dilys, "start partnership Harbour")
    assert reason(await scenario.says(dilys, "add Dilys to First organisation")).startswith(
        "Dilys has already joined."
    )


async def test_whoever_adds_themselves_is_told_that_they_are_in(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    assert reason(await scenario.says(BEN, "add me to Riverside Trust")).startswith(
        "Ben Okoro has already joined."
    )


async def test_in_a_place_that_others_read_who_is_in_is_told_to_the_speaker_alone(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    cards = [
        await scenario.says(AMIRA, said, shared=True)
        for said in ("members", "remove Zebedee", "add Di to Nowhere")
    ]
    assert [card.private for card in cards] == [True, True, True]


async def test_a_lead_adds_to_their_own_organisation_only(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    assert reason(await scenario.says(BEN, "add Dilys to Borough Council")) == (
        "Only a coordinator can do this for other organisations. Your coordinator is Amira Khan."
    )
    assert (await scenario.says(BEN, "add Dilys to Riverside Trust")).title == "Sign-in link for Dilys"


async def test_a_plain_member_adds_nobody(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.add(BEN, CARYS, "Riverside Trust")
    assert reason(await scenario.says(CARYS, "add Dilys to Riverside Trust")) == (
        "Only a lead or a coordinator can do this. Your coordinator is Amira Khan."
    )


async def test_an_unknown_organisation_is_refused_with_those_there_are(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, "add Dilys to Riversyde")
    assert reason(card) == "No organisation here is called “Riversyde”. Choose the one you mean."
    assert list(button_sentences(card)) == ["Borough Council", "Riverside Trust"]
    assert (await scenario.presses(AMIRA, "Riverside Trust", on=card)).title == "Sign-in link for Dilys"


async def test_nobody_is_added_to_an_organisation_that_waits_itself(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(BEN, f"join {code} as Riverside Trust")
    assert reason(await scenario.says(AMIRA, "add Dilys to Riverside Trust")) == (
        "Riverside Trust is waiting for a coordinator’s approval. You can add people to it after that."
    )


async def test_somebody_who_waits_is_approved_rather_than_added(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(CARYS, f"join {code} as Riverside Trust")
    card = await scenario.says(AMIRA, "add Carys Puw to Riverside Trust")
    assert reason(card) == "Carys Puw is waiting for a coordinator’s approval."
    assert (await scenario.presses(AMIRA, "Approve", on=card)).title == "Approved"


async def test_somebody_who_is_with_another_organisation_is_not_added_twice(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, f"add {BEN.token} to Borough Council")
    assert reason(card) == (
        "Ben Okoro belongs to Riverside Trust. To move them, remove them there, then add them here."
    )
    assert button_sentences(card)["Remove Ben Okoro"].startswith("remove member:")


async def test_a_lead_is_not_offered_what_only_a_coordinator_can_do(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(CARYS, f"join {code} as Riverside Trust")
    for who in ("Carys Puw", AMIRA.token):
        assert labels(await scenario.says(BEN, f"add {who} to Riverside Trust")) == []


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("member:nobody", "A name cannot have a colon in it."),
        ("web:accord:nobody", "We do not know who you mean."),
        ("organisation:x", "A name cannot have a colon in it."),
    ],
)
async def test_a_token_that_means_nobody_makes_nobody(scenario: Scenario, who: str, why: str) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, f"add {who} to Borough Council")).startswith(why)
    assert len(await scenario.all(Person)) == 1


@pytest.mark.parametrize("name", ["x", "…!…", "x" * 81, "\u202e\u202d\u2066\u200b"])
async def test_a_name_that_is_none_is_refused(scenario: Scenario, name: str) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, f"add {name} to Borough Council")).startswith(
        "A name needs 2 to 80 characters"
    )


async def test_a_hostile_name_is_kept_without_what_is_hostile(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, "add Di\u202elys\x00\n \u200bRees\x1b[31m to Borough Council")
    assert sorted(each.name for each in await scenario.all(Person)) == ["Amira Khan", "Dilys Rees[31m"]


async def test_of_two_with_one_name_the_one_that_is_meant_is_asked_for(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "add Sam to Borough Council")
    await scenario.says(AMIRA, "add Sam to Riverside Trust")
    card = await scenario.says(AMIRA, "remove sam now")
    assert reason(card) == "More than one person is called “sam”. Choose the one you mean."
    assert list(button_sentences(card)) == ["Sam (Borough Council)", "Sam (Riverside Trust)"]
    await scenario.presses(AMIRA, "Sam (Riverside Trust)", on=card)
    assert facts(await scenario.says(AMIRA, "members")) == {
        "Amira Khan": "coordinator",
        "Ben Okoro": "lead",
        "Sam": "member · has not confirmed yet",
    }


async def test_two_of_one_name_in_one_organisation_are_told_apart_when_added_again(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    one, two = replace(BEN, name="Sam"), replace(CARYS, name="Sam")
    await scenario.add(AMIRA, one, "Borough Council")
    await scenario.add(AMIRA, two, "Borough Council")
    card = await scenario.says(AMIRA, "add Sam to Borough Council")
    assert reason(card) == "More than one person is called “Sam”. Choose the one you mean."
    ids = {each.token: (await scenario.member(each)).id for each in (one, two)}
    assert button_sentences(card) == {
        f"Sam (Borough Council, {token})": f"add member:{id} to Borough Council" for token, id in ids.items()
    }


async def test_a_person_is_taken_out_and_told(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    assert texts(await scenario.says(AMIRA, "remove ben now")) == [
        "Ben Okoro will not get any more questions or results."
    ]
    assert [card.title for card in await scenario.collect_cards(BEN)] == [
        "You have been removed from Harbour"
    ]
    assert reason(await scenario.says(BEN, "members")).startswith("You have not joined a partnership yet.")


async def test_an_organisation_leaves_with_everybody_in_it(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.add(BEN, CARYS, "Riverside Trust")
    await scenario.says(BEN, "add Dilys to Riverside Trust")
    await scenario.says(AMIRA, "remove Riverside Trust now")
    assert facts(await scenario.says(AMIRA, "members")) == {"Amira Khan": "coordinator"}
    assert [len(await scenario.collect_cards(each)) for each in (BEN, CARYS)] == [1, 1]
    assert sorted(each.standing for each in await scenario.all(Organisation)) == [
        MembershipStatus.ACTIVE,
        MembershipStatus.LEFT,
    ]
    assert await scenario.all(Person, name="Dilys") == []  # never agreed to be remembered
    assert await scenario.all(LoginLink) == []


async def test_an_organisation_that_left_may_come_back(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "remove Riverside Trust now")
    await scenario.collect_cards(BEN)
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(BEN, f"join {code} as Riverside Trust")
    await scenario.presses(AMIRA, "Approve Ben Okoro", on=(await scenario.collect_cards(AMIRA))[0])
    assert facts(await scenario.says(BEN, "members")) == {"Amira Khan": "coordinator", "Ben Okoro": "lead"}
    assert len(await scenario.all(Organisation)) == 2


async def test_a_lead_takes_out_their_own_people_only_and_no_coordinator(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.add(BEN, CARYS, "Riverside Trust")
    await scenario.add(AMIRA, EVE, "Riverside Trust")
    await scenario.says(AMIRA, "make Eve coordinator")
    own = "Only a coordinator can do this for other organisations. Your coordinators are Amira Khan and Eve."
    assert reason(await scenario.says(BEN, "remove Amira Khan now")) == own
    assert reason(await scenario.says(BEN, "remove Borough Council now")) == own
    above = "Only a coordinator can remove a coordinator. Your coordinators are Amira Khan and Eve."
    assert reason(await scenario.says(BEN, "remove Eve now")) == above
    assert reason(await scenario.says(BEN, "remove Riverside Trust now")) == above
    assert (await scenario.says(BEN, "remove Carys now")).title == "Carys Puw has been removed"


async def test_a_lead_takes_their_own_organisation_out_and_is_not_written_to_about_it(
    scenario: Scenario,
) -> None:
    await scenario.start_with_riverside()
    await scenario.says(BEN, "remove Riverside Trust now")
    assert await scenario.collect_cards(BEN) == []
    assert headings(await scenario.says(AMIRA, "members")) == ["Borough Council"]


async def test_whom_nobody_knows_cannot_be_taken_out(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "remove Zebedee now")
    assert reason(card) == "“Zebedee” is not in this partnership. Check how the name is spelled."
    assert (await scenario.presses(AMIRA, "Show the members", on=card)).title == "Members of Harbour"


async def test_a_partnership_never_loses_its_last_coordinator(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    stays = "The partnership would have no coordinator. Choose another one first, or end it for everyone."
    for sentence in (
        "leave now",
        "remove me",
        "remove Borough Council",
        "make me member",
        "make Amira Khan lead",
    ):
        assert reason(await scenario.says(AMIRA, sentence)) == stays
    await scenario.presses(AMIRA, "Make Ben Okoro (Riverside Trust) a coordinator")
    assert (await scenario.says(AMIRA, "leave now")).title == "You have left"
    alone = await scenario.says(BEN, "leave now")
    assert reason(alone) == "The partnership would have no coordinator. You can end it for everyone instead."
    assert labels(alone) == ["End the partnership"]


async def test_roles_are_given_by_coordinators_and_within_an_organisation_by_its_leads(
    scenario: Scenario,
) -> None:
    await scenario.start_with_riverside()
    await scenario.add(BEN, CARYS, "Riverside Trust")
    assert texts(await scenario.says(BEN, "make Carys LEAD")) == ["Carys Puw is now a lead."]
    coordinators_only = "Only a coordinator can do this. Your coordinator is Amira Khan."
    assert reason(await scenario.says(BEN, "make Carys coordinator")) == coordinators_only
    assert reason(await scenario.says(BEN, "make Amira member")).startswith(
        "Only a coordinator can do this for other organisations."
    )
    assert texts(await scenario.says(AMIRA, "make Carys coordinator")) == ["Carys Puw is now a coordinator."]
    assert reason(await scenario.says(BEN, "make Carys member")) == (
        "Only a coordinator can do this. Your coordinators are Amira Khan and Carys Puw."
    )
    assert texts(await scenario.says(CARYS, "make me lead now")) == ["Carys Puw is now a lead."]


async def test_somebody_who_is_not_in_yet_gets_no_role(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, "add Dilys to Borough Council")
    assert reason(await scenario.says(AMIRA, "make Dilys lead")) == (
        "Dilys has not joined yet. You can change their role when they have."
    )


async def test_leaving_is_asked_first_and_then_done(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(BEN, "leave")
    assert card.title == "Leave Harbour?"
    assert (await scenario.member(BEN)).standing is MembershipStatus.ACTIVE
    assert texts(await scenario.presses(BEN, "Leave", on=card)) == [
        "To come back, ask a coordinator of Harbour for a code."
    ]
    assert (await scenario.member(BEN)).standing is MembershipStatus.LEFT


async def _answered(scenario: Scenario, who: ScenarioUser) -> None:
    """Everybody is asked, and somebody has answered one question."""
    await scenario.add_members_without_home(4)
    await scenario.says(AMIRA, "ask trust now")
    await scenario.presses(who, "Fully", on=await scenario.says(who, "check-in"))
    assert len(await scenario.all(Answer)) == 1


@pytest.mark.parametrize("sentence", ["leave now", "remove me now", "forget me now"])
async def test_whoever_goes_while_a_round_is_open_takes_their_answers_along(
    scenario: Scenario, sentence: str
) -> None:
    await scenario.start_with_riverside()
    await _answered(scenario, BEN)
    await scenario.says(BEN, sentence)
    assert await scenario.all(Answer) == []
    invited = {each.member for each in await scenario.all(Invitation)}
    assert (len(invited), (await scenario.member(AMIRA)).id in invited) == (5, True)


@pytest.mark.parametrize("sentence", ["remove Ben Okoro", "remove Riverside Trust"])
async def test_nobody_takes_the_answers_of_others_out_of_an_open_round(
    scenario: Scenario, sentence: str
) -> None:
    await scenario.start_with_riverside()
    await _answered(scenario, BEN)
    assert reason(await scenario.says(AMIRA, sentence)).startswith("A round is open until ")
    assert len(await scenario.all(Answer)) == 1
    await scenario.says(AMIRA, "cancel now")
    assert (await scenario.says(AMIRA, f"{sentence} now")).title.endswith(" has been removed")


async def test_whoever_was_not_asked_yet_can_be_taken_out_while_a_round_is_open(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.add_members_without_home(4)
    await scenario.says(AMIRA, "ask trust now")
    await scenario.join_on_web(AMIRA, "Dilys", "Riverside Trust")
    assert (await scenario.says(AMIRA, "remove Dilys now")).title == "Dilys has been removed"


async def test_the_roster_shows_who_is_new_since_the_last_round(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.add_members_without_home(3)
    await scenario.says(AMIRA, "ask trust now")
    scenario.clock.move(timedelta(minutes=1))
    await scenario.add(BEN, CARYS, "Riverside Trust")
    assert facts(await scenario.says(BEN, "members")) == {
        "Amira Khan": "coordinator",
        "Ben Okoro": "lead",
        "Carys Puw": "member · new since the last round",
        **{f"Quiet {n}": "member" for n in range(3)},
    }
    await scenario.says(AMIRA, "cancel now")  # then nobody was asked, and nobody is new
    assert facts(await scenario.says(BEN, "members"))["Carys Puw"] == "member"


async def test_the_roster_says_which_organisation_leads_or_waits_or_is_empty(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "profile lead Borough Council")
    await scenario.says(AMIRA, "remove Ben Okoro now")
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(EVE, f"join {code} as Lighthouse")
    card = await scenario.says(AMIRA, "members")
    assert headings(card) == [
        "Borough Council · lead or statutory body",
        "Lighthouse · waiting for approval",
        "Riverside Trust",
    ]
    assert small_print(card)[0] == "Nobody yet"
    assert list(button_sentences(card)) == [
        *("See the requests", "Invite people", "Add people", "Change a role"),
        "Remove a person or an organisation",
    ]


async def test_the_roster_offers_a_lead_the_forms_for_their_own_organisation(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.add(BEN, CARYS, "Riverside Trust")
    card = await scenario.says(BEN, "members")
    assert labels(card) == ["Add people", "Change a role", "Remove a person"]
    assert labels(await scenario.says(CARYS, "members")) == []


async def test_a_platform_may_know_whoever_is_mentioned(scenario: Scenario) -> None:
    await scenario.start_harbour()
    told = UserSeen("", CARYS.address, CARYS.address, "Carys\nPuw", "Europe/Dublin", "cy-GB")
    other = UserSeen("", EVE.address, EVE.address, "Eve")
    card = await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council", mentions=(other, told))
    assert card.title == "Carys Puw was added"
    person = await scenario.person(CARYS)
    assert (person.name, person.zone, person.language) == ("Carys Puw", "Europe/Dublin", "cy")


async def test_a_person_and_an_organisation_of_one_name_are_told_apart(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "add Riverside Trust to Borough Council")
    card = await scenario.says(AMIRA, "remove Riverside Trust")
    assert reason(card) == "“Riverside Trust” can mean more than one of these. Choose the one you mean."
    assert labels(card) == ["Riverside Trust (Borough Council)", "Riverside Trust"]

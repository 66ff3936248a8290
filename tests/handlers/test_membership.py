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
    web_address,
)
from bot.core.ports import WebMessage
from tests.handlers.scene import (
    AMIRA,
    BEN,
    CARYS,
    CHANNEL,
    EVE,
    Scene,
    SceneUser,
    facts,
    link,
    reason,
    small_print,
    texts,
    ways,
)


def hashed(card: Card) -> str:
    """What is kept of the secret that a card shows."""
    return hash_secret(link(card).removeprefix("/me/open/"))


async def test_an_organisation_joins_by_a_code_and_a_coordinators_approval(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    card = await scene.say(BEN, f"Join {code.upper()} as  Riverside   Trust")
    assert card.title == "You asked to join"
    assert facts(await scene.say(AMIRA, "members")) == {
        "Amira Khan": "coordinator",
        "Ben Okoro": "lead · waits for approval",
    }
    (asked,) = await scene.told(AMIRA)
    assert texts(asked) == [
        (
            "Ben Okoro asks to join for Riverside Trust. This organisation is not in yet: if you approve, "
            "it will be."
        )
    ]
    assert (await scene.press(AMIRA, asked, "Approve Ben Okoro")).title == "Approved"
    assert facts(await scene.say(BEN, "members")) == {"Amira Khan": "coordinator", "Ben Okoro": "lead"}
    assert [card.title for card in await scene.told(BEN)] == ["Welcome to Harbour"]


async def test_a_second_member_of_an_organisation_joins_as_a_plain_member(scene: Scene) -> None:
    await scene.riverside()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(CARYS, f"join {code} as riverside trust")
    (asked,) = await scene.told(AMIRA)
    assert texts(asked) == ["Carys Puw asks to join for Riverside Trust."]
    await scene.press(AMIRA, asked, "Approve Carys Puw")
    assert (await scene.member(CARYS)).role is Role.MEMBER
    assert len(await scene.found(Organisation)) == 2


async def test_a_code_that_is_unknown_or_too_old_is_refused_and_nobody_is_remembered(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    assert reason(await scene.say(BEN, "join nothing-0000-here as Riverside")) == (
        "You have not joined: I do not know this code, or it is too old. Ask a coordinator for a new "
        "one; they get it by saying invite."
    )
    scene.clock.move(timedelta(days=14))
    assert reason(await scene.say(BEN, f"join {code} as Riverside")).startswith("You have not joined")
    assert [each.name for each in await scene.found(Person)] == ["Amira Khan"]


async def test_whoever_is_there_in_any_way_cannot_ask_to_join_again(scene: Scene) -> None:
    await scene.riverside()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    join = f"join {code} as Riverside Trust"
    assert reason(await scene.say(BEN, join)).startswith(
        "Nothing was done: you are in this partnership already."
    )
    await scene.say(CARYS, join)
    assert reason(await scene.say(CARYS, join)).startswith("Nothing was done: you have asked already.")
    await scene.say(AMIRA, f"add {EVE.token} to Borough Council")
    refused = await scene.say(EVE, join)
    assert reason(refused).startswith("Nothing was done: you were added already.")
    assert (await scene.press(EVE, refused, "Confirm")).title == "Welcome to Harbour"


async def test_only_a_coordinator_approves_and_strangers_learn_nothing(scene: Scene) -> None:
    await scene.riverside()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(CARYS, f"join {code} as Riverside Trust")
    carys = (await scene.member(CARYS)).id
    not_yours = "That was not done: there is nothing to decide here any more, or it is not yours to decide."
    assert reason(await scene.say(BEN, f"approve {carys}")) == not_yours
    assert reason(await scene.say(BEN, "approve nobody")) == not_yours
    assert reason(await scene.say(CARYS, f"approve {carys}")).startswith(
        "Nobody was approved: only a coordinator can do that."
    )
    assert reason(await scene.say(EVE, f"approve {carys}")).startswith("I do not know you yet.")
    await scene.say(AMIRA, f"approve {carys}")
    assert reason(await scene.say(AMIRA, f"approve {carys}")) == (
        "Nobody was approved: Carys Puw does not wait for approval any more."
    )


async def test_a_coordinator_declines_and_the_newcomer_is_told(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(BEN, f"join {code} as Riverside Trust")
    (asked,) = await scene.told(AMIRA)
    assert (await scene.press(AMIRA, asked, "Decline Ben Okoro")).title == "Declined"
    assert [texts(card) for card in await scene.told(BEN)] == [
        ["A coordinator of Harbour has declined your request to join."]
    ]
    members = await scene.say(AMIRA, "members")
    assert texts(members) == ["Borough Council"]
    assert reason(await scene.press(AMIRA, asked, "Approve Ben Okoro")).startswith("Nobody was approved")


async def test_nobody_is_declined_who_does_not_wait(scene: Scene) -> None:
    await scene.riverside()
    assert reason(await scene.say(AMIRA, f"decline {(await scene.member(BEN)).id}")) == (
        "Nothing was declined: Ben Okoro does not wait for approval. To go yourself say leave; to take "
        "somebody out say: remove <name>"
    )
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    carys = (await scene.member(CARYS)).id
    assert reason(await scene.say(AMIRA, f"decline {carys}")).startswith("Nothing was declined: slack:T2:U3")
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(EVE, f"join {code} as Lighthouse")
    assert reason(await scene.say(EVE, f"confirm {(await scene.member(EVE)).id}")).startswith(
        "Nothing was confirmed: no invitation waits for you here."
    )


async def test_whoever_was_declined_may_ask_again(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(BEN, f"join {code} as Riverside Trust")
    (first,) = await scene.told(AMIRA)
    await scene.press(AMIRA, first, "Decline Ben Okoro")
    scene.clock.move(timedelta(minutes=1))
    await scene.say(BEN, f"join {code} as Riverside Trust")
    (second,) = await scene.told(AMIRA)
    assert first.thread_key != second.thread_key  # else a web page would go on showing the first alone
    await scene.press(AMIRA, second, "Approve Ben Okoro")
    assert (await scene.member(BEN)).standing is MembershipStatus.ACTIVE
    assert len(await scene.found(Organisation)) == 2


async def test_an_organisation_stays_while_somebody_else_waits_for_it(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(BEN, f"join {code} as Riverside Trust")
    await scene.say(CARYS, f"join {code} as Riverside Trust")
    first, second = await scene.told(AMIRA)
    await scene.press(AMIRA, first, "Decline Ben Okoro")
    await scene.press(AMIRA, second, "Approve Carys Puw")
    assert texts(await scene.say(CARYS, "members")) == ["Borough Council", "Riverside Trust"]


async def test_a_request_is_taken_back_by_whoever_made_it(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(BEN, f"join {code} as Riverside Trust")
    ben = (await scene.member(BEN)).id
    assert texts(await scene.say(BEN, f"decline {ben}")) == ["You are not in Harbour, and will not be asked."]
    assert await scene.told(BEN) == []
    assert await scene.told(AMIRA) == []  # there is nothing to approve any more


async def test_a_mention_is_asked_to_confirm_and_is_not_in_before(scene: Scene) -> None:
    await scene.riverside()
    card = await scene.say(AMIRA, f"add {CARYS.token} to riverside")
    assert texts(card) == [
        (
            "I ask slack:T2:U3 to confirm. Until then they count as invited for Riverside Trust, and "
            "everybody can see that."
        )
    ]
    assert facts(await scene.say(BEN, "members")) == {
        "Amira Khan": "coordinator",
        "Ben Okoro": "lead",
        "slack:T2:U3": "member · has not confirmed yet",
    }
    assert reason(await scene.say(CARYS, "members")).startswith("You are not in a partnership yet.")
    (asked,) = await scene.told(CARYS)
    assert asked.title == "Will you join Harbour?"
    assert reason(await scene.say(BEN, ways(asked)["Confirm"])).startswith("That was not done")
    assert reason(await scene.say(AMIRA, ways(asked)["Confirm"])) == (
        "Nothing was confirmed: only slack:T2:U3 can do that."
    )
    assert (await scene.press(CARYS, asked, "Confirm")).title == "Welcome to Harbour"
    assert facts(await scene.say(BEN, "members"))["Carys Puw"] == "member"
    assert reason(await scene.press(CARYS, asked, "Confirm")).startswith("Nothing was confirmed")


async def test_adding_a_mention_again_asks_again_until_they_are_in(scene: Scene) -> None:
    await scene.harbour()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    first, _ = await scene.told(CARYS)
    await scene.press(CARYS, first, "Confirm")
    assert reason(await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")) == (
        "Nobody was added: Carys Puw is in already. Say members to see who is."
    )


async def test_a_mention_is_asked_where_it_was_made_although_the_workspace_had_been_lost(
    scene: Scene,
) -> None:
    await scene.harbour()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    await scene.handle(AppUninstalled("e1", "slack", "T2"))
    await scene.told(CARYS)
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    assert [card.title for card in await scene.told(CARYS)] == ["Will you join Harbour?"]


@pytest.mark.parametrize(("by", "sentence"), [("Amira", "remove Ben"), ("Ben", "forget me now")])
async def test_an_organisation_that_waited_goes_with_the_last_who_waited_for_it(
    scene: Scene, by: str, sentence: str
) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(BEN, f"join {code} as Riverside Trust")
    await scene.say({"Amira": AMIRA, "Ben": BEN}[by], sentence)
    assert texts(await scene.say(AMIRA, "members")) == ["Borough Council"]


async def test_whoever_declines_an_invitation_is_not_remembered(scene: Scene) -> None:
    await scene.harbour()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    (asked,) = await scene.told(CARYS)
    assert (await scene.press(CARYS, asked, "Decline")).title == "Declined"
    assert [each.name for each in await scene.found(Person)] == ["Amira Khan"]
    assert len(await scene.found(Member)) == 1


async def test_whoever_declines_here_is_still_known_elsewhere(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(EVE, "start partnership Lighthouse")
    await scene.say(EVE, f"add {BEN.token} to First organisation")
    (asked,) = await scene.told(BEN)
    await scene.press(BEN, asked, "Decline")
    assert (await scene.member(BEN)).standing is MembershipStatus.ACTIVE


async def test_a_question_to_confirm_is_not_sent_once_they_are_out_again(scene: Scene) -> None:
    await scene.harbour()
    await scene.add(AMIRA, BEN, "Borough Council")
    await scene.say(AMIRA, "remove Ben Okoro")
    await scene.told(BEN)
    await scene.say(AMIRA, f"add {BEN.token} to Borough Council")
    assert [card.title for card in await scene.told(BEN)] == ["Will you join Harbour?"]
    await scene.say(AMIRA, f"add {BEN.token} to Borough Council")
    await scene.say(BEN, f"decline {(await scene.member(BEN)).id}")
    assert await scene.told(BEN) == []


async def test_somebody_without_a_platform_is_given_a_way_in_to_hand_over(scene: Scene) -> None:
    await scene.riverside()
    dilys, card = await scene.add_on_web(BEN, "Dilys Rees", "Riverside Trust")
    assert card.title == "The way in for Dilys Rees"
    (kept,) = await scene.found(LoginLink)
    assert (kept.id, kept.expires_at) == (hashed(card), scene.clock.now() + timedelta(days=14))
    assert link(card).rpartition("/")[2] not in repr(
        [kept, *await scene.found(Delivery), *await scene.found(Person)]
    )
    (member,) = await scene.found(Member, person=dilys.address.key)
    assert (await scene.say(dilys, f"confirm {member.id}")).title == "Welcome to Harbour"


async def test_a_way_in_that_was_not_used_is_renewed_and_the_old_one_is_worth_nothing(scene: Scene) -> None:
    await scene.harbour()
    _, first = await scene.add_on_web(AMIRA, "Dilys Rees", "Borough Council")
    second = await scene.say(AMIRA, "add dilys  rees to borough council")
    assert link(first) != link(second)
    assert [each.id for each in await scene.found(LoginLink)] == [hashed(second)]
    assert len(await scene.found(Member)) == 2


async def test_a_new_way_in_for_somebody_who_is_in_makes_them_invited_again_for_all_to_see(
    scene: Scene,
) -> None:
    await scene.riverside()
    dilys, _ = await scene.in_on_web(AMIRA, "Dilys", "Riverside Trust")
    now = scene.clock.now()
    async with scene.store.transaction() as db:
        await db.add(
            BrowserSession("s1", "browser", dilys.address.key, now),
            WebMessage("p1", dilys.address, Card("Hello"), "", now),
        )
    card = await scene.say(BEN, "add Dilys to Riverside Trust")
    assert texts(card) == [
        "Give this link to Dilys, and to nobody else: whoever opens it speaks for them.",
        "The earlier ways in of Dilys are closed, and they have to confirm again.",
    ]
    assert facts(await scene.say(AMIRA, "members"))["Dilys"] == "member · has not confirmed yet"
    assert (await scene.found(BrowserSession), await scene.found(WebMessage)) == ([], [])
    assert [each.id for each in await scene.found(LoginLink)] == [hashed(card)]


async def test_a_lead_cannot_make_a_way_in_to_a_coordinators_place(scene: Scene) -> None:
    await scene.riverside()
    await scene.in_on_web(AMIRA, "Dilys", "Riverside Trust")
    await scene.say(AMIRA, "make Dilys coordinator")
    assert reason(await scene.say(BEN, "add Dilys to Riverside Trust")) == (
        "Nobody was added: Dilys is a coordinator, so only another one can do that."
    )
    assert (await scene.say(AMIRA, "add Dilys to Riverside Trust")).title == "The way in for Dilys"


async def test_a_way_in_that_opens_more_than_one_partnership_is_not_renewed_from_one(scene: Scene) -> None:
    await scene.riverside()
    dilys, _ = await scene.in_on_web(AMIRA, "Dilys", "Riverside Trust")
    await scene.say(EVE, "start partnership Lighthouse")
    await scene.say(dilys, f"join {facts(await scene.say(EVE, 'invite'))['Code']} as First organisation")
    await scene.say(dilys, f"decline {(await scene.member(dilys, 'Lighthouse')).id}")
    assert reason(await scene.say(AMIRA, "add Dilys to Riverside Trust")).startswith(
        "Nobody was added: the way in of Dilys cannot be renewed here, for it would open more than "
        "this partnership."
    )
    assert (await scene.member(dilys)).standing is MembershipStatus.ACTIVE
    await scene.say(AMIRA, "remove Dilys")
    await scene.say(AMIRA, "add Dilys to Riverside Trust")
    assert len(await scene.found(Person, name="Dilys")) == 2


async def test_nobody_renews_their_own_way_in_so_the_last_coordinator_stays(scene: Scene) -> None:
    dilys = SceneUser("Dilys", web_address("browserborn"))
    await scene.say(dilys, "start partnership Harbour")
    assert reason(await scene.say(dilys, "add Dilys to First organisation")).startswith(
        "Nobody was added: Dilys is in already."
    )


async def test_whoever_adds_themselves_is_told_that_they_are_in(scene: Scene) -> None:
    await scene.riverside()
    assert reason(await scene.say(BEN, "add me to Riverside Trust")).startswith(
        "Nobody was added: Ben Okoro is in already."
    )


async def test_in_a_place_that_others_read_who_is_in_is_told_to_the_speaker_alone(scene: Scene) -> None:
    await scene.riverside()
    cards = [
        await scene.say(AMIRA, said, where=CHANNEL)
        for said in ("members", "remove Zebedee", "add Di to Nowhere")
    ]
    assert [card.private for card in cards] == [True, True, True]


async def test_a_lead_adds_to_their_own_organisation_only(scene: Scene) -> None:
    await scene.riverside()
    assert reason(await scene.say(BEN, "add Dilys to Borough Council")) == (
        "Nobody was added: a lead can do that in their own organisation only. Ask a coordinator."
    )
    assert (await scene.say(BEN, "add Dilys to Riverside Trust")).title == "The way in for Dilys"


async def test_a_plain_member_adds_nobody(scene: Scene) -> None:
    await scene.riverside()
    await scene.add(BEN, CARYS, "Riverside Trust")
    assert reason(await scene.say(CARYS, "add Dilys to Riverside Trust")) == (
        "That was not done: only a lead or a coordinator can. Say members to see who that is."
    )


async def test_an_unknown_organisation_is_refused_with_those_there_are(scene: Scene) -> None:
    await scene.riverside()
    card = await scene.say(AMIRA, "add Dilys to Riversyde")
    assert reason(card) == "That was not done: no organisation here is called “Riversyde”. Which do you mean?"
    assert list(ways(card)) == ["Borough Council", "Riverside Trust"]
    assert (await scene.press(AMIRA, card, "Riverside Trust")).title == "The way in for Dilys"


async def test_nobody_is_added_to_an_organisation_that_waits_itself(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(BEN, f"join {code} as Riverside Trust")
    assert reason(await scene.say(AMIRA, "add Dilys to Riverside Trust")) == (
        "Nobody was added: Riverside Trust waits for a coordinator's approval itself."
    )


async def test_somebody_who_waits_is_approved_rather_than_added(scene: Scene) -> None:
    await scene.riverside()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(CARYS, f"join {code} as Riverside Trust")
    card = await scene.say(AMIRA, "add Carys Puw to Riverside Trust")
    assert reason(card) == "Nobody was added: Carys Puw waits for a coordinator's approval."
    assert (await scene.press(AMIRA, card, "Approve")).title == "Approved"


async def test_somebody_who_is_with_another_organisation_is_not_added_twice(scene: Scene) -> None:
    await scene.riverside()
    assert reason(await scene.say(AMIRA, f"add {BEN.token} to Borough Council")) == (
        "Nobody was added: Ben Okoro is with Riverside Trust. Say first: remove <name>"
    )


@pytest.mark.parametrize("who", ["member:nobody", "web:accord:nobody", "organisation:x"])
async def test_a_token_that_means_nobody_makes_nobody(scene: Scene, who: str) -> None:
    await scene.harbour()
    assert reason(await scene.say(AMIRA, f"add {who} to Borough Council")).startswith(
        "Nobody was added: I do not know whom you mean."
    )
    assert len(await scene.found(Person)) == 1


@pytest.mark.parametrize("name", ["x", "…!…", "x" * 81, "\u202e\u202d\u2066\u200b"])
async def test_a_name_that_is_none_is_refused(scene: Scene, name: str) -> None:
    await scene.harbour()
    assert reason(await scene.say(AMIRA, f"add {name} to Borough Council")).startswith(
        "That was not done: a name has 2 to 80 characters"
    )


async def test_a_hostile_name_is_kept_without_what_is_hostile(scene: Scene) -> None:
    await scene.harbour()
    await scene.say(AMIRA, "add Di\u202elys\x00\n \u200bRees\x1b[31m to Borough Council")
    assert sorted(each.name for each in await scene.found(Person)) == ["Amira Khan", "Dilys Rees[31m"]


async def test_of_two_with_one_name_the_one_that_is_meant_is_asked_for(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "add Sam to Borough Council")
    await scene.say(AMIRA, "add Sam to Riverside Trust")
    card = await scene.say(AMIRA, "remove sam")
    assert reason(card) == "That was not done yet: “sam” can mean several. Which do you mean?"
    assert list(ways(card)) == ["Sam (Borough Council)", "Sam (Riverside Trust)"]
    await scene.press(AMIRA, card, "Sam (Riverside Trust)")
    assert facts(await scene.say(AMIRA, "members")) == {
        "Amira Khan": "coordinator",
        "Ben Okoro": "lead",
        "Sam": "member · has not confirmed yet",
    }


async def test_two_of_one_name_in_one_organisation_are_told_apart_when_added_again(scene: Scene) -> None:
    await scene.harbour()
    one, two = SceneUser("Sam", BEN.address), SceneUser("Sam", CARYS.address)
    await scene.add(AMIRA, one, "Borough Council")
    await scene.add(AMIRA, two, "Borough Council")
    card = await scene.say(AMIRA, "add Sam to Borough Council")
    assert reason(card) == "That was not done yet: “Sam” can mean several. Which do you mean?"
    ids = {each.token: (await scene.member(each)).id for each in (one, two)}
    assert ways(card) == {
        f"Sam (Borough Council, {token})": f"add member:{id} to Borough Council" for token, id in ids.items()
    }


async def test_a_person_is_taken_out_and_told(scene: Scene) -> None:
    await scene.riverside()
    assert texts(await scene.say(AMIRA, "remove ben")) == [
        "Ben Okoro is out, and will not be asked any more."
    ]
    assert [card.title for card in await scene.told(BEN)] == ["You are no longer in Harbour"]
    assert reason(await scene.say(BEN, "members")).startswith("You are not in a partnership yet.")


async def test_an_organisation_leaves_with_everybody_in_it(scene: Scene) -> None:
    await scene.riverside()
    await scene.add(BEN, CARYS, "Riverside Trust")
    await scene.say(BEN, "add Dilys to Riverside Trust")
    await scene.say(AMIRA, "remove Riverside Trust")
    assert facts(await scene.say(AMIRA, "members")) == {"Amira Khan": "coordinator"}
    assert [len(await scene.told(each)) for each in (BEN, CARYS)] == [1, 1]
    assert sorted(each.standing for each in await scene.found(Organisation)) == [
        MembershipStatus.ACTIVE,
        MembershipStatus.LEFT,
    ]
    assert await scene.found(Person, name="Dilys") == []  # never agreed to be remembered
    assert await scene.found(LoginLink) == []


async def test_an_organisation_that_left_may_come_back(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "remove Riverside Trust")
    await scene.told(BEN)
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(BEN, f"join {code} as Riverside Trust")
    await scene.press(AMIRA, (await scene.told(AMIRA))[0], "Approve Ben Okoro")
    assert facts(await scene.say(BEN, "members")) == {"Amira Khan": "coordinator", "Ben Okoro": "lead"}
    assert len(await scene.found(Organisation)) == 2


async def test_a_lead_takes_out_their_own_people_only_and_no_coordinator(scene: Scene) -> None:
    await scene.riverside()
    await scene.add(BEN, CARYS, "Riverside Trust")
    await scene.add(AMIRA, EVE, "Riverside Trust")
    await scene.say(AMIRA, "make Eve coordinator")
    own = "Nobody was taken out: a lead can do that in their own organisation only. Ask a coordinator."
    assert reason(await scene.say(BEN, "remove Amira Khan")) == own
    assert reason(await scene.say(BEN, "remove Borough Council")) == own
    above = "Nobody was taken out: only a coordinator can take a coordinator out."
    assert reason(await scene.say(BEN, "remove Eve")) == above
    assert reason(await scene.say(BEN, "remove Riverside Trust")) == above
    assert (await scene.say(BEN, "remove Carys")).title == "Carys Puw was taken out"


async def test_a_lead_takes_their_own_organisation_out_and_is_not_written_to_about_it(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(BEN, "remove Riverside Trust")
    assert await scene.told(BEN) == []
    assert texts(await scene.say(AMIRA, "members")) == ["Borough Council"]


async def test_whom_nobody_knows_cannot_be_taken_out(scene: Scene) -> None:
    await scene.harbour()
    card = await scene.say(AMIRA, "remove Zebedee")
    assert (
        reason(card) == "That was not done: “Zebedee” is not in this partnership. Say members to see who is."
    )
    assert (await scene.press(AMIRA, card, "Show the members")).title == "Who is in Harbour"


async def test_a_partnership_never_loses_its_last_coordinator(scene: Scene) -> None:
    await scene.riverside()
    stays = (
        "That was not done: the partnership would have no coordinator. Say first: make <name> coordinator. "
        "Or end it for everybody: end partnership."
    )
    for sentence in (
        "leave now",
        "remove me",
        "remove Borough Council",
        "make me member",
        "make Amira Khan lead",
    ):
        assert reason(await scene.say(AMIRA, sentence)) == stays
    await scene.say(AMIRA, "make Ben coordinator")
    assert (await scene.say(AMIRA, "leave now")).title == "You have left"
    assert reason(await scene.say(BEN, "leave now")) == stays


async def test_roles_are_given_by_coordinators_and_within_an_organisation_by_its_leads(scene: Scene) -> None:
    await scene.riverside()
    await scene.add(BEN, CARYS, "Riverside Trust")
    assert texts(await scene.say(BEN, "make Carys LEAD")) == ["Carys Puw is now lead."]
    coordinators_only = "Nothing was changed: only a coordinator can make or unmake a coordinator."
    assert reason(await scene.say(BEN, "make Carys coordinator")) == coordinators_only
    assert reason(await scene.say(BEN, "make Amira member")).startswith(
        "Nothing was changed: a lead can do that"
    )
    assert texts(await scene.say(AMIRA, "make Carys coordinator")) == ["Carys Puw is now coordinator."]
    assert reason(await scene.say(BEN, "make Carys member")) == coordinators_only
    assert texts(await scene.say(CARYS, "make me lead")) == ["Carys Puw is now lead."]


async def test_somebody_who_is_not_in_yet_gets_no_role(scene: Scene) -> None:
    await scene.harbour()
    await scene.say(AMIRA, "add Dilys to Borough Council")
    assert reason(await scene.say(AMIRA, "make Dilys lead")) == (
        "Nothing was changed: Dilys is not in yet. Say it again when they are."
    )


async def test_leaving_is_asked_first_and_then_done(scene: Scene) -> None:
    await scene.riverside()
    card = await scene.say(BEN, "leave")
    assert card.title == "Leave Harbour?"
    assert (await scene.member(BEN)).standing is MembershipStatus.ACTIVE
    assert texts(await scene.press(BEN, card, "Yes, leave")) == [
        "You have left Harbour. To come back, ask for a code and say join."
    ]
    assert (await scene.member(BEN)).standing is MembershipStatus.LEFT


async def _answered(scene: Scene, who: SceneUser) -> None:
    """Everybody is asked, and somebody has answered one question."""
    await scene.say(AMIRA, "ask trust")
    await scene.press(who, await scene.say(who, "check-in"), "Fully")
    assert len(await scene.found(Answer)) == 1


@pytest.mark.parametrize("sentence", ["leave now", "remove me", "forget me now"])
async def test_whoever_goes_while_a_round_is_open_takes_their_answers_along(
    scene: Scene, sentence: str
) -> None:
    await scene.riverside()
    await _answered(scene, BEN)
    await scene.say(BEN, sentence)
    assert await scene.found(Answer) == []
    assert [each.member for each in await scene.found(Invitation)] == [(await scene.member(AMIRA)).id]


@pytest.mark.parametrize("sentence", ["remove Ben Okoro", "remove Riverside Trust"])
async def test_nobody_takes_the_answers_of_others_out_of_an_open_round(scene: Scene, sentence: str) -> None:
    await scene.riverside()
    await _answered(scene, BEN)
    assert reason(await scene.say(AMIRA, sentence)).startswith("Nobody was taken out: a round is open until ")
    assert len(await scene.found(Answer)) == 1
    await scene.say(AMIRA, "cancel")
    assert (await scene.say(AMIRA, sentence)).title.endswith(" was taken out")


async def test_a_way_in_is_not_renewed_while_its_holder_is_being_asked(scene: Scene) -> None:
    await scene.riverside()
    dilys, _ = await scene.in_on_web(AMIRA, "Dilys", "Riverside Trust")
    await _answered(scene, dilys)
    card = await scene.say(BEN, "add Dilys to Riverside Trust")
    assert reason(card).startswith("Nobody was added: a round is open until ")
    assert len(await scene.found(Answer)) == 1
    await scene.say(AMIRA, "cancel")
    assert (await scene.say(BEN, "add Dilys to Riverside Trust")).title == "The way in for Dilys"


async def test_whoever_was_not_asked_yet_can_be_taken_out_while_a_round_is_open(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "ask trust")
    await scene.in_on_web(AMIRA, "Dilys", "Riverside Trust")
    assert (await scene.say(AMIRA, "remove Dilys")).title == "Dilys was taken out"


async def test_the_roster_shows_who_is_new_since_the_last_round(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "ask trust")
    scene.clock.move(timedelta(minutes=1))
    await scene.add(BEN, CARYS, "Riverside Trust")
    assert facts(await scene.say(BEN, "members")) == {
        "Amira Khan": "coordinator",
        "Ben Okoro": "lead",
        "Carys Puw": "member · new since the last round",
    }
    await scene.say(AMIRA, "cancel")  # then nobody was asked, and nobody is new
    assert facts(await scene.say(BEN, "members"))["Carys Puw"] == "member"


async def test_the_roster_says_which_organisation_leads_or_waits_or_is_empty(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "profile lead Borough Council")
    await scene.say(AMIRA, "remove Ben Okoro")
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(EVE, f"join {code} as Lighthouse")
    card = await scene.say(AMIRA, "members")
    assert texts(card) == [
        "Borough Council · lead or statutory body",
        "Lighthouse · waits for approval",
        "Riverside Trust",
    ]
    assert small_print(card)[0] == "Nobody yet"
    assert list(ways(card)) == ["Approve Eve", "Decline Eve", "Invite an organisation"]


async def test_a_platform_may_know_whoever_is_mentioned(scene: Scene) -> None:
    await scene.harbour()
    told = UserSeen("", CARYS.address, CARYS.address, "Carys\nPuw", "Europe/Dublin", "cy-GB")
    other = UserSeen("", EVE.address, EVE.address, "Eve")
    card = await scene.say(AMIRA, f"add {CARYS.token} to Borough Council", mentions=(other, told))
    assert card.title == "Carys Puw was added"
    person = await scene.person(CARYS)
    assert (person.name, person.zone, person.language) == ("Carys Puw", "Europe/Dublin", "cy")

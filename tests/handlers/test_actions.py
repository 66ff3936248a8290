"""What is said about actions, and what comes back."""

from datetime import date, timedelta

import pytest

from bot.core.cards import BulletList, TextBox
from bot.core.followups import Action, ActionOutcome
from bot.core.models import Member, Person
from bot.rounds.actions import MAX_OPEN
from tests.support.cast import AMIRA, BEN, DILYS, EFE, FARAH, SIX
from tests.support.read_cards import buttons, labels, reason, says, words
from tests.support.scenario import Scenario


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    await scenario.create_partnership(*SIX)
    return scenario


async def test_anybody_who_is_in_may_say_what_the_partnership_will_do(harbour: Scenario) -> None:
    card = await harbour.says(EFE, "action Share the budget papers", shared=True)
    assert words(card) == (
        "What we will do\n1. Share the budget papers\nWhen a round closes, we’ll ask in your "
        "channels whether it is done. If it is done sooner, type: done 1"
    )
    assert not card.private


@pytest.mark.parametrize(
    ("said", "text", "by", "owner"),
    [
        ("Share the papers by 3 May", "Share the papers", date(2026, 5, 3), ""),
        ("Sort it by hand", "Sort it by hand", None, ""),
        ("Write 3 letters by hand BY friday", "Write 3 letters by hand", date(2026, 3, 6), ""),
        ("Share the papers by 3 May @Ben", "Share the papers", date(2026, 5, 3), "member:member-ben"),
        ("Share the papers @Ben by 3 May", "Share the papers", date(2026, 5, 3), "member:member-ben"),
        ("Write by hand by 3 May @ben", "Write by hand", date(2026, 5, 3), "member:member-ben"),
        ("Ask sam@x.org @Harbour NHS Trust", "Ask sam@x.org", None, "organisation:trust"),
        ("Ask Ben by 3 May slack:council:efe", "Ask Ben", date(2026, 5, 3), "member:member-efe"),
        ("slack:council:efe share it by 3 May", "share it", date(2026, 5, 3), "member:member-efe"),
        ("Ask slack:council:efe to rest @me", "Ask Efe to rest", None, "member:member-amira"),
        ("Ask slack:council:zoe, then rest", "Ask, then rest", None, ""),
        ("Rest @me", "Rest", None, "member:member-amira"),
        ("Rest", "Rest", None, ""),
    ],
)
async def test_a_date_and_an_owner_stand_at_the_end(
    harbour: Scenario, said: str, text: str, by: date | None, owner: str
) -> None:
    await harbour.says(AMIRA, f"action {said}")
    action = await harbour.one(Action)
    assert (action.words, action.by, action.owner) == (text, by, owner)


async def test_an_action_that_is_only_a_mention_of_somebody_unknown_is_refused(harbour: Scenario) -> None:
    card = await harbour.says(AMIRA, "action slack:council:zoe")
    assert (card.refused, "zoe" in words(card)) == (True, False)


async def test_a_date_and_an_owner_are_shown(harbour: Scenario) -> None:
    card = await harbour.says(AMIRA, "action Share the papers by 3 May @Dilys")
    assert "1. Share the papers · by 3 May 2026 · Dilys" in words(card).splitlines()
    await harbour.says(DILYS, "leave now")
    assert "1. Share the papers · by 3 May 2026" in words(await harbour.says(AMIRA, "actions")).splitlines()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Rest by 31 February",
            "We did not understand that date. Type it like this: by 3 May",
        ),
        (
            "Rest by 2026-02-27",
            "27 February 2026 has already passed. Type a later date.",
        ),
        (
            "Rest @Zoe",
            "“Zoe” is not in this partnership. Check how the name is spelled.",
        ),
        ("x" * 201, "Use between 1 and 200 characters, then try again."),
        ("x" * 10_000, "Your message is too long. Shorten it to 2000 characters and try again."),
    ],
)
async def test_what_cannot_be_taken_up_is_refused(harbour: Scenario, said: str, told: str) -> None:
    assert reason(await harbour.says(AMIRA, f"action {said}")) == told
    assert await harbour.all(Action) == []


async def test_an_owner_who_could_be_several_is_asked_for(harbour: Scenario) -> None:
    async with harbour.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, FARAH.person.id), name="Efe")
    card = await harbour.says(AMIRA, "action Rest by 3 May @Efe")
    assert reason(card) == "More than one person is called “Efe”. Choose the one you mean."
    await harbour.says(AMIRA, buttons(card)[1].says, pressed=True)
    action = await harbour.one(Action)
    assert (action.words, action.by, action.owner) == ("Rest", date(2026, 5, 3), "member:member-farah")


async def test_no_more_are_taken_up_than_can_be_done(harbour: Scenario) -> None:
    for n in range(MAX_OPEN):
        await harbour.says(AMIRA, f"action Thing {n}")
    card = await harbour.says(AMIRA, "action One more")
    assert reason(card) == ("You already have 10 open actions, which is the limit. Mark one as done first.")
    await harbour.says(AMIRA, "done 4")
    await harbour.says(AMIRA, "action One more")
    assert max(each.number for each in await harbour.all(Action)) == MAX_OPEN + 1


async def test_actions_are_listed_with_those_answered_last(harbour: Scenario) -> None:
    card = await harbour.says(EFE, "actions")
    assert words(card) == (
        "Harbour Together: actions\nThere are no open actions.\nWhat we will do\n"
        "Add an action with a due date"
    )
    await harbour.writes(EFE, "Share the papers")
    await harbour.says(EFE, "action Meet monthly")
    card = await harbour.says(EFE, "actions", shared=True)
    assert card.private
    assert labels(card) == [
        "1 is done",
        "2 is done",
        "Correct 1",
        "Correct 2",
        "Add an action with a due date",
    ]
    await harbour.presses(EFE, "2 is done")
    card = await harbour.says(EFE, "actions")
    assert [part.items for part in card.parts if isinstance(part, BulletList)] == [
        ("1. Share the papers",),
        ("Meet monthly: done, says Efe",),
    ]
    assert [part.label for part in card.parts if isinstance(part, TextBox)] == ["What we will do"]


async def test_the_first_answer_counts_and_a_lead_may_correct_it(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "action Share the papers")
    assert words(await harbour.says(EFE, "did 1 yes")) == (
        "Thank you\nShare the papers: done, says Efe\nThe next summary will show this."
    )
    first = await harbour.one(Action)
    harbour.clock.move(timedelta(hours=1))
    await harbour.says(FARAH, "done 1")
    assert await harbour.one(Action) == first
    assert reason(await harbour.says(FARAH, "did 1 no")) == (
        "Someone has already answered that. A lead or a coordinator can change it."
    )
    await harbour.says(BEN, "did 1 partly")
    await harbour.says(AMIRA, "did 1 NO")
    assert (await harbour.one(Action)).did is ActionOutcome.NO


async def test_what_was_not_done_can_be_taken_up_again(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "action Share the papers by 3 May @Ben")
    card = await harbour.says(EFE, "did 1 partly")
    assert says(card, "Add it again") == "action Share the papers @member:member-ben"
    await harbour.presses(EFE, "Add it again")
    assert [(each.number, each.did) for each in await harbour.all(Action)] == [
        (1, ActionOutcome.PARTLY),
        (2, None),
    ]


@pytest.mark.parametrize("n", ["2", "0", "-1", "one", "9" * 30, "²"])
async def test_an_action_that_is_not_there_is_said_so(harbour: Scenario, n: str) -> None:
    await harbour.says(AMIRA, "action Share the papers")
    card = await harbour.says(AMIRA, f"done {n}")
    assert reason(card) == (f"There is no action {n[:20]}. Look at the actions to see their numbers.")
    assert labels(card) == ["Show the actions"]


async def test_a_forgotten_owner_is_named_nowhere(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "action Share the papers @Efe")
    await harbour.says(EFE, "forget me now")
    assert await harbour.all(Member, id=EFE.member) == []
    assert "1. Share the papers" in words(await harbour.says(AMIRA, "actions")).splitlines()


@pytest.mark.parametrize(
    ("said", "by"),
    [("Rest by 2 March", date(2026, 3, 2)), ("Rest by 2 March 2027", date(2027, 3, 2))],
)
async def test_a_due_day_may_be_today_or_far_ahead_with_its_year(
    harbour: Scenario, said: str, by: date
) -> None:
    await harbour.says(AMIRA, f"action {said}")
    assert (await harbour.one(Action)).by == by


async def test_a_due_day_that_has_just_been_is_asked_about(harbour: Scenario) -> None:
    card = await harbour.says(AMIRA, "action Rest by 27 February @Ben")
    assert reason(card) == (
        "“27 February” has already passed this year. Did you mean 27 February 2027? Choose it, "
        "or type the year."
    )
    assert await harbour.all(Action) == []
    await harbour.presses(AMIRA, "27 February 2027")
    action = await harbour.one(Action)
    assert (action.words, action.by, action.owner) == ("Rest", date(2027, 2, 27), "member:member-ben")


async def test_an_action_can_be_corrected_and_keeps_what_is_not_named(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "action Share the papres by 3 May @Ben")
    await harbour.says(EFE, "actions")
    card = await harbour.presses(EFE, "Correct 1")
    assert words(card) == (
        "Correct action 1\n1. Share the papres · by 3 May 2026 · Ben Okoro\nNew wording\nRemove this action"
    )
    card = await harbour.writes(EFE, "Share the papers")
    assert words(card) == (
        "Action 1 corrected\n1. Share the papers · by 3 May 2026 · Ben Okoro\nFuture summaries "
        "will show the new wording. Past ones stay as they are.\nShow the actions"
    )
    await harbour.says(EFE, "correct action 1 Share all papers by 4 May @Dilys")
    action = await harbour.one(Action)
    assert (action.words, action.by, action.owner) == (
        "Share all papers", date(2026, 5, 4), "member:member-dilys",
    )  # fmt: skip
    card = await harbour.says(EFE, "correct action 1 Share by 27 February @Efe")
    assert labels(card) == ["27 February 2027"]
    await harbour.presses(EFE, "27 February 2027")
    action = await harbour.one(Action)
    assert (action.by, action.owner) == (date(2027, 2, 27), "member:member-efe")


async def test_an_action_is_removed_in_a_second_step_and_its_number_is_not_used_again(
    harbour: Scenario,
) -> None:
    await harbour.says(AMIRA, "action Share the papers @Ben")
    card = await harbour.says(EFE, "remove action 1", shared=True)
    assert words(card) == (
        "Remove action 1?\n1. Share the papers · Ben Okoro\nWe will not ask whether it was done. "
        "Summaries will show your name and today’s date instead. Messages already in a chat stay "
        "as they are.\nRemove the action\nKeep it"
    )
    card = await harbour.presses(EFE, "Remove the action", shared=True)
    assert words(card) == ("Action 1 removed\nEfe removed it. We will not ask whether it was done.")
    assert not card.private
    assert "Share the papers" not in repr(await harbour.all(Action))
    assert reason(await harbour.says(EFE, "done 1")).startswith("There is no action 1.")
    await harbour.says(AMIRA, "action Meet monthly")
    assert [action.number for action in await harbour.all(Action, removed_at=None)] == [2]

"""What members add to the notes and actions of the evidence log."""

from typing import Any

import pytest

from bot.core.errors import Stale
from bot.core.followups import Action, EvidenceDetail, EvidencePart, Note
from bot.core.models import Member, Partnership
from bot.handlers.form_flow import ShowCard, ShowForm
from bot.rounds import evidence
from tests.handlers.test_form_flow import flow_of, submit
from tests.support.cast import AMIRA, BEN, CERYS, EFE, SIX, STRANGER
from tests.support.read_cards import buttons, facts, labels, reason, words
from tests.support.scenario import Scenario

FORM = "describe-note-1"


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    """A partnership with a note, and an action that is not done; it is 2 March 2026."""
    await scenario.create_partnership(*SIX)
    await scenario.says(EFE, "note We share the budget papers on 20 February 2026")
    await scenario.says(EFE, "action Meet monthly")
    return scenario


async def initial(scenario: Scenario, form: str = FORM) -> dict[str, str]:
    step = (await flow_of(scenario, form=form)).open(form, partnership="harbour")
    assert isinstance(step, ShowForm)
    return {field.id: field.initial for field in step.form.fields}


async def fills_in(scenario: Scenario, form: str = FORM, **values: str) -> Any:
    filled_in = {**await initial(scenario, form), **values}
    return await submit(scenario, scenario.ids.new(), form=form, values=filled_in)


async def test_any_member_describes_a_note(harbour: Scenario) -> None:
    card = await harbour.says(EFE, "describe note 1 took two days of an analyst", shared=True)
    assert (card.title, card.private) == ("Evidence: note 1", False)
    assert facts(card) == {
        "How it is thought to work": "Nothing yet",
        "What it took": "two days of an analyst (written by Efe on 2 March 2026)",
        "What followed, in members’ words": "Nothing yet",
    }
    assert "You can type it too, for example: describe note 1 took" in words(card)


async def test_an_action_is_described_once_it_was_done_at_least_partly(harbour: Scenario) -> None:
    card = await harbour.says(EFE, "describe action 1")
    assert reason(card) == "Action 1 has not been done. You can describe what has been done."
    assert labels(card)[:2] == ["Mark it as done", "Show the actions"]
    await harbour.says(EFE, "did 1 no")
    assert (await harbour.says(EFE, "describe action 1 how By talking")).refused
    await harbour.says(AMIRA, "did 1 partly")
    card = await harbour.says(EFE, "describe action 1 how By talking")
    assert facts(card)["How it is thought to work"] == "By talking (written by Efe on 2 March 2026)"


async def test_a_correction_shows_who_made_it_and_keeps_nothing_else(harbour: Scenario) -> None:
    await harbour.says(EFE, "describe note 1 followed Fewer argumnets")
    await harbour.passes(days=1)
    card = await harbour.says(BEN, "describe note 1 followed Fewer arguments")
    row = "Fewer arguments (corrected by Ben Okoro on 3 March 2026)"
    assert facts(card)["What followed, in members’ words"] == row
    assert (await harbour.one(EvidenceDetail)).words == "Fewer arguments"


async def test_the_same_words_again_correct_nothing(harbour: Scenario) -> None:
    await harbour.says(EFE, "describe note 1 took two days")
    card = await harbour.says(BEN, "describe note 1 took two days")
    assert facts(card)["What it took"] == "two days (written by Efe on 2 March 2026)"


async def test_what_is_removed_leaves_who_removed_it(harbour: Scenario) -> None:
    await harbour.says(EFE, "describe note 1 took two days of Ben")
    card = await harbour.says(BEN, "remove took from note 1")
    assert facts(card)["What it took"] == "removed by Ben Okoro on 2 March 2026"
    assert (await harbour.one(EvidenceDetail)).words == ""
    await harbour.says(BEN, "remove how from note 1")
    assert len(await harbour.all(EvidenceDetail)) == 1


async def test_nobody_is_named_who_asked_to_be_forgotten(harbour: Scenario) -> None:
    for part in ("how", "took", "followed"):
        await harbour.says(CERYS, f"describe note 1 {part} something")
    await harbour.says(CERYS, "describe note 1 took something else")
    await harbour.says(CERYS, "remove followed from note 1")
    await harbour.says(CERYS, "forget me now")
    assert facts(await harbour.says(EFE, "describe note 1")) == {
        "How it is thought to work": "something (written on 2 March 2026)",
        "What it took": "something else (corrected on 2 March 2026)",
        "What followed, in members’ words": "removed on 2 March 2026",
    }


@pytest.mark.parametrize(
    ("first", "removal"), [("", "remove note 1 now"), ("did 1 yes", "remove action 1 now")]
)
async def test_a_description_goes_with_what_it_is_about(harbour: Scenario, first: str, removal: str) -> None:
    entry = "action 1" if first else "note 1"
    await harbour.says(EFE, first or "status")
    await harbour.says(EFE, f"describe {entry} took two days")
    await harbour.says(BEN, removal)
    assert len(await harbour.all(EvidenceDetail)) == 0
    assert (await harbour.says(EFE, f"describe {entry} took two days")).refused


async def test_a_description_goes_with_the_partnership_row(harbour: Scenario) -> None:
    await harbour.says(EFE, "describe note 1 took two days")
    async with harbour.store.transaction() as db:
        await db.remove(Partnership, id="harbour")
    assert len(await harbour.all(EvidenceDetail)) == 0


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("describe note 7 took two days", "There is no note 7. Look at the notes to see their numbers."),
        ("describe action x", "There is no action x. Look at the actions to see their numbers."),
        (f"describe note 1 took {'x' * 301}", "Use between 1 and 300 characters, then try again."),
        ("describe note 1 took \u202e\u200b", "Use between 1 and 300 characters, then try again."),
    ],
)
async def test_what_cannot_be_described_is_refused(harbour: Scenario, said: str, why: str) -> None:
    assert reason(await harbour.says(EFE, said)) == why
    assert len(await harbour.all(EvidenceDetail)) == 0


async def test_hostile_words_lose_what_would_hide_them(harbour: Scenario) -> None:
    await harbour.says(EFE, "describe note 1 took <b>two</b>\u202e days\u200b\n\n=1+1")
    assert (await harbour.one(EvidenceDetail)).words == "<b>two</b> days =1+1"


async def test_strangers_describe_nothing(harbour: Scenario) -> None:
    assert (await harbour.says(STRANGER, "describe note 1 took two days")).refused


async def test_the_card_leads_to_the_form(harbour: Scenario) -> None:
    first, *_ = buttons(await harbour.says(EFE, "describe note 1"))
    assert (first.label, first.form, first.partnership) == ("Describe it", FORM, "harbour")


async def test_the_form_saves_what_was_changed_in_it(harbour: Scenario) -> None:
    assert await initial(harbour) == {"how": "", "took": "", "followed": ""}
    step = await fills_in(harbour, how="They see\nthe same figures", took="Two days")
    assert step.card.title == "Evidence: note 1"
    assert await initial(harbour) == {"how": "They see the same figures", "took": "Two days", "followed": ""}
    await fills_in(harbour, how="", took="Three days")
    assert {detail.part: detail.words for detail in await harbour.all(EvidenceDetail)} == {
        EvidencePart.HOW: "",
        EvidencePart.TOOK: "Three days",
    }
    step = await fills_in(harbour)
    assert isinstance(step, ShowCard)
    assert step.card.title == "Nothing to change"


async def test_the_form_of_an_action_saves_too(harbour: Scenario) -> None:
    await harbour.says(EFE, "done 1")
    await fills_in(harbour, "describe-action-1", followed="We know each other")
    detail = await harbour.one(EvidenceDetail)
    assert (detail.entry, detail.words) == ((await harbour.one(Action)).id, "We know each other")


async def test_a_form_shows_only_what_belongs_to_its_note(harbour: Scenario) -> None:
    await harbour.says(EFE, "describe note 1 took two days")
    async with harbour.store.transaction() as db:
        note = await harbour.one(Note)
        await db.add(
            EvidenceDetail("other", "harbour", "else", EvidencePart.HOW, "x", "", harbour.clock.now())
        )
    assert (await initial(harbour))["took"] == "two days"
    assert note.words
    assert (await initial(harbour))["how"] == ""


async def test_what_is_removed_meanwhile_is_not_described(harbour: Scenario) -> None:
    note, member = await harbour.one(Note), await harbour.one(Member, id=EFE.member)
    await harbour.says(BEN, "remove note 1 now")
    now, t = harbour.clock.now(), harbour.context.translator()
    async with harbour.store.transaction() as db:
        with pytest.raises(Stale):
            await evidence.describe(db, harbour.ids, note, EvidencePart.TOOK, "two days", member, now, t)
    assert await harbour.all(EvidenceDetail) == []

"""The forms that correct or remove one note or action."""

from datetime import date
from typing import Any

import pytest

from bot.core.followups import Action, Note
from bot.core.models import Address, Partnership
from bot.handlers.form_flow import Confirm, ShowCard, ShowForm
from tests.handlers.test_form_flow import flow_of, submit
from tests.support.cast import AMIRA, BEN, CERYS, EFE, SIX, STRANGER
from tests.support.read_cards import buttons, words
from tests.support.scenario import Scenario

NOTE, ACTION = "correct-note-1", "correct-action-1"


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    """A partnership with a note and an action."""
    await scenario.create_partnership(*SIX)
    await scenario.says(EFE, "note A new chiar on 20 February 2026")
    await scenario.says(EFE, "action Share the papres by 1 April 2026 @Ben")
    return scenario


async def initial(scenario: Scenario, form: str) -> dict[str, str]:
    step = (await flow_of(scenario, form=form)).open(form, partnership="harbour")
    assert isinstance(step, ShowForm)
    return {field.id: field.initial for field in step.form.fields}


async def fills_in(scenario: Scenario, form: str, **values: str) -> Any:
    filled_in = {**await initial(scenario, form), **values}
    return await submit(scenario, scenario.ids.new(), form=form, values=filled_in)


async def test_lists_lead_to_the_forms(harbour: Scenario) -> None:
    for sentence, form in (("notes", NOTE), ("actions", ACTION)):
        card = await harbour.says(EFE, sentence)
        (correct,) = (button for button in buttons(card) if button.label == "Correct 1")
        assert (correct.form, correct.partnership) == (form, "harbour")


async def test_a_note_is_corrected(harbour: Scenario) -> None:
    assert await initial(harbour, NOTE) == {"text": "A new chiar", "day": "2026-02-20", "remove": ""}
    step = await fills_in(harbour, NOTE, text="A new chair")
    assert step.card.title == "Note 1 corrected"
    await fills_in(harbour, NOTE, day="2026-02-19")
    note = await harbour.one(Note)
    assert (note.words, note.on) == ("A new chair", date(2026, 2, 19))


async def test_an_action_is_corrected(harbour: Scenario) -> None:
    before = await initial(harbour, ACTION)
    owner = f"member:{BEN.member}"
    assert before == {"text": "Share the papres", "owner": owner, "day": "2026-04-01", "remove": ""}
    step = await fills_in(harbour, ACTION, text="Share the papers", owner=f"member:{CERYS.member}")
    assert step.card.title == "Action 1 corrected"
    await fills_in(harbour, ACTION, day="2026-04-02")
    action = await harbour.one(Action)
    assert (action.words, action.owner, action.by) == (
        "Share the papers",
        f"member:{CERYS.member}",
        date(2026, 4, 2),
    )


async def test_an_action_without_owner_and_date_may_stay_without(harbour: Scenario) -> None:
    await harbour.says(EFE, "action Book a rom")
    await fills_in(harbour, "correct-action-2", text="Book a room")
    action = await harbour.one(Action, number=2)
    assert (action.words, action.owner, action.by) == ("Book a room", "", None)


async def test_an_action_that_is_overdue_keeps_its_date_unless_that_is_changed(harbour: Scenario) -> None:
    await harbour.passes(days=60)
    await fills_in(harbour, ACTION, text="Share the papers")
    action = await harbour.one(Action)
    assert (action.words, action.by) == ("Share the papers", date(2026, 4, 1))
    step = await fills_in(harbour, ACTION, day="2026-04-02")
    assert [problem.field for problem in step.problems] == ["day"]


@pytest.mark.parametrize(
    ("form", "values", "field"),
    [
        (NOTE, {"text": ""}, "text"),
        (NOTE, {"text": "x" * 201}, "text"),
        (NOTE, {"day": "2027-01-01"}, "day"),
        (ACTION, {"text": ""}, "text"),
        (ACTION, {"text": "x" * 201}, "text"),
        (ACTION, {"owner": "member:nobody"}, "owner"),
    ],
)
async def test_a_problem_names_the_field(
    harbour: Scenario, form: str, values: dict[str, str], field: str
) -> None:
    step = await fills_in(harbour, form, **values)
    assert [problem.field for problem in step.problems] == [field]


@pytest.mark.parametrize("form", [NOTE, ACTION])
async def test_what_is_sent_as_it_was_changes_nothing(harbour: Scenario, form: str) -> None:
    assert (await fills_in(harbour, form)).card.title == "Nothing to change"


@pytest.mark.parametrize(("form", "kind"), [(NOTE, Note), (ACTION, Action)])
async def test_removing_is_confirmed(harbour: Scenario, form: str, kind: type[Note | Action]) -> None:
    step = await fills_in(harbour, form, remove="yes")
    assert isinstance(step, Confirm)
    assert step.harm
    assert (await harbour.one(kind)).removed_at is None
    await submit(harbour, "confirmation", form="sure", sentences=step.sentences)
    assert (await harbour.one(kind)).removed_at
    gone = (await flow_of(harbour, form=form)).open(form, partnership="harbour")
    assert isinstance(gone, ShowCard)
    assert words(gone.card) == "Not done\nWe could not find this. It may have been removed."


async def test_a_form_says_what_somebody_else_has_changed(harbour: Scenario) -> None:
    opened = (await flow_of(harbour, form=NOTE)).open(NOTE, partnership="harbour")
    assert isinstance(opened, ShowForm)
    values = {field.id: field.initial for field in opened.form.fields} | {"text": "A chair"}
    await harbour.says(EFE, "correct note 1 A new chair")
    stale = await submit(harbour, form=NOTE, before=opened.form.state, values=values)
    assert [problem.field for problem in stale.problems] == ["text"]
    assert (await harbour.one(Note)).words == "A new chair"


async def test_without_a_partnership_somebody_in_two_chooses_one_first(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "start partnership Homes")
    homes = await harbour.one(Partnership, name="Homes")
    opened = (await flow_of(harbour, form=NOTE)).open(NOTE)
    assert isinstance(opened, ShowForm)
    assert (opened.form.name, [field.id for field in opened.form.fields]) == (NOTE, ["where"])
    step = await submit(harbour, form=NOTE, partnership="", values={"where": "harbour"})
    assert step.form.title == "Correct note 1"
    nothing = await submit(harbour, form=NOTE, partnership="", values={"where": homes.id})
    assert nothing.card.refused


@pytest.mark.parametrize("form", [NOTE, ACTION])
@pytest.mark.parametrize("address", [STRANGER.address, AMIRA.address])
async def test_notes_and_actions_of_others_are_not_shown(
    harbour: Scenario, form: str, address: Address
) -> None:
    step = (await flow_of(harbour, address, form=form)).open(form, partnership="elsewhere")
    assert isinstance(step, ShowCard)
    assert step.card.refused


async def test_a_form_about_a_note_needs_its_number(harbour: Scenario) -> None:
    step = (await flow_of(harbour, form="correct-note")).open("correct-note")
    assert isinstance(step, ShowCard)
    assert step.card.refused


async def test_the_owner_and_the_date_of_an_action_can_be_cleared(harbour: Scenario) -> None:
    step = await fills_in(harbour, ACTION, text="Share the papers", owner="nobody")
    assert step.card.title == "Action 1 corrected"
    action = await harbour.one(Action)
    assert (action.words, action.owner, action.by) == ("Share the papers", "", date(2026, 4, 1))
    await fills_in(harbour, ACTION, day="")
    assert (await harbour.one(Action)).by is None

"""What each form does once it is filled in, and what is wrong with it if it is not."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from bot.core.followups import Action, Note, Rebase
from bot.core.i18n import Translator
from bot.core.models import Member, MembershipStatus, Organisation, Partnership, Role
from bot.handlers.form_flow import Confirm, ShowCard, ShowForm
from bot.handlers.forms.account import settings_form
from bot.handlers.forms.definition import FormContext
from bot.handlers.forms.model import (
    CheckboxField,
    ChoiceField,
    Form,
    Option,
    PeopleField,
    Problem,
    Submission,
    TextField,
)
from bot.handlers.forms.rounds import current_schedule
from bot.handlers.forms.validation import find_problems
from bot.language.recurrence import Recurrence
from tests.handlers.test_form_flow import flow_of, message, submit
from tests.support.cast import AMIRA, BEN, CERYS, DILYS, EFE, IDRIS, SIX
from tests.support.read_cards import words
from tests.support.scenario import Scenario

T = Translator()
TODAY = date(2026, 3, 2)


async def initial(scenario: Scenario, form: str) -> dict[str, str]:
    step = (await flow_of(scenario)).open(form, partnership="harbour")
    assert isinstance(step, ShowForm)
    return {field.id: field.initial for field in step.form.fields}


async def fills_in(scenario: Scenario, form: str, **values: str) -> Any:
    return await submit(scenario, form=form, values={**await initial(scenario, form), **values})


async def confirms(scenario: Scenario, step: Any) -> Any:
    assert isinstance(step, Confirm)
    return await submit(scenario, "confirmation", form="sure", sentences=step.sentences)


async def test_a_role_is_changed(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await fills_in(scenario, "roles", member=f"member:{EFE.member}", role="lead")
    assert isinstance(step, ShowCard)
    assert (await scenario.one(Member, id=EFE.member)).role is Role.LEAD


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("roles", {"member": f"member:{EFE.member}", "role": "member"}),
        ("organisations", {"which": "organisation:council", "region": "GB-ENG"}),
        ("account-sign-in", {"required": "off"}),
    ],
)
async def test_what_is_set_already_is_said_to_be(
    scenario: Scenario, form: str, values: dict[str, str]
) -> None:
    await scenario.create_partnership(*SIX)
    assert (await fills_in(scenario, form, **values)).card.title == "Nothing to change"


async def test_a_lead_may_name_a_coordinator_where_there_is_none(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Member, AMIRA.member), role=Role.MEMBER)
    step = (await flow_of(scenario, DILYS.address)).open("roles")
    roles = step.form.fields[1].options  # type: ignore[union-attr]
    assert [option.value for option in roles] == ["member", "lead", "coordinator"]


async def test_taking_the_role_of_coordinator_away_is_confirmed(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "make Ben coordinator")
    step = await fills_in(scenario, "roles", member=f"member:{AMIRA.member}", role="member")
    assert (await scenario.one(Member, id=AMIRA.member)).role is Role.COORDINATOR
    await confirms(scenario, step)
    assert (await scenario.one(Member, id=AMIRA.member)).role is Role.MEMBER


async def test_a_lead_sees_and_changes_only_their_own_organisation(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    flow = await flow_of(scenario, DILYS.address)
    offered = {
        form: [option.label for option in flow.open(form).form.fields[0].options]  # type: ignore[union-attr]
        for form in ("people", "roles", "remove")
    }
    assert offered == {
        "people": ["Cegin Gymunedol"],
        "roles": ["Cerys (Cegin Gymunedol) · member", "Dilys (Cegin Gymunedol) · lead"],
        "remove": ["Cerys (Cegin Gymunedol)", "Dilys (Cegin Gymunedol)"],
    }
    assert flow.open("remove").form.title == "Remove a person"  # type: ignore[union-attr]
    roles = flow.open("roles").form.fields[1].options  # type: ignore[union-attr]
    assert [option.value for option in roles] == ["member", "lead"]
    council = {"organisation": "organisation:council", "names": "Nia Rees"}
    step = await flow.submit(Submission("people", "harbour", council), message(), scenario.bot.handle)
    assert isinstance(step, ShowForm)
    assert step.problems == (Problem("organisation", "Choose one"),)


async def test_a_person_is_removed_once_that_is_confirmed(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await fills_in(scenario, "remove", leaving=f"member:{CERYS.member}")
    assert (step.harm, "Cerys" in words(step.card)) == (True, True)
    await confirms(scenario, step)
    assert (await scenario.one(Member, id=CERYS.member)).standing is MembershipStatus.LEFT


async def test_the_schedule_is_paused(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "schedule fortnightly now")
    step = await fills_in(scenario, "pause", until="2026-05-04")
    assert isinstance(step, ShowCard)
    planned = (await scenario.one(Partnership)).next_round_at
    assert planned is not None
    assert planned.date() >= date(2026, 5, 4)
    past = await fills_in(scenario, "pause", until="2026-01-01")
    assert [problem.field for problem in past.problems] == ["until"]


async def test_the_number_of_reminders_and_of_replies_is_set(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await fills_in(scenario, "reminders", reminders="2")
    await fills_in(scenario, "threshold", replies="6")
    partnership = await scenario.one(Partnership)
    assert (partnership.reminders, partnership.threshold) == (2, 6)
    few = await fills_in(scenario, "threshold", replies="2")
    assert ([problem.field for problem in few.problems], few.values["replies"]) == (["replies"], "2")


async def test_a_note_has_a_date_and_an_action_an_owner_and_a_date(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await fills_in(scenario, "note", text="A new chair on the board", day="2026-02-20")
    note = await scenario.one(Note)
    assert (note.words, note.on) == ("A new chair on the board", date(2026, 2, 20))
    ahead = await fills_in(scenario, "note", text="A new chair", day="2026-04-20")
    assert [problem.field for problem in ahead.problems] == ["day"]
    empty = await fills_in(scenario, "note")
    assert empty.problems == (Problem("text", "Enter what changed"),)
    await fills_in(
        scenario, "action", text="Share the papers", owner=f"member:{BEN.member}", day="2026-04-01"
    )
    action = await scenario.one(Action)
    assert (action.owner, action.by) == (f"member:{BEN.member}", date(2026, 4, 1))


async def test_a_new_baseline_is_confirmed_with_what_it_changes(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.closes()
    await scenario.passes(days=7)
    step = await fills_in(scenario, "rebase", theme="trust", day="2026-03-09", reason="half of us are new")
    assert isinstance(step, Confirm)
    assert await scenario.all(Rebase) == []
    await confirms(scenario, step)
    assert (await scenario.one(Rebase)).reason == "half of us are new"


async def test_all_missing_fields_of_a_form_are_named_at_once(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form="rebase")
    assert step.problems == (
        Problem("theme", "Choose a theme"),
        Problem("day", "Enter a real date, such as 3 May"),
        Problem("reason", "Enter a reason"),
    )


async def test_public_holidays_are_set_for_an_organisation(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, IDRIS)
    await scenario.says(AMIRA, "profile region Harbour Shelter in Ireland")
    values = {"which": "organisation:council", "region": "IE"}
    step = await fills_in(scenario, "organisations", **values)
    assert isinstance(step, ShowCard)
    assert (await scenario.one(Organisation, id="council")).region == "IE"


async def test_a_profile_that_was_not_changed_is_left_as_it_is(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await fills_in(scenario, "profile")
    assert step.card.title == "Nothing to change"
    renamed = await fills_in(scenario, "profile", own_name="Council of the Harbour", pack="whole-system")
    assert isinstance(renamed, ShowCard)
    assert (await scenario.one(Organisation, id="council")).name == "Council of the Harbour"
    nameless = await fills_in(scenario, "profile", own_name="", purpose="Warm homes")
    assert nameless.problems == (Problem("own_name", "Enter the name of your organisation"),)
    assert (await scenario.one(Partnership)).purpose == ""
    await fills_in(scenario, "profile", purpose="Warm homes\nfor all")
    assert (await scenario.one(Partnership)).purpose == "Warm homes for all"


async def test_forms_are_listed_by_topic(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    topics = dict((await flow_of(scenario)).topics("harbour"))
    assert list(topics) == [
        "Rounds",
        "People",
        "What we do next",
        "Shared outcomes",
        "The partnership",
        "You",
    ]
    assert [option.label for option in topics["People"]] == [
        "Add people",
        "Change a role",
        "Remove a person or an organisation",
    ]
    assert [topic for topic, _ in (await flow_of(scenario, EFE.address)).topics("harbour")] == [
        "What we do next",
        "You",
    ]


WEEKLY = Recurrence(1, 0, "TU", time(10))
THIRD_WEDNESDAY = Recurrence(1, 3, "WE", time(10))


@pytest.mark.parametrize(
    ("rules", "shown"),
    [
        ((Recurrence(4, 0, "SU", time(9, 5)),), ("every fourth", "Sunday", "09:05")),
        ((Recurrence(12, 0, "MO", time(9)),), ("every second", "Monday", "09:00")),
        ((Recurrence(1, -1, "FR", time(14, 30)),), ("monthly on the last", "Friday", "14:30")),
        ((replace(WEEKLY, until=date(2026, 3, 31)), THIRD_WEDNESDAY), ("every", "Tuesday", "10:00")),
        (
            (replace(WEEKLY, until=date(2026, 2, 24)), THIRD_WEDNESDAY),
            ("monthly on the third", "Wednesday", "10:00"),
        ),
        ((), ("every second", "Tuesday", "10:00")),
    ],
)
def test_the_schedule_form_shows_the_schedule_that_is_set(
    rules: tuple[Recurrence, ...], shown: tuple[str, str, str]
) -> None:
    assert current_schedule("\n".join(map(str, rules)), TODAY) == shown


def test_values_that_no_field_could_hold_are_problems() -> None:
    options = [Option("a", "A"), Option("b", "B")]
    form = Form(
        "x",
        "X",
        "Save",
        "",
        (
            ChoiceField("one", "One", options),
            CheckboxField("some", "Some", options),
            TextField("words", "Words", 5, optional=False),
            PeopleField("people", "People", (), "Nobody"),
        ),
    )
    wrong = Submission("x", values={"one": "c", "some": "a,c", "words": "too long"})
    assert find_problems(form, wrong, TODAY, T) == [
        Problem("one", "Choose one"),
        Problem("some", "Choose from the list"),
        Problem("words", "Use 5 characters or fewer"),
    ]
    right = Submission("x", values={"one": "a", "some": "a,b", "words": "short"})
    assert find_problems(form, right, TODAY, T) == []
    assert find_problems(form, Submission("x", values={"one": "a"}), TODAY, T) == [
        Problem("words", "Fill this in")
    ]


def test_only_a_person_has_settings() -> None:
    with pytest.raises(ValueError, match="only a person"):
        settings_form(FormContext(T, None, TODAY, (), ()))


async def test_an_account_is_required_of_coordinators_on_our_pages_alone(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await fills_in(scenario, "account-sign-in", required="on")
    assert isinstance(step, ShowForm)
    assert [problem.field for problem in step.problems] == ["required"]
    organisation = await scenario.one(Organisation, id="council")
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(organisation, account_required_at=scenario.clock.now())
    step = await fills_in(scenario, "account-sign-in", required="off")
    assert isinstance(step, ShowCard)
    assert (await scenario.one(Organisation, id="council")).account_required_at is None

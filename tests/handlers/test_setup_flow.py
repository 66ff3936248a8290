"""The set-up flow, without a platform: which step follows which, and what is asked of the bot."""

from datetime import date
from typing import Any

import pytest

from bot.core.cards import Buttons, Card
from bot.core.events import Message
from bot.core.i18n import Translator
from bot.core.models import Address, Member, Partnership, Person, Round
from bot.core.outcomes import OutcomeValue, SharedOutcome
from bot.handlers import forms
from bot.handlers.bot import Reply
from bot.handlers.forms import ListedPerson, PeopleField, Submission, suggest_organisation
from bot.handlers.setup_flow import Confirm, SetupFlow, ShowCard, ShowForm
from bot.handlers.views import CoordinatedRostersView
from tests.support.cast import AMIRA, EFE, FARAH, IDRIS, SIX, STRANGER
from tests.support.read_cards import words
from tests.support.scenario import Scenario

GONE = "You coordinate no partnership any more."
RHYTHM = {"every": "every", "day": "Monday", "at": "10:00"}


async def flow_of(scenario: Scenario, *addresses: Address) -> SetupFlow:
    return await SetupFlow.load(scenario.bot, addresses or [AMIRA.address])


def message(id: str = "submission 1") -> Message:
    return Message(id, AMIRA.address, AMIRA.address, "", pressed=True)


async def submit(scenario: Scenario, id: str = "submission 1", **submission: Any) -> Any:
    sent = Submission(**{"partnership": "harbour", **submission})
    return await (await flow_of(scenario)).submit(sent, message(id), scenario.bot.handle)


async def test_the_first_address_that_is_known_is_who_coordinates(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    flow = await flow_of(scenario, STRANGER.address, AMIRA.address)
    assert [launcher.value for launcher in flow.launchers] == ["everyone", "rhythm", "ask", "outcome"]
    assert [roster.partnership.id for roster in flow.rosters] == ["harbour"]


@pytest.mark.parametrize("address", [EFE.address, STRANGER.address])
async def test_who_coordinates_nothing_is_refused(scenario: Scenario, address: Address) -> None:
    await scenario.create_partnership(*SIX)
    flow = await flow_of(scenario, address)
    refused = ShowCard(Card(GONE, refused=True))
    assert (flow.launchers, flow.open(forms.SCHEDULE)) == ((), refused)
    sent = Submission(forms.SCHEDULE, "harbour", RHYTHM)
    assert await flow.submit(sent, message(), scenario.bot.handle) == refused
    assert (await scenario.one(Partnership)).rhythm == ""


async def test_a_stranger_is_answered_in_the_language_of_their_platform(scenario: Scenario) -> None:
    assert (await SetupFlow.load(scenario.bot, [STRANGER.address], "cy")).t.code == "cy"


async def test_a_form_that_does_not_exist_does_nothing(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    opened, sent = (await flow_of(scenario)).open("cake"), await submit(scenario, form="cake")
    assert (opened, opened.card.refused) == (sent, True)  # type: ignore[union-attr]


async def test_people_who_are_no_members_yet_are_chosen_by_name(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    zoe, ann = (ListedPerson(Address("slack", "council", name), name) for name in ("Zoe", "Ann"))
    step = (await flow_of(scenario)).open(forms.EVERYONE, [zoe, ListedPerson(EFE.address), ann])
    assert isinstance(step, ShowForm)
    target, people = step.form.fields
    assert isinstance(people, PeopleField)
    assert (people.people, target.chosen) == ([ann, zoe], "harbour council")  # type: ignore[union-attr]


async def test_one_person_who_is_refused_does_not_stop_the_others(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    gail = ListedPerson(Address("slack", "council", "gail"), "Gail")
    sent: dict[str, Any] = {"form": forms.EVERYONE, "values": {"where": "harbour council"}}
    step = await submit(scenario, **sent, people=[ListedPerson(EFE.address), gail])
    assert words(step.card).splitlines() == [
        "Added",
        "We'll ask 1 person to confirm.",
        "These were not added:",
        "Efe has already joined.",
    ]
    assert (await scenario.one(Person, address=gail.address)).name == "Gail"
    before = len(await scenario.all(Member))
    await submit(scenario, **sent, people=[gail])
    assert len(await scenario.all(Member)) == before


async def test_a_rhythm_is_confirmed_before_it_is_set(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form=forms.SCHEDULE, values=RHYTHM)
    assert isinstance(step, Confirm)
    assert (step.card.title, step.label) == ("Nothing was changed yet", "Set this rhythm")
    assert [part for part in step.card.parts if isinstance(part, Buttons)] == []
    assert (await scenario.one(Partnership)).rhythm == ""
    done = await submit(scenario, "submission 2", form=forms.CONFIRM, sentence=step.sentence)
    assert done.card.title.startswith("The rhythm: every Monday at 10:00")


async def test_a_rhythm_that_is_refused_is_not_confirmed(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form=forms.SCHEDULE, values={"every": "whenever"})
    assert (type(step), step.card.refused) == (ShowCard, True)


async def test_a_theme_is_previewed_before_it_is_asked(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form=forms.ASK, values={"what": "trust", "lasting": "2 days"})
    assert (type(step), step.label, step.sentence) == (
        Confirm,
        "Ask 6 people",
        "ask trust for 2 days now",
    )
    assert await scenario.all(Round) == []
    await submit(scenario, "submission 2", form=forms.CONFIRM, sentence=step.sentence)
    assert len(await scenario.all(Round)) == 1


async def test_words_of_their_own_are_shown_and_not_looked_up(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form=forms.ASK, values={"what": "trust", "own": "How fair was it?"})
    assert (type(step), step.label, step.sentence) == (Confirm, "Ask 6 people", 'ask "How fair was it?" now')
    assert "How fair was it?" in words(step.card)
    assert not any(isinstance(part, Buttons) for part in step.card.parts)


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({}, "own", "Nothing is chosen yet"),
        ({"what": "cake"}, "what", "I know no theme “cake”."),
        ({"own": "?!"}, "own", "Nothing was asked: it has no words."),
    ],
)
async def test_the_form_comes_back_with_its_problem(
    scenario: Scenario, values: dict[str, str], field: str, problem: str
) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form=forms.ASK, values=values)
    assert (step.form, step.field) == ((await flow_of(scenario)).open(forms.ASK).form, field)  # type: ignore[union-attr]
    assert step.problem.startswith(problem)


@pytest.mark.parametrize(
    "submission",
    [
        Submission(forms.SCHEDULE, "harbour", RHYTHM),
        Submission(forms.ASK, "harbour", {"what": "trust"}),
        Submission(forms.CONFIRM, sentence="schedule"),
        Submission(forms.OUTCOME, "harbour", {"name": "Homes"}),
    ],
)
async def test_a_submission_that_was_processed_before_shows_nothing(
    scenario: Scenario, submission: Submission
) -> None:
    async def handle(_: Message) -> Reply:
        return Reply()

    await scenario.create_partnership(*SIX)
    assert await (await flow_of(scenario)).submit(submission, message(), handle) is None


HOMES = {
    "name": "Homes that are warm",
    "unit": "homes",
    "better": "up",
    "by": "organisation:council",
    "source": "the survey by the council",
}


async def test_an_outcome_is_added_and_its_values_are_entered_in_forms(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    opened = (await flow_of(scenario)).open(forms.OUTCOME)
    assert isinstance(opened, ShowForm)
    who = opened.form.fields[-1]
    assert [option.label for option in who.options][:3] == ["anybody", "Cegin Gymunedol", "Harbour Council"]  # type: ignore[union-attr]
    step = await submit(scenario, form=forms.OUTCOME, values=HOMES)
    assert step.card.title == "Outcome added: Homes that are warm"
    outcome = await scenario.one(SharedOutcome)
    assert (outcome.unit, outcome.better, outcome.entered_by, outcome.source) == (
        *("homes", "up", "organisation:council", "the survey by the council"),
    )
    flow = await flow_of(scenario, EFE.address)
    assert [launcher.value for launcher in flow.launchers] == ["value"]
    form = flow.open(forms.VALUE)
    assert isinstance(form, ShowForm)
    (choice, *_) = form.form.fields
    assert [option.label for option in choice.options] == ["Homes that are warm"]  # type: ignore[union-attr]
    values = {"outcome": choice.chosen, "value": "1,200 homes", "on": "27 February"}  # type: ignore[union-attr]
    sent = Message("submission 2", EFE.address, EFE.address, "", pressed=True)
    done = await flow.submit(Submission(forms.VALUE, values=values), sent, scenario.bot.handle)
    assert words(done.card).startswith("Value entered\nHomes that are warm: 1,200 homes on 27 February 2026.")  # type: ignore[union-attr]
    assert [(e.on, e.value) for e in await scenario.all(OutcomeValue)] == [(date(2026, 2, 27), 1200.0)]


@pytest.mark.parametrize(
    ("form", "values", "field", "problem"),
    [
        (forms.OUTCOME, {}, "name", "Nothing was added yet: the outcome needs a name."),
        (forms.OUTCOME, {"name": "Homes"}, "name", "The outcome was not saved: there is one called “Homes”."),
        (forms.VALUE, {}, "value", "Nothing was entered yet: type a value."),
        (forms.VALUE, {"value": "many"}, "value", "Nothing was entered: “many” is not a number."),
        (forms.VALUE, {"value": "4", "on": "3 May"}, "value", "Nothing was changed: 3 May 2026 has not come"),
    ],
)
async def test_a_form_of_outcomes_comes_back_with_its_problem(
    scenario: Scenario, form: str, values: dict[str, str], field: str, problem: str
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "outcome add Homes")
    id = (await scenario.one(SharedOutcome)).id
    step = await submit(scenario, form=form, values={"outcome": f"harbour {id}", **values})
    assert (step.form, step.field) == ((await flow_of(scenario)).open(form).form, field)  # type: ignore[union-attr]
    assert step.problem.startswith(problem)
    assert await scenario.all(OutcomeValue) == []


async def test_only_who_may_enter_an_outcome_is_offered_its_form(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    flow = await flow_of(scenario, EFE.address)
    refused = ShowCard(Card("There is no outcome that you can enter any more.", refused=True))
    assert (flow.launchers, flow.open(forms.VALUE)) == ((), refused)
    await scenario.says(AMIRA, 'outcome add "Homes" by Farah')
    assert (await flow_of(scenario, EFE.address)).launchers == ()
    assert (await flow_of(scenario, FARAH.address)).launchers[0].value == forms.VALUE


async def test_outcomes_of_several_partnerships_are_told_apart(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "start partnership Lighthouse")
    for name in ("Harbour Together", "Lighthouse"):
        await scenario.says(AMIRA, f"in {name}: outcome add Homes")
    flow = await flow_of(scenario)
    value, outcome = flow.open(forms.VALUE), flow.open(forms.OUTCOME)
    assert isinstance(value, ShowForm)
    assert isinstance(outcome, ShowForm)
    assert [option.label for option in value.form.fields[0].options] == [  # type: ignore[union-attr]
        "Homes · Harbour Together",
        "Homes · Lighthouse",
    ]
    assert [field.id for field in outcome.form.fields] == ["where", "name", "unit", "better", "source"]


async def test_of_several_partnerships_one_is_chosen(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "start partnership Homes")
    step = (await flow_of(scenario)).open(forms.ASK)
    assert isinstance(step, ShowForm)
    target = step.form.fields[0]
    assert [option.label for option in target.options] == ["Harbour Together", "Homes"]  # type: ignore[union-attr]
    homes = target.options[1].value  # type: ignore[union-attr]
    sent = Submission(step.form.name, step.form.partnership, {"where": homes, "what": "trust"})
    assert forms.to_ask_command(sent) == f"in {homes}: ask trust"


async def test_the_organisation_of_most_peoples_workspace_is_suggested(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, IDRIS)
    rosters = await scenario.bot.view(AMIRA.person, CoordinatedRostersView())
    strangers = [Address("slack", "shelter", "U1"), Address("slack", "shelter", "U2")]
    ours = Address("slack", "council", "U3")
    assert suggest_organisation(rosters, [*strangers, ours]) == "harbour shelter"
    assert suggest_organisation(rosters, [ours]) == "harbour council"
    assert suggest_organisation(rosters, [Address("slack", "T9", "U9")]) == ""
    assert suggest_organisation(rosters, []) == ""
    assert suggest_organisation([], [ours]) == ""


def test_a_form_without_a_field_for_it_is_about_its_own_partnership() -> None:
    assert Submission(forms.ASK, "harbour").target == "harbour"
    all_ = forms.launchers(Translator(), coordinates=True, enters=True)
    assert {option.value for option in all_} == {*forms.FORMS} - {forms.CONFIRM}

"""The flow of forms, without a platform: which step follows which, and what is asked of the bot."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.core.cards import Buttons, Link
from bot.core.events import Message
from bot.core.models import Address, Member, Organisation, Partnership, Person, Round, WeeklySummary
from bot.core.outcomes import OutcomeValue, SharedOutcome
from bot.handlers.bot import Reply
from bot.handlers.form_flow import Confirm, FormFlow, ShowCard, ShowForm, Step
from bot.handlers.forms.account import SETTINGS
from bot.handlers.forms.members import ADD_PEOPLE, EVERYONE, REMOVE, suggest_organisation
from bot.handlers.forms.model import ListedPerson, PeopleField, Problem, Submission
from bot.handlers.forms.outcomes import OUTCOME, VALUE
from bot.handlers.forms.partnership import PROFILE
from bot.handlers.forms.rounds import ASK, SCHEDULE, THRESHOLD
from bot.handlers.forms.table import COMMON, CONFIRM, FORMS
from bot.handlers.views import OwnMembershipsView
from tests.support.cast import AMIRA, EFE, FARAH, IDRIS, SIX, STRANGER
from tests.support.read_cards import facts, words
from tests.support.scenario import Scenario

NO_SUCH_CODE = (
    "We do not know this code, or it is too old, so we have not sent your request. Check it, or ask your "
    "coordinator for a new one."
)
NOT_A_COORDINATOR = "Not done\nOnly a coordinator can do this."
LASTING = {"lasting": "2 days"}
RHYTHM = {"every": "every", "day": "Monday", "at": "10:00"}


async def flow_of(scenario: Scenario, *addresses: Address, form: str = "") -> FormFlow:
    return await FormFlow.load(scenario.bot, addresses or [AMIRA.address], form=form)


def message(id: str = "submission 1") -> Message:
    return Message(id, AMIRA.address, AMIRA.address, "", pressed=True)


async def submit(scenario: Scenario, id: str = "submission 1", **submission: Any) -> Any:
    sent = Submission(**{"partnership": "harbour", **submission})
    flow = await flow_of(scenario, form=sent.form)
    return await flow.submit(sent, message(id), scenario.bot.handle)


async def test_the_first_address_that_is_known_is_who_opens_forms(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    flow = await flow_of(scenario, STRANGER.address, AMIRA.address)
    assert [launcher.value for launcher in flow.launchers.common] == ["everyone", "ask", "rhythm", "action"]
    assert {"note", "settings", "profile"} <= {launcher.value for launcher in flow.launchers.others}
    assert [own.roster.partnership.id for own in flow.memberships] == ["harbour"]


@pytest.mark.parametrize("address", [EFE.address, STRANGER.address])
async def test_a_form_for_coordinators_is_refused_to_others(scenario: Scenario, address: Address) -> None:
    await scenario.create_partnership(*SIX)
    flow = await flow_of(scenario, address)
    opened = flow.open(SCHEDULE)
    assert isinstance(opened, ShowCard)
    assert (words(opened.card), opened.card.refused) == (NOT_A_COORDINATOR, True)
    sent = Submission(SCHEDULE, "harbour", RHYTHM)
    assert await flow.submit(sent, message(), scenario.bot.handle) == opened
    assert (await scenario.one(Partnership)).rhythm == ""


async def test_a_member_opens_notes_actions_and_their_own_settings(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    launchers = (await flow_of(scenario, EFE.address)).launchers
    assert [launcher.label for launcher in launchers.common] == ["Add an action…"]
    assert [launcher.label for launcher in launchers.others] == [
        "Record a change…",
        "Add to the improvement plan…",
        "Your settings…",
        "Join a partnership…",
        "Start a partnership…",
    ]
    stranger = await flow_of(scenario, STRANGER.address)
    assert not stranger.launchers
    refused = stranger.open("settings")
    assert isinstance(refused, ShowCard)
    assert words(refused.card) == "Not done\nOnly members of the partnership can do this."


async def test_a_stranger_joins_by_a_form_and_is_told_what_is_wrong_at_its_fields(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    code = facts(await scenario.says(AMIRA, "invite"))["Code"].replace("-", " ")
    flow = await flow_of(scenario, STRANGER.address)
    opened = flow.open("join")
    assert isinstance(opened, ShowForm)
    assert [field.id for field in opened.form.fields] == ["code", "organisation"]

    async def sent(**values: str) -> Step | None:
        stranger = replace(message(f"m{len(values)}{values}"), sender=STRANGER.address, name="Nia")
        return await flow.submit(Submission("join", values=values), stranger, scenario.bot.handle)

    for values, problem in (
        ({"organisation": "Library"}, Problem("code", "Enter the code from your coordinator")),
        ({"code": "no-such-code", "organisation": "Library"}, Problem("code", NO_SUCH_CODE)),
    ):
        assert await sent(**values) == replace(opened, problems=(problem,), values=values)
    asked = await sent(code=code, organisation="Library")
    assert isinstance(asked, ShowCard)
    assert asked.card.title == "Your request has been sent"


async def test_a_stranger_starts_a_partnership_by_a_form(scenario: Scenario) -> None:
    flow = await flow_of(scenario, STRANGER.address)
    stranger = replace(message(), sender=STRANGER.address, name="Nia")
    values = {"partnership": "Harbour Homes", "organisation": "Library"}
    started = await flow.submit(Submission("start", values=values), stranger, scenario.bot.handle)
    assert isinstance(started, ShowCard)
    assert started.card.title == "Harbour Homes has started"
    assert (await scenario.one(Organisation)).name == "Library"
    unnamed = await flow.submit(Submission("start", values={}), stranger, scenario.bot.handle)
    assert isinstance(unnamed, ShowForm)
    assert [problem.field for problem in unnamed.problems] == ["partnership", "organisation"]


async def test_a_stranger_is_answered_in_the_language_of_their_platform(scenario: Scenario) -> None:
    assert (await FormFlow.load(scenario.bot, [STRANGER.address], "cy")).t.code == "cy"


async def test_a_form_that_does_not_exist_does_nothing(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    opened, sent = (await flow_of(scenario)).open("cake"), await submit(scenario, form="cake")
    assert (opened, opened.card.refused) == (sent, True)  # type: ignore[union-attr]


async def test_people_who_are_no_members_yet_are_chosen_by_name(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    zoe, ann = (ListedPerson(Address("slack", "council", name), name) for name in ("Zoe", "Ann"))
    step = (await flow_of(scenario)).open(EVERYONE, [zoe, ListedPerson(EFE.address), ann])
    assert isinstance(step, ShowForm)
    target, people = step.form.fields
    assert isinstance(people, PeopleField)
    assert (people.people, target.chosen) == ([ann, zoe], "harbour council")  # type: ignore[union-attr]


async def test_one_person_who_is_refused_does_not_stop_the_others(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    gail = ListedPerson(Address("slack", "council", "gail"), "Gail")
    sent: dict[str, Any] = {"form": EVERYONE, "values": {"where": "harbour council"}}
    step = await submit(scenario, **sent, people=[ListedPerson(EFE.address), gail])
    assert words(step.card).splitlines() == [
        "Added",
        "We’ll ask 1 person to confirm.",
        "These were not added:",
        "Efe has already joined.",
    ]
    assert (await scenario.one(Person, address=gail.address)).name == "Gail"
    before = len(await scenario.all(Member))
    await submit(scenario, **sent, people=[gail])
    assert len(await scenario.all(Member)) == before


async def test_a_rhythm_is_confirmed_before_it_is_set(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form=SCHEDULE, values=RHYTHM)
    assert isinstance(step, Confirm)
    assert (step.card.title, step.label) == ("Set this schedule?", "Set this schedule")
    assert [part for part in step.card.parts if isinstance(part, Buttons)] == []
    assert (await scenario.one(Partnership)).rhythm == ""
    done = await submit(scenario, "submission 2", form=CONFIRM, sentences=step.sentences)
    assert done.card.title.startswith("Schedule: every Monday at 10:00")


async def test_a_rhythm_that_is_refused_is_not_confirmed(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form=SCHEDULE, values={**RHYTHM, "at": "noonish"})
    assert [problem.field for problem in step.problems] == ["at"]
    assert (await scenario.one(Partnership)).rhythm == ""


async def test_a_theme_is_previewed_before_it_is_asked(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form=ASK, values={"what": "trust", "lasting": "a week"})
    assert (type(step), step.label, step.sentences) == (
        Confirm,
        "Ask 6 people",
        ["ask trust for a week now"],
    )
    assert await scenario.all(Round) == []
    await submit(scenario, "submission 2", form=CONFIRM, sentences=step.sentences)
    assert len(await scenario.all(Round)) == 1


async def test_words_of_their_own_are_shown_and_not_looked_up(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await submit(scenario, form=ASK, values={**LASTING, "what": "trust", "own": "How fair was it?"})
    assert (type(step), step.label, step.sentences) == (
        Confirm,
        "Ask 6 people",
        ['ask "How fair was it?" for 2 days now'],
    )
    assert "How fair was it?" in words(step.card)
    assert not any(isinstance(part, Buttons) for part in step.card.parts)


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({}, "own", "Choose a theme or a set of questions, or write a question"),
        ({"what": "cake"}, "what", "Choose one"),
        ({"own": "?!"}, "own", "A question needs words"),
    ],
)
async def test_the_form_comes_back_with_its_problem_and_what_was_typed(
    scenario: Scenario, values: dict[str, str], field: str, problem: str
) -> None:
    await scenario.create_partnership(*SIX)
    values = {**LASTING, **values}
    step = await submit(scenario, form=ASK, values=values)
    assert step.form == (await flow_of(scenario)).open(ASK).form  # type: ignore[union-attr]
    assert (step.values, [each.field for each in step.problems]) == (values, [field])
    assert problem in step.problems[0].text


@pytest.mark.parametrize(
    "submission",
    [
        Submission(SCHEDULE, "harbour", RHYTHM),
        Submission(ASK, "harbour", {**LASTING, "what": "trust"}),
        Submission(CONFIRM, sentences=["schedule"]),
        Submission(OUTCOME, "harbour", {"name": "Homes", "better": "up", "by": "anybody"}),
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
    opened = (await flow_of(scenario)).open(OUTCOME)
    assert isinstance(opened, ShowForm)
    who = opened.form.fields[-1]
    assert [option.label for option in who.options][:3] == ["anyone", "Cegin Gymunedol", "Harbour Council"]  # type: ignore[union-attr]
    step = await submit(scenario, form=OUTCOME, values=HOMES)
    assert step.card.title == "Outcome added: Homes that are warm"
    outcome = await scenario.one(SharedOutcome)
    assert (outcome.unit, outcome.better, outcome.entered_by, outcome.source) == (
        *("homes", "up", "organisation:council", "the survey by the council"),
    )
    flow = await flow_of(scenario, EFE.address)
    assert [launcher.value for launcher in flow.launchers.common] == ["action", "value"]
    form = flow.open(VALUE)
    assert isinstance(form, ShowForm)
    (choice, *_) = form.form.fields
    assert [option.label for option in choice.options] == ["Homes that are warm"]  # type: ignore[union-attr]
    values = {"outcome": choice.initial, "value": "1,200 homes", "on": "27 February"}
    sent = Message("submission 2", EFE.address, EFE.address, "", pressed=True)
    done = await flow.submit(Submission(VALUE, values=values), sent, scenario.bot.handle)
    assert words(done.card).startswith("Value entered\nHomes that are warm: 1,200 homes on 27 February 2026.")  # type: ignore[union-attr]
    assert [(e.on, e.value) for e in await scenario.all(OutcomeValue)] == [(date(2026, 2, 27), 1200.0)]


@pytest.mark.parametrize(
    ("form", "values", "field", "problem"),
    [
        (OUTCOME, {"better": "up", "by": "anybody"}, "name", "Enter a name"),
        (
            OUTCOME,
            {"name": "Homes", "better": "up", "by": "anybody"},
            "name",
            "You already have an outcome called “Homes”",
        ),
        (VALUE, {}, "value", "Enter a value"),
        (VALUE, {"value": "many"}, "value", "Enter a number, such as 1,234.5"),
        (VALUE, {"value": "4", "on": "3 May"}, "on", "3 May 2026 has not come"),
        (VALUE, {"value": "4", "on": "31 February"}, "on", "Enter a real date, such as 3 May"),
    ],
)
async def test_a_form_of_outcomes_comes_back_with_its_problem(
    scenario: Scenario, form: str, values: dict[str, str], field: str, problem: str
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "outcome add Homes")
    id = (await scenario.one(SharedOutcome)).id
    step = await submit(scenario, form=form, values={"outcome": f"harbour {id}", **values})
    assert [each.field for each in step.problems] == [field]
    assert problem in step.problems[0].text
    assert await scenario.all(OutcomeValue) == []


async def test_only_people_who_may_enter_an_outcome_are_offered_its_form(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    opened = (await flow_of(scenario, EFE.address)).open(VALUE)
    assert isinstance(opened, ShowCard)
    assert words(opened.card) == "Not done\nThere are no outcomes that you can enter."
    await scenario.says(AMIRA, 'outcome add "Homes" by Farah')
    offered = {
        user: {launcher.value for launcher in (await flow_of(scenario, user.address)).launchers.common}
        for user in (EFE, FARAH)
    }
    assert offered == {EFE: {"action"}, FARAH: {"action", "value"}}


async def test_outcomes_of_several_partnerships_are_told_apart(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "start partnership Lighthouse")
    for name in ("Harbour Together", "Lighthouse"):
        await scenario.says(AMIRA, f"in {name}: outcome add Homes")
    flow = await flow_of(scenario)
    value, outcome = flow.open(VALUE), flow.open(OUTCOME)
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
    step = (await flow_of(scenario)).open(ASK)
    assert isinstance(step, ShowForm)
    target = step.form.fields[0]
    assert [option.label for option in target.options] == ["Harbour Together", "Homes"]  # type: ignore[union-attr]
    homes = target.options[1].value  # type: ignore[union-attr]
    proposed = await submit(
        scenario, form=ASK, partnership="", values={**LASTING, "where": homes, "own": "How so?"}
    )
    assert [problem.field for problem in proposed.problems] == ["own"]


async def test_the_organisation_of_most_peoples_workspace_is_suggested(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, IDRIS)
    memberships = await scenario.bot.view(AMIRA.person, OwnMembershipsView())
    rosters = [membership.roster for membership in memberships]
    strangers = [Address("slack", "shelter", "U1"), Address("slack", "shelter", "U2")]
    ours = Address("slack", "council", "U3")
    assert suggest_organisation(rosters, [*strangers, ours]) == "harbour shelter"
    assert suggest_organisation(rosters, [ours]) == "harbour council"
    assert suggest_organisation(rosters, [Address("slack", "T9", "U9")]) == ""
    assert suggest_organisation(rosters, []) == ""
    assert suggest_organisation([], [ours]) == ""


def test_a_form_without_a_field_for_it_is_about_its_own_partnership() -> None:
    assert Submission(ASK, "harbour").target == "harbour"
    assert set(COMMON) <= FORMS.keys()


async def test_a_form_about_one_of_several_partnerships_asks_which_first(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "start partnership Homes")
    choice = (await flow_of(scenario)).open(THRESHOLD)
    assert isinstance(choice, ShowForm)
    assert (choice.form.title, [field.id for field in choice.form.fields]) == (
        "Which partnership?",
        ["where"],
    )
    homes = await scenario.one(Partnership, name="Homes")
    opened = await submit(scenario, form=THRESHOLD, partnership="", values={"where": homes.id})
    assert (opened.form.partnership, opened.problems) == (homes.id, ())
    nothing = await submit(scenario, form=THRESHOLD, partnership="")
    assert nothing.problems == (Problem("where", "Choose one"),)


async def test_a_form_that_shows_what_is_stored_says_what_was_changed_meanwhile(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    opened = (await flow_of(scenario)).open(PROFILE)
    assert isinstance(opened, ShowForm)
    values = {field.id: field.initial for field in opened.form.fields} | {"kind": "other", "field": "other"}
    await scenario.says(AMIRA, "purpose Warm homes")
    await scenario.says(AMIRA, "profile kind planning together")
    sent: dict[str, Any] = {"form": PROFILE, "before": opened.form.state, "values": values}
    stale = await submit(scenario, **sent)
    assert [problem.field for problem in stale.problems] == ["purpose", "kind"]
    assert "“planning together”" in stale.problems[1].text
    assert {id: stale.values[id] for id in ("purpose", "kind", "field")} == {
        "purpose": "Warm homes",
        "kind": "other",
        "field": "other",
    }
    assert (await scenario.one(Partnership)).kind == "planning together"
    again: dict[str, Any] = {"form": PROFILE, "before": stale.form.state, "values": stale.values}
    done = await submit(scenario, "submission 2", **again)
    assert isinstance(done, ShowCard)
    partnership = await scenario.one(Partnership)
    assert (partnership.purpose, partnership.kind, partnership.field) == ("Warm homes", "other", "other")
    twice = await submit(scenario, "submission 2", **again)
    assert twice.card.title == "Nothing to change"


async def test_lead_bodies_are_ticked_and_a_regrouping_is_confirmed(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.closes()
    opened = (await flow_of(scenario)).open(PROFILE)
    assert isinstance(opened, ShowForm)
    values = {field.id: field.initial for field in opened.form.fields}
    assert values["lead_bodies"] == "organisation:council,organisation:trust"
    ticked = {"lead_bodies": "organisation:council,organisation:kitchen"}
    step = await submit(scenario, form=PROFILE, values={**values, **ticked})
    assert isinstance(step, Confirm)
    assert "Harbour NHS Trust" in words(step.card)
    assert "Cegin Gymunedol" in words(step.card)
    done = await submit(scenario, "submission 2", form=CONFIRM, sentences=step.sentences)
    assert isinstance(done, ShowCard)
    organisations = await scenario.all(Organisation)
    assert {each.name for each in organisations if each.lead_body} == {"Harbour Council", "Cegin Gymunedol"}


async def test_people_are_added_by_name_and_those_who_are_refused_are_listed(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    values = {
        "organisation": "organisation:kitchen",
        "names": "Nia Rees\n\n Owain   Rees\nefe@example.org\nNia Rees",
    }
    step = await submit(scenario, form=ADD_PEOPLE, values=values)
    assert isinstance(step, ShowCard)
    links = [part for part in step.card.parts if isinstance(part, Link)]
    assert (len(links), all(part.one_time for part in links)) == (2, True)
    assert "Owain Rees" in words(step.card)
    assert "These were not added:" in words(step.card)
    again = await submit(
        scenario, "submission 2", form=ADD_PEOPLE, values={**values, "names": "efe@example.org"}
    )
    assert [problem.field for problem in again.problems] == ["names"]
    many = await submit(
        scenario,
        "submission 3",
        form=ADD_PEOPLE,
        values={**values, "names": "\n".join("abcdefghijklmnopqrstu")},
    )
    assert many.problems[0].text == "Add at most 20 people at once"


async def test_a_proposal_can_be_sent_again_and_is_carried_out_once(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    removal: dict[str, Any] = {"form": REMOVE, "values": {"leaving": f"member:{EFE.member}"}}
    proposals = [await submit(scenario, **removal) for _ in range(2)]
    assert [(step.harm, step.sentences) for step in proposals] == [(True, proposals[0].sentences)] * 2
    done = [
        await submit(scenario, "submission 2", form=CONFIRM, sentences=proposals[0].sentences)
        for _ in range(2)
    ]
    assert (isinstance(done[0], ShowCard), done[1]) == (True, None)


async def test_own_settings_are_saved_together(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    values = {"language": "en", "zone": "New York", "paused": "2026-04-01", "weekly": "on"}
    step = await submit(scenario, form=SETTINGS, values=values)
    assert step.card.title == "Your settings are saved"
    person = await scenario.person(AMIRA)
    assert (person.zone, person.paused_until) == ("America/New_York", date(2026, 4, 1))
    wrong = await submit(scenario, "submission 2", form=SETTINGS, values={**values, "zone": "Atlantis"})
    assert ([problem.field for problem in wrong.problems], wrong.values["zone"]) == (["zone"], "Atlantis")
    values = {**values, "paused": "", "language": "cy", "weekly": "off"}
    step = await submit(scenario, "submission 3", form=SETTINGS, values=values)
    person = await scenario.person(AMIRA)
    assert (person.language, person.paused_until) == ("cy", None)
    assert (await scenario.one(WeeklySummary)).next_at is None
    same = await submit(scenario, "submission 4", form=SETTINGS, values=values)
    assert isinstance(same, ShowCard)

"""The set-up flow, without a platform: which step follows which, and what is asked of the bot."""

from typing import Any

import pytest

from bot.core.cards import Buttons, Card
from bot.core.events import Message
from bot.core.i18n import Translator
from bot.core.models import Address, Member, Partnership, Person, Round
from bot.handlers import forms
from bot.handlers.bot import Reply
from bot.handlers.forms import ListedPerson, PeopleField, Submission, suggest_organisation
from bot.handlers.setup_flow import Confirm, SetupFlow, ShowCard, ShowForm
from bot.handlers.views import CoordinatedRostersView
from tests.support.cast import AMIRA, EFE, IDRIS, SIX, STRANGER
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
    assert [launcher.value for launcher in flow.launchers] == ["everyone", "rhythm", "ask"]
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
        "I ask 1 person to confirm.",
        "These were not added:",
        "Nobody was added: Efe is in already. Say members to see who is.",
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
    ],
)
async def test_a_submission_that_was_processed_before_shows_nothing(
    scenario: Scenario, submission: Submission
) -> None:
    async def handle(_: Message) -> Reply:
        return Reply()

    await scenario.create_partnership(*SIX)
    assert await (await flow_of(scenario)).submit(submission, message(), handle) is None


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
    assert [option.value for option in forms.launchers(Translator())] == list(forms.FORMS[:3])

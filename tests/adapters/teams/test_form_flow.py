"""Everything that forms are for is done in Teams without typing a sentence."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from adapters.teams.connector import MAX_BYTES
from adapters.teams.everyone import AddingEveryone
from adapters.teams.integration import TeamsIntegration
from adapters.teams.payloads import TeamsActivity, user_address
from adapters.teams.replies import TeamsReplies
from adapters.teams.tasks import TeamsTasks
from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.events import Message
from bot.core.followups import Note
from bot.core.models import Member, MembershipStatus, Organisation, Partnership, Person, Round
from bot.core.outcomes import OutcomeValue, SharedOutcome
from bot.delivery.owed_replies import OwedReplies
from bot.handlers.bot import Bot, Reply
from bot.handlers.form_flow import FormFlow
from bot.handlers.forms.model import ListedPerson, Submission
from bot.handlers.forms.table import FORMS
from tests.adapters.teams.connector_service import Service, answering, hang_up
from tests.adapters.teams.issuer import APP, TENANT
from tests.adapters.teams.microsoft import MISSING, RENDERER, complaints, unknown
from tests.adapters.teams.teams_user import CHANNEL, TeamsUser, actions, card_in, every_label, labels, words
from tests.support.scenario import Scenario

ASK, RHYTHM, ACTION = COMMON = ["Ask something now…", "Set how often to ask…", "Add an action…"]
MORE = "More forms…"
BEN = {"id": "29:ben", "name": "Ben Price"}


async def menu_in_channel(ben: TeamsUser) -> dict[str, Any]:
    """What Ben is shown in his own chat."""
    await ben.types("start partnership Harbour Together")
    at = {"type": "mention", "mentioned": {"id": f"28:{APP}", "name": "Accord"}, "text": "<at>Accord</at>"}
    return await ben.types("<at>Accord</at>", place=CHANNEL, entities=[at])


def of_people(card: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in card["body"] if each.get("id") == "who")
    return found


async def test_only_who_coordinates_is_offered_the_forms(ben: TeamsUser) -> None:
    assert [each for each in labels(await ben.types("menu")) if each in COMMON] == []
    menu = await menu_in_channel(ben)
    assert labels(menu)[-5:] == ["Add everyone here…", *COMMON, MORE]
    assert labels(await ben.types(""))[-4:] == [*COMMON, MORE]
    pressed = await ben.presses(
        "Menu", {"body": [{"actions": [{"title": "Menu", "data": {"says": "menu"}}]}]}
    )
    assert labels(pressed["value"])[-4:] == [*COMMON, MORE]


async def test_everybody_in_a_team_is_added(ben: TeamsUser, scenario: Scenario, service: Service) -> None:
    menu = await menu_in_channel(ben)
    people = [{"id": f"29:{n}", "name": f"Member {n:03}"} for n in range(449)] + [BEN]
    service.pages = [
        {"members": people[:200], "continuationToken": "more"},
        {"members": people[200:400], "continuationToken": "most"},
        {"members": people[400:]},
    ]
    form = await ben.asks_for("Add everyone here…", menu)
    assert [path.partition("?")[0] for _, path, _ in service.asked[-3:]] == [
        f"/v3/conversations/{CHANNEL}/pagedmembers"
    ] * 3
    listed = of_people(form)
    assert [each["title"] for each in listed["choices"]] == [f"Member {n:03}" for n in range(449)]
    done = await ben.fills_in(form, who="29:0,29:1,29:2")
    assert words(done) == ["Added", "We’ll ask 3 people to confirm."]
    found = {each.name for each in await scenario.all(Person)}
    assert found == {"Ben Price", "Member 000", "Member 001", "Member 002"}
    service.pages = [{"members": [people[0], BEN]}]
    nobody = await ben.asks_for("Add everyone here…", menu)
    assert words(nobody) == ["Everyone here has joined or been asked already."]
    assert words(await ben.fills_in(form, who="29:ben"))[0] == "Nobody was added"


def team_of(many: int) -> list[dict[str, Any]]:
    """Return a page of people who are new, and Ben."""
    return [{"members": [*({"id": f"29:{n}", "name": f"Member {n:03}"} for n in range(many)), BEN]}]


async def added(scenario: Scenario) -> int:
    return len([each for each in await scenario.all(Member) if each.standing is MembershipStatus.INVITED])


async def test_many_people_are_added_after_the_response(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    menu = await menu_in_channel(ben)
    service.pages = team_of(120)
    form = await ben.asks_for("Add everyone here…", menu)
    seen = len(service.kept)
    told = words(await ben.fills_in(form))
    assert (told[0], told[-1]) == ("Adding people", "We’ll write to you privately when it is done.")
    assert await added(scenario) < 120  # it was not waited for
    await service.until(lambda: len(service.kept) > seen)
    assert await added(scenario) == 120
    method, path, result = service.asked[-1]
    assert (method, path) == ("POST", "/v3/conversations/a:1/activities")
    assert words(card_in(result)) == ["Added", "We’ll ask 120 people to confirm."]


async def test_many_people_who_are_sent_twice_are_asked_once(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    menu = await menu_in_channel(ben)
    service.pages = team_of(60)
    form = await ben.asks_for("Add everyone here…", menu)
    seen = len(service.kept)
    for _ in range(2):
        assert words(await ben.fills_in(form))[0] == "Adding people"
    await service.until(lambda: len(service.kept) > seen)
    assert len(await scenario.all(Delivery, kind=DeliveryKind.CONFIRM_MEMBERSHIP)) == 60


async def test_that_many_people_were_added_is_said_although_teams_is_busy(
    ben: TeamsUser, service: Service, owed: OwedReplies
) -> None:
    menu = await menu_in_channel(ben)
    service.pages = team_of(60)
    form = await ben.asks_for("Add everyone here…", menu)
    seen = len(service.kept)
    service.next = [answering(429, Retry_After="60")]
    await ben.fills_in(form)
    await service.until(lambda: len(service.kept) > seen)
    assert words(card_in(service.asked[-1][2]))[0] == "Added"


class NotingBot(Bot):
    """Notes that it has handled something."""

    def __init__(self, context: AppContext):
        super().__init__(context)
        self.handled = asyncio.Event()

    async def handle(self, *event: Any) -> Reply:
        reply = await super().handle(*event)
        self.handled.set()
        return reply


async def test_a_stop_while_many_are_added_is_said_and_the_others_are_listed_again(
    scenario: Scenario, ben: TeamsUser, service: Service, teams: TeamsIntegration, owed: OwedReplies
) -> None:
    await ben.types("start partnership Harbour Together")
    (partnership,) = await scenario.all(Partnership)
    (organisation,) = await scenario.all(Organisation)
    flow = await FormFlow.load(scenario.bot, [user_address(TENANT, ben.id)])
    people = [ListedPerson(user_address(TENANT, f"29:{n}"), f"Member {n:03}") for n in range(120)]
    values = {"where": f"{partnership.id} {organisation.id}"}
    submission = Submission("everyone", "", values, people)
    activity = TeamsActivity.parse(ben.raw(type="invoke"))
    message = Message("an id", activity.user, activity.place, "", pressed=True)
    tasks = TeamsTasks(timeout=0)
    bot = NotingBot(scenario.context)
    adding = AddingEveryone(bot, TeamsReplies(teams.platform, service.pause), owed, tasks)
    assert adding.is_wanted(flow, submission)
    adding.start(flow, submission, activity, message)
    await bot.handled.wait()
    await tasks.finish()
    assert words(card_in(service.asked[-1][2]))[0] == "Not everyone was added"
    service.pages = [{"members": [*({"id": f"29:{n}", "name": f"{n}"} for n in range(120)), BEN]}]
    listed = of_people(await ben.asks_for("Add everyone here…", await ben.types("", place=CHANNEL)))
    assert len(listed["choices"]) == 120 - await added(scenario)


async def test_guests_and_people_of_other_tenants_are_left_out_and_counted(
    ben: TeamsUser, service: Service
) -> None:
    menu = await menu_in_channel(ben)
    others = [
        {"userRole": "guest"},
        {"userRole": "user", "userPrincipalName": "zoe_quay.example#EXT#@harbour.example"},
        {"userRole": "user", "tenantId": "another tenant"},
        {"userRole": "anonymous"},
    ]
    gwil = {"id": "29:gwil", "name": "Gwil", "userRole": "user", "tenantId": TENANT}
    listed = [{"id": f"29:{n}", "name": str(n), **other} for n, other in enumerate(others)]
    service.pages = [{"members": [BEN, gwil, *listed]}]
    form = await ben.asks_for("Add everyone here…", menu)
    assert [each["title"] for each in of_people(form)["choices"]] == ["Gwil"]
    assert words(form)[-1] == (
        "We ask each of them to confirm. They join when they do."
        " We left out 2 people, whose own workspaces do not have Accord. We did not choose 2 guests."
    )


async def test_who_does_not_fit_into_a_dialog_is_counted(ben: TeamsUser, service: Service) -> None:
    menu = await menu_in_channel(ben)
    service.pages = [{"members": [BEN, *({"id": f"29:{n:0>80}", "name": "ŵ" * 90} for n in range(400))]}]
    form = await ben.asks_for("Add everyone here…", menu)
    many = len(of_people(form)["choices"])
    assert (
        words(form)[-1] == f"{400 - many} more people do not fit here. Add these first, then open this again."
    )
    assert len(str(form).encode()) < MAX_BYTES


@pytest.mark.parametrize("here", ["", "19:elsewhere", "../../token"])
async def test_nobody_is_shown_who_is_in_a_place_that_they_are_not_in(
    ben: TeamsUser, service: Service, here: str
) -> None:
    await menu_in_channel(ben)
    service.pages = [{"members": [{"id": "29:zoe", "name": "Zoe"}]}]
    data = {"title": "x", "data": {"form": "everyone", "here": here}}
    told = await ben.asks_for("x", {"body": [{"actions": [data]}]})
    assert words(told) == ["Teams does not show who is there. Add Accord there, then type menu."]


async def test_where_teams_does_not_say_who_is_there_what_to_do_is_said(
    ben: TeamsUser, service: Service
) -> None:
    menu = await menu_in_channel(ben)
    for trouble in (answering(403), hang_up):
        service.next = [trouble]
        told = await ben.asks_for("Add everyone here…", menu)
        assert words(told) == ["Teams does not show who is there. Add Accord there, then type menu."]


async def test_a_note_is_corrected(ben: TeamsUser, scenario: Scenario) -> None:
    await menu_in_channel(ben)
    await ben.types("note A new chiar")
    form = await ben.asks_for("Correct 1", await ben.types("notes"))
    done = await ben.fills_in(form, text="A new chair")
    assert words(done)[0] == "Note 1 corrected"
    assert (await scenario.one(Note)).words == "A new chair"


async def test_a_rhythm_is_chosen(ben: TeamsUser, scenario: Scenario) -> None:
    form = await ben.asks_for(RHYTHM, await menu_in_channel(ben))
    assert [each["label"] for each in form["body"] if "label" in each] == ["How often", "Day", "Time"]
    proposed = await ben.fills_in(form, every="monthly on the last", day="Friday", at="14:30")
    assert words(proposed)[0] == "Set this schedule?"
    assert [each["title"] for each in proposed["actions"]] == ["Set this schedule"]
    assert (await scenario.one(Partnership)).rhythm == ""
    done = await ben.fills_in(proposed)
    assert words(done)[0] == "Schedule: monthly on the last Friday at 14:30"
    assert labels(done) == []
    assert (
        await scenario.one(Partnership)
    ).rhythm == "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=14;BYMINUTE=30;BYSECOND=0"


async def test_an_outcome_is_added_and_a_value_of_it_is_entered(ben: TeamsUser, scenario: Scenario) -> None:
    form = await ben.asks_for("Add an outcome…", await menu_in_channel(ben))
    assert [each["label"] for each in form["body"] if "label" in each] == [
        *("Name", "Unit", "Which way is better", "Source", "Who enters values"),
    ]
    unnamed = await ben.fills_in(form, unit="homes")
    assert words(unnamed)[0] == "Enter a name"
    assert [each["value"] for each in unnamed["body"] if each.get("id") == "unit"] == ["homes"]
    done = await ben.fills_in(form, name="Warm homes", unit="homes", better="up", by="anybody")
    assert words(done)[0] == "Outcome added: Warm homes"
    (outcome,) = await scenario.all(SharedOutcome)
    form = await ben.asks_for("Enter a value…", await menu_in_channel(ben))
    (partnership, *_) = await scenario.all(Partnership)
    chosen = f"{partnership.id} {outcome.id}"
    done = await ben.fills_in(form, outcome=chosen, value="1,200", on="2026-02-27")
    assert words(done)[:2] == ["Value entered", "Warm homes: 1,200 homes on 27 February 2026."]
    assert [entry.value for entry in await scenario.all(OutcomeValue)] == [1200.0]


async def test_of_several_partnerships_one_is_chosen(ben: TeamsUser, scenario: Scenario) -> None:
    await ben.types("start partnership Homes")
    menu = await menu_in_channel(ben)
    choice = await ben.asks_for(RHYTHM, menu)
    assert words(choice) == ["Partnership"]
    homes = await scenario.one(Partnership, name="Homes")
    form = await ben.fills_in(choice, where=homes.id)
    done = await ben.fills_in(await ben.fills_in(form))
    assert words(done)[0].startswith("Schedule: every second Tuesday at 10:00")
    assert [each.name for each in await scenario.all(Partnership) if each.rhythm] == ["Homes"]


async def test_a_theme_is_seen_before_it_is_asked(ben: TeamsUser, scenario: Scenario) -> None:
    form = await ben.asks_for(ASK, await menu_in_channel(ben))
    await scenario.add_members_without_home(4, "Harbour Together")
    form = await ben.fills_in(form)
    assert "Choose a theme or a set of questions, or write a question" in words(form)
    sure = await ben.fills_in(form, what="trust", lasting="a week")
    assert await scenario.all(Round) == []
    assert sure["actions"][0]["title"] == "Ask 5 people"
    done = await ben.fills_in(sure)
    assert (len(await scenario.all(Round)), labels(done)) == (1, [])
    refused = await ben.fills_in(form, what="nonsense")
    assert "Choose one" in words(refused)


async def test_so_is_a_question_of_their_own(ben: TeamsUser, scenario: Scenario) -> None:
    form = await ben.asks_for(ASK, await menu_in_channel(ben))
    await scenario.add_members_without_home(4, "Harbour Together")
    sure = await ben.fills_in(form, own="Was the *day* of use?")
    assert words(sure)[:2] == ["Ask 5 people now?", "• Was the *day* of use?"]
    await ben.fills_in(sure)
    assert len(await scenario.all(Round)) == 1


async def test_a_form_that_is_sent_twice_acts_once(ben: TeamsUser, scenario: Scenario) -> None:
    form = await ben.asks_for("Record a change…", await menu_in_channel(ben))
    data = form["actions"][0]["data"] | {"text": "A new chair", "day": "2026-03-01"}
    sent = {"type": "invoke", "name": "task/submit", "value": {"data": data}, "id": "the same"}
    assert [(await ben.sends(**sent)).json() != {} for _ in range(2)] == [True, False]
    assert [note.words for note in await scenario.all(Note)] == ["A new chair"]


async def test_a_button_of_a_card_opens_its_form(ben: TeamsUser, scenario: Scenario) -> None:
    await ben.types("start partnership Harbour Together")
    form = await ben.asks_for("Edit the profile", await ben.types("profile"))
    (partnership,) = await scenario.all(Partnership)
    assert form["actions"][0]["data"]["in"] == partnership.id


async def test_lead_bodies_are_ticked_in_the_profile(ben: TeamsUser, scenario: Scenario) -> None:
    form = await ben.asks_for("Edit the profile…", await menu_in_channel(ben))
    (field,) = [each for each in form["body"] if each.get("id") == "lead_bodies"]
    assert (field["isMultiSelect"], field["value"]) == (True, "")
    done = await ben.fills_in(form, lead_bodies=field["choices"][0]["value"], kind="other")
    assert words(done)[0] == "Profile of Harbour Together"
    assert [each.lead_body for each in await scenario.all(Organisation)] == [True]


async def test_somebody_who_is_no_coordinator_any_more_is_refused(ben: TeamsUser, service: Service) -> None:
    menu = await menu_in_channel(ben)
    zoe = replace(ben, id="29:zoe", name="Zoe")
    refused = ["Not done", "Only a coordinator can do this."]
    assert words(await zoe.asks_for(RHYTHM, menu)) == refused
    done = await zoe.fills_in({"body": [], "actions": [{"data": {"form": "everyone", "who": "29:x"}}]})
    assert words(done) == refused


@pytest.mark.parametrize("value", [{"data": {}}, {"data": {"form": "nothing", "who": []}}])
async def test_a_dialog_that_says_nothing_is_answered_calmly(ben: TeamsUser, value: object) -> None:
    await ben.types("start partnership Harbour Together")
    for name in ("task/fetch", "task/submit"):
        answer = await ben.sends(type="invoke", name=name, value=value)
        assert (answer.status_code, answer.json()["task"]["type"]) == (200, "continue")


@pytest.mark.parametrize("value", [None, [], {}, {"data": 5}, {"data": {"form": 5}}])
async def test_a_dialog_that_cannot_be_read_is_refused(ben: TeamsUser, value: object) -> None:
    for name in ("task/fetch", "task/submit"):
        assert (await ben.sends(type="invoke", name=name, value=value)).status_code == 400


async def test_somebody_who_is_added_and_never_spoke_is_written_to(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    menu = await menu_in_channel(ben)
    service.pages = [{"members": [BEN, {"id": "29:gwil", "name": "Gwil Rees"}]}]
    form = await ben.asks_for("Add everyone here…", menu)
    await ben.fills_in(form)
    before = len(service.asked)
    await scenario.passes(days=7)
    begun = [body for _, path, body in service.asked[before:] if path == "/v3/conversations"]
    assert [(each["members"], each["tenantId"]) for each in begun] == [([{"id": "29:gwil"}], TENANT)]
    person = await scenario.one(Person, address=user_address(TENANT, "29:gwil"))
    assert len(await scenario.all(Member, person=person.id)) == 1
    asked = card_in(service.asked[before + 1][2])
    assert actions(asked)[0]["data"]["says"].startswith("confirm ")


async def test_microsoft_knows_all_that_dialogs_are_made_of(ben: TeamsUser, service: Service) -> None:
    menu = await menu_in_channel(ben)
    service.pages = [{"members": [BEN, {"id": "29:gwil", "name": "Gwil Rees"}]}]
    await ben.types("outcome add Homes")
    menu = await menu_in_channel(ben)
    offered = [label for label in every_label(menu) if label.endswith("…") and label != MORE]
    forms = {label: await ben.asks_for(label, menu) for label in offered}
    assert len(forms) == len(FORMS)
    forms["wrong"] = await ben.fills_in(forms[ASK], own="?!")
    forms["sure"] = await ben.fills_in(forms[ASK], own="Was it of use?")
    assert [name for name, form in {"menu": menu, **forms}.items() if unknown(form)] == []
    if not RENDERER.exists():
        pytest.skip(MISSING)
    assert complaints(forms) == {}

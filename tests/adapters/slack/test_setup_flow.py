"""A coordinator sets a partnership up without typing a sentence."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from adapters.slack import block_kit, setup_views
from adapters.slack.payloads import ReplyTarget
from adapters.slack.setup_views import form_view
from bot.core.i18n import Translator
from bot.core.models import Address, MembershipStatus, Organisation, Partnership, Person, Round
from bot.core.outcomes import OutcomeValue
from bot.handlers import forms
from bot.handlers.forms import ListedPerson
from bot.handlers.views import CoordinatedRostersView
from bot.membership.roster import Roster
from tests.adapters.slack.limits import broken
from tests.adapters.slack.slack_api import Call, SlackAPI, error
from tests.adapters.slack.slack_user import FOR_ONE, HARBOUR, IN_HOME, Body, SlackUser, title
from tests.questions.product_bank import BANK
from tests.support.cast import AMIRA, EFE, SIX
from tests.support.scenario import Scenario


def blocks(view: Body) -> dict[str, Body]:
    return {each["block_id"]: each for each in view["blocks"] if each["type"] == "input"}


def words(view: Body) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


async def opened(slack: SlackUser, label: str, where: Body = FOR_ONE) -> Body:
    menu = await slack.commands(AMIRA, "")
    assert menu is not None
    await slack.presses(AMIRA, menu, label, where)
    return slack.api.views[-1]


async def sets(slack: SlackUser, proposed: Body | None) -> str:
    """What a modal proposes, once its dates were seen. Return the title of what is shown then."""
    assert proposed is not None
    assert title(proposed["view"]) == "Nothing was changed yet"
    assert proposed["view"]["submit"]["text"] == "Set this rhythm"
    done = await slack.submits(AMIRA, proposed["view"])
    assert done is not None
    return title(done["view"])


def people_here(slack: SlackUser, *users: Body) -> None:
    """Who is in the channel, and what Slack knows of each."""
    known = {each["id"]: each for each in users}

    async def members(*_: object) -> Any:
        return web.json_response({"ok": True, "members": list(known)})

    async def user(_: SlackAPI, __: object, call: Call) -> Any:
        return web.json_response({"ok": True, "user": known[call.body["user"]]})

    slack.api.failing["conversations.members"].append(members)
    slack.api.failing["users.info"].extend([user] * len(users))


async def test_a_partnership_is_started_in_a_modal(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Start a partnership…")
    assert await slack.submits(AMIRA, view, typed="Harbour Homes") is None
    assert {each.name for each in await scenario.all(Partnership)} == {"Harbour Together", "Harbour Homes"}
    assert title(slack.api.answers[-1]) == "Harbour Homes has started"


async def test_everybody_in_a_channel_is_added_to_an_organisation(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    people_here(
        slack,
        {"id": EFE.key, "team_id": "council"},
        {"id": "UNIA", "team_id": "council"},
        {"id": "UOMAR", "team_id": "library", "is_stranger": True},
        {"id": "UBOT", "team_id": "council", "is_bot": True},
        {"id": "UGONE", "team_id": "council", "deleted": True},
        {"id": "USLACKBOT", "team_id": "council"},
    )
    view = await opened(slack, "Add everyone here…")
    before = slack.api.views[-2]
    assert ("initial_users" in words(before), "Looking who is here…" in words(before)) == (False, True)
    assert list(blocks(before)) == ["where?", "who?"]
    shown = blocks(view)
    assert shown["who"]["element"]["initial_users"] == ["UNIA", "UOMAR"]
    assert shown["where"]["element"]["initial_option"]["value"] == "harbour council"
    assert "Looking who is here…" not in words(view)
    chosen = ["UNIA", "UOMAR", EFE.key]
    answer = await slack.submits(AMIRA, view, where="harbour council", who=chosen)
    assert answer is not None
    assert (answer["response_action"], title(answer["view"])) == ("update", "Added")
    assert "We'll ask 2 people to confirm." in words(answer["view"])
    assert "Efe has already joined" in words(answer["view"])
    soon = await slack.submits(AMIRA, before, **{"where?": "harbour council", "who?": ["UEARLY"]})
    assert soon is not None
    assert title(soon["view"]) == "Added"
    added = {str(each.address) for each in await scenario.all(Person)} - {str(each.address) for each in SIX}
    assert added == {"slack:council:UNIA", "slack:library:UOMAR", "slack:council:UEARLY"}


async def test_where_slack_does_not_say_who_is_here_they_are_picked(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    slack.api.failing["conversations.members"].append(error("missing_scope"))
    assert "initial_users" not in words(await opened(slack, "Add everyone here…"))
    slack.api.calls.clear()
    home = await slack.opens_home(AMIRA)
    await slack.presses(AMIRA, home, "Add everyone here…", IN_HOME)
    assert "conversations.members" not in [call.method for call in slack.api.calls]
    answer = await slack.submits(AMIRA, slack.api.views[-1], where="harbour council", who=[EFE.key])
    assert answer is not None
    assert title(answer["view"]) == "Nobody was added"


async def test_a_rhythm_is_chosen_and_set_once_its_dates_were_seen(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Set the rhythm…")
    answer = await slack.submits(AMIRA, view, every="monthly on the last", day="Friday", at="14:30")
    assert (await scenario.one(Partnership)).rhythm == ""
    assert await sets(slack, answer) == "The rhythm: monthly on the last Friday at 14:30"
    assert (
        await scenario.one(Partnership)
    ).rhythm == "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=14;BYMINUTE=30;BYSECOND=0"


async def test_an_outcome_is_added_and_a_member_enters_a_value_of_it(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Add an outcome…")
    assert (list(blocks(view)), broken(view)) == (["name", "unit", "better", "source", "by"], [])
    unnamed = await slack.submits(AMIRA, view, unit="homes")
    assert unnamed is not None
    assert unnamed["errors"] == {"name": "Nothing was added yet: the outcome needs a name."}
    added = await slack.submits(AMIRA, view, name="Warm homes", unit="homes", better="up", by="anybody")
    assert added is not None
    assert (title(added["view"]), broken(added["view"])) == ("Outcome added: Warm homes", [])
    home = await slack.opens_home(EFE)
    assert "Start a partnership…" not in words(home)
    await slack.presses(EFE, home, "Enter a value…", IN_HOME)
    form = slack.api.views[-1]
    outcome = blocks(form)["outcome"]["element"]["initial_option"]["value"]
    wrong = await slack.submits(EFE, form, outcome=outcome, value="many")
    assert wrong is not None
    assert wrong["errors"]["value"].startswith("Nothing was entered: “many” is not a number.")
    entered = await slack.submits(EFE, form, outcome=outcome, value="1,200", on="27 February 2026")
    assert entered is not None
    assert title(entered["view"]) == "Value entered"
    assert [(entry.value, entry.author) for entry in await scenario.all(OutcomeValue)] == [
        (1200.0, EFE.member)
    ]


@pytest.mark.parametrize("every", ["every", "every second", "monthly on the first", "monthly on the last"])
@pytest.mark.parametrize("day", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
async def test_every_rhythm_that_is_offered_is_understood(
    scenario: Scenario, slack: SlackUser, every: str, day: str
) -> None:
    await scenario.create_partnership(*SIX)
    view = form_view(
        forms.schedule_form(Translator(), await scenario.bot.view(AMIRA.person, CoordinatedRostersView())),
        PLACE,
    )
    offered = [
        [each["value"] for each in blocks(view)[name]["element"]["options"]] for name in ("every", "day")
    ]
    assert (every in offered[0], day in offered[1]) == (True, True)
    answer = await slack.submits(AMIRA, view, every=every, day=day, at="10:00")
    assert (await sets(slack, answer)).startswith("The rhythm: ")


async def test_a_survey_is_seen_before_it_is_asked(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Ask something now…")
    answer = await slack.submits(AMIRA, view, what="trust", lasting="2 days")
    assert answer is not None
    sure = answer["view"]
    assert (title(sure), sure["submit"]["text"], broken(sure)) == (
        "Ask 6 people now?",
        "Ask 6 people",
        [],
    )
    assert await scenario.all(Round) == []
    asked = await slack.submits(AMIRA, sure)
    assert asked is not None
    assert title(asked["view"]) == "The round is open"
    assert len(await scenario.all(Round)) == 1


async def test_a_question_of_their_own_counts_more_than_a_theme(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Ask something now…")
    answer = await slack.submits(AMIRA, view, what="trust", own="How fair was it?")
    assert answer is not None
    assert (title(answer["view"]), "How fair was it?" in words(answer["view"])) == (
        "Ask 6 people now?",
        True,
    )
    await slack.submits(AMIRA, answer["view"])
    assert (await scenario.one(Round)).own == "How fair was it?"


async def test_nothing_chosen_is_nothing_asked(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Ask something now…")
    assert await slack.submits(AMIRA, view) == {
        "response_action": "errors",
        "errors": {"own": "Nothing is chosen yet: take a theme or a pack, or write a question."},
    }
    refused = await slack.submits(AMIRA, view, what="cake")
    assert refused is not None
    assert refused["errors"]["what"].startswith("I know no theme “cake”.")


async def test_whoever_coordinates_no_more_is_refused_and_opens_nothing(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    menu = await slack.commands(AMIRA, "")
    assert menu is not None
    for label in ("Add everyone here…", "Set the rhythm…", "Ask something now…"):
        await slack.presses(EFE, menu, label, FOR_ONE)
    assert slack.api.views == []
    view = await opened(slack, "Set the rhythm…")
    answer = await slack.submits(EFE, view, every="every", day="Monday", at="10:00")
    assert answer is not None
    assert title(answer["view"]) == "You coordinate no partnership any more."


async def test_what_is_sent_twice_is_done_once(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = {**await opened(slack, "Set the rhythm…"), "id": "V1", "hash": "h"}
    chosen = {"every": "every", "day": "Monday", "at": "10:00"}
    values = {
        name: {name: {"selected_option": {"value": each}, "selected_time": each}}
        for name, each in chosen.items()
    }
    payload = {
        "team": {"id": "council"},
        "user": {"id": AMIRA.key},
        "view": {**view, "state": {"values": values}},
    }
    assert [bool(await slack.sends(payload | {"type": "view_submission"})) for _ in range(2)] == [True, False]
    trust = {"what": {"what": {"selected_option": {"value": "trust"}}}}
    ask = {**await opened(slack, "Ask something now…"), "id": "V2", "hash": "h", "state": {"values": trust}}
    payload = {"team": {"id": "council"}, "user": {"id": AMIRA.key}, "view": ask}
    assert [bool(await slack.sends(payload | {"type": "view_submission"})) for _ in range(2)] == [True, False]


async def test_a_modal_that_is_none_of_ours_does_nothing(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Set the rhythm…")
    assert await slack.submits(AMIRA, {**view, "callback_id": "card"}) is None
    assert await slack.submits(AMIRA, {**view, "private_metadata": ""}) is None
    home = await slack.opens_home(AMIRA)
    home["blocks"][-1]["elements"][0]["value"] = "nonsense"
    slack.api.views.clear()
    await slack.presses(AMIRA, home, "Add everyone here…", IN_HOME)
    assert slack.api.views == []


PLACE = ReplyTarget("council", AMIRA.key, HARBOUR, url="https://hooks.slack.com/x", trigger="t")


async def test_where_somebody_coordinates_several_they_say_which(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    await slack.commands(AMIRA, "start partnership Homes")
    rosters = await scenario.bot.view(AMIRA.person, CoordinatedRostersView())
    for view in (
        form_view(forms.schedule_form(Translator(), rosters), PLACE),
        form_view(forms.ask_form(Translator(), rosters, BANK.themes), PLACE),
    ):
        names = [each["text"]["text"] for each in blocks(view)["where"]["element"]["options"]]
        assert (names, broken(view)) == (["Harbour Together", "Homes"], [])
    homes = next(each.partnership.id for each in rosters if each.partnership.name == "Homes")
    answer = await slack.submits(
        AMIRA,
        form_view(forms.schedule_form(Translator(), rosters), PLACE),
        where=homes,
        every="every",
        day="Monday",
        at="10:00",
    )
    await sets(slack, answer)
    assert [each.name for each in await scenario.all(Partnership) if each.rhythm] == ["Homes"]


def test_modals_fit_whatever_partnerships_and_people_are_called() -> None:
    long = "<!channel> " * 300
    place = Partnership("p" * 20, long, "Europe/London", "en", datetime(2026, 3, 2, tzinfo=UTC))
    organisations = tuple(Organisation(f"o{n}", place.id, long, MembershipStatus.ACTIVE) for n in range(150))
    roster = Roster(place, organisations, (), {})
    people = [ListedPerson(Address("slack", f"T{n:09}", f"U{n:09}")) for n in range(80)]
    for view in (
        form_view(forms.everyone_form(Translator(), [roster, roster], people), PLACE),
        form_view(forms.schedule_form(Translator(), [roster] * 2), PLACE),
        form_view(forms.ask_form(Translator(), [roster], BANK.themes), PLACE),
        form_view(forms.outcome_form(Translator(), [roster]), PLACE),
        setup_views.confirmation_view([block_kit.header(long)], long, "in p: " + "x" * 400, PLACE),
    ):
        assert [each for each in broken(view) if each != "an option twice"] == []

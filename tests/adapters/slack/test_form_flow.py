"""Everything that forms are for is done in Slack without typing a sentence."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.slack import block_kit
from adapters.slack.form_views import confirmation_view, form_view
from adapters.slack.payloads import ReplyTarget
from adapters.slack.views import NAME
from bot.core.followups import Action, Note
from bot.core.models import Address, MembershipStatus, Organisation, Partnership, Person, Round
from bot.core.outcomes import OutcomeValue
from bot.handlers.form_flow import FormFlow, ShowForm
from bot.handlers.forms.definition import OwnMembership
from bot.handlers.forms.model import ListedPerson
from bot.handlers.forms.table import FORMS
from bot.membership.roster import Roster
from tests.adapters.slack.limits import broken
from tests.adapters.slack.slack_user import (
    FOR_ONE,
    HARBOUR,
    IN_CHANNEL,
    IN_HOME,
    Body,
    SlackUser,
    people_here,
    title,
)
from tests.support.cast import AMIRA, EFE, SIX, STRANGER
from tests.support.read_cards import facts
from tests.support.scenario import Scenario

ASK_NOW = "Ask something now…"
PLACE = ReplyTarget("council", AMIRA.key, HARBOUR, url="https://hooks.slack.com/x", trigger="t")


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
    assert title(proposed["view"]) == "Set this schedule?"
    assert proposed["view"]["submit"]["text"] == "Set this schedule"
    done = await slack.submits(AMIRA, proposed["view"])
    assert done is not None
    return title(done["view"])


async def test_a_partnership_is_started_in_a_modal(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Start a partnership…")
    started = await slack.submits(AMIRA, view, partnership="Harbour Homes", organisation="Council")
    assert started is not None
    assert title(started["view"]) == "Harbour Homes has started"
    assert {each.name for each in await scenario.all(Partnership)} == {"Harbour Together", "Harbour Homes"}


async def test_a_stranger_joins_by_a_modal_in_their_language(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    shown = await slack.commands(STRANGER, "")
    assert shown is not None
    people_here(
        slack, {"id": STRANGER.key, "team_id": STRANGER.organisation, "real_name": "Nia", "locale": "cy-GB"}
    )
    await slack.presses(STRANGER, shown, "Join with a code", IN_CHANNEL)
    view = slack.api.views[-1]
    assert (view["title"]["text"], list(blocks(view))) == ("Ymuno â phartneriaeth", ["code", "organisation"])
    wrong = await slack.submits(STRANGER, view, code="no-such-code", organisation="Library")
    assert wrong is not None
    assert wrong["errors"].keys() == {"code"}
    asked = await slack.submits(STRANGER, view, code=code, organisation="Library")
    assert asked is not None
    (added,) = [person for person in await scenario.all(Person) if person.address == STRANGER.address]
    assert (added.name, added.language) == ("Nia", "cy")


async def test_a_rhythm_is_chosen_and_set_once_its_dates_were_seen(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Set how often to ask…")
    answer = await slack.submits(AMIRA, view, every="monthly on the last", day="Friday", at="14:30")
    assert (await scenario.one(Partnership)).rhythm == ""
    assert await sets(slack, answer) == "Schedule: monthly on the last Friday at 14:30"
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
    assert unnamed["errors"] == {"name": "Enter a name"}
    added = await slack.submits(AMIRA, view, name="Warm homes", unit="homes", better="up", by="anybody")
    assert added is not None
    assert (title(added["view"]), broken(added["view"])) == ("Outcome added: Warm homes", [])
    home = await slack.opens_home(EFE)
    await slack.presses(EFE, home, "Enter a value…", IN_HOME)
    form = slack.api.views[-1]
    outcome = blocks(form)["outcome"]["element"]["initial_option"]["value"]
    wrong = await slack.submits(EFE, form, outcome=outcome, value="many")
    assert wrong is not None
    assert wrong["errors"] == {"value": "Enter a number, such as 1,234.5"}
    entered = await slack.submits(EFE, form, outcome=outcome, value="1,200", on="2026-02-27")
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
    flow = await FormFlow.load(scenario.bot, [AMIRA.address])
    step = flow.open("rhythm")
    assert isinstance(step, ShowForm)
    view = form_view(step, PLACE, "Close")
    offered = [
        [each["value"] for each in blocks(view)[name]["element"]["options"]] for name in ("every", "day")
    ]
    assert (every in offered[0], day in offered[1]) == (True, True)
    answer = await slack.submits(AMIRA, view, every=every, day=day, at="10:00")
    assert (await sets(slack, answer)).startswith("Schedule: ")


async def test_a_survey_is_seen_before_it_is_asked(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, ASK_NOW)
    answer = await slack.submits(AMIRA, view, what="trust", lasting="a week")
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
    view = await opened(slack, ASK_NOW)
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
    view = await opened(slack, ASK_NOW)
    assert await slack.submits(AMIRA, view) == {
        "response_action": "errors",
        "errors": {"own": "Choose a theme or a set of questions, or write a question"},
    }
    refused = await slack.submits(AMIRA, view, own="?!")
    assert refused is not None
    assert "A question needs words" in refused["errors"]["own"]


async def test_somebody_who_is_no_coordinator_any_more_is_refused_and_opens_nothing(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    menu = await slack.commands(AMIRA, "")
    assert menu is not None
    for label in ("Add everyone here…", "Set how often to ask…", ASK_NOW):
        await slack.presses(EFE, menu, label, FOR_ONE)
    assert slack.api.views == []
    view = await opened(slack, "Set how often to ask…")
    answer = await slack.submits(EFE, view, every="every", day="Monday", at="10:00")
    assert answer is not None
    assert title(answer["view"]) == "Not done"
    assert "Only a coordinator can do this." in words(answer["view"])


async def test_a_form_that_is_sent_twice_acts_once(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = {**await opened(slack, "Record a change…"), "id": "V1", "hash": "h"}
    values = {"text": {"text": {"value": "A new chair"}}, "day": {"day": {"selected_date": "2026-03-01"}}}
    payload = {
        "team": {"id": "council"},
        "user": {"id": AMIRA.key},
        "view": {**view, "state": {"values": values}},
    }
    sent = [bool(await slack.sends(payload | {"type": "view_submission"})) for _ in range(2)]
    assert sent == [True, False]
    assert [note.words for note in await scenario.all(Note)] == ["A new chair"]


async def test_an_action_is_corrected_in_the_modal_that_its_button_opens(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "action Share the papres by 1 April 2026 @Ben")
    listed = await slack.commands(AMIRA, "actions")
    assert listed is not None
    await slack.presses(AMIRA, listed, "Correct 1", FOR_ONE)
    view = slack.api.views[-1]
    assert (view["title"]["text"], broken(view)) == ("Correct action 1", [])
    done = await slack.submits(AMIRA, view, text="Share the papers")
    assert done is not None
    assert title(done["view"]) == "Action 1 corrected"
    assert (await scenario.one(Action)).words == "Share the papers"


async def test_a_profile_is_changed_in_one_form_that_says_what_was_changed_meanwhile(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Edit the profile…")
    assert (view["title"]["text"], broken(view)) == ("Profile of Harbour Toge…", [])
    assert blocks(view)["lead_bodies"]["element"]["type"] == "checkboxes"
    await slack.commands(AMIRA, "profile kind planning together")
    stale = await slack.submits(AMIRA, view, kind="other", lead_bodies=("organisation:kitchen",))
    assert stale is not None
    assert stale["response_action"] == "update"
    assert ("“planning together”" in words(stale["view"]), broken(stale["view"])) == (True, [])
    done = await slack.submits(AMIRA, stale["view"])
    assert done is not None
    assert title(done["view"]) == "Profile of Harbour Together"
    partnership = await scenario.one(Partnership)
    assert partnership.kind == "other"
    lead_bodies = {each.id for each in await scenario.all(Organisation) if each.lead_body}
    assert lead_bodies == {"kitchen"}


async def test_a_button_of_a_card_opens_its_form(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    await slack.commands(AMIRA, "start partnership Homes")
    homes = await scenario.one(Partnership, name="Homes")
    profile = await slack.commands(AMIRA, "in Homes: profile")
    assert profile is not None
    await slack.presses(AMIRA, profile, "Edit the profile", FOR_ONE)
    view = slack.api.views[-1]
    assert (view["callback_id"], json.loads(view["private_metadata"])["in"]) == ("profile", homes.id)


async def test_a_partnership_is_chosen_before_the_form_about_it(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    await slack.commands(AMIRA, "start partnership Homes")
    homes = await scenario.one(Partnership, name="Homes")
    view = await opened(slack, "Reminders…")
    assert (view["title"]["text"], list(blocks(view))) == ("Which partnership?", ["where"])
    chosen = await slack.submits(AMIRA, view, where=homes.id)
    assert chosen is not None
    assert chosen["response_action"] == "update"
    await slack.submits(AMIRA, chosen["view"], reminders="2")
    assert (await scenario.one(Partnership, name="Homes")).reminders == 2


async def test_a_modal_that_is_none_of_ours_does_nothing(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack, "Set how often to ask…")
    assert await slack.submits(AMIRA, {**view, "callback_id": "card"}) is None
    assert await slack.submits(AMIRA, {**view, "private_metadata": ""}) is None
    home = await slack.opens_home(AMIRA)
    home["blocks"][-1]["elements"][0]["value"] = "nonsense"
    slack.api.views.clear()
    await slack.presses(AMIRA, home, "Add everyone here…", IN_HOME)
    assert slack.api.views == []


async def test_forms_fit_whatever_partnerships_and_people_are_called(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "outcome add Homes")
    flow = await FormFlow.load(scenario.bot, [AMIRA.address])
    long = "<!channel> " * 300
    place = Partnership("p" * 20, long, "Europe/London", "en", datetime(2026, 3, 2, tzinfo=UTC))
    organisations = tuple(
        Organisation(f"o{n:03}", place.id, long, MembershipStatus.ACTIVE, lead_body=True) for n in range(150)
    )
    member = replace(flow.memberships[0].member, partnership=place.id, organisation="o000")
    people = dict(flow.memberships[0].roster.people)
    own = OwnMembership(member, Roster(place, organisations, (member,), people))
    listed = [ListedPerson(Address("slack", f"T{n:09}", f"U{n:09}")) for n in range(80)]
    for memberships in ([own], [own, own]):
        for form in FORMS:
            step = replace(flow, memberships=memberships).open(form, listed)
            assert isinstance(step, ShowForm)
            found = broken(form_view(step, PLACE, "Close"))
            assert [each for each in found if each != "an option twice"] == [], form
    sure = confirmation_view(NAME, [block_kit.header(long)], long, ["in p: " + "x" * 400], PLACE, "Close")
    assert broken(sure) == []

"""Slack speaks to the real product, and is answered where it was spoken to, over real HTTP."""

from datetime import date
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from adapters.slack.render import render_message
from adapters.slack.users import REMEMBERED
from bot.core.errors import Unavailable
from bot.core.followups import Action, Alert
from bot.core.i18n import Translator
from bot.core.models import Address, Channel, Member, MembershipStatus, Partnership, Person, Round
from bot.language.commands import ActOnAlert
from bot.language.parser import format_command
from tests.adapters.slack.limits import broken
from tests.adapters.slack.slack_api import error, hung, wait
from tests.adapters.slack.slack_user import (
    FOR_ONE,
    HARBOUR,
    IN_CHANNEL,
    IN_HOME,
    IN_MODAL,
    SlackUser,
    labels,
    title,
)
from tests.support.cast import AMIRA, CAST, EFE, IDRIS, SIX, STRANGER
from tests.support.scenario import Scenario


async def test_a_check_in_is_one_message_that_is_replaced_and_never_repeats_a_choice(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*CAST)
    await slack.types(EFE, "check-in")
    (shown,) = slack.api.to(f"D{EFE.key}")
    seen = [shown]
    for position in range(5):
        assert labels(seen[-1])[:5] == ["Not at all", "A little", "Partly", "Mostly", "Fully"]
        assert f"{position + 1} of 5" in seen[-1]["text"]
        await slack.presses(EFE, seen[-1], "Mostly")
        seen.append(slack.api.answers[-1])
        assert seen[-1]["replace_original"] is True
    assert (title(seen[-1]), labels(seen[-1])) == (
        "Anything to add?",
        ["Your comment…", "Finish without a comment"],
    )
    assert [each for each in seen[1:] if "Mostly" in each["text"].replace("[Mostly]", "")] == []
    await slack.presses(EFE, seen[-1], "Your comment…")
    (box,) = slack.api.views
    assert (box["submit"]["text"], box["blocks"][0]["element"]["max_length"]) == ("Send", 500)
    assert await slack.submits(EFE, box, typed="The papers came late.") is None
    thanks = slack.api.answers[-1]
    assert (title(thanks), thanks["replace_original"], "papers" in str(thanks)) == ("Thank you", True, False)
    assert (
        "Everyone gets the results at the same time, when the round closes: Friday 6 March, 16:30."
        in thanks["text"]
    )
    assert len(slack.api.posted) == 1


async def test_later_pausing_and_changing_an_answer_are_presses_too(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=2)
    (asked,) = [card for to, card in scenario.platform.sent if to == EFE.address]
    await slack.presses(EFE, render_message(asked, ""), "Later")
    later = slack.api.answers[-1]
    assert (title(later), later["replace_original"], later["response_type"]) == (
        "We’ll remind you later",
        False,
        "ephemeral",
    )
    await scenario.answers(EFE, 4)
    await slack.types(EFE, "check-in")
    thanks = slack.api.posted[-1]
    await slack.presses(EFE, thanks, labels(thanks)[0])
    assert (labels(slack.api.answers[-1])[:2], slack.api.answers[-1]["replace_original"]) == (
        ["Not at all", "A little"],
        True,
    )
    home = await slack.opens_home(EFE)
    await slack.presses(EFE, home, "Pause until (a date, such as 3 May)…", IN_HOME)
    answer = await slack.submits(EFE, slack.api.views[-1], typed="3 May")
    assert answer is not None
    assert (answer["response_action"], title(answer["view"])) == ("update", "Paused")
    assert (await scenario.one(Person, id=EFE.person.id)).paused_until == date(2026, 5, 3)


async def test_what_a_box_does_not_take_stays_in_it_with_the_reason(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    await slack.types(EFE, "actions")
    await slack.presses(EFE, slack.api.posted[-1], "What we will do…")
    box = slack.api.views[-1]
    assert await slack.submits(EFE, box, typed="Meet by 31 February") == {
        "response_action": "errors",
        "errors": {"typed": "We did not understand that date. Type it like this: by 3 May"},
    }
    assert await slack.submits(EFE, box, typed="Meet by 9 March") is None
    assert (await scenario.one(Action)).words == "Meet"
    assert title(slack.api.posted[-1]) == "What we will do"


async def test_a_box_that_is_sent_twice_is_heard_once(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    await slack.types(EFE, "actions")
    await slack.presses(EFE, slack.api.posted[-1], "What we will do…")
    box = {**slack.api.views[-1], "state": {"values": {"typed": {"typed": {"value": "Meet"}}}}}
    user = {"id": EFE.key, "team_id": "council"}
    sent = {"type": "view_submission", "team": {"id": "council"}, "user": user}
    for _ in range(2):
        assert await slack.sends({**sent, "view": {**box, "id": "V1", "hash": "h"}}) is None
    assert len(await scenario.all(Action)) == 1


async def test_a_command_is_answered_to_its_speaker_alone_or_to_all_where_it_concerns_all(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    status, purpose = (
        await slack.commands(AMIRA, "status"),
        await slack.commands(AMIRA, "purpose Warm homes"),
    )
    assert status is not None
    assert purpose is not None
    assert (status["response_type"], title(status)) == ("ephemeral", "A round is open")
    assert (purpose["response_type"], title(purpose)) == ("in_channel", "What Harbour Together is for")
    alone = await slack.commands(AMIRA, "purpose Warmer homes", "DAMIRA")
    check_in = await slack.commands(EFE, "check-in")
    assert alone is not None
    assert check_in is not None
    assert (alone["response_type"], check_in["response_type"]) == ("ephemeral", "ephemeral")
    await slack.presses(EFE, check_in, "Mostly", FOR_ONE)
    assert (slack.api.answers[-1]["replace_original"], "2 of 5" in slack.api.answers[-1]["text"]) == (
        True,
        True,
    )
    assert (slack.api.posted, [broken(each) for each in (status, purpose, alone, check_in)]) == (
        [],
        [[], [], [], []],
    )


async def test_calling_us_and_saying_nothing_opens_a_menu_of_what_one_can_do(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    mine, theirs = await slack.commands(AMIRA, ""), await slack.commands(EFE, "")
    assert mine is not None
    assert theirs is not None
    assert labels(theirs)[:3] == ["Answer questions", "See what you can type", "Round status"]
    row, listed = mine["blocks"][-1], mine["blocks"][-1]["elements"][-1]
    assert [button["text"]["text"] for button in row["elements"][:-1]] == [
        "Add everyone here…",
        "Ask something now…",
        "Set how often to ask…",
        "Add an action…",
    ]
    assert (listed["type"], listed["placeholder"]["text"]) == ("static_select", "More forms…")
    assert (title(mine), broken(mine), broken(theirs)) == ("What would you like to do?", [], [])
    strange = await slack.commands(STRANGER, "")
    assert strange is not None
    assert labels(strange) == ["Start a partnership", "Join with a code", "See what you can type"]
    await slack.mentions(EFE, "")
    assert [call.method for call in slack.api.calls] == ["chat.postEphemeral"]


async def test_a_mention_is_answered_under_it_and_in_private_where_it_concerns_its_speaker_alone(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    await slack.mentions(AMIRA, "purpose Warm homes", ts="1790000900.000100")
    await slack.mentions(AMIRA, "members", ts="1790000901.000100", thread_ts="1790000900.000100")
    await slack.mentions(EFE, "close now")
    public, private, refused = slack.api.calls
    assert [title(each) for each in slack.api.ephemerals] == ["Members of Harbour Together", "Not done"]
    assert "thread_ts" not in refused.body
    assert (public.method, public.body["thread_ts"]) == ("chat.postMessage", "1790000900.000100")
    assert (public.body["unfurl_links"], public.body["channel"]) == (False, HARBOUR)
    assert (private.method, private.body["user"], private.body["thread_ts"]) == (
        "chat.postEphemeral",
        AMIRA.key,
        "1790000900.000100",
    )
    assert (refused.method, title(refused.body)) == ("chat.postEphemeral", "Not done")


async def test_a_check_in_that_is_asked_for_in_a_channel_is_asked_in_private(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    await slack.mentions(EFE, "check-in")
    (question,), (line,) = slack.api.posted, slack.api.ephemerals
    assert (question["channel"], "1 of 5" in question["text"]) == (f"D{EFE.key}", True)
    assert (line["channel"], line["user"]) == (HARBOUR, EFE.key)
    assert title(line) == "We’ve sent you a private message"
    slack.api.failing["chat.postMessage"].append(error("messages_tab_disabled"))
    with capture_logs() as logs:
        await slack.mentions(EFE, "check-in")
    assert "We could not send you a private message" in slack.api.ephemerals[-1]["text"]
    assert ([title(each) for each in slack.api.ephemerals[1:]], len(logs)) == (["Not done"], 1)


async def test_what_is_written_in_a_thread_of_the_private_chat_is_answered_in_it(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    await slack.types(EFE, "members", thread_ts="1790000900.000100")
    await slack.types(EFE, "hub", thread_ts="1790000900.000100")
    await slack.types(EFE, "members")
    shown = [*slack.api.posted, *slack.api.ephemerals]
    assert [each.get("thread_ts") for each in shown] == ["1790000900.000100", None, "1790000900.000100"]


async def test_what_is_told_twice_is_answered_once_also_under_another_id(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    for _ in range(2):
        await slack.types(AMIRA, "action Meet monthly", ts="1790000900.000100")
    assert len(slack.api.posted) == 1
    assert len(await scenario.all(Action)) == 1


async def test_a_post_in_a_channel_stays_and_is_answered_under_it_or_to_one(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    summary = render_message(scenario.posted()[-1], "")
    await slack.presses(EFE, summary, "All results", IN_CHANNEL)
    results = slack.api.answers[-1]
    assert (results["response_type"], results["replace_original"]) == ("ephemeral", False)
    assert title(results) == "Harbour Together: round 1"
    await slack.presses(EFE, {"blocks": _rows("action Meet monthly")}, "Press", IN_CHANNEL)
    (followed,) = slack.api.posted
    assert (followed["channel"], followed["thread_ts"]) == (HARBOUR, "1.2")


async def test_what_concerns_all_is_said_to_all_also_from_a_message_for_one(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    shown = await slack.commands(EFE, "notes")
    assert shown is not None
    await slack.presses(EFE, shown, "What has changed…", FOR_ONE)
    assert await slack.submits(EFE, slack.api.views[-1], typed="A new chair") is None
    noted = slack.api.answers[-1]
    assert (title(noted), noted["response_type"], noted["replace_original"]) == (
        "Note saved",
        "in_channel",
        False,
    )


@pytest.mark.parametrize(
    ("told", "invited"),
    [({"is_member": True}, 0), ({"is_member": False}, 1), (None, 1)],
)
async def test_where_we_are_to_post_and_are_not_in_we_ask_to_be_invited(
    scenario: Scenario, slack: SlackUser, told: Any, invited: int
) -> None:
    async def info(*_: object) -> web.Response:
        shown = {"ok": True, "channel": told} if told else {"ok": False, "error": "channel_not_found"}
        return web.json_response(shown)

    await scenario.create_partnership(*SIX)
    slack.api.failing["conversations.info"].append(info)
    answer = await slack.commands(AMIRA, "post here", "C-other")
    assert answer is not None
    assert title(answer) == "Summaries in this channel"
    assert [title(each) for each in slack.api.answers] == ["Invite Accord to this channel"] * invited
    await slack.commands(EFE, "post here", "C-other")
    assert [call.method for call in slack.api.calls] == ["conversations.info"]


async def test_what_nobody_keeps_is_shown_in_passing(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    await slack.types(EFE, "hub")
    await slack.types(EFE, "comments")
    await slack.types(EFE, "members")
    assert [call.method for call in slack.api.calls] == [
        "chat.postEphemeral",
        "chat.postEphemeral",
        "chat.postMessage",
    ]


async def test_in_a_modal_one_thing_follows_another_and_a_home_opens_one(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    home = await slack.opens_home(EFE)
    assert (title(home), broken(home)) == ("You have questions to answer", [])
    slack.api.calls.clear()
    await slack.presses(EFE, home, "Start", IN_HOME)
    await slack.presses(EFE, slack.api.views[-1], "Mostly", IN_MODAL)
    first, second = slack.api.calls
    assert (first.method, second.method, second.body["view_id"]) == ("views.open", "views.update", "VMODAL")
    assert "2 of 5" in str(slack.api.views[-1])


async def test_a_box_upon_a_modal_is_answered_in_it(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    home = await slack.opens_home(EFE)
    await slack.presses(EFE, home, "Actions", IN_HOME)
    await slack.presses(EFE, slack.api.views[-1], "What we will do…", IN_MODAL)
    assert slack.api.calls[-1].method == "views.push"
    answer = await slack.submits(EFE, slack.api.views[-1], typed="Meet monthly")
    assert answer is not None
    assert (answer["response_action"], title(answer["view"])) == ("update", "What we will do")


async def test_a_home_is_for_whoever_opens_it(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    homes = [await slack.opens_home(each) for each in (AMIRA, EFE, STRANGER)]
    assert [title(each) for each in homes] == [
        "Set up Harbour Together",
        "Harbour Together",
        "What would you like to do?",
    ]
    assert ["Set how often to ask…" in labels(each) for each in homes] == [True, False, False]
    assert [broken(each) for each in homes] == [[], [], []]


async def test_slack_tells_us_the_name_and_zone_of_whoever_makes_themselves_known(
    scenario: Scenario, slack: SlackUser
) -> None:
    slack.api.names[STRANGER.key] = "Sam Jones"
    answer = await slack.commands(STRANGER, "start partnership Harbour")
    assert answer is not None
    person = await scenario.one(Person)
    assert (person.name, person.zone, person.language) == ("Sam Jones", "Europe/London", "en")


async def test_somebody_who_is_added_by_a_mention_is_called_by_their_name(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    slack.api.names["UNIA"] = "Nia Rees"
    answer = await slack.commands(AMIRA, "add <@UNIA|nia> to Harbour Council")
    assert answer is not None
    assert title(answer) == "Nia Rees was added"
    assert (await scenario.one(Person, name="Nia Rees")).address == Address("slack", "council", "UNIA")


async def test_a_stranger_who_is_mentioned_is_added_at_their_own_workspace(
    scenario: Scenario, slack: SlackUser
) -> None:
    async def stranger(*_: object) -> web.Response:
        user = {"id": "USAM", "team_id": "library", "real_name": "Sam"}
        return web.json_response({"ok": True, "user": user})

    await scenario.create_partnership(*SIX)
    slack.api.failing["users.info"].append(stranger)
    await slack.commands(AMIRA, "add <@USAM> to Harbour Council")
    assert (await scenario.one(Person, name="Sam")).address == Address("slack", "library", "USAM")


async def test_somebody_is_looked_up_once_until_slack_tells_of_a_change(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    for _ in range(2):
        await slack.opens_home(EFE)
    assert [call.method for call in slack.api.calls] == ["users.info", "views.publish", "views.publish"]
    await slack.tells(type="user_change", user={"id": EFE.key, "team_id": "council", "real_name": "Efe"})
    await slack.opens_home(EFE)
    assert [call.method for call in slack.api.calls[3:]] == ["users.info", "views.publish"]
    for n in range(REMEMBERED - 1):
        slack.people._users["council", f"U{n}"] = {}
    await slack.opens_home(AMIRA)
    assert len(slack.people._users) == REMEMBERED


@pytest.mark.parametrize("how", [error("user_not_found"), wait(9), hung])
async def test_where_slack_does_not_tell_in_time_they_are_called_by_their_handle(
    scenario: Scenario, slack: SlackUser, how: Any
) -> None:
    slack.api.failing["users.info"].append(how)
    slack.people._timeout = 0.2 if how is hung else 20
    await slack.commands(STRANGER, "start partnership Harbour")
    assert (await scenario.one(Person)).name == "stranger.handle"


async def test_what_slack_tells_of_people_is_kept_fresh(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    user = {"id": EFE.key, "team_id": "council", "real_name": "Efe Aydin", "tz": "Europe/Istanbul"}
    await slack.tells(type="user_change", user=user)
    efe = await scenario.one(Person, id=EFE.person.id)
    assert (efe.name, efe.zone) == ("Efe Aydin", "Europe/Istanbul")
    await slack.tells(type="user_change", user={**user, "deleted": True})
    assert (await scenario.one(Member, person=EFE.person.id)).standing is MembershipStatus.LEFT
    await slack.tells(type="reaction_added")


async def test_somebody_of_another_organisation_is_known_by_their_own_workspace(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX, IDRIS)
    await slack.mentions(IDRIS, "members")
    await slack.presses(IDRIS, {"blocks": _rows("members")}, "Press", IN_CHANNEL)
    shown = [call.body for call in slack.api.calls] + slack.api.answers
    assert [title(each) for each in shown] == ["Members of Harbour Together", "Members of Harbour Together"]


async def test_somebody_whom_others_mentioned_here_is_known_by_our_workspace(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    await slack.types(AMIRA, f"add <@{IDRIS.key}> to Harbour Council")
    await slack.presses(IDRIS, {"blocks": _rows("my data")}, "Press", IN_CHANNEL)
    assert title(slack.api.answers[-1]) == "What we keep about you"


def _rows(says: str) -> list[dict[str, Any]]:
    button = {"type": "button", "action_id": "say:1", "text": {"text": "Press"}, "value": says}
    return [{"type": "actions", "block_id": "b", "elements": [button]}]


async def test_a_picture_follows_a_command_that_cannot_wait_for_it(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    assert await slack.commands(EFE, "trends") is None
    (answer,) = slack.api.answers
    assert [block["type"] for block in answer["blocks"]][:2] == ["header", "image"]
    slack.api.failing["files.getUploadURLExternal"].append(error("missing_scope"))
    assert await slack.commands(AMIRA, "trends trust") is None
    assert "image" not in [block["type"] for block in slack.api.answers[-1]["blocks"]]


async def test_a_picture_that_is_not_ready_is_waited_for_and_then_done_without(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    slack.api.failing["chat.postMessage"].extend([error("invalid_blocks")] * 3)
    await slack.types(EFE, "trends")
    assert (slack.waited, "image" in str(slack.api.posted[0]["blocks"])) == ([0.5, 1.0, 2.0], False)
    home = await slack.opens_home(EFE)
    await slack.presses(EFE, home, "Trends", IN_HOME)
    opened, turned = slack.api.views[-2:]
    assert ["image" in str(each["blocks"]) for each in (opened, turned)] == [False, True]


async def test_a_table_that_slack_does_not_draw_is_shown_in_words(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    await slack.types(EFE, "trends")
    assert "table" in [block["type"] for block in slack.api.posted[0]["blocks"]]
    slack.api.failing["chat.postMessage"].extend([error("invalid_blocks")] * 4)
    await slack.types(EFE, "trends trust")
    assert "table" not in [block["type"] for block in slack.api.posted[1]["blocks"]]
    assert "Gave a score 6 of 6" in slack.api.posted[1]["text"]


async def test_a_reply_that_cannot_be_shown_takes_nothing_back(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    slack.api.failing["chat.postMessage"].append(error("channel_not_found"))
    with capture_logs() as logs:
        await slack.types(AMIRA, "action Meet monthly")
    assert len(await scenario.all(Action)) == 1
    assert [each["event"] for each in logs] == ["not shown"]


def button(kind: str) -> dict[str, Any]:
    return {"type": "block_actions", "actions": [{"type": "button", "action_id": f"{kind}:1"}]}


def submitted(callback_id: str) -> dict[str, Any]:
    return {"type": "view_submission", "view": {"type": "modal", "callback_id": callback_id}}


def event(type_: str) -> dict[str, Any]:
    return {"type": "event_callback", "event": {"type": type_}}


@pytest.mark.parametrize(
    "payload",
    [
        {"command": "/accord"},
        *(button(kind) for kind in ("say", "box", "open", "link")),
        *(
            {"type": "view_submission", "view": {"type": "modal", "callback_id": id}}
            for id in ("box", "rhythm")
        ),
        *(event(type_) for type_ in ("message", "app_home_opened", "user_change", "app_uninstalled")),
    ],
)
async def test_a_payload_without_content_gets_an_empty_reply(slack: SlackUser, payload: Any) -> None:
    assert await slack.sends(payload) is None
    assert slack.api.calls == []


async def test_a_command_that_is_sent_twice_is_answered_once(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    form = {"trigger_id": "t", "team_id": "council", "user_id": EFE.key, "channel_id": "C1", "text": "help"}
    assert [await slack.sends({"command": "/accord", **form}) is None for _ in range(2)] == [False, True]
    assert (slack.api.calls, await scenario.all(Partnership)) == ([], [await scenario.one(Partnership)])


async def test_slack_is_asked_to_send_it_again_while_the_database_is_away(slack: SlackUser) -> None:
    class Away:
        translator = Translator

        async def handle(self, *_: object) -> None:
            raise Unavailable("The database cannot be reached.")

    slack.controller._bot = Away()  # type: ignore[assignment]
    form = {"command": "/accord", "trigger_id": "t", "team_id": "council", "user_id": "U1"}
    assert (await slack.dispatcher.dispatch(form | {"channel_id": "C1"})).status == 503


async def test_taking_up_an_action_opens_its_modal_at_once(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.open_first_round(*SIX)
    partnership, round_ = await scenario.one(Partnership), await scenario.one(Round)
    async with scenario.store.transaction() as db:
        now = scenario.clock.now()
        await db.add(Alert("al1", partnership.id, round_.id, 1, "low", "trust", 1, "", now))
    alert = {"blocks": _rows(format_command(ActOnAlert("al1")))}
    await slack.presses(EFE, alert, "Press", IN_CHANNEL)
    assert [call.method for call in slack.api.calls] == ["views.open"]
    (modal,) = slack.api.views
    assert ("One small thing is enough." in str(modal), modal["submit"]["text"]) == (True, "Add action")
    await slack.submits(EFE, modal, typed="Meet monthly")
    assert (slack.api.posted[-1]["thread_ts"], title(slack.api.posted[-1])) == ("1.2", "What we will do")
    slack.api.failing["views.open"].append(error("expired_trigger_id"))
    await slack.presses(EFE, alert, "Press", IN_CHANNEL)
    assert "What we will do…" in labels(slack.api.answers[-1])


async def test_a_channel_is_called_by_its_name(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    for channel, name in (("C-1", "harbour"), ("C-2", "privategroup")):
        await slack.commands(AMIRA, "post here", channel, channel_name=name)
    names = {each.address.key: each.name for each in await scenario.all(Channel)}
    assert (names["C-1"], names["C-2"]) == ("#harbour", "slack")


async def test_a_round_of_two_hours_cannot_be_put_off(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "ask trust for 2 hours now")
    await slack.types(EFE, "check-in")
    assert "Later" not in labels(slack.api.posted[-1])


async def test_a_modal_says_what_it_is_and_how_to_close_it(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    await slack.types(EFE, "actions")
    await slack.presses(EFE, slack.api.posted[-1], "What we will do…")
    home = await slack.opens_home(EFE)
    await slack.presses(EFE, home, "Members", IN_HOME)
    await slack.presses(EFE, home, "Add an action…", IN_HOME)
    assert [(each["title"]["text"], each["close"]["text"]) for each in slack.api.views] == [
        ("What we will do", "Close"),
        ("Accord", "Close"),  # the card's title is too long for a modal's
        ("Add an action", "Close"),
    ]

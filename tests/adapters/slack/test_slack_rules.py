"""The stand-in for Slack is as strict as Slack's documentation."""

from typing import Any

import pytest

from tests.adapters.slack.slack_rules import URL_LASTS, URL_USES, SlackRules

PICTURE = {"channel": "C1", "blocks": [{"type": "image", "slack_file": {"id": "F1"}}]}


class SetTime:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> SetTime:
    return SetTime()


@pytest.fixture
def rules(time: SetTime) -> SlackRules:
    return SlackRules(time, members={"C1": ["U1"]})


def error(rules: SlackRules, method: str, **body: Any) -> str:
    refused = rules.refusal("T1", method, body)
    return refused.error if refused else ""


def test_a_trigger_opens_one_modal_within_three_seconds(rules: SlackRules, time: SetTime) -> None:
    first, second = rules.issue_trigger(), rules.issue_trigger()
    used = [error(rules, "views.open", trigger_id=first) for _ in range(2)]
    time.seconds += 3.1
    late = error(rules, "views.open", trigger_id=second)
    assert (used, late) == (["", "exchanged_trigger_id"], "expired_trigger_id")
    assert error(rules, "views.open", trigger_id="made up") == "invalid_trigger_id"


def test_only_two_modals_are_pushed_upon_a_third(rules: SlackRules) -> None:
    depths = []
    view, method = "", "views.open"
    for _ in range(4):
        trigger = rules.issue_trigger(view)
        depths.append(error(rules, method, trigger_id=trigger))
        view, method = rules.open_view(method, trigger), "views.push"
    assert depths == ["", "", "", "push_limit_reached"]


def test_a_response_url_answers_five_times_within_half_an_hour(rules: SlackRules, time: SetTime) -> None:
    url, late = rules.issue_url(), rules.issue_url()
    refused = [rules.url_refusal(url, {}) for _ in range(URL_USES + 1)]
    assert [each.error if each else "" for each in refused] == [""] * URL_USES + ["used_url"]
    time.seconds += URL_LASTS + 1
    expired = rules.url_refusal(late, {})
    assert expired
    assert expired.error == "expired_url"


def test_history_is_read_once_a_minute(rules: SlackRules, time: SetTime) -> None:
    assert error(rules, "conversations.history", channel="D1") == ""
    time.seconds += 20
    refused = rules.refusal("T1", "conversations.history", {"channel": "D1"})
    assert refused
    assert (refused.status, refused.headers) == (429, {"Retry-After": "40"})
    time.seconds += 40
    assert error(rules, "conversations.history", channel="D1") == ""


def test_a_method_needs_its_scope(rules: SlackRules) -> None:
    refused = rules.refusal("T1", "conversations.history", {"channel": "C1"})
    assert refused
    assert (refused.body["error"], refused.body["needed"]) == ("missing_scope", "channels:history")


def test_a_private_line_in_a_thread_that_is_none_is_not_seen(rules: SlackRules) -> None:
    line = {"channel": "C1", "user": "U1", "thread_ts": "1.1"}
    assert rules.is_seen(line) is False
    rules.note("chat.postMessage", line)
    assert (rules.is_seen(line), rules.is_seen({"channel": "C1"})) == (True, True)
    assert error(rules, "chat.postEphemeral", channel="C1", user="U2") == "user_not_in_channel"


def test_a_picture_is_not_ready_at_once(rules: SlackRules) -> None:
    assert [error(rules, "chat.postMessage", **PICTURE) for _ in range(2)] == ["invalid_blocks", ""]


def test_long_lists_come_in_pages(rules: SlackRules) -> None:
    assert error(rules, "users.list") == "limit_required"
    assert error(rules, "conversations.members", channel="C1", limit="1000") == "invalid_limit"

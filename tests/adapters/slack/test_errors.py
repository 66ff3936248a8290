from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError

from adapters.slack.errors import DEFAULT_WAIT, MAX_WAIT, PERMANENT, error_code, to_send_failed
from adapters.slack.tokens import NOT_INSTALLED
from bot.core.errors import SendFailed
from scripts.words import Text, problems


class Answer:
    """What slack_sdk puts into its errors."""

    def __init__(self, data: Any = None, status_code: int = 200, **headers: str):
        self.data, self.status_code = data, status_code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def told(response: Any) -> SlackApiError:
    return SlackApiError("no", response)  # type: ignore[no-untyped-call]


def refused(word: Any, status: int = 200, **headers: str) -> SendFailed:
    return to_send_failed(told(Answer({"ok": False, "error": word}, status, **headers)))


@pytest.mark.parametrize("word", PERMANENT)
def test_what_no_later_attempt_can_mend_is_given_up_with_a_sentence_for_people(word: str) -> None:
    failure = refused(word)
    assert (failure.permanent, failure.retry_after) == (True, None)
    assert str(failure).startswith("It was not sent: ")
    assert str(failure)[-1] in ".d"  # a sentence, or one that ends with a command
    assert word not in str(failure).split()


@pytest.mark.parametrize("word", ["fatal_error", "internal_error", "service_unavailable", "request_timeout"])
def test_what_may_pass_is_tried_again_and_named(word: str) -> None:
    failure = refused(word)
    assert (failure.permanent, failure.retry_after) == (False, None)
    assert str(failure) == f"Slack did not take it ({word})."


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry_After": "7"}, timedelta(seconds=7)),
        ({"retry_after": "7"}, timedelta(seconds=7)),
        ({"Retry_After": "86400"}, MAX_WAIT),
        ({"Retry_After": "soon"}, DEFAULT_WAIT),
        ({"Retry_After": "9" * 30}, DEFAULT_WAIT),
        ({}, DEFAULT_WAIT),
    ],
)
def test_where_slack_says_wait_the_workspace_is_left_alone_that_long(
    headers: dict[str, str], wait: timedelta
) -> None:
    failure = refused("ratelimited", 429, **headers)
    assert (failure.permanent, failure.retry_after, str(failure)) == (False, wait, "Slack asks us to wait.")
    assert refused("rate_limited").retry_after == DEFAULT_WAIT


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        aiohttp.ClientConnectionError("reset"),
        SlackRequestError("upload failed"),
        told(object()),
        told(Answer("<html>", 503)),
        told(Answer({"error": {"no": "word"}})),
        told(Answer({"error": "<script>"})),
    ],
)
def test_what_slack_did_not_say_clearly_may_pass(error: Exception) -> None:
    failure = to_send_failed(error)
    assert (failure.permanent, failure.retry_after) == (False, None)
    assert str(failure) == "Slack could not be reached, or its answer was not understood."
    assert error_code(error) == ""


def test_reasons_are_plain_english() -> None:
    texts = [Text("adapters/slack", 0, words, titled=False) for words in (*PERMANENT.values(), NOT_INSTALLED)]
    assert [problem for text in texts for problem in problems(text)] == []

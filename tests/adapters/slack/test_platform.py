"""What Accord says unasked reaches Slack once, over real HTTP, whatever Slack does."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from adapters.slack.clients import SlackClients, session
from adapters.slack.files import REMEMBERED, SlackFiles
from adapters.slack.platform import WAITS, SlackPlatform
from adapters.slack.tokens import SingleTokenSource
from bot.core.cards import Button, Buttons, Card, Chart, Text
from bot.core.deliveries import ThreadRoot, root_id
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import Address
from bot.delivery.threads import Threads
from tests.adapters.slack.slack_api import (
    Handler,
    SlackAPI,
    broken,
    error,
    gibberish,
    halved,
    lost,
    nested,
    redirected,
    reset,
    slack_api,
    wait,
)
from tests.support.scenario import Scenario

AMIRA, HARBOUR = Address("slack", "T1", "U1"), Address("slack", "T1", "C1")
CARD = Card("Hello & welcome", (Text("One."), Buttons((Button("Help", "help"),))), "ask:r1")
CHART = Chart("trend:r1", "Trust is steady", "", "Trust went from 3.4 to 3.6.", ())
SUMMARY = Card("Round 7", (CHART,), "round:r1")
ALERT = Card("Trust fell", thread_key="alert:a1", reply_to="round:r1")


class Painter:
    """Implements adapters.slack.files.Easel."""

    def __init__(self) -> None:
        self.drawn: list[Chart] = []

    async def png(self, chart: Chart) -> bytes:
        self.drawn.append(chart)
        return b"\x89PNG"


class Doubts(SingleTokenSource):
    def __init__(self) -> None:
        super().__init__("xoxb-good")
        self.doubted: list[str] = []

    def report_rejected(self, workspace: str) -> None:
        self.doubted.append(workspace)


class Scene:
    def __init__(self, api: SlackAPI, clients: SlackClients, tokens: Doubts, threads: Threads):
        self.api, self.tokens, self.painter, self.waited = api, tokens, Painter(), list[float]()
        self.slack = SlackPlatform(
            clients, SlackFiles(self.painter), threads, "https://accord.example.org", self._wait
        )

    async def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)

    def methods(self) -> list[str]:
        return [call.method for call in self.api.calls]


@pytest.fixture
async def scene(scenario: Scenario) -> AsyncIterator[Scene]:
    async with slack_api(scenario.clock, **{"xoxb-good": "T1"}) as api, session(api.url) as shared:
        tokens = Doubts()
        clients, threads = (
            SlackClients(shared, f"{api.url}api/", tokens),
            Threads(scenario.store),
        )
        yield Scene(api, clients, tokens, threads)


def fails(scene: Scene, method: str, *how: Handler) -> None:
    scene.api.failing[method].extend(how)


async def test_a_message_is_posted_with_words_for_whoever_cannot_see_it_and_a_key_to_find_it(
    scene: Scene,
) -> None:
    id = await scene.slack.send(AMIRA, CARD, "d1")
    (posted,) = scene.api.posted
    assert id == f"D1:{posted['ts']}"
    assert (posted["text"], [each["type"] for each in posted["blocks"]]) == (
        "Hello &amp; welcome\nOne.\n[Help]",
        ["header", "rich_text", "actions"],
    )
    assert posted["metadata"] == {"event_type": "accord_delivery", "event_payload": {"key": "d1"}}
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)
    assert [call.token for call in scene.api.calls] == ["xoxb-good"]


@pytest.mark.parametrize("how", [lost, halved])
async def test_a_message_whose_answer_was_lost_is_found(scene: Scene, how: Handler) -> None:
    fails(scene, "chat.postMessage", how)
    with pytest.raises(SendFailed) as failure:
        await scene.slack.send(AMIRA, CARD, "d1")
    assert (failure.value.permanent, failure.value.retry_after) == (False, None)
    assert await scene.slack.find(AMIRA, "d1") == f"D1:{scene.api.posted[0]['ts']}"
    await scene.api.latency.wait(60)
    assert await scene.slack.find(AMIRA, "d2") is None
    assert await scene.slack.find(HARBOUR, "d1") is None  # a channel may not be read
    assert scene.methods()[1:3] == ["conversations.open", "conversations.history"]


@pytest.mark.parametrize("word", ["missing_scope", "not_in_channel", "channel_not_found"])
async def test_where_we_may_not_look_a_message_is_not_found(scene: Scene, word: str) -> None:
    fails(scene, "conversations.history", error(word))
    assert await scene.slack.find(HARBOUR, "d1") is None


async def test_where_looking_fails_it_is_not_sent_again_before_we_have_looked(scene: Scene) -> None:
    fails(scene, "conversations.history", broken)
    with pytest.raises(SendFailed, match="could not be reached"):
        await scene.slack.find(HARBOUR, "d1")


async def test_where_slack_lets_us_look_once_a_minute_only_that_message_waits(scene: Scene) -> None:
    await scene.slack.send(AMIRA, CARD, "d1")
    assert await scene.slack.find(AMIRA, "d1")
    for _ in range(3):
        with pytest.raises(SendFailed, match="let us look") as failure:
            await scene.slack.find(AMIRA, "d1")
        assert (failure.value.permanent, failure.value.retry_after) == (False, None)
    assert await scene.slack.find(AMIRA, "d1") is None  # rather twice than never
    asked = [call.body["limit"] for call in scene.api.calls if call.method == "conversations.history"]
    assert {*asked} == {"15"}


@pytest.mark.parametrize("how", [broken, gibberish, nested, redirected, reset])
async def test_what_may_pass_is_no_reason_to_give_up(scene: Scene, how: Handler) -> None:
    fails(scene, "chat.postMessage", how)
    with pytest.raises(SendFailed) as failure:
        await scene.slack.send(AMIRA, CARD, "d1")
    assert (failure.value.permanent, scene.api.posted) == (False, [])
    await scene.slack.send(AMIRA, CARD, "d1")
    assert len(scene.api.posted) == 1


async def test_where_slacks_certificate_is_not_trusted_nothing_is_sent(scene: Scene) -> None:
    async with session(scene.api.url) as shared:
        encrypted = scene.api.url.replace("http:", "https:")
        clients = SlackClients(shared, f"{encrypted}api/", scene.tokens)
        slack = SlackPlatform(clients, SlackFiles(scene.painter), scene.slack._threads, "")
        with pytest.raises(SendFailed, match="could not be reached") as failure:
            await slack.send(AMIRA, CARD, "d1")
    assert (failure.value.permanent, scene.api.calls) == (False, [])


async def test_messages_go_through_the_proxy_of_the_environment(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", scene.api.url)
    url = "http://slack.invalid/api/"
    async with session(url) as shared:
        clients = SlackClients(shared, url, scene.tokens)
        slack = SlackPlatform(clients, SlackFiles(scene.painter), scene.slack._threads, "")
        await slack.send(AMIRA, CARD, "d1")
    assert scene.methods() == ["chat.postMessage"]


async def test_a_token_that_slack_refuses_is_looked_at_again(scene: Scene) -> None:
    fails(scene, "chat.postMessage", error("token_revoked"))
    with pytest.raises(SendFailed, match="has not installed Accord") as failure:
        await scene.slack.send(AMIRA, CARD, "d1")
    assert (failure.value.permanent, scene.tokens.doubted) == (True, ["T1"])
    fails(scene, "chat.postMessage", error("token_expired"))
    with pytest.raises(SendFailed) as failure:
        await scene.slack.send(AMIRA, CARD, "d1")
    assert failure.value.permanent is False


async def test_a_chart_is_uploaded_once_a_workspace_and_shown_as_a_picture_with_words(scene: Scene) -> None:
    await scene.slack.send(HARBOUR, SUMMARY, "d1")
    await scene.slack.send(HARBOUR, SUMMARY, "d2")
    assert scene.methods() == [
        "files.getUploadURLExternal",
        "files.completeUploadExternal",
        "chat.postMessage",
        "chat.postMessage",
        "chat.postMessage",
    ]
    assert scene.waited == [WAITS[0]]  # for Slack to get the picture ready, once
    image = scene.api.posted[0]["blocks"][1]
    assert (image["type"], image["alt_text"]) == ("image", "Trust went from 3.4 to 3.6.")
    assert scene.api.posted[1]["blocks"][1]["slack_file"] == image["slack_file"]
    asked: Any = scene.api.calls[0].body
    assert (asked["filename"], asked["alt_txt"]) == ("trend.png", "Trust went from 3.4 to 3.6.")


def threads(scene: Scene) -> list[tuple[object, object]]:
    """Below what each message was posted, and whether the channel was shown it as well."""
    return [(each.get("thread_ts"), each.get("reply_broadcast")) for each in scene.api.posted]


async def remember(scenario: Scenario, to: Address, card: Card, message: str) -> None:
    """Store what the outbox stores of a message."""
    async with scenario.store.transaction() as db:
        await db.add(ThreadRoot(root_id(to, card.thread_key), message, scenario.clock.now()))


async def test_what_follows_a_summary_stands_in_its_thread_and_is_seen_in_the_channel(
    scene: Scene, scenario: Scenario
) -> None:
    for to in (HARBOUR, AMIRA):  # what is written to somebody alone has no threads
        for card in (SUMMARY, ALERT):
            message = await scene.slack.send(to, card, f"{to.key} {card.title}")
            await remember(scenario, to, card, message)
    root = scene.api.posted[0]["ts"]
    assert threads(scene) == [(None, None), (root, True), (None, None), (None, None)]


@pytest.mark.parametrize("word", ["cannot_reply_to_message", "thread_not_found", "message_not_found"])
async def test_what_follows_a_summary_that_was_deleted_is_posted_by_itself(
    scene: Scene, scenario: Scenario, word: str
) -> None:
    await remember(scenario, HARBOUR, SUMMARY, await scene.slack.send(HARBOUR, SUMMARY, "d1"))
    fails(scene, "chat.postMessage", error(word))
    await scene.slack.send(HARBOUR, ALERT, "d2")
    assert threads(scene) == [(None, None)] * 2


async def test_a_picture_that_slack_has_not_ready_yet_is_waited_for(scene: Scene) -> None:
    fails(scene, "chat.postMessage", error("invalid_blocks"))  # and once by the rule
    await scene.slack.send(HARBOUR, SUMMARY, "d1")
    assert scene.waited == list(WAITS[:2])
    assert scene.api.posted[0]["blocks"][1]["type"] == "image"


async def test_a_picture_that_never_gets_ready_is_said_in_words(scene: Scene) -> None:
    fails(scene, "chat.postMessage", *[error("invalid_blocks")] * len(WAITS))
    await scene.slack.send(HARBOUR, SUMMARY, "d1")
    assert (scene.waited, [each["type"] for each in scene.api.posted[0]["blocks"]]) == (
        list(WAITS),
        ["header", "rich_text"],
    )


async def test_what_slack_does_not_like_the_look_of_is_sent_as_words(scene: Scene) -> None:
    fails(scene, "chat.postMessage", error("msg_blocks_too_long"))
    await scene.slack.send(HARBOUR, CARD, "d1")
    assert (scene.api.posted[0]["blocks"], scene.api.posted[0]["text"]) == (
        [],
        "Hello &amp; welcome\nOne.\n[Help]",
    )
    fails(scene, "chat.postMessage", error("msg_too_long"), error("msg_too_long"))
    with pytest.raises(SendFailed) as failure:
        await scene.slack.send(HARBOUR, CARD, "d2")
    assert failure.value.permanent is True


async def test_other_trouble_with_a_post_that_has_a_picture_is_told_as_it_is(scene: Scene) -> None:
    fails(scene, "chat.postMessage", error("is_archived"))
    with pytest.raises(SendFailed, match="archived"):
        await scene.slack.send(HARBOUR, SUMMARY, "d1")
    assert scene.waited == []


async def test_where_pictures_are_not_allowed_their_words_are_posted(scene: Scene) -> None:
    fails(scene, "files.getUploadURLExternal", error("missing_scope"))
    await scene.slack.send(HARBOUR, SUMMARY, "d1")
    assert [each["type"] for each in scene.api.posted[0]["blocks"]] == ["header", "rich_text"]


@pytest.mark.parametrize("how", [broken, wait(9), error("token_revoked")])
async def test_a_picture_that_could_not_be_uploaded_now_keeps_its_post_back(
    scene: Scene, how: Handler
) -> None:
    fails(scene, "files.getUploadURLExternal", how)
    with pytest.raises(SendFailed):
        await scene.slack.send(HARBOUR, SUMMARY, "d1")
    assert scene.api.posted == []
    await scene.slack.send(HARBOUR, SUMMARY, "d1")
    assert len(scene.api.posted) == 1


async def test_only_the_pictures_that_were_shown_last_are_remembered(scene: Scene) -> None:
    pictures, client = SlackFiles(scene.painter), await scene.slack._clients.of("T1")
    charts = [Chart(f"trend:{n}", str(n), "", "", ()) for n in range(REMEMBERED + 1)]
    for each in charts[:REMEMBERED]:
        await pictures.of(client, "T1", Card("", (each,)))
    await pictures.of(client, "T1", Card("", (charts[0],)))
    await pictures.of(client, "T1", Card("", (charts[REMEMBERED],)))
    scene.painter.drawn.clear()
    await pictures.of(client, "T1", Card("", (charts[0], charts[1])))
    assert scene.painter.drawn == [charts[1]]


async def test_a_file_that_slack_does_not_store_may_be_tried_again(scene: Scene) -> None:
    async def nowhere(api: SlackAPI, *_: object) -> web.StreamResponse:
        return web.json_response({"ok": True, "file_id": "F1", "upload_url": f"{api.url}nowhere"})

    fails(scene, "files.getUploadURLExternal", nowhere)
    with pytest.raises(SendFailed) as failure:
        await scene.slack.send(HARBOUR, SUMMARY, "d1")
    assert failure.value.permanent is False


CLOSED = Card("This round has closed")


async def test_a_message_is_edited_where_it_stands(scene: Scene) -> None:
    message = await scene.slack.send(AMIRA, CARD, "d1")
    await scene.slack.edit(AMIRA, message, CLOSED)
    (shown,) = scene.api.posted
    assert (shown["text"], [block["type"] for block in shown["blocks"]]) == (CLOSED.title, ["header"])
    assert await scene.slack.find(AMIRA, "d1") == message
    assert scene.api.calls[1].body["channel"] == "D1"  # Slack takes no id of a person here


async def test_an_edit_shows_charts_or_else_their_words(scene: Scene) -> None:
    message = await scene.slack.send(HARBOUR, CARD, "d1")
    await scene.slack.edit(HARBOUR, message, SUMMARY)
    assert scene.api.posted[0]["blocks"][1]["type"] == "image"
    fails(scene, "chat.update", *[error("invalid_blocks")] * (len(WAITS) + 1))
    await scene.slack.edit(HARBOUR, message, SUMMARY)
    assert (scene.api.posted[0]["blocks"], scene.api.posted[0]["text"][:7]) == ([], "Round 7")


@pytest.mark.parametrize("word", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_message_that_is_gone_or_too_old_is_not_edited(scene: Scene, word: str) -> None:
    fails(scene, "chat.update", error(word))
    with pytest.raises(SendFailed) as failure:
        await scene.slack.edit(AMIRA, "D1:1.1", CLOSED)
    assert (failure.value.permanent, failure.value.failure) == (True, FailureReason.NOT_FOUND)


async def test_an_edit_may_be_told_to_wait(scene: Scene) -> None:
    fails(scene, "chat.update", wait(9))
    with pytest.raises(SendFailed) as failure:
        await scene.slack.edit(AMIRA, "D1:1.1", CLOSED)
    assert failure.value.retry_after == timedelta(seconds=9)

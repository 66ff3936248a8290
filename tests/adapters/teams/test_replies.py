"""Replies arrive, or what is said instead is true."""

from typing import Any

import pytest

from adapters.teams.integration import TeamsIntegration
from adapters.teams.payloads import TeamsActivity
from adapters.teams.replies import TeamsReplies
from bot.core.cards import Card
from bot.core.errors import FailureReason, SendFailed
from bot.delivery.owed_replies import OwedReplies
from tests.adapters.teams.connector_service import Answer, Held, Service, a_page, answering, half, hang_up
from tests.adapters.teams.issuer import TENANT
from tests.adapters.teams.teams_user import CHANNEL, GROUP, PERSONAL, TeamsUser, actions, card_in, words

DATA = {"body": [{"actions": [{"title": "My data", "data": {"says": "my data"}}]}]}
MESSAGE = "application/vnd.microsoft.activity.message"
CANNOT = "We can’t write to you in private yet. Open Accord in Teams and choose Chat."
LATER = "We’ll reply to you privately as soon as we can."


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (answering(429, Retry_After="2"), 2),
        (answering(429), 1),
        (answering(412), 0.5),
        (answering(502), 0.5),
        (answering(504), 0.5),
    ],
)
async def test_what_teams_cannot_take_just_now_is_shown_a_moment_later(
    ben: TeamsUser, service: Service, answer: Answer, pause: float
) -> None:
    service.next = [answer]
    await ben.types("menu")
    assert len(service.kept) == 1
    assert service.pauses == [pause]


@pytest.mark.parametrize(
    "trouble",
    [
        [answering(429, Retry_After="3")],
        [answering(429, Retry_After="3600")],
        [answering(429)] * 2,
        [answering(412)] * 3,
        [answering(500)] * 2,
        [answering(502)] * 2,
        [answering(504)] * 2,
        [a_page] * 2,
        [hang_up],
        [half],
    ],
)
async def test_no_reply_is_lost(
    ben: TeamsUser, service: Service, owed: OwedReplies, trouble: list[Answer]
) -> None:
    service.next = [*trouble]
    await ben.types("menu")
    await owed.finish()
    assert service.next == []
    (body,) = service.kept.values()
    assert words(card_in(body))[0] == "What would you like to do?"


@pytest.mark.parametrize("trouble", [answering(403), answering(404), answering(413)])
async def test_what_teams_will_never_take_is_tried_once(
    ben: TeamsUser, service: Service, owed: OwedReplies, trouble: Answer
) -> None:
    service.next = [trouble]
    await ben.types("menu")
    await owed.finish()
    assert (len(service.asked), service.pauses) == (1, [])


async def test_a_private_reply_that_is_owed_goes_to_the_private_chat(
    ben: TeamsUser, service: Service, owed: OwedReplies
) -> None:
    await ben.types("start partnership Harbour Together")
    before = len(service.kept)
    service.next = [hang_up]
    await ben.types("members", place=CHANNEL)
    await owed.finish()
    said, (owed_path, *_) = service.lines, [path for _, path, _ in reversed(service.asked)]
    assert said == [(CHANNEL, LATER)]
    assert (owed_path, len(service.kept)) == ("/v3/conversations/a:1/activities", before + 2)


async def test_teams_is_not_waited_for_longer_than_it_waits_for_us(
    ben: TeamsUser, service: Service, service_url: str, teams: TeamsIntegration
) -> None:
    await ben.types("menu")
    service.next = [Held()]
    conversation = {"id": PERSONAL, "tenantId": TENANT}
    activity = TeamsActivity.parse({"serviceUrl": service_url, "conversation": conversation})
    failure = await TeamsReplies(teams.platform, service.pause, timeout=0.1).show(activity, Card("Hello"))
    assert isinstance(failure, SendFailed)
    assert (failure.permanent, failure.failure) == (False, FailureReason.TIMEOUT)


@pytest.mark.parametrize("place", [CHANNEL, GROUP])
async def test_a_private_reply_to_what_was_typed_leaves_one_line(
    ben: TeamsUser, service: Service, place: str
) -> None:
    await ben.types("start partnership Harbour Together")
    thread = f"{place};messageid=1700000000000" if place == CHANNEL else place
    assert words(await ben.types("my data", place=place, thread=thread))[0] == "What we keep about you"
    assert service.lines == [(thread, "We’ve replied to you privately.")]


@pytest.mark.parametrize("typed", ["my data", "action Share the papers"])
async def test_a_slash_command_leaves_nothing_in_the_channel(
    ben: TeamsUser, service: Service, typed: str
) -> None:
    """Nobody else sees it, so nobody else sees a reply, nor that there was one."""
    await ben.types("start partnership Harbour Together")
    before = len(service.asked)
    bot = {"id": f"28:{ben.app_id}", "isTargeted": True}
    card = await ben.types(typed, place=CHANNEL, recipient=bot)
    assert words(card)
    assert [path for _, path, _ in service.asked[before:] if CHANNEL in path] == []
    assert service.lines == []


async def test_a_check_in_typed_in_a_channel_is_shown_in_the_private_chat(
    ben: TeamsUser, service: Service, asked: None
) -> None:
    before = len(service.kept)
    card = await ben.types("check-in", place=CHANNEL)
    assert "Mostly" in str(card)
    assert [
        path for _, path, body in service.asked[before:] if "Mostly" in str(body) and CHANNEL in path
    ] == []
    assert service.lines == [(CHANNEL, "We’ve replied to you privately.")]


@pytest.mark.parametrize(
    ("refused", "said"), [(set(), "We’ve replied to you privately."), ({"29:ben"}, CANNOT)]
)
async def test_a_private_reply_to_what_was_typed_is_only_claimed_if_it_was_sent(
    ben: TeamsUser, service: Service, refused: set[str], said: str
) -> None:
    await ben.types("start partnership Harbour Together")
    service.refused = refused
    await ben.types("my data", place=CHANNEL)
    assert service.lines == [(CHANNEL, said)]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], "We’ve replied to you privately."),
        ([answering(403)], CANNOT),
        ([hang_up], LATER),
    ],
)
async def test_so_it_is_with_a_press_whose_card_stays(
    ben: TeamsUser, service: Service, answers: list[Answer], said: str
) -> None:
    await ben.types("start partnership Harbour Together")
    service.next = answers
    answer: dict[str, Any] = await ben.presses("My data", DATA, place=CHANNEL)
    assert answer == {"statusCode": 200, "type": MESSAGE, "value": said}
    assert service.lines == []


@pytest.mark.parametrize("status", [400, 403])
async def test_where_teams_does_not_know_somebody_who_is_mentioned_they_are_named(
    ben: TeamsUser, service: Service, status: int
) -> None:
    await ben.types("start partnership Harbour Together")
    before = len(service.asked)
    service.next = [answering(status, {"error": {"code": "BadSyntax"}})]
    await ben.types("action Meet monthly @Ben", place=CHANNEL)
    mentioning, naming = (
        body["attachments"][0]["content"] for _, _, body in service.asked[before:] if "attachments" in body
    )
    assert [entity["mentioned"]["name"] for entity in mentioning["msteams"]["entities"]] == ["Ben Price"]
    assert ("entities" in naming["msteams"], words(naming)[1]) == (False, "1.\u2060 Meet monthly · Ben Price")


async def test_every_reply_names_its_language(ben: TeamsUser) -> None:
    """Also one that was refused, and a form."""
    await ben.types("start partnership Harbour Together", locale="cy-GB")
    for sentence in ("menu", "status", "cancel", "note"):
        assert (await ben.types(sentence, locale="cy-GB"))["lang"] == "cy"
    menu = await ben.types("", locale="cy-GB")
    form = next(action for action in _forms(menu) if action["data"].get("form"))
    opened = await ben.sends(type="invoke", name="task/fetch", value={"data": form["data"]}, locale="cy-GB")
    assert opened.json()["task"]["value"]["card"]["content"]["lang"] == "cy"


def _forms(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [action for action in actions(card) if action["type"] == "Action.Submit"]

"""Teams and the whole product work together, over HTTP in both directions."""

import json
from dataclasses import replace

import httpx2
import pytest

from adapters.teams.integration import TeamsIntegration
from adapters.teams.payloads import user_address
from bot.core.cards import Card
from bot.core.deliveries import ThreadRoot, root_id
from bot.core.errors import FailureReason, SendFailed
from bot.core.followups import Action, ActionOutcome
from bot.core.models import Address, Channel, Member, MembershipStatus, Partnership, Person
from tests.adapters.teams.connector_service import Service, answering
from tests.adapters.teams.issuer import APP, TENANT
from tests.adapters.teams.teams_user import CHANNEL, GROUP, PERSONAL, QUAY, TeamsUser, card_in, labels, words
from tests.support.cast import AMIRA, BEN, SIX
from tests.support.scenario import Scenario

HALF_A_MENTION = {"type": "mention", "mentioned": {"id": "29:\ud800", "name": "Mx"}, "text": "<at>Mx</at>"}
CHANNEL_ADDRESS = Address("teams", TENANT, CHANNEL)


async def test_whoever_installs_the_app_is_greeted(ben: TeamsUser, service: Service) -> None:
    answer = await ben.sends(type="installationUpdate", action="add")
    assert answer.status_code == 200
    ((method, path, shown),) = service.asked
    assert (method, path) == ("POST", "/v3/conversations/a:1/activities")
    assert words(card_in(shown))[0] == "Welcome to Accord"
    await ben.sends(type="installationUpdate", action="remove")
    await ben.sends(type="installationUpdate", action="add")
    assert words(card_in(service.asked[-1][2]))[0] == "What would you like to do?"


@pytest.mark.parametrize("place", [CHANNEL, GROUP])
async def test_a_team_that_the_app_is_added_to_is_greeted_and_who_added_it_in_private(
    ben: TeamsUser, service: Service, place: str
) -> None:
    for _ in range(2):  # the second is a redelivery
        await ben.sends(type="installationUpdate", action="add", place=place, id="the same")
    assert [(path, words(card_in(body))[0]) for _, path, body in service.asked if "activities" in path] == [
        (f"/v3/conversations/{place}/activities", "Accord is here now"),
        ("/v3/conversations/id%202/activities", "Welcome to Accord"),
    ]


async def test_a_team_is_greeted_also_where_nobody_can_be_written_to_in_private(
    ben: TeamsUser, service: Service
) -> None:
    service.refused = {ben.id}
    await ben.sends(type="installationUpdate", action="add", place=CHANNEL)
    assert [words(card_in(body))[0] for body in service.kept.values()] == ["Accord is here now"]
    assert service.lines == []


async def test_a_check_in_is_answered_in_one_message(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    started = await ben.types("start partnership Harbour Together")
    assert words(started)[0] == "Harbour Together has started"
    saved = await ben.presses("Save", started, "Harbour Trust")
    assert saved["type"] == "application/vnd.microsoft.card.adaptive"
    await scenario.add_members_without_home(9, "Harbour Together")
    await ben.types("ask trust for 2 hours now")
    card = await ben.types("check-in")
    sent = len(service.kept)
    progress = []
    while "Mostly" in labels(card):
        progress += [line.partition(" ·")[0] for line in words(card) if " of 4" in line]
        card = (await ben.presses("Mostly", card))["value"]
    assert progress == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]
    card = (await ben.presses("Send", card, "We *meet* [here](https://x.example)."))["value"]
    assert words(card)[0] == "Thank you"
    assert len(service.kept) == sent
    person = await scenario.one(Person, name="Ben Price")
    assert (person.zone, person.language) == ("Europe/London", "en")
    assert person.home == Address("teams", TENANT, PERSONAL)


async def test_a_mention_is_answered_in_its_thread_or_privately(ben: TeamsUser, service: Service) -> None:
    await ben.types("start partnership Harbour Together")
    thread = f"{CHANNEL};messageid=1700000000000"
    at = {"type": "mention", "mentioned": {"id": f"28:{APP}", "name": "Accord"}, "text": "<at>Accord</at>"}
    mention = {"place": CHANNEL, "thread": thread, "entities": [at]}
    posted = await ben.types("<at>Accord</at>&nbsp;post here", **mention)
    assert service.asked[-1][1] == f"/v3/conversations/{thread}/activities"
    assert words(posted)[0] == "Summaries in this channel"
    await ben.types("<at>Accord</at> my data", **mention)
    assert [path for _, path, _ in service.asked[-3:]] == [
        "/v3/conversations",
        "/v3/conversations/a:1/activities",
        f"/v3/conversations/{thread}/activities",
    ]
    assert service.lines == [(thread, "We’ve replied to you privately.")]


@pytest.mark.parametrize("scope", ["", "channel", "somethingNew"])
async def test_where_nothing_says_that_a_chat_is_personal_nothing_private_is_shown(
    ben: TeamsUser, service: Service, scope: str
) -> None:
    await ben.types("start partnership Harbour Together")
    await ben.types("my data", place="19:somewhere@thread.tacv2", scope=scope)
    told = [path for _, path, body in service.asked if "What we keep about you" in str(body)]
    assert [path for path in told if "19:" in path] == []
    assert len(told) == 1


async def test_a_summary_is_posted_to_the_channel(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    await ben.types("start partnership Harbour Together")
    await scenario.add_members_without_home(4, "Harbour Together")
    await ben.types("post here", place=GROUP)
    await ben.types('ask "Was the day of use?" for 2 hours now')
    before = len(service.asked)
    await scenario.passes(days=3)
    paths = {path for method, path, _ in service.asked[before:] if method == "POST"}
    assert paths == {f"/v3/conversations/{place}/activities" for place in (PERSONAL, GROUP)}


async def test_a_mentioned_person_is_invited_in_their_own_chat(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    await ben.types("start partnership Harbour Together")
    at = {"type": "mention", "mentioned": {"id": "29:gwil", "name": "Gwil"}, "text": "<at>Gwil</at>"}
    await ben.types("add <at>Gwil</at> to First organisation", entities=[at])
    scenario.clock.move(scenario.clock.now().replace(month=3, day=4, hour=11) - scenario.clock.now())
    before = len(service.asked)
    await scenario.passes(days=1)
    opened, invited = service.asked[before : before + 2]
    assert (opened[1], opened[2]["members"]) == ("/v3/conversations", [{"id": "29:gwil"}])
    assert invited[1].startswith("/v3/conversations/id%20")
    members = await scenario.all(Member)
    member = next(member for member in members if member.standing is MembershipStatus.INVITED)
    assert (await scenario.one(Person, id=member.person)).name == "Gwil"
    gwil, card = replace(ben, id="29:gwil", name="Gwil Rees"), card_in(invited[2])
    await gwil.presses(labels(card)[0], card)
    assert (await scenario.one(Member, id=member.id)).standing is MembershipStatus.ACTIVE


async def test_a_redelivery_is_handled_once(ben: TeamsUser, scenario: Scenario, service: Service) -> None:
    for _ in range(2):
        await ben.sends(type="message", text="start partnership Harbour Together", id="the same")
    assert len(await scenario.all(Partnership)) == 1
    assert len(service.asked) == 1


async def test_a_redelivered_press_leaves_the_card_unchanged(ben: TeamsUser) -> None:
    card = await ben.types("menu")
    await ben.presses("See what you can type", card, id="the same")
    answer = await ben.presses("See what you can type", card, id="the same")
    assert (answer["type"], answer["value"]) == ("application/vnd.microsoft.activity.message", "")


async def test_nothing_is_sent_where_the_app_was_removed(ben: TeamsUser, scenario: Scenario) -> None:
    await ben.types("start partnership Harbour Together")
    await ben.types("post here", place=CHANNEL)
    await ben.sends(type="installationUpdate", action="remove")
    assert (await scenario.one(Person)).home is None
    await ben.sends(
        type="conversationUpdate", place=CHANNEL, membersRemoved=[{"id": "29:zoe"}, {"id": f"28:{APP}"}]
    )
    assert await scenario.all(Channel, address=CHANNEL_ADDRESS) == []
    await ben.types("status")
    assert (await scenario.one(Person)).home == Address("teams", TENANT, PERSONAL)


async def test_an_upgrade_shows_nothing_and_closes_nothing(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    await ben.types("start partnership Harbour Together")
    for place in (CHANNEL, QUAY, GROUP):
        await ben.types("post here", place=place, channelData=TEAM | {"channel": {"id": place}})
    before = len(service.asked)
    for action in ("remove-upgrade", "add-upgrade"):
        for place in (CHANNEL, PERSONAL):
            await ben.sends(type="installationUpdate", action=action, place=place, channelData=TEAM)
    assert len(service.asked) == before
    assert len([each for each in await scenario.all(Channel) if each.address.platform == "teams"]) == 3
    assert (await scenario.one(Person)).home == Address("teams", TENANT, PERSONAL)


async def test_somebody_whose_app_is_upgraded_is_reached_again(ben: TeamsUser, scenario: Scenario) -> None:
    await ben.types("start partnership Harbour Together")
    await ben.sends(type="installationUpdate", action="remove")
    await ben.sends(type="installationUpdate", action="add-upgrade")
    assert (await scenario.one(Person)).home == Address("teams", TENANT, PERSONAL)


TEAM = {"tenant": {"id": TENANT}, "team": {"id": CHANNEL, "name": "Harbour"}}


@pytest.mark.parametrize(
    ("activity", "left"),
    [
        ({"type": "installationUpdate", "action": "remove", "channelData": TEAM}, [GROUP]),
        (
            {
                "type": "conversationUpdate",
                "membersRemoved": [{"id": f"28:{APP}"}],
                "channelData": TEAM | {"eventType": "teamMemberRemoved"},
            },
            [GROUP],
        ),
        ({"type": "conversationUpdate", "channelData": TEAM | {"eventType": "teamDeleted"}}, [GROUP]),
        ({"type": "conversationUpdate", "channelData": TEAM | {"eventType": "teamHardDeleted"}}, [GROUP]),
        (
            {
                "type": "conversationUpdate",
                "place": QUAY,
                "membersRemoved": [{"id": f"28:{APP}"}],
                "channelData": TEAM | {"eventType": "channelMemberRemoved"},
            },
            [CHANNEL, GROUP],
        ),
    ],
    ids=["uninstalled", "taken out", "deleted", "deleted for good", "out of a shared channel alone"],
)
async def test_removing_the_app_from_a_team_closes_its_channels(
    scenario: Scenario, ben: TeamsUser, activity: dict[str, object], left: list[str]
) -> None:
    await ben.types("start partnership Harbour Together")
    for place in (CHANNEL, QUAY):
        await ben.types("post here", place=place, channelData=TEAM | {"channel": {"id": place}})
    await ben.types("post here", place=GROUP)
    await ben.sends(**{"place": CHANNEL, **activity})
    channels = await scenario.all(Channel)
    open_ = [channel.address.key for channel in channels if channel.address.platform == "teams"]
    assert sorted(open_) == left


async def test_a_channel_is_renamed_and_deleted(ben: TeamsUser, scenario: Scenario) -> None:
    await ben.types("start partnership Harbour Together")
    await ben.types("post here", place=CHANNEL)
    data = {
        "tenant": {"id": TENANT},
        "eventType": "channelRenamed",
        "channel": {"id": CHANNEL, "name": "Quay"},
    }
    await ben.sends(type="conversationUpdate", place=CHANNEL, channelData=data)
    assert [channel.name for channel in await scenario.all(Channel, address=CHANNEL_ADDRESS)] == ["Quay"]
    await ben.sends(
        type="conversationUpdate",
        place=CHANNEL,
        channelData={**data, "eventType": "channelDeleted"},
    )
    assert await scenario.all(Channel, address=CHANNEL_ADDRESS) == []


@pytest.mark.parametrize(
    ("activity", "status"),
    [
        ({"type": "typing"}, 200),
        ({"type": "messageReaction", "reactionsAdded": [{"type": "like"}]}, 200),
        ({"type": "messageUpdate", "text": "edited"}, 200),
        ({"type": "invoke", "name": "composeExtension/query", "value": {}}, 501),
        ({"type": "conversationUpdate"}, 200),
        ({"type": "conversationUpdate", "channelData": {"tenant": {"id": TENANT}, "eventType": 5}}, 200),
        ({"type": "message", "text": "help", "id": None}, 400),
        ({"type": "message", "text": "help", "from": {}}, 400),
        ({"type": "conversationUpdate", "id": None}, 400),
        ({"type": "conversationUpdate", "membersAdded": 5, "membersRemoved": 5}, 200),
        ({"type": "typing", "id": None}, 200),
        ({"type": None}, 400),
        ({"type": ""}, 400),
        ({"type": ["message"]}, 400),
        ({"type": "message", "text": "help", "id": "\ud800"}, 400),
        ({"type": "message", "text": "help", "from": {"id": "29:\udc00"}}, 400),
        ({"type": "message", "text": "help", "place": "a:\ud800"}, 400),
        ({"type": "installationUpdate", "action": "add", "id": "\udfff"}, 400),
        ({"type": "invoke", "name": "adaptiveCard/action", "value": {}, "id": "\ud800"}, 400),
        ({"type": "conversationUpdate", "membersRemoved": [{"id": "\ud800"}]}, 400),
        ({"type": "message", "text": "help", "entities": [HALF_A_MENTION]}, 400),
    ],
)
async def test_other_activities_are_acknowledged(
    ben: TeamsUser, service: Service, activity: dict[str, object], status: int
) -> None:
    assert (await ben.sends(**activity)).status_code == status
    assert service.asked == []


@pytest.mark.parametrize("data", [{}, {"data": {}}])
async def test_a_press_without_a_sentence_shows_the_menu(ben: TeamsUser, data: dict[str, object]) -> None:
    answer = await ben.sends(type="invoke", name="adaptiveCard/action", value={"action": data})
    assert words(answer.json()["value"])[0] == words(await ben.types(""))[0]


@pytest.mark.parametrize("value", [None, [], "menu", {}, {"action": []}, {"action": {"data": {"says": 5}}}])
async def test_a_press_that_cannot_be_read_is_refused(
    ben: TeamsUser, service: Service, value: object
) -> None:
    answer = await ben.sends(type="invoke", name="adaptiveCard/action", value=value)
    assert (answer.status_code, service.asked) == (400, [])


async def test_calls_without_a_valid_token_have_no_effect(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    body = json.dumps({"type": "message", "text": "start partnership Harbour Together"})
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=ben.app), base_url="http://here"
    ) as client:
        for headers, status in (({}, 401), ({"Authorization": "Bearer x.y.z"}, 401)):
            answer = await client.post("/api/messages", content=body, headers=headers)
            assert (answer.status_code, answer.content) == (status, b"")
    strangers = replace(ben, tenant="tenant-of-nobody")
    assert (await strangers.sends(type="message", text="start partnership Harbour")).status_code == 403
    assert (await scenario.all(Partnership), service.asked, service.tokens) == ([], [], [])


async def test_a_sent_message_is_not_looked_for(ben: TeamsUser, teams: TeamsIntegration) -> None:
    await ben.types("menu")
    home = Address("teams", TENANT, PERSONAL)
    await teams.platform.send(home, Card("Hello"), "key")
    assert await teams.platform.find(home, "key") is None


SUMMARY = Card("Round 7", thread_key="round:r1")
ALERT = Card("Trust fell", thread_key="alert:a1", reply_to="round:r1")


async def sends(scenario: Scenario, teams: TeamsIntegration, to: Address, card: Card) -> str:
    """Send a card, and store what the outbox stores of it."""
    message = await teams.platform.send(to, card, "key")
    async with scenario.store.transaction() as db:
        await db.upsert(ThreadRoot(root_id(to, card.thread_key), message, scenario.clock.now()))
    return message


async def test_only_channels_have_threads(
    ben: TeamsUser, scenario: Scenario, teams: TeamsIntegration, service: Service
) -> None:
    await ben.types("menu")
    for place in (CHANNEL, GROUP, PERSONAL):
        for card in (SUMMARY, ALERT):
            await sends(scenario, teams, Address("teams", TENANT, place), card)
    root = 1_700_000_000_000 + len(service.asked) - 5
    below = [CHANNEL, f"{CHANNEL};messageid={root}", GROUP, GROUP, PERSONAL, PERSONAL]
    assert [path for _, path, _ in service.asked[-6:]] == [
        f"/v3/conversations/{place}/activities" for place in below
    ]


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_reply_to_a_deleted_summary_is_posted_in_the_channel(
    ben: TeamsUser, scenario: Scenario, teams: TeamsIntegration, service: Service, status: int
) -> None:
    await ben.types("menu")
    await sends(scenario, teams, CHANNEL_ADDRESS, SUMMARY)
    service.next = [answering(status)]
    await teams.platform.send(CHANNEL_ADDRESS, ALERT, "key")
    assert service.asked[-1][:2] == ("POST", f"/v3/conversations/{CHANNEL}/activities")


async def test_a_message_is_edited_where_it_stands(
    ben: TeamsUser, scenario: Scenario, teams: TeamsIntegration, service: Service
) -> None:
    await ben.types("menu")
    home = Address("teams", TENANT, PERSONAL)
    messages = []
    for to, card in ((home, SUMMARY), (CHANNEL_ADDRESS, SUMMARY), (CHANNEL_ADDRESS, ALERT)):
        messages.append(await sends(scenario, teams, to, card))
        await teams.platform.edit(to, messages[-1], Card("It was taken up"))
    in_chat, in_channel, in_thread = messages
    root, id = in_thread.split("/")
    assert (root, id) == (in_channel, service.edits[-1][0])
    assert [path for method, path, _ in service.asked if method == "PUT"] == [
        f"/v3/conversations/{PERSONAL}/activities/{in_chat}".replace(" ", "%20"),
        f"/v3/conversations/{CHANNEL}/activities/{in_channel}",
        f"/v3/conversations/{CHANNEL};messageid={root}/activities/{id}",
    ]
    assert words(service.edits[-1][1])[0] == "It was taken up"


async def test_a_follow_up_is_asked_and_answered_below_the_summary(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    await ben.types("menu")
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.add(Channel("in teams", "harbour", CHANNEL_ADDRESS, "Harbour"))
        await db.update_if_unchanged(
            await db.get(Person, BEN.person.id), address=user_address(TENANT, ben.id)
        )
    await scenario.says(AMIRA, "action Rotate the chair")
    await scenario.fill(*[4] * 6)
    await scenario.passes_until(9)
    posts = {path: card_in(body) for _, path, body in service.asked if CHANNEL in path}
    thread = f"{CHANNEL};messageid=1700000000002"
    assert [(path, words(card)[0]) for path, card in posts.items()] == [
        (f"/v3/conversations/{CHANNEL}/activities", "Harbour Together: round 1"),
        (f"/v3/conversations/{thread}/activities", "Harbour Together: did we do it?"),
    ]
    await ben.presses("Yes", [*posts.values()][1], place=CHANNEL, thread=thread)
    assert [action.did for action in await scenario.all(Action)] == [ActionOutcome.YES]


async def test_a_tenant_without_the_app_is_a_permanent_failure(teams: TeamsIntegration) -> None:
    with pytest.raises(SendFailed) as failed:
        await teams.platform.send(Address("teams", "another tenant", "a:9"), Card("Hello"), "key")
    assert (failed.value.permanent, failed.value.failure) == (True, FailureReason.FORBIDDEN)

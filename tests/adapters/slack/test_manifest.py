"""The app manifest is one that Slack takes, and asks for what Accord uses and no more."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

import adapters.slack
from adapters.slack.manifest import EVENTS, SCOPES, Manifest, manifest, to_json
from bot.language import parser

URL = "https://accord.example.org"
EVERY = [
    manifest(URL, socket=socket, many=many, sign_in=sign_in)
    for socket in (False, True)
    for many in (False, True)
    for sign_in in (False, True)
]


def only(required: str = "", **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required.split(),
        "properties": properties,
    }


def words(most: int, least: int = 1, pattern: str = "") -> dict[str, Any]:
    return {
        "type": "string",
        "minLength": least,
        "maxLength": most,
        **({"pattern": pattern} if pattern else {}),
    }


YES_OR_NO = {"type": "boolean"}
ADDRESS = words(3_000, pattern="^https://")
NAMES = {"type": "array", "maxItems": 100, "uniqueItems": True, "items": words(50)}
# What of https://docs.slack.dev/reference/app-manifest we use, with its limits. Slack's own schema lies in
# https://github.com/slackapi/manifest-schema, and in no registry.
SCHEMA = only(
    "display_information features oauth_config settings",
    display_information=only(
        "name",
        name=words(35),
        description=words(140),
        background_color=words(7, pattern="^#[0-9a-f]{6}$"),
        long_description=words(4_000, least=175),
    ),
    features=only(
        "app_home bot_user slash_commands",
        app_home=only(
            home_tab_enabled=YES_OR_NO,
            messages_tab_enabled=YES_OR_NO,
            messages_tab_read_only_enabled=YES_OR_NO,
        ),
        bot_user=only("display_name", display_name=words(80), always_online=YES_OR_NO),
        shortcuts={
            "type": "array",
            "maxItems": 10,
            "items": only(
                "name type callback_id description",
                name=words(24),
                type={"enum": ["message", "global"]},
                callback_id=words(255),
                description=words(150),
            ),
        },
        slash_commands={
            "type": "array",
            "minItems": 1,
            "maxItems": 50,
            "items": only(
                "command description",
                command=words(32, least=2, pattern="^/"),
                url=ADDRESS,
                description=words(2_000),
                usage_hint=words(1_000),
                should_escape=YES_OR_NO,
            ),
        },
    ),
    oauth_config=only(
        "scopes",
        redirect_urls={"type": "array", "items": ADDRESS},
        scopes=only("bot", bot=NAMES, user=NAMES),
    ),
    settings=only(
        "event_subscriptions interactivity",
        event_subscriptions=only("bot_events", request_url=ADDRESS, bot_events=NAMES),
        interactivity=only("is_enabled", is_enabled=YES_OR_NO, request_url=ADDRESS),
        org_deploy_enabled=YES_OR_NO,
        socket_mode_enabled=YES_OR_NO,
        token_rotation_enabled=YES_OR_NO,
    ),
)


@pytest.mark.parametrize("made", EVERY)
def test_it_is_one_that_slack_takes(made: Manifest) -> None:
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(made)] == []


@pytest.mark.parametrize("made", EVERY)
def test_it_is_printed_as_json(made: Manifest) -> None:
    assert json.loads(to_json(made)) == made


def test_the_documentation_says_why_for_each_scope() -> None:
    page = (Path(__file__).parents[3] / "docs/operate/slack-scopes.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z:_]+)` \| \S", page, re.MULTILINE) == list(SCOPES)


def test_addresses_are_told_where_slack_calls_us_and_where_people_come_back() -> None:
    http, many, socket, _ = EVERY[::2]
    assert socket["settings"]["socket_mode_enabled"] is True
    assert URL not in to_json(socket)
    events = f"{URL}/slack/events"
    assert http["settings"]["event_subscriptions"]["request_url"] == events
    assert http["settings"]["interactivity"]["request_url"] == events
    assert http["features"]["slash_commands"][0]["url"] == events
    assert ("redirect_urls" in http["oauth_config"], http["settings"]["token_rotation_enabled"]) == (
        False,
        False,
    )
    assert many["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert (many["settings"]["token_rotation_enabled"], many["settings"]["org_deploy_enabled"]) == (
        True,
        True,
    )


def test_the_description_shows_what_a_coordinator_would_type() -> None:
    long = EVERY[0]["display_information"]["long_description"]
    _, _, listed = long.partition("For example, you can type:\n")
    typed = [line.removeprefix("• ").partition(": ")[0] for line in listed.splitlines()]
    assert {"ask trust", "schedule every second Tuesday at 10:00"} <= set(typed)
    assert [line for line in typed if not parser.parse(line)] == []


# https://docs.slack.dev/reference/events and https://docs.slack.dev/reference/methods
NEEDED = {
    "app_home_opened": {""},
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": {""},
    "tokens_revoked": {""},
    "channel_archive": {"channels:read"},
    "group_archive": {"groups:read"},
    "channel_deleted": {"channels:read"},
    "channel_id_changed": {"channels:read"},
    "channel_left": {"channels:read"},
    "channel_rename": {"channels:read"},
    "group_deleted": {"groups:read"},
    "group_left": {"groups:read"},
    "group_rename": {"groups:read"},
    "member_joined_channel": {"channels:read"},
    "member_left_channel": {"channels:read"},
    "message.im": {"im:history"},
    "user_change": {"users:read"},
    "conversations_open": {"im:write"},
    "conversations_history": {"im:history"},  # in channels we may not look for what was lost
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_info": {"channels:read", "groups:read"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "files_upload_v2": {"files:write"},
    "files_delete": {"files:write"},
    "views_open": {""},
    "views_push": {""},
    "views_update": {""},
    "views_publish": {""},
    "chat.update": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "/accord": {"commands"},
}


def used() -> set[str]:
    """The methods of Slack's that the adapter calls, and the events that it asks for."""
    found = {"/accord", *EVENTS}
    for file in (Path(adapters.slack.__file__).parent).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute) and re.match(r"(conversations|users|files|views)_", node.attr):
                found.add(node.attr)
            if isinstance(node, ast.Constant) and re.fullmatch(r"chat\.[a-zA-Z]+", str(node.value)):
                found.add(str(node.value))
    return found


def test_it_asks_for_what_is_used_and_no_more() -> None:
    assert {scope for each in used() for scope in NEEDED[each]} - {""} == set(SCOPES)


def test_sign_in_adds_its_way_back_and_nothing_that_reads() -> None:
    with_sign_in = manifest(URL, socket=True, many=False, sign_in=True)["oauth_config"]
    assert with_sign_in["redirect_urls"] == [f"{URL}/sign-in/slack/back"]
    assert with_sign_in["scopes"]["user"] == ["openid"]
    assert "user" not in manifest(URL, socket=True, many=False)["oauth_config"]["scopes"]

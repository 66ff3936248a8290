"""The app manifest: the scopes, events and texts that Slack is given, so that nobody fills them in. Pure.

https://docs.slack.dev/reference/app-manifest
"""

import json
from typing import Any

from adapters.slack.events import READERS
from adapters.slack.shortcuts import CHECK_IN, MAKE_ACTION
from bot.core.i18n import N_
from bot.language.sentences import SENTENCES, Rank, Sentence

# Why each is needed, which the install page says; docs/operate/slack-scopes.md says more.
# https://docs.slack.dev/reference/scopes
SCOPES: dict[str, str] = {
    "commands": N_("to reply when someone types /accord"),
    "chat:write": N_("to ask people questions, and post results in channels it was invited to"),
    "im:write": N_("to start a private chat with people who take part"),
    "im:history": N_("to read what people write to it in private"),
    "app_mentions:read": N_("to read messages in channels that mention it, and no others"),
    "users:read": N_("to know people’s names, time zones and languages"),
    "channels:read": N_("to know the name of a channel, and who is in it when you add everyone there"),
    "groups:read": N_("the same for private channels it was invited to"),
    "files:write": N_("to show charts beside the results"),
}
# https://docs.slack.dev/reference/events
COMMAND = "/accord"
EVENTS = sorted({"app_home_opened", "app_mention", "message.im", *READERS})

SHORTCUTS = [
    {
        "name": "Make this an action",
        "type": "message",
        "callback_id": MAKE_ACTION,
        "description": "Add what this message says to the actions of your partnership",
    },
    {
        "name": "Check in",
        "type": "global",
        "callback_id": CHECK_IN,
        "description": "Answer the questions of the round that is open",
    },
]

MOST_HINT, MOST_LONG = 1_000, 4_000
ABOUT = "Asks the people in a partnership how it is going, and shows everybody the results."
LONG = (
    "Accord asks the members of a partnership how the partnership itself is going: trust, shared purpose and"
    " balance of power. It asks in private, every other week or as often as you choose. Answers are"
    " confidential while a round is open, and anonymous once it has closed. Everybody gets the summary at the"
    " same moment.\n\nFor example, you can type:\n"
)

Manifest = dict[str, Any]


def manifest(public_url: str, *, socket: bool, many: bool, sign_in: bool = False) -> Manifest:
    """Return the manifest. `socket`: Slack's payloads come over Socket Mode, so it holds no address of ours.
    `many`: any workspace may install the app, and whole organisations; its tokens rotate. `sign_in`: people
    sign in to our pages with Slack."""
    events = {} if socket else {"request_url": f"{public_url}/slack/events"}
    command = {} if socket else {"url": f"{public_url}/slack/events"}
    urls = [f"{public_url}/slack/oauth_redirect"] * many + [f"{public_url}/sign-in/slack/back"] * sign_in
    back = {"redirect_urls": urls} if urls else {}
    scopes = {"bot": list(SCOPES), **({"user": ["openid"]} if sign_in else {})}
    return {
        "display_information": {
            "name": "Accord",
            "description": ABOUT,
            "background_color": "#003d78",
            "long_description": _long(),
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Accord", "always_online": True},
            "shortcuts": SHORTCUTS,
            "slash_commands": [
                {
                    "command": COMMAND,
                    **command,
                    "description": "Type it alone to see what you can do, or with a command such as: results",
                    "usage_hint": _hint(),
                    "should_escape": True,  # so that @somebody comes as who it is
                }
            ],
        },
        "oauth_config": {**back, "scopes": scopes},
        "settings": {
            "event_subscriptions": {**events, "bot_events": EVENTS},
            "interactivity": {"is_enabled": True, **events},
            "org_deploy_enabled": many,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": many,
        },
    }


def _common_sentences() -> list[Sentence]:
    """Return the sentences that a coordinator needs most, the commonest first."""
    return [sentence for sentence in SENTENCES if Rank.COORDINATOR in sentence.common_for]


def _hint() -> str:
    """Return an example of each common sentence."""
    return " | ".join(sentence.examples[0] for sentence in _common_sentences())[:MOST_HINT]


def _long() -> str:
    """Return the description, with an example of each common sentence and its help."""
    lines = "\n".join(f"• {sentence.examples[0]}: {sentence.help}" for sentence in _common_sentences())
    return (LONG + lines)[:MOST_LONG]


def to_json(manifest: Manifest) -> str:
    """Return it as Slack takes it, under "From a manifest", "JSON"."""
    return json.dumps(manifest, indent=2, ensure_ascii=False)

"""What Accord asks to be allowed in Slack, each with its reason, and what it asks to be told. Pure."""

from adapters.slack.events import KINDS
from bot.core.i18n import N_

# https://docs.slack.dev/reference/scopes
SCOPES: dict[str, str] = {
    "commands": N_("to answer when somebody types /accord"),
    "chat:write": N_("to ask people, to reply, and to post results in channels that it was invited to"),
    "im:write": N_("to begin a private conversation with people who take part"),
    "im:history": N_("to read what people write to it in private"),
    "app_mentions:read": N_("to read messages in channels that mention it, and no others"),
    "users:read": N_("to know people's names, time zones and languages"),
    "channels:read": N_("to know what a channel is called, and who is in it when you add everyone there"),
    "groups:read": N_("the same for private channels that it was invited to"),
    "files:write": N_("to put the charts of results beside them"),
}
# https://docs.slack.dev/reference/events
EVENTS = sorted({"app_home_opened", "app_mention", "message.im", *KINDS})

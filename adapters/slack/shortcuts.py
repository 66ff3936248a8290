"""Read the shortcuts of the manifest: the menu of a message, and that of Slack's search. Pure.

https://docs.slack.dev/interactivity/implementing-shortcuts
"""

import re
from collections.abc import Mapping, Sequence

from adapters.slack import payloads
from adapters.slack.payloads import IncomingMessage, ReplyTarget, SlackPayload
from adapters.text import truncate
from bot.core.followups import MAX_TEXT_LENGTH
from bot.language.commands import StartCheckIn
from bot.language.parser import format_command

MAKE_ACTION, CHECK_IN = "make-action", "check-in"
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


def target(payload: SlackPayload) -> ReplyTarget | None:
    """Return where a shortcut is answered: in a modal, which its user alone sees."""
    if not (payload.workspace and payload.speaker.user and payload.trigger):
        return None
    return ReplyTarget(
        payload.workspace,
        payload.speaker.user,
        trigger=payload.trigger,
        alone=True,
        organisation=payload.organisation,
    )


def check_in(payload: SlackPayload) -> IncomingMessage | None:
    """Read the shortcut that asks for the questions of the open round."""
    place = target(payload)
    words = format_command(StartCheckIn())
    return payloads.incoming(payload, place, place.trigger, words) if place else None


def mentioned(payload: SlackPayload) -> Sequence[str]:
    """Return the ids of the users whom the message mentions."""
    return list(dict.fromkeys(MENTION.findall(payload.text)))


def action_text(payload: SlackPayload, names: Mapping[str, str]) -> str:
    """Return the words of the message as the text of an action: one line, cut to the length of one. `names`
    are those of mentioned users, by id; others are left out."""
    text = MENTION.sub(lambda mention: names.get(mention[1], ""), payload.text)
    plain = payloads.to_plain_text(text, payload.workspace)
    return truncate(" ".join(plain.split()), MAX_TEXT_LENGTH)

"""Cards about share links. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Heading,
    KeyValues,
    Part,
    ShareLink,
    SmallText,
    Text,
    TextBox,
)
from bot.core.i18n import Translator
from bot.core.models import Partnership
from bot.core.sanitise import LONGEST_NAME
from bot.core.sharing import HubShare
from bot.language import commands as c
from bot.membership.roster import SentenceBuilder
from bot.membership.sharing import PARTS


class ShareRow(NamedTuple):
    """A share link in words: what it shows, until when it works or who stopped it, how often it was opened,
    and who made it."""

    number: int
    name: str
    parts: str
    end: str
    opened: str
    made: str


def made(t: Translator, partnership: str, share: HubShare, path: str, say: SentenceBuilder) -> Card:
    """Show the address of a new link, for the only time."""
    until = t.full_day(share.valid_until)
    message = t(
        "{partnership} would like to show you how it is going. You can read its results at this address "
        "until {day}, without signing in. Please do not publish it:",
        partnership=partnership,
        day=until,
    )
    facts = (
        (t("Shared with"), share.name),
        (t("They can see"), parts_text(t, share)),
        (t("Works until"), until),
    )
    notes = (
        t("Anyone who has this address can read these pages. We cannot show it to you again."),
        t("Every member can see who you are sharing with, until when, and that you made this link."),
        t("Members’ names and comments are not shared. Notes and actions are shown as they were written."),
    )
    return Card(
        t("Your share link"),
        (
            ShareLink(t("Message to copy"), message, path, is_secret=True),
            KeyValues(facts),
            *map(SmallText, notes),
            Buttons((Button(t("Show the share links"), say(c.ListShares())),)),
        ),
    )


def listed(
    t: Translator,
    partnership: Partnership,
    valid: Sequence[ShareRow],
    past: Sequence[ShareRow],
    say: SentenceBuilder,
    *,
    can_share: bool,
) -> Card:
    """List the share links that work, and those that do not any more."""
    parts: list[Part] = [
        BulletList(tuple(map(_line, valid)))
        if valid
        else Text(t("You are not sharing results with anyone outside the partnership."))
    ]
    if can_share:
        if valid:
            parts.append(Buttons(tuple(_stop_button(t, row.number, row.name, say) for row in valid)))
        box = t("Share results with someone new, for example the May board")
        choose = Button(
            t("Choose what to share"), say(c.ListShares()), form="share", partnership=partnership.id
        )
        parts += [
            TextBox(box, say(c.ShareHubUnquoted("")), t("Make a share link"), LONGEST_NAME),
            Buttons((choose,)),
        ]
    if past:
        parts += [Heading(t("Links that no longer work")), BulletList(tuple(map(_line, past)))]
    return Card(t("{partnership}: share links", partnership=partnership.name), tuple(parts))


def stops(t: Translator, valid: Sequence[HubShare], say: SentenceBuilder) -> Card:
    """Show a button to stop each link that works."""
    buttons = tuple(_stop_button(t, share.number, share.name, say) for share in valid)
    return Card(t("Stop a share link"), (Buttons(buttons),))


def stopping(t: Translator, share: HubShare, say: SentenceBuilder) -> Card:
    words = t("The people you shared it with can no longer open it. You cannot undo this.")
    number = str(share.number)
    buttons = (
        Button(t("Stop sharing"), say(c.StopSharing(number, "now")), "danger"),
        Button(t("Keep sharing"), say(c.ListShares())),
    )
    return Card(t("Stop sharing with {name}?", name=share.name), (Text(words), Buttons(buttons)))


def stopped(t: Translator, share: HubShare, say: SentenceBuilder) -> Card:
    words = t("The link for {name} does not work any more.", name=share.name)
    buttons = Buttons((Button(t("Show the share links"), say(c.ListShares())),))
    return Card(t("Sharing stopped"), (Text(words), buttons))


def share_row(t: Translator, share: HubShare, names: Mapping[str, str]) -> ShareRow:
    """Describe a link. `names` are those of members by token; an erased member is not named."""
    return ShareRow(
        share.number,
        share.name,
        parts_text(t, share),
        _end_text(t, share, names),
        _opened_text(t, share),
        _made_text(t, share, names),
    )


def parts_text(t: Translator, share: HubShare) -> str:
    return ", ".join(t(PARTS[part]) for part in share.parts)


def _line(row: ShareRow) -> str:
    return " · ".join((f"{row.number}. {row.name}", row.parts, row.end, row.opened, row.made))


def _end_text(t: Translator, share: HubShare, names: Mapping[str, str]) -> str:
    """Return until when a link works, or who stopped it and when."""
    if share.stopped_at is None:
        return t("until {day}", day=t.full_day(share.valid_until))
    day = t.full_day(share.stopped_at)
    if name := names.get(share.stopped_by):
        return t("stopped by {name} on {day}", name=name, day=day)
    return t("stopped on {day}", day=day)


def _opened_text(t: Translator, share: HubShare) -> str:
    match share.opened:
        case 0:
            return t("not opened yet")
        case 1:
            return t("opened once")
        case times:
            return t.n("opened {n} time", "opened {n} times", times)


def _made_text(t: Translator, share: HubShare, names: Mapping[str, str]) -> str:
    day = t.full_day(share.made_at)
    if name := names.get(share.made_by):
        return t("made by {name} on {day}", name=name, day=day)
    return t("made on {day}", day=day)


def _stop_button(t: Translator, number: int, name: str, say: SentenceBuilder) -> Button:
    label = t("Stop {n}. {name}", n=number, name=name)
    return Button(label, say(c.StopSharing(str(number))), "danger")

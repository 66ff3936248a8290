"""Cards for coordinators about workspaces, chats and channels that Accord was removed from. Pure."""

from collections.abc import Sequence

from bot.core.cards import Button, Buttons, Card, Text
from bot.core.i18n import Translator
from bot.core.models import Member
from bot.language.commands import ListMembers, PostHere
from bot.language.parser import format_command
from bot.membership.roster import Roster, SentenceBuilder

MOST_NAMED = 10


def app_removed(
    t: Translator, roster: Roster, members: Sequence[Member], channels: Sequence[str], say: SentenceBuilder
) -> Card:
    """Tell who cannot be written to any more, all of one workspace, and which channels there."""
    n, names = len(members), t.join([roster.name_of(member) for member in members])
    if n > MOST_NAMED:
        lost = t("We cannot write to {n} people there.", n=n)
    else:
        lost = t.n(
            "We cannot write to {n} person there: {names}.",
            "We cannot write to {n} people there: {names}.",
            n,
            names=names,
        )
    count = t(
        "We do not invite them to new rounds until Accord is back, unless they are signed in to their page."
    )
    texts = [lost, count]
    if channels:
        texts.append(t("We cannot post in {channels} either.", channels=t.join(channels)))
    texts.append(t("Someone there has to install Accord again."))
    buttons = Buttons((Button(t("Show the members"), say(ListMembers())),))
    return Card(_title(t, roster, members), (*map(Text, texts), buttons))


def removal_lines(t: Translator, roster: Roster) -> list[str]:
    """Return a line about each workspace whose people cannot be written to."""
    workspaces = dict.fromkeys(roster.person(member).address.lane for member in roster.removed)
    return [_line(t, roster, roster.removed_from(workspace)) for workspace in workspaces]


def _line(t: Translator, roster: Roster, members: Sequence[Member]) -> str:
    return t.n(
        "{removed}: we cannot write to {n} person there.",
        "{removed}: we cannot write to {n} people there.",
        len(members),
        removed=_title(t, roster, members),
    )


def _title(t: Translator, roster: Roster, members: Sequence[Member]) -> str:
    platform = roster.person(members[0]).address.platform.title()
    organisations = dict.fromkeys(roster.organisation(member).name for member in members)
    return t(
        "Accord has been removed from {platform} at {organisations}",
        platform=platform,
        organisations=t.join(list(organisations)),
    )


def channel_closed(t: Translator, name: str) -> Card:
    words = t("The channel was deleted, or Accord was removed from it. Members still get results from us.")
    again = t(
        "To post there again, add Accord to the channel. Then type there: {sentence}",
        sentence=format_command(PostHere()),
    )
    return Card(t("We cannot post in {channel} any more", channel=name), (Text(words), Text(again)))

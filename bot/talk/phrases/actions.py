"""What Accord says about what a partnership will do, and did. Names no one but an action's owner. Pure."""

from collections.abc import Sequence

from bot.doings import Action, Did
from bot.model import Member, Organisation
from bot.partners import roster as rosters
from bot.partners.roster import Roster, Say
from bot.talk import commands as c
from bot.talk import grammar
from bot.talk.card import Button, Buttons, Card, Listing, Part, Quiet, Text, TextBox
from bot.talk.sentences import N_
from bot.talk.tongue import Tongue

LONGEST = 200
OUTCOMES = {Did.YES: N_("done"), Did.PARTLY: N_("partly done"), Did.NO: N_("not done")}


def line(t: Tongue, roster: Roster, action: Action) -> str:
    """`2. Share the budget papers · by 3 May 2026 · Riverside`. Who left or was forgotten is not named."""
    parts = [f"{action.number}. {action.words}"]
    if action.by:
        parts.append(t("by {day}", day=t.full_day(action.by)))
    everybody: list[Member | Organisation] = [*roster.present, *roster.partners]
    parts += [roster.called(each) for each in everybody if rosters.token(each) == action.owner]
    return " · ".join(parts)


def outcome(t: Tongue, action: Action) -> str:
    """`Share the budget papers: partly done`"""
    return f"{action.words}: {t(OUTCOMES[action.did])}" if action.did else action.words


def taken_up(t: Tongue, roster: Roster, action: Action) -> Card:
    note = t(
        "When a round has closed I ask in the channels whether it was done. If it is done sooner, say: "
        "{sentence}",
        sentence=grammar.say(c.Done(str(action.number))),
    )
    return Card(t("What we will do"), (Text(line(t, roster, action)), Quiet(note)))


def listed(t: Tongue, roster: Roster, waiting: Sequence[Action], over: Sequence[Action], say: Say) -> Card:
    parts: list[Part] = []
    if waiting:
        done = (Button(t("{n} is done", n=each.number), say(c.Done(str(each.number)))) for each in waiting)
        parts += [Listing(tuple(line(t, roster, each) for each in waiting)), Buttons(tuple(done))]
    else:
        parts.append(Text(t("No action is open.")))
    if over:
        parts += [Text(t("Answered last:")), Listing(tuple(outcome(t, each) for each in over))]
    parts.append(TextBox(t("What we will do"), say(c.Action("")), t("Take it up"), LONGEST))
    return Card(t("{partnership}: actions", partnership=roster.partnership.name), tuple(parts))


def asked(t: Tongue, roster: Roster, round_: str, actions: Sequence[Action]) -> Card:
    """For a channel: the buttons name the partnership, for whoever is in several."""
    parts: list[Part] = []
    for action in actions:
        n = str(action.number)
        ways = (
            Button(label, grammar.say(c.Did(n, did), roster.partnership.id))
            for did, label in ((Did.YES, t("Yes")), (Did.PARTLY, t("Partly")), (Did.NO, t("No")))
        )
        parts += [Text(line(t, roster, action)), Buttons(tuple(ways))]
    parts.append(Quiet(t("The first answer counts. Who gave it is not kept.")))
    title = t("{partnership}: did we do it?", partnership=roster.partnership.name)
    return Card(title, tuple(parts), f"actions:{round_}")


def settled(t: Tongue, action: Action, say: Say) -> Card:
    parts: list[Part] = [Text(outcome(t, action)), Quiet(t("The next summary says so."))]
    if action.did is not Did.YES:
        again = c.Action(action.words, owner=action.owner)
        parts.append(Buttons((Button(t("Take it up again"), say(again)),)))
    return Card(t("Thank you"), tuple(parts))

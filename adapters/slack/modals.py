"""What a coordinator sets up in modals. Pure: each makes a sentence that nobody has to type."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack import kit, marks
from adapters.slack.inbound import Place
from adapters.slack.kit import Block
from adapters.slack.marks import BOX, OPEN, Box
from adapters.slack.views import MOST_SUBMIT, NAME, View
from bot.model import Address, Standing
from bot.partners.roster import Roster
from bot.rounds.questions import Theme
from bot.rounds.wording import MOST_OWN_CHARACTERS
from bot.talk import commands as c
from bot.talk import grammar
from bot.talk.names import LONGEST_NAME
from bot.talk.tongue import Tongue

EVERYONE, RHYTHM, ASK, SURE = "everyone", "rhythm", "ask", "sure"  # the modals
WHERE, WHO, EVERY, DAY, AT = "where", "who", "every", "day", "at"  # what is chosen in them
WHAT, OWN, LASTING = "what", "own", "lasting"
YET = "?"  # behind a block's id, while we do not know yet what to put into it
MOST_OPTIONS, MOST_OPTION, MOST_VALUE = 100, 75, 150
MOST_PEOPLE = 50  # added at once, so that Slack has its reply in time
Option = tuple[str, str]  # what stands for it, and its name


def row(t: Tongue) -> Block:
    """The buttons that open them."""
    start = Box(t("Start a partnership"), grammar.say(c.StartPartnership("")), t("Start it"), LONGEST_NAME)
    ways = (
        (EVERYONE, t("Add everyone here…")),
        (RHYTHM, t("Set the rhythm…")),
        (ASK, t("Ask something now…")),
    )
    buttons = [
        kit.button(marks.action_id(OPEN, n), label, value=name) for n, (name, label) in enumerate(ways)
    ]
    buttons.append(kit.button(marks.action_id(f"{BOX}:set", 0), f"{start.label}…", value=start.value()))
    return kit.actions("set-up", buttons)


@dataclass(frozen=True, slots=True)
class Here:
    """Who is in the channel that everybody is to be added from. `looking`: we do not know yet."""

    people: tuple[Address, ...] = ()
    looking: bool = False


def everyone(t: Tongue, rosters: Sequence[Roster], place: Place, here: Here) -> View:
    places = [
        (f"{roster.partnership.id} {each.id}", f"{each.name} · {roster.partnership.name}")
        for roster in rosters
        for each in roster.partners
        if each.standing is Standing.IN
    ]
    there = {str(person.address) for roster in rosters for person in roster.people.values()}
    new = [each for each in here.people if str(each) not in there][:MOST_PEOPLE]
    picked: Block = {"type": "multi_users_select", "max_selected_items": MOST_PEOPLE}
    if new:
        picked["initial_users"] = [each.key for each in new]
    strangers = {each.key: each.workspace for each in new if each.workspace != place.workspace}
    blocks = [
        _select(WHERE, t("Organisation"), places, suggested(rosters, new)),
        _input(WHO, t("People"), picked),
        kit.context(t("Each of them is asked to confirm. Nobody is in before they have.")),
    ]
    if here.looking:  # Slack puts nothing new into a block that keeps its id
        blocks[:2] = [each | {"block_id": each["block_id"] + YET} for each in blocks[:2]]
        blocks.append(kit.context(t("Looking who is here…")))
    return _modal(EVERYONE, t("Add them"), blocks, place, teams=strangers)


def suggested(rosters: Sequence[Roster], people: Collection[Address]) -> str:
    """The organisation whose members come from the same workspace as most of these people."""
    teams = Counter(each.workspace for each in people)
    found: Counter[str] = Counter()
    for roster in rosters:
        for organisation in roster.partners:
            theirs = {roster.person(each).address.workspace for each in roster.of(organisation)}
            found[f"{roster.partnership.id} {organisation.id}"] = sum(teams[each] for each in theirs)
    ((best, many),) = found.most_common(1) or [("", 0)]
    return best if many else ""


def rhythm(t: Tongue, rosters: Sequence[Roster], place: Place) -> View:
    often = [
        ("every", t("Every week")),
        ("every second", t("Every two weeks")),
        ("monthly on the first", t("Every month, in its first week")),
        ("monthly on the last", t("Every month, in its last week")),
    ]
    days = [
        ("Monday", t("Monday")),
        ("Tuesday", t("Tuesday")),
        ("Wednesday", t("Wednesday")),
        ("Thursday", t("Thursday")),
        ("Friday", t("Friday")),
    ]
    blocks = [
        *_which(t, rosters),
        _select(EVERY, t("How often"), often, "every second"),
        _select(DAY, t("Day"), days, "Tuesday"),
        _input(AT, t("Time"), {"type": "timepicker", "initial_time": "10:00"}),
    ]
    return _modal(RHYTHM, t("Save"), blocks, place, rosters)


def ask(t: Tongue, rosters: Sequence[Roster], themes: Sequence[Theme], place: Place) -> View:
    what = [(each.id, each.title.into(t.code)) for each in themes]
    lasting = [("1 day", t("One day")), ("2 days", t("Two days")), ("a week", t("A week"))]
    own = {"type": "plain_text_input", "max_length": MOST_OWN_CHARACTERS}
    blocks = [
        *_which(t, rosters),
        _select(WHAT, t("A theme or a pack"), what) | {"optional": True},
        _input(OWN, t("Or a question of your own"), own) | {"optional": True},
        _select(LASTING, t("For how long"), lasting) | {"optional": True},
    ]
    return _modal(ASK, t("See it first"), blocks, place, rosters)


def sure(t: Tongue, shown: Sequence[Block], sentence: str, place: Place) -> View:
    """What would be asked, and the button that asks it."""
    return _modal(SURE, t("Ask this now"), list(shown), place, says=sentence)


def _which(t: Tongue, rosters: Sequence[Roster]) -> list[Block]:
    names = [(each.partnership.id, each.partnership.name) for each in rosters]
    return [_select(WHERE, t("Partnership"), names, names[0][0])] if len(names) > 1 else []


def _modal(
    name: str,
    submit: str,
    blocks: list[Block],
    place: Place,
    rosters: Sequence[Roster] = (),
    **more: str | Mapping[str, str],
) -> View:
    """Where there is only one partnership, it is the one."""
    only = rosters[0].partnership.id if len(rosters) == 1 else ""
    kept: dict[str, Any] = {"place": place.kept(), "in": only, **more}
    return {
        "type": "modal",
        "callback_id": name,
        "title": NAME,
        "submit": kit.plain(submit, MOST_SUBMIT),
        "private_metadata": json.dumps(kept, separators=(",", ":"), ensure_ascii=False),
        "blocks": blocks,
    }


def _input(id: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": id,
        "label": kit.plain(label, 2_000),
        "element": element | {"action_id": id},
    }


def _select(id: str, label: str, options: Sequence[Option], chosen: str = "") -> Block:
    drawn = [
        {"text": kit.plain(name, MOST_OPTION), "value": value}
        for value, name in options[:MOST_OPTIONS]
        if len(value) <= MOST_VALUE
    ]
    element: Block = {"type": "static_select", "options": drawn}
    if initial := [each for each in drawn if each["value"] == chosen]:
        element["initial_option"] = initial[0]
    return _input(id, label, element)

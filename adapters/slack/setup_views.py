"""What a coordinator sets up in modals. Pure: each makes a sentence that nobody has to type."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from adapters.slack import action_ids, block_kit
from adapters.slack.action_ids import BOX, OPEN, TextBoxValue
from adapters.slack.block_kit import Block
from adapters.slack.inbound import ReplyTarget
from adapters.slack.views import MOST_SUBMIT, NAME, View
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.core.sanitise import LONGEST_NAME
from bot.handlers import forms
from bot.handlers.forms import EVERYONE, WHO, ChoiceField, Field, Form, TextField, TimeField
from bot.language import commands as c
from bot.language import parser
from bot.membership.roster import Roster

SURE = "sure"  # the modal that asks whether to ask
YET = "?"  # behind a block's id, while we do not know yet what to put into it
MOST_OPTIONS, MOST_OPTION, MOST_VALUE = 100, 75, 150
MOST_PEOPLE = 50  # added at once, so that Slack has its reply in time


def launcher_row(t: Translator) -> Block:
    """The buttons that open them."""
    start = TextBoxValue(
        t("Start a partnership"), parser.format_command(c.StartPartnership("")), t("Start it"), LONGEST_NAME
    )
    buttons = [
        block_kit.button(action_ids.action_id(OPEN, n), label, value=name)
        for n, (name, label) in enumerate(forms.launchers(t))
    ]
    buttons.append(
        block_kit.button(action_ids.action_id(f"{BOX}:set", 0), f"{start.label}…", value=start.value())
    )
    return block_kit.actions("set-up", buttons)


@dataclass(frozen=True, slots=True)
class ChannelMembers:
    """Who is in the channel that everybody is to be added from. `looking`: we do not know yet."""

    people: tuple[Address, ...] = ()
    looking: bool = False


def add_everyone_view(
    t: Translator, rosters: Sequence[Roster], place: ReplyTarget, here: ChannelMembers
) -> View:
    new = forms.not_yet_members(rosters, here.people)[:MOST_PEOPLE]
    picked: Block = {"type": "multi_users_select", "max_selected_items": MOST_PEOPLE}
    if new:
        picked["initial_users"] = [each.key for each in new]
    foreign = {each.key: each.workspace for each in new if each.workspace != place.workspace}
    blocks = [
        _field(forms.organisations(t, rosters, new)),
        _input(WHO, t("People"), picked),
        block_kit.context(t("Each of them is asked to confirm. Nobody is in before they have.")),
    ]
    if here.looking:  # Slack puts nothing new into a block that keeps its id
        blocks[:2] = [each | {"block_id": each["block_id"] + YET} for each in blocks[:2]]
        blocks.append(block_kit.context(t("Looking who is here…")))
    return _modal(EVERYONE, t("Add them"), blocks, place, teams=foreign)


def form_view(form: Form, place: ReplyTarget) -> View:
    kept = {"in": form.partnership}
    return _modal(form.name, form.submit, [_field(each) for each in form.fields], place, **kept)


def confirmation_view(t: Translator, shown: Sequence[Block], sentence: str, place: ReplyTarget) -> View:
    """What would be asked, and the button that asks it."""
    return _modal(SURE, t("Ask this now"), list(shown), place, says=sentence)


def _modal(
    name: str, submit: str, blocks: list[Block], place: ReplyTarget, **more: str | Mapping[str, str]
) -> View:
    kept: dict[str, Any] = {"place": place.kept(), **more}
    return {
        "type": "modal",
        "callback_id": name,
        "title": NAME,
        "submit": block_kit.plain(submit, MOST_SUBMIT),
        "private_metadata": json.dumps(kept, separators=(",", ":"), ensure_ascii=False),
        "blocks": blocks,
    }


def _field(field: Field) -> Block:
    match field:
        case ChoiceField(id, label, options, chosen, optional):
            return _select(id, label, options, chosen) | ({"optional": True} if optional else {})
        case TimeField(id, label, chosen):
            return _input(id, label, {"type": "timepicker", "initial_time": chosen})
        case TextField(id, label, most):
            typed = {"type": "plain_text_input", "max_length": most}
            return _input(id, label, typed) | {"optional": True}
        case _:  # never
            assert_never(field)


def _input(id: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": id,
        "label": block_kit.plain(label, 2_000),
        "element": element | {"action_id": id},
    }


def _select(id: str, label: str, options: Sequence[forms.Option], chosen: str) -> Block:
    drawn = [
        {"text": block_kit.plain(name, MOST_OPTION), "value": value}
        for value, name in options[:MOST_OPTIONS]
        if len(value) <= MOST_VALUE
    ]
    element: Block = {"type": "static_select", "options": drawn}
    if initial := [each for each in drawn if each["value"] == chosen]:
        element["initial_option"] = initial[0]
    return _input(id, label, element)

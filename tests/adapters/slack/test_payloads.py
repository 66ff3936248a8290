"""Every kind of payload that Slack sends, and what Accord hears of it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from adapters.slack import block_kit, events, form_values, payloads
from adapters.slack.block_kit import TextBoxValue
from adapters.slack.payloads import IncomingMessage, ReplyTarget, SlackPayload, text_at
from bot.core.events import (
    AppUninstalled,
    ChannelClosed,
    ChannelIdChanged,
    ChannelRenamed,
    Event,
    Message,
    UserDeactivated,
    UserSeen,
)
from bot.core.models import Address
from bot.handlers.forms.model import Submission
from tests.adapters.slack.recorded import (
    AMIRA,
    COUNCIL,
    DIRECT,
    EFE,
    HARBOUR,
    IDRIS,
    LIBRARY,
    NAMES,
    NATIONAL,
    SHELTER,
    payload,
)


def at(key: str, team: str = COUNCIL) -> Address:
    return Address("slack", team, key)


def read(name: str) -> SlackPayload:
    return SlackPayload.read(payload(name))


PRESSES = {"say": payloads.pressed_sentence, "box": payloads.pressed_at, "open": payloads.pressed_at}
READERS = (payloads.command, payloads.message, payloads.filled_text_box, events.parse_event)


def readers(incoming: SlackPayload) -> list[Callable[[SlackPayload], Any]]:
    """As the dispatcher's listeners choose them."""
    press = PRESSES.get(block_kit.kind_of(incoming.action_id))
    if text_at(incoming.event, "type") == "app_home_opened":
        return [payloads.opened_home]
    return [press] if press else [] if incoming.action_id else list(READERS)


def heard(name: str) -> list[Any]:
    """Each payload is read by one of them at most."""
    incoming = read(name)
    return [found for reader in readers(incoming) if (found := reader(incoming))]


def said(name: str) -> IncomingMessage:
    (found,) = heard(name)
    assert isinstance(found, IncomingMessage)
    return found


def test_what_is_written_to_us_alone_is_said() -> None:
    where, ts = at(DIRECT), "1772442000.000100"
    text = f"add slack:{COUNCIL}:{IDRIS} to Harbour Shelter"
    assert said("direct_message") == IncomingMessage(
        Message(f"{where}:{ts}", at(AMIRA), where, text),
        ReplyTarget(COUNCIL, AMIRA, DIRECT, alone=True, message=ts),
    )


def test_slacks_markup_becomes_what_was_meant() -> None:
    assert said("direct_message_with_markup").message.text == (
        "note Papers & minutes are at https://example.org/a?b=1, tell #harbour, @here and @leads, 1 < 2, "
        "<!channel>"
    )


def test_a_mention_is_said_where_others_read_and_answered_under_it() -> None:
    found, ts = said("mention"), "1772442003.000100"
    assert found == IncomingMessage(
        Message(f"{at(HARBOUR)}:{ts}", at(AMIRA), at(HARBOUR), "status", shared=True),
        ReplyTarget(COUNCIL, AMIRA, HARBOUR, message=ts),
    )
    assert (found.place.thread, found.place.reply_thread) == ("", ts)
    under = said("mention_in_a_thread")
    assert (under.message.text, under.place.thread) == ("purpose Warm homes", "1772441000.000100")
    assert said("bare_mention").message.text == "menu"
    assert said("mention_by_a_guest").message.sender == at("U0GUEST001")
    assert said("file_in_a_direct_message").message.text == "note see this"


@pytest.mark.parametrize(
    "name",
    [
        "edited_message",
        "deleted_message",
        "our_own_message",
        "another_bots_mention",
        "empty_direct_message",
        "messages_opened",
        "somebody_left_a_channel",
        "users_tokens_revoked",
        "something_else",
        "press_on_a_link",
        "box_left_empty",
    ],
)
def test_what_nobody_said_to_us_is_nothing(name: str) -> None:
    assert heard(name) == []


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("mention_from_another_organisation", [at(IDRIS, SHELTER), at(IDRIS)]),
        ("mention_from_another_grid", [at("W0IDRIS001", "E0SHELTERS"), at("W0IDRIS001")]),
        ("mention_from_a_sibling_workspace", [at(EFE), at(EFE, LIBRARY)]),
        ("mention_under_an_org_wide_install", [at(EFE, NATIONAL)]),
        ("command_under_an_org_wide_install", [at(EFE, NATIONAL), at(EFE, COUNCIL)]),
        ("press_under_an_org_wide_install", [at(EFE, NATIONAL), at(EFE, LIBRARY)]),
        ("press_in_a_channel_by_another_organisation", [at(IDRIS, SHELTER), at(IDRIS)]),
        ("press_in_a_channel", [at(AMIRA)]),
    ],
)
def test_people_are_known_by_their_own_workspace_and_by_ours_where_it_may_be_either(
    name: str, who: list[Address]
) -> None:
    found = said(name)
    assert [*found.message.addresses] == who


def test_whose_installation_it_is_for_is_not_who_wrote() -> None:
    found = payload("mention_from_another_organisation")
    assert (found["team_id"], SlackPayload.read(found).workspace) == (SHELTER, COUNCIL)
    assert said("mention_from_another_organisation").message.place == at(HARBOUR)
    assert read("press_under_an_org_wide_install").workspace == NATIONAL


def test_a_command_is_seen_by_its_speaker_alone_as_a_press_is() -> None:
    id = "8801.1772442012.abc"
    text = f"add slack:{COUNCIL}:{IDRIS} to Harbour Shelter"
    url = "https://hooks.slack.com/commands/T0COUNCIL1/1/abc"
    assert said("command") == IncomingMessage(
        Message(id, at(AMIRA), at(HARBOUR), text, True, True, "amira.khan", place_name="#harbour"),
        ReplyTarget(COUNCIL, AMIRA, HARBOUR, url=url, trigger=id),
    )
    assert said("bare_command").message.text == "menu"
    alone = said("command_in_a_direct_message")
    assert (alone.message.shared, alone.place.alone) == (False, True)


def test_a_press_says_the_sentence_of_its_button() -> None:
    id, url = "8802.1772442013.def", "https://hooks.slack.com/actions/T0COUNCIL1/2/ghi"
    ts = "1772442000.000900"
    place = ReplyTarget(COUNCIL, AMIRA, DIRECT, url=url, trigger=id, matter="ask:r1", alone=True, message=ts)
    sentence = Message(id, at(AMIRA), at(DIRECT), "answer k7f2.1 4", pressed=True, name="amira.khan")
    assert said("press_in_a_direct_message") == IncomingMessage(sentence, place)


def test_where_a_button_was_pressed_says_where_its_reply_is_shown() -> None:
    channel, alone = said("press_in_a_channel"), said("press_on_a_message_for_one")
    assert (channel.message.shared, channel.place.alone, channel.place.passing) == (True, False, False)
    assert (alone.message.shared, alone.place.alone, alone.place.passing) == (True, False, True)
    modal, home = said("press_in_a_modal"), said("press_in_the_home")
    assert (modal.place.view, modal.place.channel, modal.message.place) == ("V0VIEW0001", "", at(AMIRA))
    assert (home.place.view, home.place.channel, home.message.shared) == ("", "", False)


def test_a_button_that_opens_something_says_nothing_yet() -> None:
    box, modal = read("press_that_opens_a_box"), read("press_that_opens_a_modal")
    assert TextBoxValue.read(box.value) == TextBoxValue("Your comment", "comment k7f2", "Send", 500)
    assert payloads.pressed_at(box) == said("press_in_a_direct_message").place
    assert (modal.value, modal.addresses()) == ("rhythm", (at(AMIRA),))
    assert payloads.pressed_at(modal) == replace(said("press_in_a_channel").place, matter="")


def test_what_is_typed_into_a_box_is_said_where_the_box_was_opened() -> None:
    place = said("press_in_a_direct_message").place
    assert payloads.filled_text_box(read("box_filled_in")) == IncomingMessage(
        Message(
            "V0VIEW0001:1772442016.qwe",
            at(AMIRA),
            at(DIRECT),
            "comment k7f2 The papers came late,\nagain.",
            pressed=True,
            name="amira.khan",
        ),
        place,
    )


def test_where_a_box_was_opened_is_kept_with_it() -> None:
    place = said("press_in_a_channel").place
    assert ReplyTarget.of(place.kept()) == place
    others: list[Any] = [None, [], {}, {"workspace": 1, "user": ""}, {"x": 1}]
    assert [ReplyTarget.of(each) for each in others] == [None, None, None, None, None]


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("user_change", UserSeen("e", at(AMIRA), at(AMIRA), "Amira Khan", "Europe/Dublin", "cy-GB")),
        ("user_deactivated", UserDeactivated("e", at(AMIRA))),
        (
            "user_change_of_a_stranger",
            UserSeen("e", at(IDRIS, SHELTER), at(IDRIS, SHELTER), "Idris Bevan", "Europe/London", "cy-GB"),
        ),
        ("channel_rename", ChannelRenamed("e", at(HARBOUR), "#harbour-together")),
        ("private_channel_rename", ChannelRenamed("e", at("G0HARBOUR1"), "#harbour-leads")),
        ("channel_id_changed", ChannelIdChanged("e", at("G0HARBOUR1"), at("C0HARBOUR9"))),
        ("channel_deleted", ChannelClosed("e", at(HARBOUR))),
        ("taken_out_of_a_channel", ChannelClosed("e", at(HARBOUR))),
        ("app_uninstalled", AppUninstalled("e", "slack", COUNCIL)),
        ("tokens_revoked", AppUninstalled("e", "slack", COUNCIL)),
    ],
)
def test_what_slack_tells_of_people_and_places(name: str, event: Event) -> None:
    assert heard(name) == [replace(event, id="Ev0HARBOUR1")]


def test_whoever_opens_their_home_wants_to_see_it() -> None:
    assert heard("home_opened") == [(at(AMIRA), ReplyTarget(COUNCIL, AMIRA))]


@pytest.mark.parametrize(
    ("user", "where"),
    [
        ({"id": "U1", "team_id": COUNCIL}, at("U1")),
        ({"id": "U1", "team_id": SHELTER, "is_stranger": True}, at("U1", SHELTER)),
        ({"id": "U1", "is_bot": True}, None),
        ({"id": "U1", "deleted": True}, None),
        ({"id": "USLACKBOT"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_only_people_who_are_there_can_be_asked(user: Any, where: Address | None) -> None:
    assert events.human_address(COUNCIL, user) == where
    if where:
        assert events.human_address(NATIONAL, user) == at("U1", NATIONAL)
        sibling = {**user, "team_id": LIBRARY, "enterprise_user": {"enterprise_id": NATIONAL}}
        assert events.human_address(COUNCIL, sibling, NATIONAL) == at("U1")
        assert events.human_address(COUNCIL, sibling) == at("U1", LIBRARY)


def test_what_was_chosen_in_a_modal_is_read_by_field() -> None:
    def chosen(name: str) -> Submission:
        sent = form_values.parse_submission(read(name))
        assert sent is not None
        return sent.submission

    everyone = chosen("modal_everyone")
    assert everyone.values == {"where": "harbour council"}
    sent = form_values.parse_submission(read("modal_everyone"))
    assert sent is not None
    assert (sent.view, sent.users, sent.wants_all) == ("V0VIEW0001", ["U0EFE00001", IDRIS], False)
    assert chosen("modal_rhythm").values == {"every": "every second", "day": "Tuesday", "at": "10:30"}
    ask = chosen("modal_ask")
    assert (ask.target, ask.values) == ("harbour", {"what": "trust", "lasting": "2 days"})
    assert chosen("modal_ask_own").value("own") == "How fair was the budget decision?"
    assert chosen("modal_ask_nothing").values == {}
    assert chosen("modal_sure").sentences == ["in harbour: ask trust for 2 days"]
    assert ask.sentences == []


def spots(thing: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a payload."""
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, each in inside:
        yield (*path, key)
        yield from spots(each, (*path, key))


EVERY_READER = (*READERS, payloads.opened_home, payloads.pressed_at, payloads.pressed_sentence)

rubbish = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.text(max_size=5),
    some.just([]),
    some.just({}),
    some.just([{}]),
)


@settings(max_examples=300)
@given(some.sampled_from(NAMES), some.data())
def test_nothing_fails_whatever_a_payload_holds(name: str, data: some.DataObject) -> None:
    changed = deepcopy(payload(name))
    *path, last = data.draw(some.sampled_from(list(spots(changed))))
    inside: Any = changed
    for key in path:
        inside = inside[key]
    inside[last] = data.draw(rubbish)
    incoming = SlackPayload.read(changed)
    for reader in EVERY_READER:
        reader(incoming)
    form_values.parse_submission(incoming)


@given(some.recursive(some.none() | some.booleans() | some.text(), some.lists))
def test_nothing_fails_on_what_is_no_payload_at_all(value: Any) -> None:
    incoming = SlackPayload.read({"event": value, "actions": value, "view": value, "user": value})
    for reader in (*EVERY_READER, form_values.parse_submission):
        assert reader(incoming) is None


@pytest.mark.parametrize("name", NAMES)
def test_every_recorded_payload_is_read_by_one_at_most(name: str) -> None:
    assert len(heard(name)) <= 1


def test_kinds_of_buttons_are_told_apart_by_their_ids() -> None:
    kinds = (block_kit.SAY, block_kit.BOX, block_kit.LINK, block_kit.OPEN)
    assert [block_kit.kind_of(block_kit.action_id(kind, 3)) for kind in kinds] == list(kinds)

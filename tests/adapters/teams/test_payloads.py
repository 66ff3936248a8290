"""An activity is parsed into one object, whatever it lacks."""

import json
from typing import Any

import pytest

from adapters.teams.payloads import MalformedActivity, TeamsActivity, parse_body, user_address

GWIL = {"type": "mention", "mentioned": {"id": "29:gwil", "name": "Gwil"}, "text": "<at>Gwil</at>"}
ACCORD = {"type": "mention", "mentioned": {"id": "28:app", "name": "Accord"}, "text": "<at>Accord</at>"}
CLIENT = {"type": "clientInfo", "timezone": "Europe/London", "locale": "cy-GB"}


def parsed(**changed: Any) -> TeamsActivity:
    raw = {
        "type": "message",
        "id": "1",
        "serviceUrl": "https://smba.example/",
        "from": {"id": "29:ben", "name": "Ben"},
        "recipient": {"id": "28:app"},
        "conversation": {"id": "19:general@thread.tacv2;messageid=17", "tenantId": "council"},
        "entities": [GWIL, ACCORD, CLIENT, "?"],
    }
    activity = parse_body(json.dumps(raw | changed).encode())
    assert activity
    return activity


def test_mentions_become_addresses_and_the_apps_own_disappears() -> None:
    activity = parsed(text="<at>Accord</at>&nbsp;add <at>Gwil</at> and <at id='2'>Zoe</at>")
    assert activity.text == f"add {user_address('council', '29:gwil')} and Zoe"
    assert activity.mentioned == {user_address("council", "29:gwil"): "Gwil"}


@pytest.mark.parametrize("start", ["<at>", "<at", "<at x", "<at></at"])
def test_a_text_of_nothing_but_starts_of_mentions_is_searched_once(start: str) -> None:
    markup = start * 200_000  # to search it from each of them would take hours
    assert parsed(text=markup).text == markup.strip()


def test_zone_and_language_come_from_the_client_if_the_activity_lacks_them() -> None:
    assert (parsed().zone, parsed().language_code) == ("Europe/London", "cy")
    activity = parsed(localTimezone="Europe/Paris", locale="fr-FR")
    assert (activity.zone, activity.language_code) == ("Europe/Paris", "fr")


def test_a_thread_belongs_to_its_channel() -> None:
    assert parsed().key == "19:general@thread.tacv2"
    assert parsed().conversation.endswith(";messageid=17")


@pytest.mark.parametrize("channel_data", [None, {"tenant": None}, {"tenant": {"id": "council"}}])
def test_an_activity_names_one_tenant(channel_data: object) -> None:
    assert parsed(channelData=channel_data).tenants == {"council"}


@pytest.mark.parametrize("wrong", [{"id": 5}, {"from": []}, {"conversation": None}, {"serviceUrl": ""}])
def test_an_incomplete_activity_is_malformed(wrong: dict[str, object]) -> None:
    assert parsed().require_complete() == parsed()
    with pytest.raises(MalformedActivity):
        parsed(**wrong).require_complete()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"null"])
def test_a_body_without_an_activity_gives_none(body: bytes) -> None:
    assert parse_body(body) is None

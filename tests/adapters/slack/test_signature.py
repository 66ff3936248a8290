"""Only what Slack signed, and lately, counts."""

import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.signature import WINDOW, is_genuine, sign

SECRET, BODY, NOW = "8f742231b10e8888abcd99yyyzzz85a5", b"token=xyz&team_id=T1", 1_531_420_618.5
STAMP = "1531420618"


def test_it_is_made_as_slack_says() -> None:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    by_hand = hmac.new(SECRET.encode(), b"v0:" + STAMP.encode() + b":" + BODY, sha256).hexdigest()
    assert sign(SECRET, BODY, STAMP) == f"v0={by_hand}"
    assert is_genuine(SECRET, BODY, STAMP, f"v0={by_hand}", NOW)


@pytest.mark.parametrize(
    ("late", "taken"), [(-WINDOW - 1, False), (-WINDOW + 1, True), (WINDOW - 1, True), (WINDOW + 1, False)]
)
def test_five_minutes_either_way_are_lately_and_longer_is_not(late: int, taken: bool) -> None:
    stamp = str(int(NOW) + late)
    assert is_genuine(SECRET, BODY, stamp, sign(SECRET, BODY, stamp), NOW) is taken


@given(st.integers(0, 63), st.characters(codec="utf-8"))
def test_one_other_letter_and_it_is_not_slacks(place: int, letter: str) -> None:
    right = sign(SECRET, BODY, STAMP)
    wrong = right[: place + 3] + letter + right[place + 4 :]
    assert is_genuine(SECRET, BODY, STAMP, wrong, NOW) is (wrong == right)


@given(st.binary(max_size=50))
def test_another_body_is_not_slacks(body: bytes) -> None:
    assert is_genuine(SECRET, body, STAMP, sign(SECRET, BODY, STAMP), NOW) is (body == BODY)


@given(st.text(max_size=30), st.text(max_size=80))
def test_whatever_is_sent_in_their_place_nothing_fails(stamp: str, signature: str) -> None:
    assert not is_genuine(SECRET, BODY, stamp, signature, NOW)


def test_another_secret_is_not_slacks() -> None:
    assert not is_genuine("another", BODY, STAMP, sign(SECRET, BODY, STAMP), NOW)


@pytest.mark.parametrize("stamp", ["", "٠", "-1531420618", "1e9", "1" * 5000])
def test_a_time_is_a_number_of_seconds(stamp: str) -> None:
    assert not is_genuine(SECRET, BODY, stamp, sign(SECRET, BODY, stamp), NOW)

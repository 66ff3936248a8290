"""Only what Slack signed, and lately, counts."""

import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import Clock, SignatureVerifier

from adapters.slack.http import is_signed
from tests.adapters.slack.signing import sign

SECRET, BODY, NOW = "8f742231b10e8888abcd99yyyzzz85a5", b"token=xyz&team_id=T1", 1_531_420_618.5
STAMP = "1531420618"


class SetTime(Clock):
    def now(self) -> float:
        return NOW


def is_genuine(secret: str, body: bytes, timestamp: str, signature: str) -> bool:
    headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
    return is_signed(SignatureVerifier(secret, SetTime()), body, headers)


def test_it_is_made_as_slack_says() -> None:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    by_hand = hmac.new(SECRET.encode(), b"v0:" + STAMP.encode() + b":" + BODY, sha256).hexdigest()
    assert sign(SECRET, BODY, STAMP) == f"v0={by_hand}"
    assert is_genuine(SECRET, BODY, STAMP, f"v0={by_hand}")


@pytest.mark.parametrize(("late", "taken"), [(-301, False), (-299, True), (299, True), (301, False)])
def test_five_minutes_either_way_are_lately_and_longer_is_not(late: int, taken: bool) -> None:
    stamp = str(int(NOW) + late)
    assert is_genuine(SECRET, BODY, stamp, sign(SECRET, BODY, stamp)) is taken


@given(st.integers(0, 63), st.characters(codec="utf-8"))
def test_one_other_letter_and_it_is_not_slacks(place: int, letter: str) -> None:
    right = sign(SECRET, BODY, STAMP)
    wrong = right[: place + 3] + letter + right[place + 4 :]
    assert is_genuine(SECRET, BODY, STAMP, wrong) is (wrong == right)


@given(st.binary(max_size=50))
def test_another_body_is_not_slacks(body: bytes) -> None:
    assert is_genuine(SECRET, body, STAMP, sign(SECRET, BODY, STAMP)) is (body == BODY)


def test_no_signature_is_not_slacks() -> None:
    assert not is_signed(SignatureVerifier(SECRET), BODY, {})


@given(st.text(max_size=30), st.text(max_size=80))
def test_whatever_is_sent_in_their_place_nothing_fails(stamp: str, signature: str) -> None:
    assert not is_genuine(SECRET, BODY, stamp, signature)


def test_another_secret_is_not_slacks() -> None:
    assert not is_genuine("another", BODY, STAMP, sign(SECRET, BODY, STAMP))


@pytest.mark.parametrize("stamp", ["", "٠", "-1531420618", "1e9", "1" * 5000])
def test_a_time_is_a_number_of_seconds(stamp: str) -> None:
    assert not is_genuine(SECRET, BODY, stamp, sign(SECRET, BODY, stamp))

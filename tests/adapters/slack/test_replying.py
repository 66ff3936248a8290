"""Where a reply is shown, whatever was said and wherever."""

import pytest

from adapters.slack.inbound import Place
from adapters.slack.replying import Way, reason, way
from bot.core.cards import Button, Buttons, Card, Link, Text
from bot.language.parser import parse

DIRECT = Place("T1", "U1", "D1", url="u", matter="ask:r1", alone=True)
CHANNEL = Place("T1", "U1", "C1", "1.1", url="u", matter="alert:al1")
FOR_ONE = Place("T1", "U1", "C1", "1.1", url="u", matter="ask:r1", passing=True)
MODAL, HOME = Place("T1", "U1", view="V1", alone=True), Place("T1", "U1", alone=True)

QUESTION, SUMMARY = Card("2 of 5", thread_key="ask:r1"), Card("Round 7", thread_key="round:r1")
PRIVATE, PUBLIC = Card("Members", private=True), Card("Noted")
REFUSED = Card("That was not done", (Text("Too late."),), refused=True)
DOOR = Card("Your pages", (Link("Open", "/me/open/secret"),))


@pytest.mark.parametrize(
    ("place", "said", "card", "shown"),
    [
        (DIRECT, "answer i.1 4", QUESTION, Way.REPLACE),
        (FOR_ONE, "answer i.1 4", QUESTION, Way.REPLACE),
        (DIRECT, "check-in", Card("1 of 5", thread_key="ask:r2"), Way.SAY),
        (DIRECT, "answer i.1 4", REFUSED, Way.WHISPER),
        (DIRECT, "later", Card("Later it is"), Way.WHISPER),
        (DIRECT, "comments", Card("What people wrote"), Way.WHISPER),
        (DIRECT, "members", Card("Members"), Way.SAY),
        (DIRECT, "not understood", Card("?", refused=True), Way.SAY),
        (DIRECT, "hub", DOOR, Way.WHISPER),
        (DIRECT, "hub", Card("Your pages", (Link("Open", "/me/p1"),)), Way.SAY),
        (Place("T1", "U1", "D1", matter="round:r1", alone=True), "results", SUMMARY, Way.REPLACE),
        (
            Place("T1", "U1", "D1", matter="confirm:m1:2026", alone=True),
            "confirm m1",
            Card("Welcome", thread_key="welcome:m1:2027"),
            Way.REPLACE,
        ),
        (
            Place("T1", "U1", "D1", matter="confirm:m1:2026", alone=True),
            "confirm m2",
            Card("Welcome", thread_key="welcome:m2:2026"),
            Way.SAY,
        ),
        (CHANNEL, "talk al1", PUBLIC, Way.SAY),
        (CHANNEL, "members", PRIVATE, Way.WHISPER),
        (CHANNEL, "talk al1", Card("Again", thread_key="alert:al1"), Way.SAY),
        (CHANNEL, "talk al1", Card("No", refused=True), Way.WHISPER),
        (FOR_ONE, "note A new chair", PUBLIC, Way.SAY),
        (FOR_ONE, "members", PRIVATE, Way.WHISPER),
        (MODAL, "members", PRIVATE, Way.TURN),
        (HOME, "members", PRIVATE, Way.OPEN),
    ],
)
def test_a_reply_goes_where_it_belongs(place: Place, said: str, card: Card, shown: Way) -> None:
    parsed = parse(said)
    assert way(place, card, sealed=parsed is not None and parsed.sentence.sealed) is shown


def test_why_something_was_refused_is_said_in_its_words_alone() -> None:
    card = Card("No", (Text("Too late."), Text("Say it sooner."), Buttons((Button("Help", "help"),))))
    assert reason(card) == "Too late. Say it sooner."

"""Where a reply is shown, whatever was said and wherever."""

from dataclasses import replace

import pytest

from adapters.slack.payloads import ReplyTarget
from adapters.slack.responder import ReplyMode, refusal_reason, reply_mode
from bot.core.cards import Button, Buttons, Card, Link, Text
from bot.language.parser import parse

DIRECT = ReplyTarget("T1", "U1", "D1", url="u", matter="ask:r1", alone=True, message="1.1")
COMMAND = ReplyTarget("T1", "U1", "D1", url="u", alone=True)
CHANNEL = ReplyTarget("T1", "U1", "C1", url="u", matter="alert:al1", message="1.1")
FOR_ONE = ReplyTarget("T1", "U1", "C1", "1.1", url="u", matter="ask:r1", passing=True)
MODAL, HOME = ReplyTarget("T1", "U1", view="V1", alone=True), ReplyTarget("T1", "U1", alone=True)

QUESTION, SUMMARY = (
    Card("2 of 5", thread_key="ask:r1", check_in="k7f2"),
    Card("Round 7", thread_key="round:r1"),
)
PRIVATE, PUBLIC = Card("Members", private=True), Card("Noted")
REFUSED = Card("Not done", (Text("Too late."),), refused=True)
DOOR = Card("Your pages", (Link("Open", "/me/open/secret", one_time=True),))


@pytest.mark.parametrize(
    ("place", "said", "card", "shown"),
    [
        (DIRECT, "answer i.1 4", QUESTION, ReplyMode.REPLACE_MESSAGE),
        (FOR_ONE, "answer i.1 4", QUESTION, ReplyMode.REPLACE_MESSAGE),
        (DIRECT, "check-in", Card("1 of 5", thread_key="ask:r2", check_in="k7f2"), ReplyMode.POST),
        (DIRECT, "answer i.1 4", REFUSED, ReplyMode.EPHEMERAL),
        (DIRECT, "later", Card("We’ll remind you later"), ReplyMode.EPHEMERAL),
        (DIRECT, "comments", Card("What people wrote"), ReplyMode.EPHEMERAL),
        (DIRECT, "members", Card("Members"), ReplyMode.POST),
        (DIRECT, "not understood", Card("?", refused=True), ReplyMode.POST),
        (DIRECT, "hub", DOOR, ReplyMode.EPHEMERAL),
        (DIRECT, "hub", Card("Your pages", (Link("Open", "/me/p1"),)), ReplyMode.POST),
        (
            ReplyTarget("T1", "U1", "D1", matter="round:r1", alone=True),
            "results",
            SUMMARY,
            ReplyMode.REPLACE_MESSAGE,
        ),
        (
            ReplyTarget("T1", "U1", "D1", matter="confirm:m1:2026", alone=True),
            "confirm m1",
            Card("Welcome", thread_key="welcome:m1:2027"),
            ReplyMode.REPLACE_MESSAGE,
        ),
        (
            ReplyTarget("T1", "U1", "D1", matter="confirm:m1:2026", alone=True, message="1.1"),
            "confirm m2",
            Card("Welcome", thread_key="welcome:m2:2026"),
            ReplyMode.POST,
        ),
        (COMMAND, "trends", PUBLIC, ReplyMode.EPHEMERAL),
        (CHANNEL, "talk al1", PUBLIC, ReplyMode.POST),
        (CHANNEL, "check-in", replace(QUESTION, private=True), ReplyMode.PRIVATE_CHAT),
        (FOR_ONE, "check-in", replace(QUESTION, private=True), ReplyMode.REPLACE_MESSAGE),
        (replace(CHANNEL, message=""), "check-in", replace(QUESTION, private=True), ReplyMode.EPHEMERAL),
        (CHANNEL, "members", PRIVATE, ReplyMode.EPHEMERAL),
        (CHANNEL, "talk al1", Card("Again", thread_key="alert:al1"), ReplyMode.POST),
        (CHANNEL, "talk al1", Card("No", refused=True), ReplyMode.EPHEMERAL),
        (FOR_ONE, "note A new chair", PUBLIC, ReplyMode.POST),
        (FOR_ONE, "members", PRIVATE, ReplyMode.EPHEMERAL),
        (MODAL, "members", PRIVATE, ReplyMode.UPDATE_MODAL),
        (HOME, "members", PRIVATE, ReplyMode.OPEN_MODAL),
    ],
)
def test_a_reply_goes_where_it_belongs(place: ReplyTarget, said: str, card: Card, shown: ReplyMode) -> None:
    parsed = parse(said)
    assert reply_mode(place, card, sealed=parsed is not None and parsed.sentence.sealed) is shown


def test_why_something_was_refused_is_said_in_its_words_alone() -> None:
    card = Card("No", (Text("Too late."), Text("Say it sooner."), Buttons((Button("Help", "help"),))))
    assert refusal_reason(card) == "Too late. Say it sooner."

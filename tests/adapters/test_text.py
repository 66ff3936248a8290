"""Plain text for every adapter."""

from datetime import date

import pytest

from adapters.text import draw, truncate
from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    Heading,
    KeyValues,
    Link,
    Panel,
    Point,
    SmallText,
    Text,
    TextBox,
)


def test_a_card_as_plain_text() -> None:
    chart = Chart(
        "trend:r1", "Trust is steady", "", "From 3.4 to 3.6.", (Panel("T", (Point(date(2026, 1, 5), 3.4),)),)
    )
    card = Card(
        "Round 26",
        (
            Heading("Replies"),
            Text("13 of 16 replied."),
            KeyValues((("Trust", "3.6"), ("status", ""))),
            BulletList(("Late papers.", "Good venue.")),
            chart,
            Buttons((Button("More", "results trust"),)),
            TextBox("Your comment", "comment k7f2", "Send"),
            Link("Your page", "/me/amira"),
            SmallText("Scores run from 1 to 5."),
        ),
    )
    assert draw(card, "https://accord.example.org").split("\n\n") == [
        "Round 26",
        "Replies",
        "13 of 16 replied.",
        "  Trust: 3.6\n  status",
        "  - Late papers.\n  - Good venue.",
        "Trust is steady\nFrom 3.4 to 3.6.",
        "  [More] results trust",
        "  Your comment: comment k7f2 …",
        "  Your page: https://accord.example.org/me/amira",
        "Scores run from 1 to 5.",
    ]


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("Trust", 5, "Trust"),
        ("Trust is steady", 7, "Trust…"),
        ("\u202efdp.exe\u2069", 7, "fdp.exe"),
        ("", 5, ""),
    ],
)
def test_text_is_cut_with_dots_and_keeps_its_direction(text: str, most: int, cut: str) -> None:
    assert truncate(text, most) == cut

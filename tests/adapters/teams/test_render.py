"""Cards become Adaptive Cards that are complete, can be read aloud, and keep text as text."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.teams.connector import MAX_BYTES
from adapters.teams.elements import cells, escape, truncate
from adapters.teams.render import CardRenderer
from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    Heading,
    KeyValues,
    Link,
    Mention,
    Number,
    Panel,
    Part,
    Point,
    RichText,
    Run,
    SmallText,
    Table,
    Text,
    TextBox,
    Timestamp,
)
from bot.core.models import Address
from tests.adapters.teams.microsoft import MISSING, RENDERER, complaints, unknown
from tests.adapters.teams.teams_user import actions, words

HERE = "https://accord.example"
CHART = Chart(
    "trend:r1",
    "Trust is steady",
    "Rounds 1 to 3",
    "A line at 4.",
    (Panel("Trust", (Point(date(2026, 3, 2), 4.0),)),),
)


def drawn(
    *parts: Part, title: str = "A title", picture: str = "https://accord.example/c.png?small"
) -> dict[str, Any]:
    return CardRenderer(HERE, lambda _: picture).render_card(Card(title, parts))


def test_every_part_is_drawn() -> None:
    card = drawn(
        Heading("First"),
        Text("One.\n\nTwo."),
        SmallText("Small."),
        KeyValues((("Trust", "4.1"), ("Power", ""))),
        KeyValues(()),
        BulletList(("a", "b")),
        CHART,
        Link("The hub", "/hub"),
    )
    assert words(card) == [
        *("A title", "First", "One.", " ", "Two.", "Small.", "Trust", "4.1", "Power", "", "• a", "• b"),
    ]
    assert [(action["type"], action.get("url")) for action in actions(card)] == [
        ("Action.OpenUrl", "https://accord.example/hub")
    ]
    (image,) = [element for element in card["body"] if element["type"] == "Image"]
    assert (image["url"], image["altText"]) == ("https://accord.example/c.png?small", "A line at 4.")
    assert image["themedUrls"] == [{"theme": "Dark", "url": "https://accord.example/c.png?small&dark"}]
    assert image["msteams"] == {"allowExpand": True}


def test_a_chart_without_a_picture_is_drawn_in_words() -> None:
    assert words(drawn(CHART, picture="")) == ["A title", "Trust is steady", "A line at 4."]


def test_points_of_a_scale_are_stacked_and_other_buttons_are_in_rows() -> None:
    points = tuple(Button(f"{n}", f"answer k7f2.1 {n}") for n in range(1, 6))
    others = tuple(Button(f"b{n}", f"change {n}") for n in range(6))
    card = drawn(Buttons(points, scale=True), Buttons(others))
    rows = [len(element["actions"]) for element in card["body"][1:]]
    assert rows == [1, 1, 1, 1, 1, 5, 1]


def test_a_row_of_buttons_fits_on_a_phone() -> None:
    names = (
        "We will talk about it",
        "Add an action",
        "Not now",
        "More",
        "A label longer than a whole row is",
        "Back",
    )
    card = drawn(Buttons(tuple(Button(name, "menu") for name in names)))
    rows = [[action["title"] for action in element["actions"]] for element in card["body"][1:]]
    assert rows == [[names[0]], [*names[1:3]], [names[3]], [names[4]], [names[5]]]


def test_a_button_sends_only_what_is_typed_into_its_own_box() -> None:
    name, purpose = TextBox("Name", "rename", "Save", 80), TextBox("Purpose", "purpose", "Save", 500)
    card = drawn(name, purpose, Buttons((Button("Invite", "invite"),)))
    boxes = [element for element in card["body"] if element["type"] == "Input.Text"]
    assert [(box["id"], box["isMultiline"], box["maxLength"]) for box in boxes] == [
        ("box0", False, 80),
        ("box1", True, 500),
    ]
    assert [(action["data"], action["associatedInputs"]) for action in actions(card)] == [
        ({"says": "rename", "box": "box0"}, "auto"),
        ({"says": "purpose", "box": "box1"}, "auto"),
        ({"says": "invite"}, "none"),
    ]
    assert all(action["fallback"]["data"] == action["data"] for action in actions(card))


HARMLESS, MAIN = Button("Keep it open", "status"), Button("Start", "start check-in", "primary")
HARMFUL = Button(
    "Cancel round", "cancel", "danger", "8 people have been asked.\nTheir answers will be deleted."
)


def test_a_button_looks_like_what_it_does() -> None:
    styles = [
        (action.get("style"), action["fallback"].get("style"))
        for action in actions(drawn(Buttons((HARMLESS, MAIN))))
    ]
    assert styles == [(None, None), ("positive", "positive")]


def test_a_button_that_does_harm_names_it_before_it_is_pressed() -> None:
    (asks,) = actions(drawn(Buttons((HARMFUL,))))
    assert (asks["type"], asks["title"], asks["style"]) == ("Action.ShowCard", "Cancel round", "destructive")
    assert "data" not in asks
    assert words(asks["card"]) == ["8 people have been asked.", "Their answers will be deleted."]
    (does,) = asks["card"]["actions"]
    assert (does["type"], does["title"], does["style"], does["data"]) == (
        *("Action.Execute", "Cancel round", "destructive"),
        {"says": "cancel"},
    )


@pytest.mark.parametrize("scale", [True, False])
def test_microsofts_models_know_every_kind_of_button(scale: bool) -> None:
    assert unknown(drawn(Buttons((HARMLESS, MAIN, HARMFUL), scale))) == []


@pytest.mark.skipif(not RENDERER.exists(), reason=MISSING)
def test_microsofts_renderer_reads_every_kind_of_button() -> None:
    assert complaints({"buttons": drawn(Buttons((HARMLESS, MAIN, HARMFUL)))}) == {}


def test_a_client_without_cards_shows_what_to_type() -> None:
    card = drawn(
        Text("One."),
        KeyValues((("Trust", "4.1"),)),
        CHART,
        TextBox("Name", "rename", "Save"),
        Buttons((HARMLESS, HARMFUL)),
        Link("The hub", "/hub"),
    )
    lines = ["A title", "One.", "Trust: 4.1", "A line at 4.", "Name", "[Save] rename"]
    harm = HARMFUL.confirm.replace("\n", " ")
    lines += [
        "[Keep it open] status",
        f"[Cancel round] cancel ({harm})",
        "[The hub] https://accord.example/hub",
    ]
    assert card["fallbackText"] == "\n\n".join(lines)


def test_a_notification_shows_the_title() -> None:
    card = Card("Results", (Text("Trust is steady."),))
    sent = CardRenderer(HERE, lambda _: "").render_message(card)
    content = sent["attachments"][0]["content"]
    assert (sent["summary"], content["speak"]) == ("Results", "Results\nTrust is steady.")
    assert content["fallbackText"] == "Results\n\nTrust is steady."


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("[click](https://x.example)", "[click]\u2060(https://x.example)"),
        ("{{DATE(2026-01-01T00:00:00Z)}}", "{\u2060{DATE(2026-01-01T00:00:00Z)}}"),
        ("- a\n1. b\n# c\n> d", "-\u2060 a\n1.\u2060 b\n#\u2060 c\n>\u2060 d"),
        ("*bold* and _slanted_ and 2*3", r"\*bold\* and \_slanted_ and 2*3"),
        ("snake_case", "snake_case"),
        ("a\u202eb", "ab"),
        ("half \ud800", "half ?"),
    ],
)
def test_markdown_stays_text(hostile: str, harmless: str) -> None:
    assert escape(hostile) == harmless


def test_long_text_is_cut() -> None:
    assert truncate("a b" * 10, 5) == "a ba…"
    assert len(words(drawn(title="x" * 10_000))[0]) == 6_000


def test_a_card_never_exceeds_the_limit_of_teams() -> None:
    card = Card("☀" * 9_000, tuple(Text("☀" * 5_999) for _ in range(20)))
    sent = CardRenderer(HERE, lambda _: "").render_message(card)
    assert words(sent["attachments"][0]["content"])[-1] == "…"
    assert len(json.dumps(sent, ensure_ascii=False).encode()) < MAX_BYTES


AT = datetime(2026, 3, 16, 9, tzinfo=UTC)
WHEN = Timestamp(AT, "Monday 16 March, 09:00, London time")
BEN = Mention(Address("teams", "t1", "@29:1"), "Ben O'Koro")


def rendered(*runs: Run, tenant: str = "t1") -> dict[str, Any]:
    words_ = RichText(runs)
    card = Card("A title", (Text(words_), BulletList((words_,)), KeyValues((("Who", words_),))))
    return CardRenderer(HERE, lambda _: "").render_card(card, (), tenant)


def test_somebody_of_the_tenant_is_mentioned_and_a_moment_is_in_each_readers_zone() -> None:
    card = rendered("Ask *all*: ", BEN, " by ", WHEN)
    when = "{{DATE(2026-03-16T09:00:00Z, SHORT)}} {{TIME(2026-03-16T09:00:00Z)}}"
    line = rf"Ask \*all*: <at>Ben O'Koro</at> by {when}"
    assert [element["text"] for element in card["body"][1:3]] == [line, f"• {line}"]
    assert card["body"][3]["facts"] == [{"title": "Who", "value": line}]
    assert card["msteams"]["entities"] == [
        {
            "type": "mention",
            "text": "<at>Ben O'Koro</at>",
            "mentioned": {"id": "29:1", "name": "Ben O'Koro"},
        }
    ]
    assert "Ask *all*: Ben O'Koro by Monday 16 March, 09:00, London time" in card["fallbackText"]
    assert unknown(card) == []


@pytest.mark.skipif(not RENDERER.exists(), reason=MISSING)
def test_microsofts_renderer_reads_mentions_and_moments() -> None:
    assert complaints({"rich": rendered(BEN, " by ", WHEN)}) == {}


@pytest.mark.parametrize(
    ("mention", "tenant"),
    [
        (BEN, "t2"),
        (BEN, ""),
        (replace(BEN, name="<b>Ben</b> [x](y)"), "t1"),
        (replace(BEN, address=Address("slack", "t1", "U1")), "t1"),
    ],
)
def test_whoever_cannot_be_mentioned_is_named(mention: Mention, tenant: str) -> None:
    card = rendered(mention, "!", tenant=tenant)
    assert card["body"][1]["text"] == f"{escape(mention.name)}!"
    assert "entities" not in card["msteams"]


def test_of_two_people_of_one_name_one_is_mentioned() -> None:
    other = replace(BEN, address=Address("teams", "t1", "@29:2"))
    card = rendered(BEN, " and ", other)
    assert card["body"][1]["text"] == "<at>Ben O'Koro</at> and Ben O'Koro"
    assert [entity["mentioned"]["id"] for entity in card["msteams"]["entities"]] == ["29:1"]


def test_a_mention_that_somebody_typed_stays_text() -> None:
    assert rendered("<at>Ben O'Koro</at>", BEN)["body"][1]["text"].startswith("<\u2060at>")


TABLE = Table(
    "Scores and ranges",
    ("Round", "Trust *all*", "Range"),
    (("Round 2", Number(3.6, "3.6"), "3.2 to 4.0"), ("Round 1", "4.2 or more", "")),
)


def test_a_table_has_a_header_and_numbers_on_the_right() -> None:
    card = drawn(TABLE)
    _, caption, table = card["body"]
    assert caption["text"] == "Scores and ranges"
    assert [[item["inlines"][0]["text"] for item in cells(row)] for row in table["rows"]] == [
        ["Round", "Trust *all*", "Range"],
        ["Round 2", "3.6", "3.2 to 4.0"],
        ["Round 1", "4.2 or more", " "],
    ]
    assert [item.get("horizontalAlignment") for item in cells(table["rows"][1])] == [None, "Right", None]
    assert unknown(card) == []
    assert "Round 2 · 3.6 · 3.2 to 4.0" in card["fallbackText"]


@pytest.mark.skipif(not RENDERER.exists(), reason=MISSING)
def test_microsofts_renderer_reads_a_table() -> None:
    assert complaints({"table": drawn(TABLE)}) == {}


def test_a_card_is_read_aloud_in_its_language_without_its_buttons() -> None:
    card = Card("Diolch", (Text("Dyna bopeth."), Buttons((Button("Yn ôl", "menu"),))), language="cy")
    rendered = CardRenderer("https://accord.example", lambda _: "").render_card(card)
    assert (rendered["speak"], rendered["lang"]) == ("Diolch\nDyna bopeth.", "cy")


@pytest.mark.parametrize("language", ["", "en"])
def test_an_english_card_names_no_language_so_that_dates_are_the_readers(language: str) -> None:
    """Dates in plain `en` are American, and a card knows no regions."""
    card = Card("Hello", language=language)
    assert "lang" not in CardRenderer("https://accord.example", lambda _: "").render_card(card)

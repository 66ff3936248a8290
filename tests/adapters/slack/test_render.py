import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from slack_sdk.models.blocks import Block

from adapters.slack import views
from adapters.slack.block_kit import TextBoxValue, thread_key_of
from adapters.slack.payloads import ReplyTarget
from adapters.slack.render import MESSAGE, VIEW, render_blocks, render_message
from adapters.slack.views import home, modal
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
    Part,
    RichText,
    SmallText,
    Table,
    Text,
    TextBox,
    Timestamp,
)
from bot.core.i18n import Translator
from bot.core.models import Address
from tests.adapters.slack.limits import broken
from tests.questions.product_bank import BANK
from tests.support.every_card import CHART, composers, every_card
from tests.support.scenario import WELSH

GOLDEN = Path(__file__).parent / "golden"
URL = "https://accord.example.org"
FILES = {CHART: "F0TREND001"}
EN, CY = Translator(), Translator("cy", catalogue=WELSH["cy"])
HOSTILE = (
    "<!channel> <@U012AB3CD|*you*> & <https://evil.example|click> *b* _i_ ~s~ `c` :tada: \u202egnorw\u202c"
)
ENGLISH = every_card(EN, BANK)

every = pytest.mark.parametrize("name", ENGLISH)


def hostile(_: str) -> str:
    return HOSTILE


def words(thing: Any) -> Iterator[str]:
    """Everything in blocks that Slack shows as words."""
    match thing:
        case {"type": "text" | "plain_text", "text": str(text)}:
            yield text
        case {"type": "image", "alt_text": str(alt), "title": title}:
            yield from (alt, *words(title))
        case dict():
            for each in thing.values():
                yield from words(each)
        case list():
            for each in thing:
                yield from words(each)


def test_there_is_a_card_of_every_kind() -> None:
    assert {name.partition(" ")[0] for name in ENGLISH} == composers()


def test_every_card_is_drawn_as_it_was_agreed() -> None:
    """ACCORD_GOLDEN=1 draws them anew, to be looked at before they are kept."""
    drawn: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, card in ENGLISH.items():
        module, _, composer = name.partition(".")
        drawn[module][composer] = render_message(card, URL, dict.fromkeys(charts(card), "F0TREND001"))
    for module, shown in drawn.items():
        file = GOLDEN / f"{module}.json"
        if os.environ.get("ACCORD_GOLDEN"):
            file.write_text(json.dumps(shown, indent=1, ensure_ascii=False) + "\n", "utf-8")
        assert shown == json.loads(file.read_text("utf-8")), module
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(drawn)


def charts(card: Card) -> list[Chart]:
    return [part for part in card.parts if isinstance(part, Chart)]


@every
@pytest.mark.parametrize("t", [EN, CY], ids=lambda t: t.code)
def test_slack_takes_every_card_in_every_place(name: str, t: Translator) -> None:
    card = every_card(t, BANK)[name]
    for shown in (
        render_message(card, URL),
        render_message(card, URL, FILES),
        modal(card, URL, "Close"),
        home([card, card], URL),
    ):
        assert broken(shown) == []


@every
def test_slacks_own_library_reads_every_block(name: str) -> None:
    for each in render_message(ENGLISH[name], URL, FILES)["blocks"]:
        parsed = Block.parse(each)
        assert parsed is not None
        parsed.validate_json()


@every
def test_whatever_people_typed_stays_text(name: str) -> None:
    card = every_card(EN, BANK, hostile)[name]
    shown = render_message(card, URL)
    assert broken(shown) == []
    assert [sign for sign in "<>" if sign in shown["text"]] == []
    assert [each for each in words(shown["blocks"]) if "\u202e" in each] == []


@settings(max_examples=50)
@given(some.text(min_size=1, max_size=8), some.sampled_from([1, 30, 80, 160, 2100, 3100]))
def test_a_card_of_any_words_of_any_length_is_taken(text: str, times: int) -> None:
    long = text * times
    card = Card(
        long,
        (
            Text(long),
            SmallText(long),
            KeyValues(((long, long), (long, ""))),
            BulletList((long,)),
            Chart(long, long, long, long, ()),
            Buttons((Button(long, "help"), Button("Long", long))),
            TextBox(long, long, long),
            Link(long, f"/{long}"),
        ),
        long,
    )
    for shown in (
        render_message(card, URL),
        render_message(card, URL, {charts(card)[0]: "F0"}),
        modal(card, URL, "Close"),
    ):
        assert broken(shown) == []


@pytest.mark.parametrize(("rows", "rests", "offers"), [(0, 1, 0), (9, 9, 26), (30, 60, 60), (200, 1, 1)])
def test_a_card_of_any_number_of_things_is_taken(rows: int, rests: int, offers: int) -> None:
    parts: tuple[Part, ...] = (
        KeyValues(tuple((f"Somebody {n}", "member") for n in range(rows))),
        *(Buttons(tuple(Button(str(n), "help") for n in range(offers))) for _ in range(rests)),
        BulletList(tuple("x" * 500 for _ in range(rows))),
        *(TextBox("What", "action", "Say it") for _ in range(rests)),
    )
    card = Card("Many", parts, "ask:r1")
    for shown in (render_message(card, URL), modal(card, URL, "Close"), home([card] * 3, URL)):
        assert broken(shown) == []


def test_what_does_not_fit_is_cut_and_shows_it() -> None:
    drawn = render_blocks([Card("Many", (BulletList(tuple("x" * 500 for _ in range(40))),))], URL)
    told = list(words(drawn))
    assert (sum(map(len, told)), told[-1][-1]) == (MESSAGE.words, "…")
    many = [Card("Many", tuple(Buttons((Button(str(n), "help"),)) for n in range(99)))]
    assert len(render_blocks(many, URL)) == MESSAGE.blocks
    assert render_blocks(many, URL)[-1]["elements"][0]["text"] == "…"
    assert len(render_blocks(many, URL, surface=VIEW)) == VIEW.blocks


def test_a_sentence_too_long_for_a_button_is_left_out_rather_than_cut() -> None:
    card = Card("Which?", (Buttons((Button("One", "in A: " + "x" * 2000), Button("Two", "in B: y"))),))
    (row,) = render_blocks([card], URL)[1:]
    assert [each["value"] for each in row["elements"]] == ["in B: y"]
    only = Card("Which?", (Buttons((Button("One", "x" * 2001),)), TextBox("x" * 2000, "y", "Send")))
    assert render_blocks([only], URL)[1:] == []


def test_a_question_is_a_sentence_and_not_a_heading() -> None:
    drawn = render_blocks([ENGLISH["check_in.question"]], URL)
    assert drawn[0]["type"] == "rich_text"
    assert drawn[0]["elements"][0]["elements"][0]["style"] == {"bold": True}
    assert render_blocks([ENGLISH["check_in.thanks"]], URL)[0]["type"] == "header"
    assert render_blocks([Card("x" * 151)], URL)[0]["type"] == "rich_text"


def test_the_five_points_stand_in_one_row_and_look_alike() -> None:
    rows = [each for each in render_blocks([ENGLISH["check_in.question"]], URL) if each["type"] == "actions"]
    assert [[each["text"]["text"] for each in row["elements"]] for row in rows] == [
        ["Not at all", "A little", "Partly", "Mostly", "Fully"],
        ["Can't say", "Skip", "Back"],
    ]
    assert [each for row in rows for each in row["elements"] if "style" in each] == []


def test_a_press_tells_what_the_card_was_about() -> None:
    rows = [each for each in render_blocks([ENGLISH["check_in.question"]], URL) if each["type"] == "actions"]
    assert {thread_key_of(row["block_id"]) for row in rows} == {"ask:r1"}
    again = [
        each["block_id"]
        for each in render_blocks([ENGLISH["check_in.question first"]], URL)
        if "block_id" in each
    ]
    assert not {row["block_id"] for row in rows} & set(again)
    assert [thread_key_of(id) for id in ("", "nonsense", "set-up")] == ["", "", ""]


def test_a_place_to_type_is_a_button_that_knows_what_it_opens() -> None:
    (row,) = [each for each in render_blocks([ENGLISH["alerts.act"]], URL) if each["type"] == "actions"]
    (button,) = row["elements"]
    assert button["text"]["text"] == "What we will do…"
    assert TextBoxValue.read(button["value"]) == TextBoxValue("What we will do", "action", "Add action", 200)


@every
def test_every_box_opens(name: str) -> None:
    long = "x" * 100
    place = ReplyTarget(long, long, long, long, long, long, long, long)
    for card in (ENGLISH[name], every_card(EN, BANK, hostile)[name]):
        for row in (each for each in render_blocks([card], URL) if each["type"] == "actions"):
            values = [
                each["value"] for each in row["elements"] if each.get("action_id", "").startswith("box:")
            ]
            boxes = [box for value in values if (box := TextBoxValue.read(value))]
            assert [broken(views.box(box, place, "Close")) for box in boxes] == [[] for _ in values]


@pytest.mark.parametrize(
    "value", ["", "[]", "{}", "null", '{"label": 1}', '{"label":"","says":"","submit":"","most":""}']
)
def test_what_no_button_of_ours_holds_opens_nothing(value: str) -> None:
    assert TextBoxValue.read(value) is None


def test_a_chart_is_its_picture_and_where_there_is_none_its_words() -> None:
    picture, words_ = (render_blocks([Card("Trends", (CHART,))], URL, files)[1:] for files in (FILES, {}))
    assert picture == [
        {
            "type": "image",
            "slack_file": {"id": "F0TREND001"},
            "alt_text": "Trust went from 3.4 to 3.6.",
        }
    ]
    assert list(words(words_)) == ["Trust is steady", "  Trust went from 3.4 to 3.6."]


def test_words_that_follow_each_other_become_one_block_with_a_line_between() -> None:
    card = Card(
        "Roster", (Text("One"), KeyValues((("A", "b"),)), Text("Two"), SmallText("small"), Text("Three"))
    )
    drawn = render_blocks([card, Card("Next", (Text("Four"),))], URL)
    assert [each["type"] for each in drawn] == [
        "header",
        "rich_text",
        "context",
        "rich_text",
        "divider",
        "header",
        "rich_text",
    ]
    assert list(words(drawn)) == ["Roster", "One", "A", "  b", "\nTwo", "small", "Three", "Next", "Four"]


def test_what_stands_beside_the_blocks_says_all_of_the_card_and_gives_no_sentence_away() -> None:
    assert render_message(ENGLISH["check_in.question"], URL)["text"] == (
        f"{ENGLISH['check_in.question'].title}\n"
        "2 of 3 · How true is this of us now?\n"
        "[Not at all] [A little] [Partly] [Mostly] [Fully]\n"
        "[Can't say] [Skip] [Back]"
    )
    card = Card(
        "A & B", (Chart("", "Up", "", "From 1 to 2", ()), KeyValues((("x", ""),)), Link("Open", "/me"))
    )
    assert render_message(card, URL)["text"] == "A &amp; B\nUp\nFrom 1 to 2\n• x\n[Open]"
    assert len(render_message(Card("x" * 9000), URL)["text"]) == 3500


def test_an_empty_part_draws_nothing() -> None:
    assert render_blocks([Card("Empty", (KeyValues(()), BulletList(()), Buttons(())))], URL)[1:] == []
    assert render_blocks([Card("", (Text(""),))], URL)[0]["text"]["text"] == "–"


def buttons(*options: Button) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = render_blocks([Card("Title", (Buttons(options),))], URL)[-1]["elements"]
    return drawn


def test_the_kind_of_a_button_is_its_style() -> None:
    drawn = buttons(
        Button("Save", "save", "primary"), Button("Skip", "skip"), Button("Delete", "delete", "danger")
    )
    assert [button.get("style") for button in drawn] == ["primary", None, "danger"]
    assert ["confirm" in button for button in drawn] == [False, False, False]


def test_a_button_that_does_harm_names_it_in_a_dialog() -> None:
    harm = "8 people have been asked. Their answers will be deleted."
    (drawn,) = buttons(Button("Cancel this round", "cancel round", "danger", harm, "Keep it open"))
    assert drawn["confirm"] == {
        "title": {"type": "plain_text", "text": "Cancel this round", "emoji": False},
        "text": {"type": "plain_text", "text": harm, "emoji": False},
        "confirm": {"type": "plain_text", "text": "Cancel this round", "emoji": False},
        "deny": {"type": "plain_text", "text": "Keep it open", "emoji": False},
        "style": "danger",
    }
    assert "style" not in buttons(Button("Send", "send", "secondary", "To all?"))[0]["confirm"]


def test_slack_takes_a_dialog_with_too_many_words() -> None:
    button = Button("x" * 200, "x", "danger", "y" * 2_000)
    assert broken(render_message(Card("Title", (Buttons((button,)),)), URL)) == []


def test_a_heading_is_bold_among_the_words_below_it() -> None:
    (_, prose) = render_blocks([Card("Help", (Heading("Asking"), Text("Type ask.")))], URL)
    runs = [run for section in prose["elements"] for run in section["elements"]]
    assert [(run["text"], run.get("style")) for run in runs] == [
        ("Asking", {"bold": True}),
        ("\nType ask.", None),
    ]


RICH = RichText(
    (
        "Ask ",
        Mention(Address("slack", "T1", "U1"), "Ben <!channel>"),
        " by ",
        Timestamp(datetime(2026, 3, 16, 9, tzinfo=UTC), "Monday 16 March, 09:00, London time"),
    )
)
RICH_CARD = Card("Rich", (Text(RICH), BulletList((RICH,)), KeyValues((("Who", RICH),))))


def test_somebody_of_the_workspace_is_mentioned_and_a_moment_is_in_each_readers_zone() -> None:
    blocks = render_blocks([RICH_CARD], URL, workspace="T1")
    section, bullets, row = blocks[1]["elements"]
    assert section["elements"] == [
        {"type": "text", "text": "Ask "},
        {"type": "user", "user_id": "U1"},
        {"type": "text", "text": " by "},
        {
            "type": "date",
            "timestamp": 1773651600,
            "format": "{date_long}, {time}",
            "fallback": "Monday 16 March, 09:00, London time",
        },
    ]
    assert bullets["elements"][0] == section
    assert row["elements"][0]["elements"][1:] == [
        {"type": "text", "text": "  Ask "},
        *section["elements"][1:],
    ]
    assert broken({"text": "-", "blocks": blocks}) == []
    assert Block.parse(blocks[1]).to_dict()["elements"][0] == section  # type: ignore[union-attr]


@pytest.mark.parametrize("workspace", ["", "T2"])
def test_somebody_of_another_workspace_is_named(workspace: str) -> None:
    (_, rich), text = (render_message(RICH_CARD, URL, workspace=workspace)[key] for key in ("blocks", "text"))
    assert list(words(rich["elements"][0])) == ["Ask ", "Ben <!channel>", " by "]
    assert "Ask Ben &lt;!channel&gt; by Monday 16 March, 09:00, London time" in text


def test_a_paragraph_that_begins_with_a_mention_stands_on_a_line_of_its_own() -> None:
    mention = RichText((Mention(Address("slack", "T1", "U1"), "Ben"),))
    (_, rich) = render_blocks([Card("Two", (Text("One."), Text(mention)))], URL, workspace="T1")
    assert rich["elements"][1]["elements"] == [
        {"type": "text", "text": "\n"},
        {"type": "user", "user_id": "U1"},
    ]


TABLE = Table(
    "Scores and ranges",
    ("Round", "Trust", "Range"),
    (
        ("Round 2", Number(3.6, "3.6"), "3.2 to 4.0"),
        ("Round 1", "4.2 or more", ""),
    ),
)


def test_a_table_has_a_header_and_numbers_on_the_right() -> None:
    caption, table = render_blocks([Card("Trends", (TABLE,))], URL)[1:]
    assert list(words(caption)) == ["Scores and ranges"]
    assert table["rows"] == [
        [{"type": "raw_text", "text": head} for head in TABLE.header],
        [
            {"type": "raw_text", "text": "Round 2"},
            {"type": "raw_number", "value": 3.6, "text": "3.6"},
            {"type": "raw_text", "text": "3.2 to 4.0"},
        ],
        [{"type": "raw_text", "text": text} for text in ("Round 1", "4.2 or more", "–")],
    ]
    assert table["column_settings"] == [{"is_wrapped": True}, {"align": "right"}, {"is_wrapped": True}]
    assert broken({"text": "-", "blocks": [table]}) == []
    Block.parse(table).validate_json()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "table",
    [
        replace(TABLE, rows=TABLE.rows * 50),
        Table("Wide", ("Head",) * 21, (("cell",) * 21,)),
        replace(TABLE, rows=(("x" * 9_000, "", ""),)),
    ],
)
def test_a_table_that_is_too_large_is_words(table: Table) -> None:
    blocks = render_blocks([Card("Trends", (table,))], URL)
    assert {each["type"] for each in blocks} == {"header", "rich_text"}


def test_only_messages_have_a_table_and_only_one() -> None:
    kinds = [each["type"] for each in render_blocks([Card("Trends", (TABLE, TABLE))], URL)]
    assert kinds.count("table") == 1
    for view in (modal(Card("Trends", (TABLE,)), URL, "Close"), home([Card("Trends", (TABLE,))], URL)):
        assert broken(view) == []
        assert "Trust 3.6 · Range 3.2 to 4.0" in "".join(words(view["blocks"]))


def test_the_text_beside_the_blocks_holds_the_table_in_words() -> None:
    text = render_message(Card("Trends", (TABLE,)), URL)["text"]
    assert text.splitlines() == [
        "Trends",
        "Scores and ranges",
        "  Round 2: Trust 3.6 · Range 3.2 to 4.0",
        "  Round 1: Trust 4.2 or more",
    ]

"""Cards are loaded from JSON as they were dumped."""

import json
from datetime import date
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.core.cards import (
    BulletList,
    Card,
    Chart,
    ControlLimits,
    Number,
    Panel,
    Part,
    Point,
    SmallText,
    Table,
    Text,
    TextBox,
)
from storage import card_json

numbers = st.floats(allow_nan=False, allow_infinity=False)
points = st.builds(Point, value=st.none() | numbers)
limits = st.builds(ControlLimits, mean=numbers, lower=numbers, upper=numbers)
panels = st.builds(Panel, points=st.tuples(points, points), limits=st.tuples(limits))
charts = st.builds(Chart, panels=st.tuples(panels))
cells = st.text() | st.builds(Number, value=numbers)
tables = st.builds(Table, rows=st.tuples(st.tuples(cells, cells)))
special = {Chart: charts, Table: tables}
kinds = [special.get(kind, st.builds(kind)) for kind in get_args(Part)]
parts = st.lists(st.one_of(kinds), max_size=4).map(tuple)


@given(st.builds(Card, parts=parts))
def test_every_card_is_loaded_as_it_was_dumped(card: Card) -> None:
    assert card_json.load(card_json.dump(card)) == card


@given(st.tuples(*kinds))
def test_every_kind_of_part_is_loaded_as_it_was_dumped(each: tuple[Part, ...]) -> None:
    assert card_json.load(card_json.dump(Card("All", each))).parts == each


def test_unknown_parts_and_fields_are_left_out() -> None:
    stored = {
        "title": "Old",
        "mood": "a field of the card that is no more",
        "parts": [
            {"kind": "Text", "words": "Still here", "colour": "a field of the part that is no more"},
            {"kind": "Firework"},
            {"kind": "Text", "text": "its field was renamed"},
            {"words": "of no kind"},
        ],
    }
    assert card_json.load(json.dumps(stored)) == Card("Old", (Text("Still here"),))


def test_a_text_box_of_an_earlier_version_is_kept() -> None:
    stored = {
        "title": "Old",
        "parts": [{"kind": "TextBox", "label": "Pause", "says": "pause", "submit": "OK"}],
    }
    assert card_json.load(json.dumps(stored)) == Card("Old", (TextBox("Pause", "pause", "OK"),))


def test_stored_cards_keep_the_names_that_earlier_versions_wrote() -> None:
    parts = (SmallText("small"), BulletList(("one",)), Chart("trend:r1", "", "", ""))
    card = Card("Kept", parts, thread_key="round:1", reply_to="round:0")
    stored = json.loads(card_json.dump(card))
    assert [part["kind"] for part in stored["parts"]] == ["Quiet", "Listing", "Chart"]
    assert stored["parts"][2]["of"] == "trend:r1"
    assert (stored["about"], stored["follows"]) == ("round:1", "round:0")


def test_a_plain_point_of_a_chart_takes_little_room() -> None:
    chart = Chart("trend:r1", "", "", "", (Panel("Trust", (Point(date(2026, 1, 5), 3.4),)),))
    stored = json.loads(card_json.dump(Card("Kept", (chart,))))
    assert stored["parts"][0]["panels"][0]["points"] == [{"on": "2026-01-05", "value": 3.4}]

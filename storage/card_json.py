"""Writes cards as JSON and reads them. Pure.

A part is an object of its fields and its `kind`. A part that another version wrote is left out if its kind is
not known here, or its fields do not fit.
"""

import json
from dataclasses import replace
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from bot.core.cards import Card, Chart, Part

# Names in stored rows, where the code has other names for these parts and fields.
_STORED_KINDS = {"SmallText": "Quiet", "KeyValues": "Facts", "BulletList": "Listing"}
_STORED_FIELDS = {"thread_key": "about", "reply_to": "follows"}
_STORED_PART_FIELDS = {"name": "of", "kind": "style"}  # of a chart, and of a text box

_CARD = TypeAdapter(Card)
_KINDS = {part: _STORED_KINDS.get(part.__name__, part.__name__) for part in get_args(Part)}
_PARTS: dict[str, TypeAdapter[Part]] = {kind: TypeAdapter(part) for part, kind in _KINDS.items()}


def dump(card: Card) -> str:
    fields = _CARD.dump_python(replace(card, parts=()), mode="json")
    stored = {_STORED_FIELDS.get(name, name): value for name, value in fields.items()}
    return json.dumps(stored | {"parts": [_dump_part(part) for part in card.parts]})


def load(text: str) -> Card:
    stored = json.loads(text)
    parts = tuple(part for stored_part in stored["parts"] if (part := _load_part(stored_part)) is not None)
    renamed = {name: stored[old] for name, old in _STORED_FIELDS.items() if old in stored}
    return replace(_CARD.validate_python(stored | renamed | {"parts": ()}), parts=parts)


def _dump_part(part: Part) -> dict[str, Any]:
    kind = _KINDS[type(part)]
    # A chart of years has hundreds of points, most of which are plain.
    fields = _PARTS[kind].dump_python(part, mode="json", exclude_defaults=isinstance(part, Chart))
    return {"kind": kind, **{_STORED_PART_FIELDS.get(name, name): value for name, value in fields.items()}}


def _load_part(part: dict[str, Any]) -> Part | None:
    try:
        fields = {name: value for name, value in part.items() if name != "kind"}
        renamed = {name: part[stored] for name, stored in _STORED_PART_FIELDS.items() if stored in part}
        return _PARTS[part["kind"]].validate_python(fields | renamed)
    except (KeyError, ValidationError):
        return None

"""Cards as JSON, and back. Pure.

A part is an object of its fields and its `kind`. What this version does not know of another version's card is
left out: a part of an unknown kind, or one whose fields do not fit.
"""

import json
from dataclasses import replace
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from bot.core.cards import Card, Part

# Names that rows hold already, where the code has other names for these parts and fields.
_STORED_KINDS = {"SmallText": "Quiet", "KeyValues": "Facts", "BulletList": "Listing"}
_STORED_FIELDS = {"thread_key": "about", "reply_to": "follows"}
_STORED_PART_FIELDS = {"name": "of"}  # of a chart

_CARD = TypeAdapter(Card)
_KINDS = {part: _STORED_KINDS.get(part.__name__, part.__name__) for part in get_args(Part)}
_PARTS: dict[str, TypeAdapter[Part]] = {kind: TypeAdapter(part) for part, kind in _KINDS.items()}


def dump(card: Card) -> str:
    fields = _CARD.dump_python(replace(card, parts=()), mode="json")
    bare = {_STORED_FIELDS.get(name, name): value for name, value in fields.items()}
    return json.dumps(bare | {"parts": [_written(part) for part in card.parts]})


def load(text: str) -> Card:
    found = json.loads(text)
    parts = tuple(part for each in found["parts"] if (part := _read(each)) is not None)
    renamed = {name: found[stored] for name, stored in _STORED_FIELDS.items() if stored in found}
    return replace(_CARD.validate_python(found | renamed | {"parts": ()}), parts=parts)


def _written(part: Part) -> dict[str, Any]:
    kind = _KINDS[type(part)]
    fields = _PARTS[kind].dump_python(part, mode="json")
    return {"kind": kind, **{_STORED_PART_FIELDS.get(name, name): value for name, value in fields.items()}}


def _read(part: dict[str, Any]) -> Part | None:
    try:
        renamed = {name: part[stored] for name, stored in _STORED_PART_FIELDS.items() if stored in part}
        return _PARTS[part["kind"]].validate_python(part | renamed)
    except (KeyError, ValidationError):
        return None

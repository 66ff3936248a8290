"""Cards as JSON, and back. Pure.

A part is an object of its fields and its `kind`. What this version does not know of another version's card is
left out: a part of an unknown kind, or one whose fields do not fit.
"""

import json
from dataclasses import replace
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from bot.talk.card import Card, Part

_CARD = TypeAdapter(Card)
_PARTS: dict[str, TypeAdapter[Part]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Part)}


def written(card: Card) -> str:
    bare = _CARD.dump_python(replace(card, parts=()), mode="json")
    return json.dumps(bare | {"parts": [_written(part) for part in card.parts]})


def read(text: str) -> Card:
    found = json.loads(text)
    parts = tuple(part for each in found["parts"] if (part := _read(each)) is not None)
    return replace(_CARD.validate_python(found | {"parts": ()}), parts=parts)


def _written(part: Part) -> dict[str, Any]:
    kind = type(part).__name__
    return {"kind": kind, **_PARTS[kind].dump_python(part, mode="json")}


def _read(part: dict[str, Any]) -> Part | None:
    try:
        return _PARTS[part["kind"]].validate_python(part)
    except (KeyError, ValidationError):
        return None

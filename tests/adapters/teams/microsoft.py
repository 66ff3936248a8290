"""Checks cards with Microsoft's own models and renderer."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from microsoft_teams import cards as models
from pydantic import BaseModel

STAND_INS = Path(__file__).parents[3] / ".venv" / "stand_ins"
RENDERER = STAND_INS / "node_modules" / "adaptivecards"
MISSING = "MICROSOFT'S RENDERER OF CARDS IS NOT HERE: npm could not install it"
MODELS: dict[str, type[BaseModel]] = {
    "AdaptiveCard": models.AdaptiveCard,
    "TextBlock": models.TextBlock,
    "RichTextBlock": models.RichTextBlock,
    "TextRun": models.TextRun,
    "FactSet": models.FactSet,
    "Image": models.Image,
    "Input.Text": models.TextInput,
    "Input.ChoiceSet": models.ChoiceSetInput,
    "Input.Time": models.TimeInput,
    "Input.Date": models.DateInput,
    "Table": models.Table,
    "TableRow": models.TableRow,
    "TableCell": models.TableCell,
    "mention": models.Mention,
    "ActionSet": models.ActionSet,
    "Action.Execute": models.ExecuteAction,
    "Action.Submit": models.SubmitAction,
    "Action.OpenUrl": models.OpenUrlAction,
    "Action.ShowCard": models.ShowCardAction,
}


def unknown(card: Any) -> list[tuple[str, str]]:
    """Return the properties that Microsoft's typed models do not know. The models accept any, and keep these
    apart."""
    return [
        (element["type"], name)
        for element in elements(card)
        for name in MODELS[element["type"]].model_validate(element).__pydantic_extra__ or ()
    ]


def elements(thing: Any) -> Iterator[dict[str, Any]]:
    """Yield everything in a card that has a type, except the data of buttons."""
    inner = [value for name, value in thing.items() if name != "data"] if isinstance(thing, dict) else thing
    for value in inner if isinstance(inner, list) else ():
        yield from elements(value)
    if isinstance(thing, dict) and "type" in thing:
        yield thing


def complaints(cards: dict[str, Any]) -> dict[str, list[str]]:
    """Return what Microsoft's renderer reports, by the names of the cards; but not that `lang` is invalid:
    its pattern is global, so it takes the same language at every second card only."""
    run = subprocess.run(
        ["node", Path(__file__).parent / "complaints.js", STAND_INS],
        input=json.dumps(cards),
        capture_output=True,
        text=True,
        check=True,
    )
    reported: dict[str, list[str]] = json.loads(run.stdout)
    others = {
        name: [each for each in found if not each.endswith('for property "lang".')]
        for name, found in reported.items()
    }
    return {name: found for name, found in others.items() if found}

"""Every card of the product, rendered for Teams, follows rules and is accepted by Microsoft's own readers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.teams.connector import MAX_BYTES
from adapters.teams.render import CardRenderer
from bot.core.cards import Buttons, Link, TextBox
from bot.core.i18n import Translator
from tests.adapters.teams.microsoft import MISSING, RENDERER, complaints, unknown
from tests.questions.product_bank import BANK
from tests.support.every_card import every_card
from tests.support.scenario import WELSH

URL = "https://accord.example.org"
PICTURE = f"{URL}/charts/signed.png?small"
EN, CY = Translator(), Translator("cy", catalogue=WELSH["cy"])
HOSTILE = "[click](https://evil.example) *b* _i_ {{DATE(2026-01-01T00:00:00Z)}} \u202egnorw\u202c"
ENGLISH = every_card(EN, BANK)
CARDS = CardRenderer(URL, lambda _: PICTURE)

every = pytest.mark.parametrize("name", ENGLISH)


def hostile(_: str) -> str:
    return HOSTILE


def strings(thing: Any, key: str = "") -> Iterator[tuple[str, str]]:
    match thing:
        case str():
            yield key, thing
        case dict():
            for name, value in thing.items():
                yield from strings(value, name)
        case list():
            for item in thing:
                yield from strings(item, key)


@every
def test_every_button_box_and_link_is_drawn(name: str) -> None:
    """The look of cards is agreed for Slack alone, in golden files; here rules apply."""
    card = ENGLISH[name]
    drawn = list(strings(CARDS.render_card(card)))
    titles, sentences = ({text for key, text in drawn if key == wanted} for wanted in ("title", "says"))
    for part in card.parts:
        match part:
            case Buttons(options=options):
                assert {option.says for option in options} <= sentences
            case TextBox(submit=submit, says=says):
                assert (submit in titles, says in sentences) == (True, True)
            case Link(label=label, path=path):
                assert label in titles
                assert ("url", f"{URL}{path}") in drawn


@every
@pytest.mark.parametrize("t", [EN, CY], ids=lambda t: t.code)
def test_every_card_fits_and_its_ids_are_unique(name: str, t: Translator) -> None:
    card = every_card(t, BANK)[name]
    sent = CARDS.render_message(card)
    assert len(json.dumps(sent, ensure_ascii=False).encode()) < MAX_BYTES
    ids = [element["id"] for element in sent["attachments"][0]["content"]["body"] if "id" in element]
    assert len(ids) == len(set(ids))


@every
def test_microsofts_typed_models_know_every_element(name: str) -> None:
    assert unknown(CARDS.render_card(ENGLISH[name])) == []


@pytest.mark.skipif(not RENDERER.exists(), reason=MISSING)
def test_microsofts_renderer_reads_every_card_without_a_complaint() -> None:
    cards = {
        f"{name} {t.code}": CARDS.render_card(card)
        for t in (EN, CY)
        for name, card in every_card(t, BANK).items()
    }
    assert complaints(cards) == {}
    assert list(
        complaints({"bad": {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Marquee"}]}})
    ) == ["bad"]


OUR_MOMENT = re.compile(r"\{\{DATE\(2026-\S{15}, SHORT\)\}\} \{\{TIME\(2026-\S{15}\)\}\}")


@every
def test_what_people_typed_stays_text(name: str) -> None:
    """Rich text is not read as Markdown; elsewhere, Markdown is escaped."""
    card = CARDS.render_card(every_card(EN, BANK, hostile)[name])
    for element in card["body"]:
        assert [words for key, words in strings(element) if "\u202e" in words and key != "says"] == []
        if element["type"] in {"TextBlock", "FactSet"}:
            assert [
                bad
                for _, words in strings(element)
                for bad in ("](", "{{", " *b*", " _i_")
                if bad in OUR_MOMENT.sub("", words)
            ] == []

"""A language is a catalogue and nothing else."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.app import load_catalogues
from bot.core.i18n import Translator
from bot.language.dates import parse_date, parse_duration
from bot.language.periods import Period, find_period
from tests.support.cast import AMIRA, CERYS
from tests.support.read_cards import buttons, reason, words
from tests.support.scenario import Scenario

FRENCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: fr\\n"

msgid "We’ll use {language} from now on."
msgstr "Désormais, je vous parle en {language}."

msgid "You will not get questions before {day}. You can still answer the ones you already have."
msgstr "Plus de questions avant le {day}."

msgid "tomorrow"
msgstr "demain"

msgid "[on|next|this] {weekday}"
msgstr "{weekday} [prochain]"

msgid "st|nd|rd|th"
msgstr "er"

msgid "two|a couple of"
msgstr "deux"

msgid "week[s]|wk[s]"
msgstr "semaine[s]"

msgid "since {start}"
msgstr "depuis {start}"

msgid "[the] [last|latest] [{n}] round[s]"
msgstr "[les] [{n}] dernier[s] tour[s]"
"""
FRIDAY = date(2026, 3, 20)


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    for language, po in {"cy": "", "fr": FRENCH}.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "accord.po").write_text(po, encoding="utf-8")
    return tmp_path


@pytest.fixture
def french(catalogues: Path) -> Translator:
    return Translator("fr", catalogue=load_catalogues(catalogues)["fr"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("demain", "2026-03-21"),
        ("lundi prochain", "2026-03-23"),
        ("1er mai", "2026-05-01"),
        ("dimanche 3 mai", "2026-05-03"),
        ("3 déc. 2026", "2026-12-03"),
        ("3 déc 2026", "2026-12-03"),
        ("next Monday", "2026-03-23"),
    ],
)
def test_dates_are_understood_by_the_catalogue(french: Translator, text: str, expected: str) -> None:
    assert str(parse_date(text, FRIDAY, french)) == expected


def test_lengths_and_periods_are_understood_by_the_catalogue(french: Translator) -> None:
    assert parse_duration("deux semaines", french) == timedelta(weeks=2)
    assert find_period("depuis janvier", FRIDAY, french) == Period(first=date(2026, 1, 1))
    assert find_period("les 3 derniers tours", FRIDAY, french) == Period(newest=3)


@pytest.mark.parametrize("name", ["fr", "French", "français", "Ffrangeg"])
async def test_a_member_chooses_a_language_by_any_of_its_names(
    scenario: Scenario, catalogues: Path, name: str
) -> None:
    await scenario.create_partnership(AMIRA, CERYS)
    scenario.bot.context = replace(scenario.context, catalogues=load_catalogues(catalogues))
    chosen = await scenario.says(AMIRA, f"language {name}")
    assert "Désormais, je vous parle en français." in words(chosen)
    paused = await scenario.says(AMIRA, "pause until demain")
    assert "Plus de questions avant le 3 mars 2026." in words(paused)
    assert (chosen.language, paused.language) == ("fr", "fr")


async def test_a_refusal_offers_every_language(scenario: Scenario, catalogues: Path) -> None:
    await scenario.create_partnership(AMIRA, CERYS)
    scenario.bot.context = replace(scenario.context, catalogues=load_catalogues(catalogues))
    card = await scenario.says(AMIRA, "language Klingon")
    assert reason(card) == ("Accord speaks English, Welsh and French. Choose one of these.")
    assert [(each.label, each.says) for each in buttons(card)] == [
        ("English", "language en"),
        ("Cymraeg", "language cy"),
        ("Français", "language fr"),
    ]

"""How a round is cited."""

import json
from dataclasses import replace
from datetime import date

from bot.core.i18n import Translator
from bot.reports.dataset.citation import Citation, bibtex, citation_text, csl_json
from bot.settings import NO_TERMS, DataTerms

t = Translator()
ADDRESS = "https://accord.example/p/harbour"
ROUND = Citation(
    "Harbour Together", "12", 12, date(2026, 3, 9), ADDRESS, DataTerms("Estuary Council"), checksum="ab12"
)


def test_a_citation_names_what_is_needed_to_find_and_check_the_data() -> None:
    assert citation_text(t, ROUND) == (
        "Harbour Together (2026). Results of round 12, closed on 9 March 2026. Version 1. "
        "Estuary Council. https://accord.example/p/harbour/rounds/12. SHA-256: ab12."
    )


def test_an_ad_hoc_round_is_cited_by_its_day() -> None:
    extra = replace(ROUND, reference="k7f2", number=0, terms=NO_TERMS)
    assert citation_text(t, extra) == (
        "Harbour Together (2026). Results of the extra round that closed on 9 March 2026. "
        "Version 1. https://accord.example/p/harbour/rounds/k7f2. SHA-256: ab12."
    )


def test_a_cancelled_round_is_cited_as_one() -> None:
    cancelled = replace(ROUND, checksum="")
    assert citation_text(t, cancelled) == (
        "Harbour Together (2026). A round that was cancelled on 9 March 2026. Version 1. "
        "Estuary Council. https://accord.example/p/harbour/rounds/12."
    )
    assert "SHA" not in bibtex(t, cancelled) + csl_json(t, cancelled)


def test_reference_managers_read_it() -> None:
    (item,) = json.loads(csl_json(t, ROUND))
    assert item == {
        "id": "accord-harbour-12",
        "type": "dataset",
        "title": "Results of round 12, closed on 9 March 2026",
        "author": [{"literal": "Harbour Together"}],
        "issued": {"date-parts": [[2026, 3, 9]]},
        "version": "1",
        "publisher": "Estuary Council",
        "URL": "https://accord.example/p/harbour/rounds/12",
        "note": "SHA-256: ab12",
    }


def test_bibtex_takes_no_name_for_a_command() -> None:
    hostile = replace(ROUND, partnership=r"50% of {A}_B & \C~^#$", terms=NO_TERMS)
    name = r"50\% of \{A\}\_B \& \textbackslash{}C\textasciitilde{}\textasciicircum{}\#\$"
    assert bibtex(t, hostile).splitlines() == [
        "@misc{accord-harbour-12,",
        f"  author = {{{{{name}}}}},",
        "  title = {{Results of round 12, closed on 9 March 2026}},",
        "  year = {2026},",
        "  month = {3},",
        "  version = {1},",
        "  url = {https://accord.example/p/harbour/rounds/12},",
        "  note = {SHA-256: ab12}",
        "}",
    ]

"""How others cite a round. Pure."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.core.i18n import Translator
from bot.settings import NO_TERMS, DataTerms

EDITION = 1  # what a round published is never changed, so there is one edition of it
# TeX takes these for commands: https://ctan.org/pkg/biblatex
TEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_{}"},
    }
)


@dataclass(frozen=True, slots=True)
class Citation:
    """The facts by which a closed round is cited. `partnership` is its name then, `reference` the last
    part of the address of the round, whose `number` is 0 if it is ad hoc; `closed_on` is a day in UTC,
    the same for every reader. `hub` is the address of the partnership's hub. A round that was cancelled
    has no results, and so no `checksum`. `superseded_by` is the address of the record that takes its
    place, if any."""

    partnership: str
    reference: str
    number: int
    closed_on: date
    hub: str
    terms: DataTerms = NO_TERMS
    checksum: str = ""
    superseded_by: str = ""
    edition: int = EDITION

    @property
    def address(self) -> str:
        """The permanent address of the round."""
        return f"{self.hub}/rounds/{self.reference}"

    @property
    def is_cancelled(self) -> bool:
        return not self.checksum


def round_title(t: Translator, citation: Citation) -> str:
    """Return `Results of round 12, closed on 3 May 2026`."""
    day = t.full_day(citation.closed_on)
    if citation.is_cancelled:
        return t("A round that was cancelled on {day}", day=day)
    if not citation.number:
        return t("Results of the extra round that closed on {day}", day=day)
    return t("Results of round {number}, closed on {day}", number=citation.number, day=day)


def citation_text(t: Translator, citation: Citation) -> str:
    """Return the suggested citation in one paragraph."""
    parts = [
        f"{citation.partnership} ({citation.closed_on.year}). {round_title(t, citation)}",
        t("Version {edition}", edition=citation.edition),
        citation.terms.publisher,
        citation.address,
        f"SHA-256: {citation.checksum}" if citation.checksum else "",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def csl_json(t: Translator, citation: Citation) -> str:
    """Return the citation for programs that manage references: https://citeproc-js.readthedocs.io/"""
    closed = citation.closed_on
    item: dict[str, Any] = {
        "id": citation_key(citation),
        "type": "dataset",
        "title": round_title(t, citation),
        "author": [{"literal": citation.partnership}],
        "issued": {"date-parts": [[closed.year, closed.month, closed.day]]},
        "version": str(citation.edition),
        "publisher": citation.terms.publisher,
        "URL": citation.address,
        "note": f"SHA-256: {citation.checksum}" if citation.checksum else "",
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


def bibtex(t: Translator, citation: Citation) -> str:
    """Return the citation for BibTeX. Names of partnerships are kept as they are, by double braces."""
    closed = citation.closed_on
    fields = {
        "author": f"{{{_tex(citation.partnership)}}}",
        "title": f"{{{_tex(round_title(t, citation))}}}",
        "year": str(closed.year),
        "month": str(closed.month),
        "version": str(citation.edition),
        "publisher": _tex(citation.terms.publisher),
        "url": citation.address,
        "note": f"SHA-256: {citation.checksum}" if citation.checksum else "",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{citation_key(citation)},\n" + ",\n".join(lines) + "\n}\n"


def citation_key(citation: Citation) -> str:
    return f"accord-{citation.hub.rpartition('/')[2]}-{citation.reference}"


def _tex(text: str) -> str:
    return text.translate(TEX_ESCAPES)

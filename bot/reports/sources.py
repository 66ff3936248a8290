"""Sources of questions and talking points, shortened for small print. Pure."""

import re
from collections.abc import Iterable


def short_citations(sources: Iterable[str]) -> list[str]:
    """Return full citations in short, each once, in the order of the alphabet."""
    return sorted({_short_citation(source) for source in sources})


def _short_citation(citation: str) -> str:
    """Return authors and year, `Oetzel and others (2015)`, or what comes before the first comma."""
    with_year = re.match(r"[^.]+?\(\d{4}\)", citation)
    return with_year[0] if with_year else citation.partition(",")[0]

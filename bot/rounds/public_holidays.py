"""Whose public holidays are kept: those of a country (`NZ`) or of a part of one (`GB-SCT`). Pure.

Scotland is not England: where parts of a country keep different days, the part says more than the country.
"""

from collections.abc import Container, Mapping
from datetime import date
from functools import cache

from babel import Locale

from bot.core.i18n import N_, Translator
from bot.core.sanitise import fold

UK_REGIONS = {
    "GB-ENG": N_("England"),
    "GB-WLS": N_("Wales"),
    "GB-SCT": N_("Scotland"),
    "GB-NIR": N_("Northern Ireland"),
}
_SPLIT_COUNTRIES = {"GB", "UK"}  # too little is kept by all of it


def parse_region(text: str, t: Translator) -> str:
    """The region that is meant by its name, in English or the speaker's language, or by its code. Raises
    ValueError for any other words, and for a country whose parts must be named."""
    wanted, known = fold(text), _supported_countries()
    for code, name in UK_REGIONS.items():
        if wanted in {fold(name), fold(t(name)), code.casefold()}:
            return code
    country, dash, part = wanted.upper().partition("-")
    if country in known and country not in _SPLIT_COUNTRIES and (part in known[country] or not dash):
        return wanted.upper()
    for language in ("en", t.code):
        names = Locale.parse(language).territories
        for code in known.keys() - _SPLIT_COUNTRIES:
            if wanted == fold(names.get(code, "")):
                return code
    raise ValueError(f"no region: {text!r}")


def region_name(region: str, t: Translator) -> str:
    """`Scotland`, `New Zealand`, `Germany (BY)`."""
    if region in UK_REGIONS:
        return t(UK_REGIONS[region])
    country, _, part = region.partition("-")
    name = Locale.parse(t.code).territories.get(country, country)
    return f"{name} ({part})" if part else name


@cache
def public_holidays(region: str) -> Container[date]:
    """None where the region is empty or nobody knows it."""
    import holidays  # half a second

    country, _, part = region.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return frozenset()


@cache
def _supported_countries() -> Mapping[str, list[str]]:
    """The parts of every country whose public holidays can be had, by the two letters of its code."""
    import holidays

    return {
        country: parts
        for country, parts in holidays.list_supported_countries(include_aliases=False).items()
        if len(country) == 2
    }

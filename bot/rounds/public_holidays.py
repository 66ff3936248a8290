"""Public holidays of a region, which is a country (`NZ`) or a part of one (`GB-SCT`). Pure.

Parts of a country can keep different days, as Scotland and England do.
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
_SPLIT_COUNTRIES = {"GB", "UK"}  # few holidays are kept in all parts, so a part must be named


def parse_region(text: str, t: Translator) -> str:
    """Return the region with this name, in any language of Accord, or with this code. Raises
    ValueError for any other text, and for a country whose parts must be named."""
    wanted, countries = fold(text), _supported_countries()
    for code, name in UK_REGIONS.items():
        if wanted in {code.casefold(), *map(fold, t.wordings(name))}:
            return code
    country, dash, part = wanted.upper().partition("-")
    if country in countries and country not in _SPLIT_COUNTRIES and (part in countries[country] or not dash):
        return wanted.upper()
    for language in ("en", *t.codes):
        names = Locale.parse(language).territories
        for code in countries.keys() - _SPLIT_COUNTRIES:
            if wanted == fold(names.get(code, "")):
                return code
    raise ValueError(f"no region: {text!r}")


def region_name(region: str, t: Translator) -> str:
    """Return the region's name in the listener's language: `Scotland`, `New Zealand`, `Germany (BY)`."""
    if region in UK_REGIONS:
        return t(UK_REGIONS[region])
    country, _, part = region.partition("-")
    name = Locale.parse(t.code).territories.get(country, country)
    return f"{name} ({part})" if part else name


@cache
def public_holidays(region: str) -> Container[date]:
    """Return the public holidays of a region; none for an empty or unknown one."""
    import holidays  # here because importing it takes half a second

    country, _, part = region.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return frozenset()


@cache
def _supported_countries() -> Mapping[str, list[str]]:
    """Return the parts of every country whose public holidays are known, by its two-letter code."""
    import holidays

    return {
        country: parts
        for country, parts in holidays.list_supported_countries(include_aliases=False).items()
        if len(country) == 2
    }

"""The evidence log in words. Pure.

Nothing here says that one thing caused another.
"""

from collections.abc import Mapping

from bot.core.followups import EvidenceDetail, EvidencePart
from bot.core.i18n import N_, Translator

PART_TITLES = {
    EvidencePart.HOW: N_("How it is thought to work"),
    EvidencePart.TOOK: N_("What it took"),
    EvidencePart.FOLLOWED: N_("What followed, in your words"),
}


def detail_text(t: Translator, detail: EvidenceDetail | None, names: Mapping[str, str]) -> str:
    """Return the words of a part of a description with who wrote them when; or that there are none. `names`
    are those of members by their token; one that is missing has been erased."""
    if detail is None:
        return t("Nothing yet")
    name, day = names.get(detail.author, ""), t.full_day(detail.corrected_at or detail.said_at)
    if not detail.words:
        return t("removed by {name} on {day}", name=name, day=day) if name else t("removed on {day}", day=day)
    return f"{detail.words} ({_written(t, detail, name, day)})"


def _written(t: Translator, detail: EvidenceDetail, name: str, day: str) -> str:
    if detail.corrected_at:
        return (
            t("corrected by {name} on {day}", name=name, day=day)
            if name
            else t("corrected on {day}", day=day)
        )
    return t("written by {name} on {day}", name=name, day=day) if name else t("written on {day}", day=day)

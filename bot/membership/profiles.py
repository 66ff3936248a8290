"""The choices of a partnership's profile: few and fixed, so that partnerships can be compared. Pure.

The English wording is stored, and translated when it is shown. docs/method.md 8 says what the profile is for.
"""

from bot.core import sanitise
from bot.core.i18n import N_, Translator

FIELDS = (
    N_("children and young people"),
    N_("health and social care"),
    N_("employment and skills"),
    N_("other"),
)
KINDS = (
    N_("learning from each other"),
    N_("planning together"),
    N_("running services together"),
    N_("paying for services together"),
    N_("speaking up together"),
    N_("other"),
)
DEGREES = (
    N_("keeping in touch"),
    N_("working side by side"),
    N_("doing some work together"),
    N_("sharing staff, money or decisions"),
    N_("one shared organisation"),
)
ALL_PACKS = "all"  # every short pack in turn
TITLES = {
    "field": N_("Field"),
    "kind": N_("Kind of collaboration"),
    "degree": N_("Degree of collaboration"),
}
CHOICES = {"field": FIELDS, "kind": KINDS, "degree": DEGREES}


def parse_choice(options: tuple[str, ...], text: str, t: Translator) -> str | None:
    """Return the option with these words, in English or the speaker's language, or with this number from 1;
    None if there is none."""
    wanted = sanitise.fold(text)
    for number, option in enumerate(options, 1):
        if wanted in (str(number), sanitise.fold(option), sanitise.fold(t(option))):
            return option
    return None

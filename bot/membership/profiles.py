"""What a partnership's profile can say: few fixed choices, so that partnerships can be compared. Pure.

What is kept is the English wording; it is translated where it is shown. SCIENCE.md 8 says what the
profile is for.
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
ALL_PACKS = "all"  # packs: every short one in turn
TITLES = {
    "field": N_("Field"),
    "kind": N_("Kind of collaboration"),
    "degree": N_("Degree of collaboration"),
}
CHOICES = {"field": FIELDS, "kind": KINDS, "degree": DEGREES}


def parse_choice(options: tuple[str, ...], said: str, t: Translator) -> str | None:
    """The option that is meant by its words, in English or the speaker's language, or by its number from
    1."""
    wanted = sanitise.fold(said)
    for number, option in enumerate(options, 1):
        if wanted in (str(number), sanitise.fold(option), sanitise.fold(t(option))):
            return option
    return None

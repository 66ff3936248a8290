"""One organisation: found by its name, renamed, and a check before its side changes."""

import re
from collections.abc import Sequence

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import MembershipStatus, Organisation, Partnership, Round, RoundState
from bot.core.ports import Transaction
from bot.membership.roster import Roster

ARTICLES = {"the", "y", "yr"}
LEGAL_FORMS = ("community interest company", "limited", "ltd", "cic", "cio", "plc", "llp")
NHS_FORMS = ("nhs foundation trust", "nhs trust", "nhs ft")


async def rename(
    db: Transaction, roster: Roster, organisation: Organisation, name: str, t: Translator
) -> Organisation:
    """Rename an organisation. Raises Refusal where another one has this name."""
    name = sanitise.validate_name(name, t)
    others = (other for other in roster.partners if other != organisation)
    if any(sanitise.fold(other.name) == sanitise.fold(name) for other in others):
        raise Refusal(
            t(
                "Another organisation in this partnership is called {name}. Choose a different name.",
                name=name,
            )
        )
    return await db.update_if_unchanged(organisation, name=name)


async def has_compared_rounds(db: Transaction, partnership: Partnership) -> bool:
    """Return True if a scheduled round has closed. Then the results compare two sides, which a change of an
    organisation's side would disturb."""
    closed = await db.find(Round, partnership=partnership.id, state=RoundState.CLOSED)
    return any(round_.number for round_ in closed)  # ad hoc rounds have no number


def find_by_name(organisations: Sequence[Organisation], name: str) -> Organisation | None:
    """Return the organisation that a name means: the one of exactly this name, else the only one whose name
    differs in small things. One that has left counts only where no present one fits. None if there is
    none."""
    same = _present_or_all(
        [other for other in organisations if sanitise.fold(other.name) == sanitise.fold(name)]
    )
    if same:
        return same[0]
    alike = _present_or_all([other for other in organisations if _key(other.name) == _key(name)])
    return alike[0] if len(alike) == 1 else None


def _present_or_all(organisations: Sequence[Organisation]) -> Sequence[Organisation]:
    present = [other for other in organisations if other.standing is not MembershipStatus.LEFT]
    return present or organisations


def _key(name: str) -> str:
    """Return a key that is equal for names that people take for one: `The Net-Loft Ltd.` and `Net Loft`,
    `Estuary NHS Trust` and `Estuary NHS`."""
    text = sanitise.fold(name).replace("&", " and ").replace("’", "").replace("'", "").replace(".", "")
    words = re.findall(r"\w+", text)
    if words[1:] and words[0] in ARTICLES:
        del words[0]
    key = " ".join(words)
    for form in LEGAL_FORMS:
        key = key.removesuffix(f" {form}")
    for form in NHS_FORMS:
        if key.endswith(f" {form}"):
            key = f"{key.removesuffix(form)}nhs"
    return key

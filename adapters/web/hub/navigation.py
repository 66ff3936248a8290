"""The pages that the navigation of the hub leads to. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.i18n import N_
from bot.handlers.hub.access import HubPart, HubReader


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link to the first page of a part of the hub; `is_here` if the page shown belongs to that part."""

    label: str
    path: str
    is_here: bool


# In the order in which they stand on every page.
ENTRIES: tuple[tuple[HubPart, str, str], ...] = (
    (HubPart.OVERVIEW, "", N_("Overview")),
    (HubPart.THEMES, "/themes", N_("Themes")),
    (HubPart.ROUNDS, "/rounds", N_("Rounds")),
    (HubPart.TIMELINE, "/timeline", N_("Timeline")),
    (HubPart.OUTCOMES, "/outcomes", N_("Outcomes")),
    (HubPart.EVIDENCE, "/evidence", N_("Evidence")),
    (HubPart.YEARLY, "/yearly", N_("Yearly look")),
    (HubPart.SHARING, "/sharing", N_("Sharing")),
    (HubPart.MANAGE, "/manage", N_("Manage")),
)


def navigation(reader: HubReader, root: str, here: HubPart) -> Sequence[NavigationLink]:
    """Return the links to the parts that a reader may see, below the `root` of all pages."""
    return [
        NavigationLink(reader.t(label), root + path, part is here)
        for part, path, label in ENTRIES
        if part in reader.parts
    ]

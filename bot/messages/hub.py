"""The buttons that open pages of the evidence hub. Pure."""

from bot.core import hub_paths
from bot.core.cards import Button
from bot.core.i18n import Translator
from bot.core.models import Round
from bot.language.commands import OpenHub
from bot.membership.roster import SentenceBuilder
from bot.reports.dataset.result_rows import round_reference


def hub_button(
    t: Translator, say: SentenceBuilder, partnership: str, round_: Round | None = None, name: str = ""
) -> Button:
    """Return the button that opens the hub of a partnership, at a closed round if one is given. It has the
    `name` of the partnership in its label where it stands beside those of others."""
    reference = round_reference(round_) if round_ else ""
    label = t("Open the hub of {partnership}", partnership=name) if name else t("Open the hub")
    return Button(label, say(OpenHub(reference)), page=hub_paths.page_path(partnership, reference))

"""Somebody's own page within Slack: what waits for them, their partnerships, themselves."""

from adapters.slack import kit, modals, views
from adapters.slack.render import VIEW
from adapters.slack.views import View
from bot.core.models import Person
from bot.talk.hear import Bot
from bot.talk.overview import Overview
from bot.talk.phrases import plain
from bot.talk.sights import Coordinated


async def home(bot: Bot, person: Person | None, language: str, public_url: str) -> View:
    """For somebody we do not know, what they can do about that."""
    t = bot.context.translator(person, language)
    if person is None:
        return views.home([plain.menu(t, ())], public_url)
    view = views.home(await bot.see(person, Overview()), public_url)
    if await bot.see(person, Coordinated()):
        view["blocks"] = [*view["blocks"][: VIEW.blocks - 2], kit.DIVIDER, modals.row(t)]
    return view

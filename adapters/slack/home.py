"""Somebody's own page within Slack: what waits for them, their partnerships, themselves."""

from adapters.slack import kit, modals, views
from adapters.slack.render import VIEW
from adapters.slack.views import View
from bot.core.models import Person
from bot.handlers.bot import Bot
from bot.handlers.views import CoordinatedRostersView, OverviewView
from bot.messages import general


async def home(bot: Bot, person: Person | None, language: str, public_url: str) -> View:
    """For somebody we do not know, what they can do about that."""
    t = bot.context.translator(person, language)
    if person is None:
        return views.home([general.menu(t, ())], public_url)
    view = views.home(await bot.view(person, OverviewView()), public_url)
    if await bot.view(person, CoordinatedRostersView()):
        view["blocks"] = [*view["blocks"][: VIEW.blocks - 2], kit.DIVIDER, modals.row(t)]
    return view

"""Pages that other platforms need: a card each, drawn as ours are, for somebody who need not be known."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.visits import Site
from bot.core.cards import Card
from bot.core.i18n import Translator

Show = Callable[[Request, Callable[[Translator], Card], int], Awaitable[Response]]


def notices(site: Site) -> Show:
    """Shows what is composed in the language of whoever asks, with a status."""

    async def show(request: Request, compose: Callable[[Translator], Card], status: int) -> Response:
        visit = await site.visit(request)
        card = compose(visit.t)
        drawn = site.pen(visit, visit.t, "").card(card, 1)
        return site.page(visit, "notice.html", status=status, card=drawn, title=card.title)

    return show

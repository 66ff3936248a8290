"""Pages that other platforms need: a card each, drawn as ours are, for somebody who need not be known."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.session import Site
from bot.core.cards import Card
from bot.core.i18n import Translator

ShowCard = Callable[[Request, Callable[[Translator], Card], int], Awaitable[Response]]


def card_pages(site: Site) -> ShowCard:
    """Shows what is composed in the language of whoever asks, with a status."""

    async def show(request: Request, compose: Callable[[Translator], Card], status: int) -> Response:
        page_request = await site.page_request(request)
        card = compose(page_request.t)
        drawn = site.card_renderer(page_request, page_request.t, "").card(card, 1)
        return site.page(page_request, "notice.html", status=status, card=drawn, title=card.title)

    return show

"""Shows a card as a page to somebody who need not be signed in, for the pages of other platforms."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.session import Site
from bot.core.cards import Card
from bot.core.i18n import Translator

ShowCard = Callable[[Request, Callable[[Translator], Card], int], Awaitable[Response]]


def card_pages(site: Site) -> ShowCard:
    """Return a function that shows a card, composed in the language of the browser, with a status."""

    async def show(request: Request, compose: Callable[[Translator], Card], status: int) -> Response:
        page_request = await site.page_request(request)
        card = compose(page_request.t)
        html = site.card_renderer(page_request, page_request.t, "").card(card, 1)
        return site.page(page_request, "notice.html", status=status, card=html, title=card.title)

    return show

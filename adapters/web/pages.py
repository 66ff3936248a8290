"""A person's own pages: their chat with Accord, the check-in, and the channels of their partnerships."""

from collections.abc import Collection
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.web.commands import handle_command
from adapters.web.session import CurrentUser, PageRequest, Site
from bot.core.cards import Button, Buttons, Card
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Address, Role
from bot.core.ports import WebMessage
from bot.handlers.views import ChannelView, CheckInView, HomeView, MyPartnership, MyPartnershipsView
from bot.messages import check_in, general, summary

MOST, SOME = 200, 24  # posts: looked through where all are asked for, and else at first
FEW, IN_FULL, MOST_IN_FULL = 12, 2, 6  # posts: shown unless all are asked for, and of them in full


class Pages:
    def __init__(self, site: Site):
        self.site = site

    def routes(self) -> list[Route]:
        channel = "/me/{person}/channel/{partnership}"
        return [
            self.site.route("/me/{person}", self.person),
            self.site.route("/me/{person}/posts", self.person_posts),
            self.site.route("/me/{person}/say", self.say, "POST"),
            self.site.route("/me/{person}/check-in/{invitation}", self.check_in),
            self.site.route(channel, self.channel),
            self.site.route(f"{channel}/posts", self.channel_posts),
            self.site.route(channel, self.say_to_all, "POST"),
        ]

    async def person(self, page_request: PageRequest) -> Response:
        me = await self.site.require_user(page_request)
        places = await self.site.bot.view(me.person, MyPartnershipsView())
        waiting = await self._waiting(me)
        pen = self.site.card_renderer(page_request, me.t, f"{me.path}/say")
        shown: dict[str, Any] = {
            "waiting": [pen.card(card, 3) for card in waiting],
            "answered": answered(places, waiting),
            "suggestions": suggestions(me.t, places, self.site.bot.context.sends_email),
            **await self._talk(page_request, me, waiting),
        }
        return self.site.page(page_request, "person.html", me, places=places, **shown)

    async def person_posts(self, page_request: PageRequest) -> Response:
        me = await self.site.require_user(page_request)
        talk = await self._talk(page_request, me, await self._waiting(me))
        return HTMLResponse("\n".join(talk["posts"]))

    async def say(self, page_request: PageRequest) -> Response:
        me = await self.site.require_user(page_request)
        return await handle_command(self.site, page_request, me, me.chat, me.path)

    async def check_in(self, page_request: PageRequest) -> Response:
        me = await self.site.require_user(page_request)
        view = CheckInView(page_request.id("invitation"), page_request.request.query_params.get("at", ""))
        card = await self.site.bot.view(me.person, view)
        drawn = self.site.card_renderer(page_request, me.t, f"{me.path}/say").card(card, 1)
        return self.site.page(page_request, "check_in.html", me, card=drawn, title=card.title)

    async def channel(self, page_request: PageRequest) -> Response:
        me = await self.site.require_user(page_request)
        places, place, address = await self._channel(page_request, me)
        shown: dict[str, Any] = {
            "pointer": page_request.request.query_params.get("answered") == "privately",
            **await self._posts(page_request, me, address, page_request.request.url.path),
        }
        return self.site.page(page_request, "channel.html", me, places=places, place=place, **shown)

    async def channel_posts(self, page_request: PageRequest) -> Response:
        me = await self.site.require_user(page_request)
        _, place, address = await self._channel(page_request, me)
        talk = await self._posts(page_request, me, address, f"{me.path}/channel/{place.partnership}")
        return HTMLResponse("\n".join(talk["posts"]))

    async def say_to_all(self, page_request: PageRequest) -> Response:
        me = await self.site.require_user(page_request)
        _, _, address = await self._channel(page_request, me)
        return await handle_command(self.site, page_request, me, address, page_request.request.url.path)

    async def _channel(
        self, page_request: PageRequest, me: CurrentUser
    ) -> tuple[tuple[MyPartnership, ...], MyPartnership, Address]:
        """All their places, this one, and where it is posted to. Raises a 404 where it is not theirs."""
        partnership = page_request.id("partnership")
        places = await self.site.bot.view(me.person, MyPartnershipsView())
        for place in places:
            if place.partnership == partnership:
                return places, place, await self.site.bot.view(me.person, ChannelView(partnership))
        raise HTTPException(404)

    async def _waiting(self, me: CurrentUser) -> tuple[Card, ...]:
        """What waits for them, or why that cannot be shown: the rest of the page does not depend on it."""
        try:
            return await self.site.bot.view(me.person, HomeView())
        except Refusal as refusal:
            return (general.refused(me.t, refusal),)

    async def _talk(
        self, page_request: PageRequest, me: CurrentUser, waiting: tuple[Card, ...]
    ) -> dict[str, Any]:
        """Their chat, without what is shown above it: the check-in, and whatever else still waits."""
        above = {card.thread_key for card in waiting if card.thread_key}
        return await self._posts(page_request, me, me.chat, f"{me.path}/say", above)

    async def _posts(
        self,
        page_request: PageRequest,
        me: CurrentUser,
        to: Address,
        action: str,
        without: Collection[str] = (),
    ) -> dict[str, Any]:
        """What lies there, drawn, and whether there is more; for the script, what came after the post that it
        names."""
        asked, pen = page_request.request.query_params, self.site.card_renderer(page_request, me.t, action)
        posts = await self._lying(to, without, MOST if "earlier" in asked else SOME)
        shown = posts if "earlier" in asked else posts[-FEW:]
        return {
            "posts": pen.posts(after(shown, asked.get("after", "")), in_full(shown)),
            "earlier": len(shown) < len(posts),
        }

    async def _lying(self, to: Address, without: Collection[str], most: int) -> list[WebMessage]:
        """What can be shown of the newest posts: a few more than few, if there are so many. To read a post
        costs more than to draw a line of it."""
        found = await self.site.inbox.posts(to, most)
        posts = [
            post
            for post in found
            if post.about not in without and not post.about.startswith(check_in.THREAD_PREFIX)
        ]
        if len(posts) > FEW or len(found) < most or most == MOST:
            return posts
        return await self._lying(to, without, MOST)


def in_full(posts: list[WebMessage]) -> int:
    """How many of the newest: two, or where a summary has been followed by a few, as by alerts, from that
    on."""
    summaries = [place for place, post in enumerate(posts) if post.about.startswith(summary.THREAD_PREFIX)]
    newest = len(posts) - summaries[-1] if summaries else IN_FULL
    return newest if IN_FULL < newest <= MOST_IN_FULL else IN_FULL


def after(posts: list[WebMessage], id: str) -> list[WebMessage]:
    """All, where that post is not among them."""
    found = [position for position, post in enumerate(posts, start=1) if post.id == id]
    return posts[found[0] :] if found else posts


def answered(places: tuple[MyPartnership, ...], waiting: tuple[Card, ...]) -> list[MyPartnership]:
    """Those with an open check-in that puts no question any more."""
    buttons = [part.options for card in waiting for part in card.parts if isinstance(part, Buttons)]
    says = " ".join(option.says for options in buttons for option in options)
    return [place for place in places if place.waiting and place.waiting not in says]


def suggestions(t: Translator, places: tuple[MyPartnership, ...], writes_mail: bool) -> tuple[Button, ...]:
    """The sentences most worth a button; none that does something which cannot be taken back."""
    if not places:
        return (Button(t("What can I say?"), "help"),)
    member = (
        Button(t("Results"), "results"),
        Button(t("How the round stands"), "status"),
        Button(t("Who is in"), "members"),
    )
    coordinator = (Button(t("The next questions"), "preview"), Button(t("Invite"), "invite"))
    coordinates = any(place.role == Role.COORDINATOR for place in places)
    by_mail = (Button(t("E-mail"), "email"),) if writes_mail else ()
    return (*member, *(coordinator if coordinates else ()), *by_mail, Button(t("What can I say?"), "help"))

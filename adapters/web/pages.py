"""Serves a person's pages: their chat with Accord, the check-in, and the channels of their partnerships."""

from collections.abc import Collection
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.web.commands import handle_command
from adapters.web.session import CurrentUser, PageRequest, Site, personal_chat, personal_path
from bot.core.cards import Button, Card
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Address, Role
from bot.core.ports import WebMessage
from bot.handlers.check_in import CheckInView
from bot.handlers.views import ChannelView, HomeView, MyPartnership, MyPartnershipsView, OutcomesCsvView
from bot.messages import check_in, general, summary

MAX_POSTS, FIRST_POSTS = 200, 24  # how many are looked through if all are asked for, and at first
SHOWN_POSTS = 12  # unless all are asked for
FULL_POSTS, MAX_FULL_POSTS = 2, 6  # how many of those are shown in full


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
            self.site.route("/me/{person}/outcomes/{partnership}.csv", self.outcomes_csv),
        ]

    async def person(self, page_request: PageRequest) -> Response:
        user, partnerships = await self.site.view(page_request, MyPartnershipsView())
        waiting = await self._waiting_cards(user)
        renderer = self.site.card_renderer(page_request, user.t, f"{user.path}/say")
        variables: dict[str, Any] = {
            "waiting": [renderer.card(card, 3) for card in waiting],
            "answered": answered(partnerships, waiting),
            "coordinates": _coordinates(partnerships),
            "suggestions": suggestions(user.t, partnerships, sends_email=self.site.bot.sends_email),
            **await self._chat_posts(page_request, user, waiting),
        }
        return self.site.page(page_request, "person.html", user, places=partnerships, **variables)

    async def person_posts(self, page_request: PageRequest) -> Response:
        user = self.site.current_user(await self.site.bot.sessions.require_person(page_request.identity))
        chat = await self._chat_posts(page_request, user, await self._waiting_cards(user))
        return HTMLResponse("\n".join(chat["posts"]))

    async def say(self, page_request: PageRequest) -> Response:
        person = page_request.identity.person
        return await handle_command(self.site, page_request, personal_chat(person), personal_path(person))

    async def check_in(self, page_request: PageRequest) -> Response:
        view = CheckInView(page_request.path_id("invitation"), page_request.query.get("at", ""))
        user, card = await self.site.view(page_request, view)
        return self.site.card_page(page_request, user, card)

    async def channel(self, page_request: PageRequest) -> Response:
        user, partnerships, partnership, address = await self._channel(page_request)
        variables: dict[str, Any] = {
            "places": partnerships,
            "place": partnership,
            "pointer": page_request.query.get("answered") == "privately",
            **await self._posts(page_request, user, address, page_request.path),
        }
        return self.site.page(page_request, "channel.html", user, **variables)

    async def channel_posts(self, page_request: PageRequest) -> Response:
        user, _, partnership, address = await self._channel(page_request)
        action = f"{user.path}/channel/{partnership.partnership}"
        channel = await self._posts(page_request, user, address, action)
        return HTMLResponse("\n".join(channel["posts"]))

    async def say_to_all(self, page_request: PageRequest) -> Response:
        _, _, _, address = await self._channel(page_request)
        return await handle_command(self.site, page_request, address, page_request.path)

    async def outcomes_csv(self, page_request: PageRequest) -> Response:
        _, text = await self.site.view(page_request, OutcomesCsvView(page_request.path_id("partnership")))
        headers = {"Content-Disposition": 'attachment; filename="outcomes.csv"'}
        return Response(text, media_type="text/csv", headers=headers)

    async def _channel(
        self, page_request: PageRequest
    ) -> tuple[CurrentUser, tuple[MyPartnership, ...], MyPartnership, Address]:
        """Return the user, all their partnerships, this one, and the address of its channel. Raises a 404 if
        they are not in it."""
        id = page_request.path_id("partnership")
        user, partnerships = await self.site.view(page_request, MyPartnershipsView())
        for partnership in partnerships:
            if partnership.partnership == id:
                address = await self.site.bot.view(user.person, ChannelView(id))
                return user, partnerships, partnership, address
        raise HTTPException(404)

    async def _waiting_cards(self, user: CurrentUser) -> tuple[Card, ...]:
        """Return what waits for somebody, or why that cannot be shown: the rest of the page does not depend
        on it."""
        try:
            return await self.site.bot.view(user.person, HomeView())
        except Refusal as refusal:
            return (general.refused(user.t, refusal),)

    async def _chat_posts(
        self, page_request: PageRequest, user: CurrentUser, waiting: tuple[Card, ...]
    ) -> dict[str, Any]:
        """Return the posts of a person's chat, without what is shown above it: the check-in, and whatever
        else still waits."""
        shown_above = {card.thread_key for card in waiting if card.thread_key}
        return await self._posts(page_request, user, user.chat, f"{user.path}/say", shown_above)

    async def _posts(
        self,
        page_request: PageRequest,
        user: CurrentUser,
        to: Address,
        action: str,
        without: Collection[str] = (),
    ) -> dict[str, Any]:
        """Return the posts of one place as HTML, and whether there are earlier ones; for the script, only
        what came after the post that it names."""
        renderer = self.site.card_renderer(page_request, user.t, action)
        wants_all = "earlier" in page_request.query
        posts = await self._load_posts(to, without, MAX_POSTS if wants_all else FIRST_POSTS)
        shown = posts if wants_all else posts[-SHOWN_POSTS:]
        last_seen = page_request.query.get("after", "")
        return {
            "posts": renderer.posts(posts_after(shown, last_seen), count_in_full(shown)),
            "earlier": len(shown) < len(posts),
        }

    async def _load_posts(self, to: Address, without: Collection[str], most: int) -> list[WebMessage]:
        """Return what can be shown of the newest posts: more than are shown at first, if there are so many.
        To read a post costs more than to draw a line of it, so few are read at first."""
        loaded = await self.site.inbox.posts(to, most)
        posts = [
            post
            for post in loaded
            if post.about not in without and not post.about.startswith(check_in.THREAD_PREFIX)
        ]
        if len(posts) > SHOWN_POSTS or len(loaded) < most or most == MAX_POSTS:
            return posts
        return await self._load_posts(to, without, MAX_POSTS)


def count_in_full(posts: list[WebMessage]) -> int:
    """Return how many of the newest posts are shown in full: two, or if a summary has been followed by a few,
    such as alerts, all from that summary on."""
    summaries = [
        position for position, post in enumerate(posts) if post.about.startswith(summary.THREAD_PREFIX)
    ]
    newest = len(posts) - summaries[-1] if summaries else FULL_POSTS
    return newest if FULL_POSTS < newest <= MAX_FULL_POSTS else FULL_POSTS


def posts_after(posts: list[WebMessage], id: str) -> list[WebMessage]:
    """Return the posts after this one; all of them if it is not there."""
    positions = [position for position, post in enumerate(posts, start=1) if post.id == id]
    return posts[positions[0] :] if positions else posts


def answered(partnerships: tuple[MyPartnership, ...], waiting: tuple[Card, ...]) -> list[MyPartnership]:
    """Return the partnerships with an open check-in that puts no question any more."""
    unanswered = {card.check_in for card in waiting}
    return [
        partnership
        for partnership in partnerships
        if partnership.waiting and partnership.waiting not in unanswered
    ]


def suggestions(
    t: Translator, partnerships: tuple[MyPartnership, ...], *, sends_email: bool
) -> tuple[Button, ...]:
    """Return the sentences most worth a button; none does something that cannot be taken back."""
    if not partnerships:
        return (Button(t("What can I say?"), "help"),)
    member = (
        Button(t("Results"), "results"),
        Button(t("How the round stands"), "status"),
        Button(t("Who is in"), "members"),
    )
    coordinator = (Button(t("The next questions"), "preview"), Button(t("Invite"), "invite"))
    by_mail = (Button(t("E-mail"), "email"),) if sends_email else ()
    by_role = coordinator if _coordinates(partnerships) else ()
    return (*member, *by_role, *by_mail, Button(t("What can I say?"), "help"))


def _coordinates(partnerships: tuple[MyPartnership, ...]) -> bool:
    return any(partnership.role == Role.COORDINATOR for partnership in partnerships)

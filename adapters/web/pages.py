"""Serves a person's pages: their chat with Accord, the check-in, and the channels of their partnerships."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from starlette.responses import Response
from starlette.routing import Route

from adapters.web.commands import handle_command
from adapters.web.sections import StateSection, WaitingSection
from adapters.web.session import CurrentUser, PageRequest, Site, personal_chat, personal_path
from bot.core.cards import Button
from bot.core.i18n import Translator
from bot.core.models import Address, Role
from bot.core.ports import WebMessage
from bot.handlers.check_in import CheckInView
from bot.handlers.views import (
    ChannelState,
    ChannelView,
    Home,
    HomeView,
    LatestSummaryView,
    MyPartnership,
    MyPartnershipsView,
    SettingsView,
)
from bot.messages import join_requests, summary
from bot.messages.home import channel_boxes
from bot.rounds import answers

MAX_POSTS = 200  # that are looked through if all are asked for
SHOWN_WHILE_OPEN = (  # what posts are about that only the part "Waiting for you" shows
    answers.THREAD_PREFIX,
    f"{join_requests.REQUESTS}:",
    f"{join_requests.OWN_REQUEST}:",
)
FULL_POSTS, MAX_FULL_POSTS = 2, 6  # how many of those are shown in full


class PostCounts(NamedTuple):
    """The numbers of posts that are shown unless all are asked for, looked through for them, and looked
    through to find out whether any is new."""

    shown: int
    first: int
    newest: int


IN_CHAT = PostCounts(12, 28, 3)  # every second one may be about what is not shown among posts
IN_CHANNEL = PostCounts(6, 7, 1)  # a summary with a chart takes as long as ten replies


class Pages:
    def __init__(self, site: Site):
        self.site = site

    def routes(self) -> list[Route]:
        channel = "/me/{person}/channel/{partnership}"
        return [
            self.site.route("/me/{person}", self.person),
            self.site.route("/me/{person}/updates", self.person_updates),
            self.site.route("/me/{person}/say", self.say, "POST"),
            self.site.route("/me/{person}/settings", self.settings),
            self.site.route("/me/{person}/check-in/{invitation}", self.check_in),
            self.site.route(channel, self.channel),
            self.site.route(f"{channel}/updates", self.channel_updates),
            self.site.route(channel, self.say_to_all, "POST"),
            self.site.route("/me/{person}/results/{partnership}", self.results),
        ]

    async def person(self, page_request: PageRequest) -> Response:
        user, home = await self.site.view(page_request, HomeView())
        partnerships = my_partnerships(home)
        variables = await self._home_variables(page_request, user, home)
        variables["suggestions"] = suggestions(user.t, partnerships, sends_email=self.site.bot.sends_email)
        return self.site.page(
            page_request, "person.html", user, places=partnerships, here="home", **variables
        )

    async def person_updates(self, page_request: PageRequest) -> Response:
        user, home = await self.site.view(page_request, HomeView())
        variables = await self._home_variables(page_request, user, home)
        return self.site.page(page_request, "updates.html", user, **variables)

    async def _home_variables(
        self, page_request: PageRequest, user: CurrentUser, home: Home
    ) -> dict[str, Any]:
        """Return what may change on somebody's page while they look at it."""
        renderer = self.site.card_renderer(page_request, user.t, f"{user.path}/say")
        # What is shown as waiting is not shown again among the posts.
        shown_above = {card.thread_key for card in home.waiting if card.thread_key}
        return {
            "waiting": WaitingSection.render(renderer, home),
            "state": StateSection.of_home(renderer, home, user.t("Your partnerships")),
            **await self._posts(page_request, user, user.chat, f"{user.path}/say", IN_CHAT, shown_above),
        }

    async def settings(self, page_request: PageRequest) -> Response:
        user, (settings, kept) = await self.site.view(page_request, SettingsView())
        partnerships = await self.site.bot.view(user.person, MyPartnershipsView())
        renderer = self.site.card_renderer(page_request, user.t, f"{user.path}/say")
        variables: dict[str, Any] = {
            "settings": renderer.card(settings, 2),
            "kept": renderer.card(kept, 2),
            "coordinates": coordinates(partnerships),
            "sends_email": self.site.bot.sends_email,
            "offers_account": bool(self.site.identity_providers) and user.person.address != user.chat,
            "browsers": await self.site.bot.sessions.list_browsers(page_request.identity),
            "email": Button(user.t("Email"), "email"),
        }
        return self.site.page(
            page_request, "settings.html", user, places=partnerships, here="settings", **variables
        )

    async def say(self, page_request: PageRequest) -> Response:
        person = page_request.identity.person
        return await handle_command(self.site, page_request, personal_chat(person), personal_path(person))

    async def check_in(self, page_request: PageRequest) -> Response:
        view = CheckInView(page_request.path_id("invitation"), page_request.query.get("at", ""))
        user, card = await self.site.view(page_request, view)
        return self.site.card_page(page_request, user, card)

    async def channel(self, page_request: PageRequest) -> Response:
        user, channel = await self._channel(page_request)
        renderer = self.site.card_renderer(page_request, user.t, page_request.path)
        variables: dict[str, Any] = {
            "places": channel.menu,
            "here": channel.state.partnership.partnership,
            "pointer": page_request.query.get("answered") == "privately",
            "boxes": [(box.submit, renderer.part(box)) for box in channel_boxes(user.t)],
            **await self._channel_variables(page_request, user, channel),
        }
        return self.site.page(page_request, "channel.html", user, **variables)

    async def channel_updates(self, page_request: PageRequest) -> Response:
        user, channel = await self._channel(page_request)
        variables = await self._channel_variables(page_request, user, channel)
        return self.site.page(page_request, "updates.html", user, waiting=None, **variables)

    async def _channel_variables(
        self, page_request: PageRequest, user: CurrentUser, channel: ChannelState
    ) -> dict[str, Any]:
        place = channel.state.partnership
        path = f"{user.path}/channel/{place.partnership}"
        renderer = self.site.card_renderer(page_request, user.t, f"{user.path}/say")
        return {
            "place": place,
            "state": StateSection.of_channel(renderer, channel.state, user.t("Where things stand")),
            **await self._posts(page_request, user, channel.address, path, IN_CHANNEL),
        }

    async def say_to_all(self, page_request: PageRequest) -> Response:
        _, channel = await self._channel(page_request)
        return await handle_command(self.site, page_request, channel.address, page_request.path)

    async def results(self, page_request: PageRequest) -> Response:
        """Show the latest results of a partnership, with every chart."""
        id = page_request.path_id("partnership")
        user, card = await self.site.view(page_request, LatestSummaryView(id))
        partnerships = await self.site.bot.view(user.person, MyPartnershipsView())
        html = self.site.card_renderer(page_request, user.t, f"{user.path}/say").card(card, 1)
        variables: dict[str, Any] = {"places": partnerships, "here": id, "card": html, "title": card.title}
        return self.site.page(page_request, "results.html", user, **variables)

    async def _channel(self, page_request: PageRequest) -> tuple[CurrentUser, ChannelState]:
        return await self.site.view(page_request, ChannelView(page_request.path_id("partnership")))

    async def _posts(
        self,
        page_request: PageRequest,
        user: CurrentUser,
        to: Address,
        action: str,
        counts: PostCounts,
        without: Collection[str] = (),
    ) -> dict[str, Any]:
        """Return the posts of one place as HTML, newest first, and whether there are earlier ones; for the
        script, only what came after the post that it names."""
        after = page_request.query.get("after", "")
        if after and not await self._has_new(to, without, after, counts.newest):
            return {"posts": [], "earlier": False}
        renderer = self.site.card_renderer(page_request, user.t, action)
        wants_all = "earlier" in page_request.query
        counts = counts._replace(shown=MAX_POSTS, first=MAX_POSTS) if wants_all else counts
        posts = await self._load_posts(to, without, counts)
        shown = posts[-counts.shown :]
        new = posts_after(shown, after)
        return {
            "posts": renderer.posts(new[::-1], count_in_full(shown)),
            "earlier": len(shown) < len(posts),
        }

    async def _has_new(self, to: Address, without: Collection[str], after: str, most: int) -> bool:
        """Return False if nothing came after this post. Each open page asks every few seconds, and hardly
        ever is there anything new, so few posts are read for that."""
        newest = await self.site.inbox.posts(to, most)
        is_found = any(post.id == after for post in newest)
        return not is_found or bool(shown_posts(posts_after(newest, after), without))

    async def _load_posts(
        self, to: Address, without: Collection[str], counts: PostCounts
    ) -> list[WebMessage]:
        """Return what can be shown of the newest posts: more than are shown at first, if there are so many.
        To read a post costs more than to draw a line of it, so few are read at first."""
        loaded = await self.site.inbox.posts(to, counts.first)
        posts = shown_posts(loaded, without)
        if len(posts) > counts.shown or len(loaded) < counts.first or counts.first == MAX_POSTS:
            return posts
        return shown_posts(await self.site.inbox.posts(to, MAX_POSTS), without)


def shown_posts(posts: Sequence[WebMessage], without: Collection[str]) -> list[WebMessage]:
    """Return these posts but those about what the part "Waiting for you" shows."""
    return [
        post for post in posts if post.about not in without and not post.about.startswith(SHOWN_WHILE_OPEN)
    ]


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


def my_partnerships(home: Home) -> tuple[MyPartnership, ...]:
    return tuple(state.partnership for state in home.partnerships)


def suggestions(
    t: Translator, partnerships: tuple[MyPartnership, ...], *, sends_email: bool
) -> tuple[Button, ...]:
    """Return the sentences most worth a button; none does something that cannot be taken back."""
    help_button = Button(t("Help"), "help")
    if not partnerships:
        return (help_button,)
    member = (
        Button(t("Round status"), "status"),
        Button(t("Comments"), "comments"),
        Button(t("Actions"), "actions"),
        Button(t("Notes"), "notes"),
        Button(t("Shared outcomes"), "outcomes"),
    )
    coordinator = (
        Button(t("Next questions"), "preview"),
        Button(t("Schedule"), "schedule"),
        Button(t("Invite people"), "invite"),
    )
    by_mail = (Button(t("Email"), "email"),) if sends_email else ()
    by_role = coordinator if coordinates(partnerships) else ()
    return (*member, *by_role, *by_mail, help_button)


def coordinates(partnerships: tuple[MyPartnership, ...]) -> bool:
    return any(partnership.role == Role.COORDINATOR for partnership in partnerships)

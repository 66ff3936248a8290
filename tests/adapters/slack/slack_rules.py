"""The rules of Slack's documentation by which it refuses calls that are well formed. A stand-in is easily too
kind to know them. They hold what Slack remembers from one call to the next, and time is passed in."""

import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from adapters.slack.manifest import SCOPES

Body = dict[str, Any]

# https://docs.slack.dev/interactivity/handling-user-interaction#responses
DEADLINE = 3  # seconds in which a command, a press and a submitted modal want their response
TRIGGER_LASTS = 3  # seconds, and it opens one modal
URL_LASTS, URL_USES = 30 * 60, 5  # seconds, and responses
MOST_VIEWS = 3  # https://docs.slack.dev/surfaces/modals#view_stack
LONGEST_PAGE, SHORTEST_LIST = 999, 500  # https://docs.slack.dev/reference/methods/users.list#errors
MOST_AT_A_TIME = 200  # Slack may give fewer than were asked for
MOST_OF_HISTORY = 15  # https://docs.slack.dev/reference/methods/conversations.history#facts

# Calls a minute, of one app in one workspace: https://docs.slack.dev/apis/web-api/rate-limits
# History: https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps
A_MINUTE = {"conversations.history": 1, "conversations.members": 100, "users.info": 100, "users.list": 20}

# By method; `*` stands for the kind of conversation: https://docs.slack.dev/reference/methods
NEEDS = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.open": "im:write",
    "conversations.info": "*:read",
    "conversations.members": "*:read",
    "conversations.history": "*:history",
    "users.info": "users:read",
    "users.list": "users:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
}
KINDS = {"C": "channels", "G": "groups", "D": "im"}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why Slack does not do what it is asked. `wait` is how many seconds it asks to wait, or 0."""

    error: str
    wait: int = 0
    needed: str = ""

    @property
    def status(self) -> int:
        return 429 if self.wait else 200

    @property
    def body(self) -> Body:
        scopes = {"needed": self.needed, "provided": ",".join(SCOPES)} if self.needed else {}
        return {"ok": False, "error": self.error, **scopes}

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.wait)} if self.wait else {}


@dataclass
class Issued:
    """A trigger or a response URL. `depth` is how many modals lie open where a trigger was issued; `channel`
    and `ts` are of the message that was pressed."""

    at: float
    used: int = 0
    depth: int = 0
    channel: str = ""
    ts: str = ""


@dataclass
class SlackRules:
    """`now` returns seconds. `members` holds who is in a channel; those of a channel that is missing here are
    not checked. With `any_trigger` one that was not issued here counts as issued when it is first used."""

    now: Callable[[], float]
    scopes: Collection[str] = tuple(SCOPES)
    a_minute: dict[str, int] = field(default_factory=A_MINUTE.copy)
    members: dict[str, list[str]] = field(default_factory=dict)
    any_trigger: bool = False
    triggers: dict[str, Issued] = field(default_factory=dict)
    urls: dict[str, Issued] = field(default_factory=dict)
    views: dict[str, int] = field(default_factory=dict)  # how deep each lies
    changes: Counter[str] = field(default_factory=Counter)  # of each view
    threads: set[tuple[str, str]] = field(default_factory=set)
    ready: set[str] = field(default_factory=set)  # files that can be shown
    _recent: defaultdict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _count: "count[int]" = field(default_factory=lambda: count(1))

    def issue_trigger(self, view: str = "") -> str:
        """Return a trigger as it comes with a press, in a view if one is named."""
        trigger = f"{next(self._count)}.trigger"
        self.triggers[trigger] = Issued(self.now(), depth=self.views.get(view, 0))
        return trigger

    def issue_url(self, channel: str = "", ts: str = "") -> str:
        """Return the last part of a response URL."""
        url = f"{next(self._count)}"
        self.urls[url] = Issued(self.now(), channel=channel, ts=ts)
        return url

    def open_view(self, method: str, trigger: str) -> str:
        """Return the id of a view that is opened or pushed."""
        id = f"V{next(self._count)}"
        self.views[id] = self.triggers[trigger].depth + 1 if method == "views.push" else 1
        return id

    def refusal(self, workspace: str, method: str, body: Body) -> Refused | None:
        """Return why Slack refuses a call; None if it does what it says."""
        return (
            self._scope(method, body)
            or self._rate(workspace, method)
            or self._membership(method, body)
            or self._page(method, body)
            or self._view(method, body)
            or self._picture(body)
        )

    def url_refusal(self, url: str, body: Body) -> Refused | None:
        """Return why a response URL does not work, or does not any more."""
        issued = self.urls.get(url)
        if issued is None or self.now() - issued.at > URL_LASTS:
            return Refused("expired_url")
        if issued.used >= URL_USES:
            return Refused("used_url")
        issued.used += 1
        return self._picture(body)

    def is_seen(self, body: Body) -> bool:
        """Return True for an ephemeral message that its reader sees: "Ephemeral messages in threads are only
        shown if there is already an active thread."
        https://docs.slack.dev/reference/methods/chat.postEphemeral"""
        return "thread_ts" not in body or (body["channel"], body["thread_ts"]) in self.threads

    def note(self, method: str, body: Body) -> None:
        """Remember what a call that was not refused began."""
        if method == "chat.postMessage" and body.get("thread_ts"):
            self.threads.add((body["channel"], body["thread_ts"]))

    def _scope(self, method: str, body: Body) -> Refused | None:
        needs = NEEDS.get(method, "")
        if needs.startswith("*"):
            needs = needs.replace("*", KINDS.get(str(body["channel"])[:1], "channels"))
        return Refused("missing_scope", needed=needs) if needs and needs not in self.scopes else None

    def _rate(self, workspace: str, method: str) -> Refused | None:
        if (most := self.a_minute.get(method)) is None:
            return None
        recent, now = self._recent[workspace, method], self.now()
        while recent and recent[0] <= now - 60:
            recent.popleft()
        if len(recent) >= most:
            return Refused("ratelimited", wait=max(1, round(recent[0] + 60 - now)))
        recent.append(now)
        return None

    def _membership(self, method: str, body: Body) -> Refused | None:
        if method != "chat.postEphemeral":
            return None
        known = self.members.get(body["channel"])
        return Refused("user_not_in_channel") if known is not None and body["user"] not in known else None

    def _page(self, method: str, body: Body) -> Refused | None:
        limit = int(body.get("limit", 0))
        if limit > LONGEST_PAGE:
            return Refused("invalid_limit")
        return Refused("limit_required") if method == "users.list" and not limit else None

    def _view(self, method: str, body: Body) -> Refused | None:
        """https://docs.slack.dev/reference/methods/views.open#errors, and the same of views.push"""
        if method == "views.update":
            return self._update(body)
        if method not in {"views.open", "views.push"}:
            return None
        if self.any_trigger:
            self.triggers.setdefault(body["trigger_id"], Issued(self.now(), depth=1))
        issued, error = self.triggers.get(body["trigger_id"]), ""
        if issued is None:
            error = "invalid_trigger_id"
        elif issued.used:
            error = "exchanged_trigger_id"
        elif self.now() - issued.at > TRIGGER_LASTS:
            error = "expired_trigger_id"
        elif method == "views.push" and issued.depth >= MOST_VIEWS:
            error = "push_limit_reached"
        else:
            issued.used += 1
        return Refused(error) if error else None

    def _update(self, body: Body) -> Refused | None:
        if (id := body["view_id"]) not in self.views:
            return Refused("not_found")
        return Refused("hash_conflict") if body.get("hash", self.hash(id)) != self.hash(id) else None

    def hash(self, view: str) -> str:
        """Return what stands for what a view shows now."""
        return f"{self.changes[view]}.hash"

    def _picture(self, body: Body) -> Refused | None:
        """Refuse a new picture once: Slack takes a moment to get a file ready.
        https://github.com/slackapi/slack-github-action/issues/413"""
        new = {each["id"] for each in _files(body)} - self.ready
        self.ready |= new
        return Refused("invalid_blocks") if new else None


def _files(thing: Any) -> Iterator[Body]:
    if isinstance(thing, dict):
        if isinstance(thing.get("slack_file"), dict):
            yield thing["slack_file"]
        for each in thing.values():
            yield from _files(each)
    elif isinstance(thing, list):
        for each in thing:
            yield from _files(each)
    elif isinstance(thing, str) and '"slack_file"' in thing:  # a view, in a form
        yield from _files(json.loads(thing))

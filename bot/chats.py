"""The services that a chat platform gets when it is opened. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.ports import Clock, Installations, PngRenderer, Tenants
from bot.delivery.owed_replies import OwedReplies
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot

ChartPath = Callable[[str, str, datetime], str]
"""Returns the path of a chart's picture, by the chart's name and language: unguessable, and valid for a while
from that moment."""


@dataclass(frozen=True, slots=True)
class ChatServices:
    """The parts of the application that a chat platform may use. `secret_keys` are newest first."""

    bot: Bot
    chart_renderer: PngRenderer
    installations: Installations
    threads: Threads
    owed_replies: OwedReplies
    chart_path: ChartPath
    public_url: str
    secret_keys: Sequence[str]
    tenants: Tenants


@dataclass(frozen=True, slots=True)
class TrialServices:
    """The services that a chat platform may use while `accord check` tries its settings. `installations` and
    `tenants` are None if there is no database yet. `post_to` is the platform's id of a conversation that gets
    a trial message, which is removed again; empty for none."""

    clock: Clock
    chart_renderer: PngRenderer
    installations: Installations | None
    public_url: str
    post_to: str = ""
    tenants: Tenants | None = None

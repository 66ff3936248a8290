"""What Accord can hear, whatever the platform calls it. Pure."""

from dataclasses import dataclass

from bot.core.models import Address


@dataclass(frozen=True, slots=True)
class UserSeen:
    """Somebody became reachable at `home`, or the platform told us more about them. Makes nobody known who
    was not."""

    id: str
    user: Address
    home: Address
    name: str = ""
    zone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody typed a sentence or pressed a button, which is the same thing."""

    id: str  # the platform's own id, so that a redelivery is heard once
    sender: Address
    place: Address
    text: str
    shared: bool = False  # others can read this place
    pressed: bool = False  # a button said it
    name: str = ""  # what the platform knows of somebody we may not know yet
    zone: str = ""
    language: str = ""
    mentions: tuple[UserSeen, ...] = ()  # what it knows of people whom the text names by their addresses
    parent: Address | None = None  # the place that `where` goes with, if any: the team of a channel


@dataclass(frozen=True, slots=True)
class AppUninstalled:
    """A workspace uninstalled Accord."""

    id: str
    platform: str
    workspace: str


@dataclass(frozen=True, slots=True)
class AppReinstalled:
    """A workspace that may have uninstalled Accord has installed it, where an address is all it takes to
    write to somebody."""

    id: str
    platform: str
    workspace: str


@dataclass(frozen=True, slots=True)
class UserDeactivated:
    """Somebody's account on a platform was closed."""

    id: str
    user: Address


@dataclass(frozen=True, slots=True)
class ChannelRenamed:
    """A place is called something else."""

    id: str
    channel: Address
    name: str


@dataclass(frozen=True, slots=True)
class ChannelIdChanged:
    """A place has another address."""

    id: str
    channel: Address
    new_channel: Address


@dataclass(frozen=True, slots=True)
class ChannelClosed:
    """A place is closed to us, and all within it: it was deleted, or Accord was taken out of it."""

    id: str
    channel: Address


PlatformEvent = (
    UserSeen
    | AppUninstalled
    | AppReinstalled
    | UserDeactivated
    | ChannelRenamed
    | ChannelIdChanged
    | ChannelClosed
)
Event = Message | PlatformEvent

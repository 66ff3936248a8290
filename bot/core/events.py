"""Events that come in from platforms, with one name for all platforms. Pure."""

from dataclasses import dataclass

from bot.core.models import Address


@dataclass(frozen=True, slots=True)
class UserSeen:
    """A user became reachable at `home`, or the platform sent more about them. Creates nobody who is not in
    Accord yet."""

    id: str
    user: Address
    home: Address
    name: str = ""
    zone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A user typed a sentence, or pressed a button, which is the same."""

    id: str  # the platform's own id, so that a redelivery is handled once
    sender: Address
    place: Address
    text: str
    shared: bool = False  # others can read it
    pressed: bool = False  # by a button
    name: str = ""  # as on the platform, for a user who may be new to Accord
    zone: str = ""
    language: str = ""
    mentions: tuple[UserSeen, ...] = ()  # users whom the text mentions by their addresses
    parent: Address | None = None  # what `place` belongs to, if anything: the team of a channel
    part: bool = False  # one of the sentences that a form stands for, but not the first: they count as one
    network: str = ""  # from which a page was sent; empty on chat platforms, which know their users
    place_name: str = ""  # as people see it, such as #harbour, where the platform says so
    otherwise: tuple[Address, ...] = ()  # other addresses of the sender, if the platform leaves it open

    @property
    def addresses(self) -> tuple[Address, ...]:
        """The addresses that the sender may be known under, the likeliest first."""
        return (self.sender, *self.otherwise)


@dataclass(frozen=True, slots=True)
class AppUninstalled:
    """A workspace uninstalled Accord."""

    id: str
    platform: str
    workspace: str

    @property
    def lane(self) -> str:
        """The workspace, as in `Address.lane`."""
        return Address(self.platform, self.workspace, "").lane


@dataclass(frozen=True, slots=True)
class AppReinstalled:
    """A workspace that may have uninstalled Accord has installed it again, on a platform where an address is
    enough to write to a user."""

    id: str
    platform: str
    workspace: str

    @property
    def lane(self) -> str:
        """The workspace, as in `Address.lane`."""
        return Address(self.platform, self.workspace, "").lane


@dataclass(frozen=True, slots=True)
class UserDeactivated:
    """A user's account on a platform was closed."""

    id: str
    user: Address


@dataclass(frozen=True, slots=True)
class ChannelRenamed:
    """A channel has a new name."""

    id: str
    channel: Address
    name: str


@dataclass(frozen=True, slots=True)
class ChannelIdChanged:
    """A channel has a new address."""

    id: str
    channel: Address
    new_channel: Address


@dataclass(frozen=True, slots=True)
class ChannelClosed:
    """A channel, with all within it, was deleted, or Accord was removed from it."""

    id: str
    channel: Address


@dataclass(frozen=True, slots=True)
class AppOpened:
    """A user installed Accord, or opened it. They may be new to it: then there is a reply, which greets them
    in private."""

    id: str
    user: Address
    language: str = ""


@dataclass(frozen=True, slots=True)
class ChannelJoined:
    """Accord was added to a channel, or to a team of channels, by `added_by` if the platform says by whom.
    The reply is for all who read there."""

    id: str
    channel: Address
    added_by: Address | None = None
    language: str = ""


WorkspaceEvent = AppUninstalled | AppReinstalled
PlatformEvent = (
    UserSeen | UserDeactivated | ChannelRenamed | ChannelIdChanged | ChannelClosed | AppOpened | ChannelJoined
)
Event = Message | PlatformEvent | WorkspaceEvent

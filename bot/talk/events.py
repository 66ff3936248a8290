"""What Accord can hear, whatever the platform calls it. Pure."""

from dataclasses import dataclass

from bot.model import Address


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody became reachable at `home`, or the platform told us more about them. Makes nobody known who
    was not."""

    id: str
    who: Address
    home: Address
    name: str = ""
    zone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody typed a sentence or pressed a button, which is the same thing."""

    id: str  # the platform's own id, so that a redelivery is heard once
    who: Address
    where: Address
    text: str
    shared: bool = False  # others can read this place
    pressed: bool = False  # a button said it
    name: str = ""  # what the platform knows of somebody we may not know yet
    zone: str = ""
    language: str = ""
    mentions: tuple[Arrived, ...] = ()  # what it knows of people whom the text names by their addresses
    within: Address | None = None  # the place that `where` goes with, if any: the team of a channel


@dataclass(frozen=True, slots=True)
class Removed:
    """A workspace uninstalled Accord."""

    id: str
    platform: str
    workspace: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A workspace that may have uninstalled Accord has installed it, where an address is all it takes to
    write to somebody."""

    id: str
    platform: str
    workspace: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody's account on a platform was closed."""

    id: str
    who: Address


@dataclass(frozen=True, slots=True)
class Renamed:
    """A place is called something else."""

    id: str
    where: Address
    name: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A place has another address."""

    id: str
    where: Address
    to: Address


@dataclass(frozen=True, slots=True)
class Shut:
    """A place is closed to us, and all within it: it was deleted, or Accord was taken out of it."""

    id: str
    where: Address


Told = Arrived | Removed | Returned | Gone | Renamed | Moved | Shut
Event = Said | Told

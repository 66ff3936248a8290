"""Commands about a partnership as a whole. Pure."""

from dataclasses import dataclass

from bot.language.commands.command import Command


@dataclass(frozen=True, slots=True)
class StartPartnership(Command):
    name: str


@dataclass(frozen=True, slots=True)
class FoundPartnership(Command):
    """Start a partnership, with the name of the founder's own organisation."""

    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class SetPurpose(Command):
    text: str


@dataclass(frozen=True, slots=True)
class SetProfile(Command):
    what: str = ""
    text: str = ""


class ShowSetUp(Command):
    pass


class HideSetUp(Command):
    pass


class PostHere(Command):
    pass


@dataclass(frozen=True, slots=True)
class SetThreshold(Command):
    n: str = ""


@dataclass(frozen=True, slots=True)
class EndPartnership(Command):
    name: str = ""


@dataclass(frozen=True, slots=True)
class OpenHub(Command):
    """`round` is the last part of the address of a round's page, or empty for the first page."""

    round: str = ""


@dataclass(frozen=True, slots=True)
class SetDataContact(Command):
    """Set where an organisation, by default the speaker's, is asked about data. `off` clears it."""

    contact: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class SetAccountSignIn(Command):
    choice: str = ""
    sure: str = ""

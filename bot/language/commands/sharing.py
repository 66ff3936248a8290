"""Commands about share links, with which people who are not members read parts of the hub. Pure."""

from dataclasses import dataclass

from bot.language.commands.command import Command


@dataclass(frozen=True, slots=True)
class ShareHub(Command):
    name: str
    date: str = ""
    parts: str = ""


@dataclass(frozen=True, slots=True)
class ShareHubUnquoted(Command):
    name: str
    date: str = ""
    parts: str = ""


class ListShares(Command):
    pass


@dataclass(frozen=True, slots=True)
class StopSharing(Command):
    n: str
    sure: str = ""

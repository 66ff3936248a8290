"""The base of all commands. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A command that Accord understands."""

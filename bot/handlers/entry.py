"""The forms of somebody who is not in Accord yet: to join a partnership by a code, and to start one. Pure.

A form becomes a sentence. What is wrong with one of its fields is found before that, so that a page can say
it beside the field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from bot.core import sanitise
from bot.core.email import parse_mailbox
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.language.commands import Command, FoundPartnership, JoinPartnership

CODE, NAME, ORGANISATION, PARTNERSHIP, EMAIL = "code", "name", "organisation", "partnership", "email"
LEAST_OF_PARTNERSHIP = 3  # characters


class EntryForm(Protocol):
    """A form as it was sent. `blamed` is the field that a refusal of its sentence is about."""

    blamed: ClassVar[str]

    @property
    def name(self) -> str: ...

    @property
    def email(self) -> str: ...

    @property
    def command(self) -> Command: ...

    def problems(self, t: Translator) -> dict[str, str]:
        """Return what is wrong, by field, in the order of the fields; empty if nothing is."""


@dataclass(frozen=True, slots=True)
class JoinForm:
    """Ask to join for an organisation. The e-mail address may be empty."""

    blamed: ClassVar[str] = CODE

    code: str
    name: str
    organisation: str
    email: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "JoinForm":
        """Read the fields that a browser sent. Blanks in a code stand for its hyphens."""
        return cls(
            "-".join(fields.get(CODE, "").split()),
            _line(fields, NAME),
            _line(fields, ORGANISATION),
            _line(fields, EMAIL),
        )

    @property
    def command(self) -> Command:
        return JoinPartnership(self.code, self.organisation)

    def problems(self, t: Translator) -> dict[str, str]:
        code = "" if self.code else t("Enter the code from your coordinator")
        return _found(
            {
                CODE: code,
                NAME: _problem_of_name(t, self.name, t("Enter your name")),
                ORGANISATION: _problem_of_organisation(t, self.organisation),
                EMAIL: _problem_of_email(t, self.email),
            }
        )


@dataclass(frozen=True, slots=True)
class StartForm:
    """Start a partnership as its coordinator. The e-mail address may be empty."""

    blamed: ClassVar[str] = PARTNERSHIP

    name: str
    partnership: str
    organisation: str
    email: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "StartForm":
        """Read the fields that a browser sent."""
        return cls(
            _line(fields, NAME), _line(fields, PARTNERSHIP), _line(fields, ORGANISATION), _line(fields, EMAIL)
        )

    @property
    def command(self) -> Command:
        return FoundPartnership(self.partnership, self.organisation)

    def problems(self, t: Translator) -> dict[str, str]:
        missing = t("Enter a name for the partnership")
        partnership = _problem_of_name(t, self.partnership, missing, LEAST_OF_PARTNERSHIP)
        if ":" in self.partnership:
            partnership = t("The name cannot have a colon in it")
        return _found(
            {
                NAME: _problem_of_name(t, self.name, t("Enter your name")),
                PARTNERSHIP: partnership,
                ORGANISATION: _problem_of_organisation(t, self.organisation),
                EMAIL: _problem_of_email(t, self.email),
            }
        )


def _line(fields: Mapping[str, str], field: str) -> str:
    return sanitise.one_line(fields.get(field, ""))


def _found(problems: Mapping[str, str]) -> dict[str, str]:
    return {field: problem for field, problem in problems.items() if problem}


def _problem_of_organisation(t: Translator, name: str) -> str:
    return _problem_of_name(t, name, t("Enter the name of your organisation"))


def _problem_of_name(t: Translator, name: str, missing: str, least: int = 2) -> str:
    if not name:
        return missing
    try:
        sanitise.validate_name(name, t, least)
    except Refusal:
        return t(
            "{missing}. Use {least} to {most} characters, with at least one letter or number",
            missing=missing,
            least=least,
            most=sanitise.LONGEST_NAME,
        )
    return ""


def _problem_of_email(t: Translator, address: str) -> str:
    mailbox = parse_mailbox(address)
    if not address or (mailbox and not mailbox[0]):
        return ""
    return t("Enter an email address in the right format, like name@example.com")

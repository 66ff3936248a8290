"""Reads settings from environment variables. Each may also come from the file that `<NAME>_FILE` names."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, JsonValue, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.core.errors import AccordError

FILE_SUFFIX = "_FILE"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
TESTS = "Only for tests on one machine"  # the heading of settings that nobody else needs
ON_OR_OFF = "`on` or `off`"
LONGEST_SHOWN = 12  # characters
S = TypeVar("S", bound="Environment")


def _quote_refused(given: object) -> str:
    """Return what an error says of a value. A long one may be a secret that is in the wrong place."""
    return f"is “{given}”" if len(str(given)) <= LONGEST_SHOWN else "is none of its values"


def whole_number(lowest: int, highest: int) -> BeforeValidator:
    """Return a validator whose error says what was given and which numbers are allowed."""

    def parse(given: int | str) -> int:
        try:
            number = int(given)
        except ValueError:
            number = lowest - 1
        if not lowest <= number <= highest:
            raise ValueError(f"{_quote_refused(given)}. Set it to a whole number from {lowest} to {highest}")
        return number

    return BeforeValidator(parse)


def _parse_on_or_off(given: str) -> str:
    if given not in ("", "on", "off"):
        raise ValueError(f"{_quote_refused(given)}. Set it to on, or leave it out")
    return given.removesuffix("off")


OnOrOff = Annotated[Literal["", "on"], BeforeValidator(_parse_on_or_off)]


def setting(
    default: Any,
    subject: str,
    what: str,
    kind: str,
    *,
    example: str = "",
    needs: str = "",
    secret: bool = False,
) -> Any:
    """Describe a setting for operators: docs/operate/configuration.md is made from this.

    `subject` is the heading that it stands under, `what` is one or more sentences, `kind` says which values
    are allowed, and `needs` names the settings without which it has no use. A `secret` is better kept in a
    file, as is every SecretStr."""
    is_secret = secret or isinstance(default, SecretStr)
    description: dict[str, JsonValue] = {
        "subject": subject,
        "kind": kind,
        "needs": needs,
        "secret": is_secret,
    }
    return Field(default, description=what, examples=[example], json_schema_extra=description)


class Environment(BaseSettings):
    """Settings from the environment, for `read_settings`. Each class has an `env_prefix` of its own."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _require_text(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name, value in values.items():
            if isinstance(value, str) and ("\0" in value or not _is_unicode(value)):
                variable = f"{cls.model_config['env_prefix']}{name}".upper()
                raise ValueError(f"{variable} is not text in UTF-8. Type it again")
        return values

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic gives all four
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _Files(settings_cls)


def require_https_unless_local(url: str, looks: str, because: str) -> str:
    """Return a URL, which must be encrypted unless it is of this machine. Raises ValueError, which says what
    it should look like, or why it must be encrypted."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a [ without a ]
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"must be an address {looks}")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError(f"must begin with https://, {because}")
    return url


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # bytes of the environment that are not UTF-8
        return False
    return True


def read_settings(kind: type[S]) -> S:
    """Read settings from the environment. Raises AccordError, with a line for each setting that is wrong."""
    try:
        return kind()
    except ValidationError as error:
        prefix = kind.model_config["env_prefix"]
        raise AccordError("\n".join(_describe(prefix, fault) for fault in error.errors())) from None


def _describe(prefix: str, fault: ErrorDetails) -> str:
    """Return a line about one fault. A rule about several settings names them itself."""
    name = "".join(f"{prefix}{part}".upper() for part in fault["loc"])
    reason = fault["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{name} {reason}".strip()


class _Files(PydanticBaseSettingsSource):
    """Reads `ACCORD_SECRET_KEY_FILE=/run/secrets/key`: https://docs.docker.com/engine/swarm/secrets/"""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Return the value of one setting. Raises AccordError if its file cannot be read."""
        name = f"{self.config['env_prefix']}{field_name.upper()}{FILE_SUFFIX}"
        file = os.environ.get(name)
        try:
            return (Path(file).read_text("utf-8").strip() if file else None), field_name, False
        except UnicodeDecodeError as error:
            raise AccordError(f"{name} names {file}, which is not text in UTF-8") from error
        except OSError as error:
            raise AccordError(f"{name} names {file}, which cannot be read ({error.strerror})") from error

    def __call__(self) -> dict[str, Any]:
        values = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in values.items() if value is not None}

"""Settings from environment variables. A secret may also come from the file that `<NAME>_FILE` names."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.core import email
from bot.core.database_url import parse_database_url
from bot.core.errors import AccordError
from bot.core.smtp_url import SmtpServer, parse_smtp_url

PREFIX = "ACCORD_"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
S = TypeVar("S", bound="Environment")


def whole_number(lowest: int, highest: int) -> BeforeValidator:
    """Return a validator whose error says what was given and which numbers are allowed."""

    def parse(given: int | str) -> int:
        try:
            number = int(given)
        except ValueError:
            number = lowest - 1
        if not lowest <= number <= highest:
            raise ValueError(f"is “{given}”. Set it to a whole number from {lowest} to {highest}")
        return number

    return BeforeValidator(parse)


class Environment(BaseSettings):
    """Settings from the environment, for `read_settings`. Each class has an `env_prefix` of its own."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

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


@dataclass(frozen=True, slots=True)
class ServiceLinks:
    """The addresses at which whoever runs Accord says more about it; each empty if there is none."""

    privacy: str = ""
    support: str = ""
    terms: str = ""


NO_LINKS = ServiceLinks()


@dataclass(frozen=True, slots=True)
class DataTerms:
    """The publisher of results, and the address of their licence; each is empty if it is not known."""

    publisher: str = ""
    licence: str = ""


NO_TERMS = DataTerms()


class Settings(Environment):
    """All settings that do not belong to one platform."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    data: Path = Path("data")
    database_url: str = ""
    database_connections: Annotated[int, whole_number(2, 500)] = 10
    keys_url: str = ""
    keys_folder: Path | None = None
    public_url: str = ""
    contact: str = ""
    privacy_url: str = ""
    support_url: str = ""
    terms_url: str = ""
    operator: str = ""
    data_licence_url: str = ""
    secret_key: SecretStr = SecretStr("")
    metrics_token: SecretStr = SecretStr("")
    host: str = "127.0.0.1"
    port: Annotated[int, whole_number(0, 65535)] = 8000
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    mail_per_minute: Annotated[int, whole_number(1, 6000)] = 30

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'accord.db'}"

    @property
    def keys(self) -> str:
        """The database of round keys, as it is set; storage.keys_folder finds out where they are."""
        return self.keys_url or f"sqlite+aiosqlite:///{self.keys_home / 'keys.db'}"

    @property
    def keys_home(self) -> Path:
        """The folder of the keys: by default beside that of the data, so that a copy of the data has none."""
        if self.keys_folder:
            return self.keys_folder
        data = self.data if self.data.name.strip(".") else self.data.resolve()
        return Path(f"{data}-keys")

    @property
    def public(self) -> str:
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def links(self) -> ServiceLinks:
        return ServiceLinks(self.privacy_url, self.support_url, self.terms_url)

    @property
    def data_terms(self) -> DataTerms:
        return DataTerms(self.operator, self.data_licence_url)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret keys, newest first; empty if none is set."""
        return tuple(filter(None, (key.strip() for key in self.secret_key.get_secret_value().split(","))))

    @property
    def relay(self) -> SmtpServer | None:
        """The SMTP server; None if Accord sends no e-mail."""
        url = self.smtp_url.get_secret_value()
        return parse_smtp_url(url) if url else None

    @property
    def sender(self) -> tuple[str, str]:
        """The name and the address that e-mail comes from."""
        return email.parse_mailbox(self.mail_from) or ("", "")

    @field_validator("database_url", "keys_url")
    @classmethod
    def _with_driver(cls, url: str) -> str:
        return url and parse_database_url(url)

    @field_validator("public_url")
    @classmethod
    def _https_unless_local(cls, url: str) -> str:
        return url and require_https_unless_local(
            url, "such as https://accord.example.org", "because people's answers are sent to it"
        )

    @field_validator("privacy_url", "support_url", "terms_url", "data_licence_url")
    @classmethod
    def _is_page(cls, url: str) -> str:
        because = "because people open it from pages of Accord"
        return url and require_https_unless_local(url, "such as https://example.org/privacy", because)

    @field_validator("secret_key", "metrics_token")
    @classmethod
    def _long_enough(cls, secret: SecretStr) -> SecretStr:
        if any(len(key.strip()) < 32 for key in secret.get_secret_value().split(",") if key.strip()):
            raise ValueError("is too short. Use at least 32 characters: run openssl rand -hex 32")
        return secret

    @field_validator("smtp_url")
    @classmethod
    def _is_smtp_url(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value():
            parse_smtp_url(url.get_secret_value())
        return url

    @field_validator("mail_from")
    @classmethod
    def _is_mailbox(cls, sender: str) -> str:
        if sender and not (email.parse_mailbox(sender) or ("", ""))[1].isascii():
            raise ValueError("must be an address in plain ASCII, because not every mail server takes others")
        if sender and not email.parse_mailbox(sender):
            raise ValueError("must be an address such as Accord <accord@example.org>")
        return sender

    @model_validator(mode="after")
    def _smtp_and_sender_together(self) -> "Settings":
        if bool(self.relay) is not bool(self.mail_from):
            given, missing = "ACCORD_SMTP_URL", "ACCORD_MAIL_FROM"
            if self.mail_from:
                given, missing = missing, given
            raise ValueError(f"{missing} is not set, but {given} is. Set both, or neither")
        return self

    @model_validator(mode="after")
    def _keys_apart_and_as_shared(self) -> "Settings":
        if self.database.startswith("postgresql") and not self.keys.startswith("postgresql"):
            raise ValueError(
                "ACCORD_KEYS_URL must name a second PostgreSQL database, because ACCORD_DATABASE_URL"
                " names one. Other processes cannot read keys in a file on this machine"
            )
        if self.keys == self.database:
            raise ValueError(
                "ACCORD_KEYS_URL must not be the same as ACCORD_DATABASE_URL, because a copy of that database"
                " would then hold the keys too"
            )
        return self


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
        name = f"{self.config['env_prefix']}{field_name.upper()}_FILE"
        file = os.environ.get(name)
        try:
            return (Path(file).read_text().strip() if file else None), field_name, False
        except OSError as error:
            raise AccordError(f"{name} names {file}, which cannot be read ({error.strerror})") from error

    def __call__(self) -> dict[str, Any]:
        values = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in values.items() if value is not None}

"""The settings that do not belong to one platform."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from bot.core import email
from bot.core.database_url import parse_database_url
from bot.core.smtp_url import SmtpServer, parse_smtp_url
from bot.environment import Environment, require_https_unless_local, setting, whole_number

PREFIX = "ACCORD_"
MAX_NAME_BYTES = 250  # of a folder beside which another one has a longer name; most systems allow 255


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


@dataclass(frozen=True, slots=True)
class ServerOperator:
    """The organisation that runs this Accord, and where people reach it; each is empty if it is not known."""

    name: str = ""
    contact: str = ""


UNKNOWN_OPERATOR = ServerOperator()


# The headings under which settings are described.
DATA, SECRETS, ADDRESS = "Data and databases", "Secrets", "Address and port"
OPERATOR, EMAIL = "Who runs this Accord", "Email"
WEB_ADDRESS = "an address that begins with `https://`"


class Settings(Environment):
    """All settings that do not belong to one platform."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    data: Path = setting(
        Path("data"),
        DATA,
        "The folder for all data: partnerships, answers and pages, in SQLite. With a PostgreSQL database"
        " it holds nothing.",
        "a folder",
        example="/var/lib/accord",
    )
    database_url: str = setting(
        "",
        DATA,
        "The address of a PostgreSQL database, if one machine is not enough. All processes share it. In a"
        " password write `/` as `%2F`, `?` as `%3F` and `#` as `%23`.",
        "an address that begins with `postgresql://`",
        example="postgresql://accord:password@db.example.org/accord",
        needs="`ACCORD_KEYS_URL`, `ACCORD_SECRET_KEY`",
        secret=True,
    )
    database_connections: Annotated[int, whole_number(2, 500)] = setting(
        10,
        DATA,
        "How many connections to that database each process opens at most. PostgreSQL allows 100 in all by"
        " default.",
        "a whole number from 2 to 500",
        example="20",
        needs="`ACCORD_DATABASE_URL`",
    )
    keys_url: str = setting(
        "",
        DATA,
        "The address of another PostgreSQL database, for the keys of open rounds, on a server of its own."
        " No backup may include it.",
        "an address that begins with `postgresql://`",
        example="postgresql://accord:password@keys.example.org/accord",
        secret=True,
    )
    keys_folder: Path | None = setting(
        None,
        DATA,
        "The folder for the keys of open rounds, if they are not in PostgreSQL. If it is not set, Accord"
        " keeps them beside its data: next to `data` in `data-keys`. In a container it is `/keys`. No"
        " backup may include it.",
        "a folder",
        example="/var/lib/accord-keys",
    )
    secret_key: SecretStr = setting(
        SecretStr(""),
        SECRETS,
        "The key from which all others are made. It signs people in, and encrypts the keys of open"
        " rounds, email addresses and tokens. To change it, put the new one before the old, with a comma"
        " between. If it is not set, Accord makes one and keeps it with the keys of open rounds.",
        "at least 32 characters; make it with `openssl rand -hex 32`",
        example="3f1c…, or new and old: 9a70…,3f1c…",
    )
    metrics_token: SecretStr = setting(
        SecretStr(""),
        SECRETS,
        "Opens `/metrics` to requests with this bearer token. If it is not set, only this machine can"
        " read them, and nobody once `ACCORD_PUBLIC_URL` is set.",
        "at least 32 characters; make it with `openssl rand -hex 32`",
        example="b81e…",
    )
    public_url: str = setting(
        "",
        ADDRESS,
        "The address that people open. Links and invitations hold it. If it is not set, they lead to this"
        " machine, which nobody else can open.",
        "an address that begins with `https://`, or with `http://` if it is this machine",
        example="https://accord.example.org",
    )
    host: str = setting(
        "127.0.0.1",
        ADDRESS,
        "The address on which `accord serve` and `accord work --port` listen. In a container it is"
        " `0.0.0.0`.",
        "an IP address of this machine, or a name that leads to one",
        example="10.0.0.5",
    )
    port: Annotated[int, whole_number(0, 65535)] = setting(
        8000,
        ADDRESS,
        "The port on which `accord serve` listens; `accord serve --port 8001` does the same. `0` takes"
        " one that is free.",
        "a whole number from 0 to 65535",
        example="8001",
    )
    operator: str = setting(
        "",
        OPERATOR,
        "The name of the organisation that runs this Accord. Files and citations of results name it as their"
        " publisher, and `/about` and `/privacy` do.",
        "text",
        example="Estuary Council",
    )
    contact: str = setting(
        "",
        OPERATOR,
        "Where people report a problem with the pages. `/accessibility`, `/about` and `/privacy` show it. If"
        " it is an email or https address, `/.well-known/security.txt` names it too.",
        "text, such as an email address",
        example="accord@example.org",
    )
    privacy_url: str = setting(
        "",
        OPERATOR,
        "Your own page about privacy. Accord’s page `/privacy` links to it. Slack and Microsoft ask"
        " for it when they review an app.",
        WEB_ADDRESS,
        example="https://example.org/privacy",
    )
    support_url: str = setting(
        "",
        OPERATOR,
        "Your own page about support. Each page of Accord ends with a link to it.",
        WEB_ADDRESS,
        example="https://example.org/support",
    )
    terms_url: str = setting(
        "",
        OPERATOR,
        "Your own page of terms. Each page of Accord ends with a link to it.",
        WEB_ADDRESS,
        example="https://example.org/terms",
    )
    data_licence_url: str = setting(
        "",
        OPERATOR,
        "The licence under which others can use results. Files of results and `/about` name it.",
        WEB_ADDRESS,
        example="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    )
    smtp_url: SecretStr = setting(
        SecretStr(""),
        EMAIL,
        "The mail server through which email leaves. If it is not set, Accord sends none. In a password"
        " write `@` as `%40` and `/` as `%2F`. `?tls=starttls` begins without encryption and then requires"
        " it; `?tls=none` never encrypts.",
        "an address that begins with `smtps://`, or with `smtp://` and ends with `?tls=starttls`",
        example="smtps://accord:password@mail.example.org",
        needs="`ACCORD_MAIL_FROM`",
    )
    mail_from: str = setting(
        "",
        EMAIL,
        "The sender of each email.",
        "an email address, with or without a name before it",
        example="Accord <accord@example.org>",
        needs="`ACCORD_SMTP_URL`",
    )
    mail_per_minute: Annotated[int, whole_number(1, 6000)] = setting(
        30,
        EMAIL,
        "How many emails a minute the mail server accepts.",
        "a whole number from 1 to 6000",
        example="120",
        needs="`ACCORD_SMTP_URL`",
    )

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
    def server_operator(self) -> ServerOperator:
        return ServerOperator(self.operator, self.contact)

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

    @field_validator("data", "keys_folder")
    @classmethod
    def _can_be_a_folder(cls, folder: Path | None) -> Path | None:
        if folder and max(len(part.encode()) for part in (*folder.parts, "")) > MAX_NAME_BYTES:
            raise ValueError("is too long for the name of a folder")
        return folder

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

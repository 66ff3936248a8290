"""The environment, read once, refused where it cannot work."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.core.errors import AccordError
from bot.core.smtp_url import SmtpServer, TlsMode
from bot.environment import read_settings
from bot.settings import PREFIX, DataTerms, ServiceLinks, Settings

SECRET = "0123456789abcdef0123456789abcdef"
SHARED = "postgresql+asyncpg://accord@db/accord"
KEYS = "postgresql+asyncpg://accord@keys/keys"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever whoever runs the tests has set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
        monkeypatch.delenv(f"{PREFIX}{name.upper()}_FILE", raising=False)


def refused() -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as error:
        Settings()
    return [(".".join(map(str, each["loc"])), each["msg"]) for each in error.value.errors()]


def test_nothing_need_be_set() -> None:
    settings = Settings()
    assert (settings.database, settings.keys) == (
        "sqlite+aiosqlite:///data/accord.db",
        "sqlite+aiosqlite:///data-keys/keys.db",
    )
    assert (settings.public, settings.host, settings.secrets) == ("http://127.0.0.1:8000", "127.0.0.1", ())


@pytest.mark.parametrize("data", [".", "..", "/srv/accord/data/"])
def test_keys_lie_beside_the_data(monkeypatch: pytest.MonkeyPatch, data: str) -> None:
    monkeypatch.setenv("ACCORD_DATA", data)
    assert Settings().keys_home == Path(f"{Path(data).resolve()}-keys")
    monkeypatch.setenv("ACCORD_KEYS_FOLDER", "/keys")
    assert Settings().keys == "sqlite+aiosqlite:////keys/keys.db"


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "DATABASE_URL": SHARED,
        "KEYS_URL": KEYS,
        "PUBLIC_URL": "https://accord.example.org/",
        "SECRET_KEY": f"{SECRET}-newest, {SECRET}-older ,",
        "PORT": "9000",
        "PRIVACY_URL": "https://example.org/privacy",
        "SUPPORT_URL": "https://example.org/help",
        "TERMS_URL": "https://example.org/terms",
        "OPERATOR": "Estuary Council",
        "DATA_LICENCE_URL": "https://example.org/licence",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"ACCORD_{name}", value)
    settings = Settings()
    assert (settings.database, settings.keys, settings.port) == (SHARED, KEYS, 9000)
    assert (settings.public, settings.secrets) == (
        "https://accord.example.org",
        (f"{SECRET}-newest", f"{SECRET}-older"),
    )
    assert settings.links == ServiceLinks(
        "https://example.org/privacy", "https://example.org/help", "https://example.org/terms"
    )
    assert settings.data_terms == DataTerms("Estuary Council", "https://example.org/licence")


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n")
    monkeypatch.setenv("ACCORD_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert Settings().secrets == (SECRET,)
    monkeypatch.setenv("ACCORD_SECRET_KEY", f"{SECRET}-nearer")
    assert Settings().secrets == (f"{SECRET}-nearer",)


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACCORD_SECRET_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(AccordError) as error:
        Settings()
    assert str(error.value) == (
        f"ACCORD_SECRET_KEY_FILE names {tmp_path}/none, which cannot be read (No such file or directory)"
    )


def test_a_secret_is_not_shown_where_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_SECRET_KEY", SECRET)
    assert SECRET not in repr(Settings())


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("SECRET_KEY", "short", "is too short. Use at least 32 characters: run openssl rand -hex 32"),
        (
            "SECRET_KEY",
            f"{SECRET},short",
            "is too short. Use at least 32 characters: run openssl rand -hex 32",
        ),
        ("PUBLIC_URL", "accord.example.org", "must be an address such as https://accord.example.org"),
        ("PRIVACY_URL", "example.org", "must be an address such as https://example.org/privacy"),
        ("PUBLIC_URL", "ftp://accord.example.org", "must be an address such as https://accord.example.org"),
        ("PUBLIC_URL", "http://[::1", "must be an address such as https://accord.example.org"),
        ("PUBLIC_URL", "https://", "must be an address such as https://accord.example.org"),
        (
            "PUBLIC_URL",
            "http://accord.example.org",
            "must begin with https://, because people's answers are sent to it",
        ),
    ],
)
def test_what_cannot_work_is_refused_by_name_and_rule(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, rule: str
) -> None:
    monkeypatch.setenv(f"ACCORD_{name}", value)
    assert refused() == [(name.lower(), f"Value error, {rule}")]


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_on_this_machine_plain_http_will_do(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("ACCORD_PUBLIC_URL", url)
    assert Settings().public == url


def test_without_a_mail_server_no_mail_is_written() -> None:
    assert (Settings().relay, Settings().sender) == (None, ("", ""))


def test_a_mail_server_and_an_address_that_mail_comes_from_can_be_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "smtp").write_text("smtps://accord:secret@mail.example.org\n")
    monkeypatch.setenv("ACCORD_SMTP_URL_FILE", str(tmp_path / "smtp"))
    monkeypatch.setenv("ACCORD_MAIL_FROM", "Accord for Harbour <accord@example.org>")
    settings = Settings()
    assert settings.relay == SmtpServer("mail.example.org", 465, TlsMode.WHOLE, "accord", "secret")
    assert settings.sender == ("Accord for Harbour", "accord@example.org")
    assert "secret@" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("SMTP_URL", "smtp://mail.example.org", "would send people's sign-in links unencrypted"),
        ("MAIL_FROM", "Accord", "must be an address such as Accord <accord@example.org>"),
        ("MAIL_FROM", "siôn@example.org", "must be an address in plain ASCII"),
        ("MAIL_FROM", "accord@example.org", "ACCORD_SMTP_URL is not set, but ACCORD_MAIL_FROM is."),
        ("SMTP_URL", "smtps://mail.example.org", "ACCORD_MAIL_FROM is not set, but ACCORD_SMTP_URL is."),
        ("MAIL_PER_MINUTE", "0", "is “0”. Set it to a whole number from 1 to 6000"),
    ],
)
def test_mail_that_could_not_leave_safely_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, rule: str
) -> None:
    monkeypatch.setenv(f"ACCORD_{name}", value)
    ((_, said),) = refused()
    assert said.removeprefix("Value error, ").startswith(rule)


@pytest.mark.parametrize("port", ["-1", "65536", "http", ""])
def test_a_port_that_is_none_is_quoted_beside_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("ACCORD_PORT", port)
    rule = f"is “{port}”. Set it to a whole number from 0 to 65535"
    assert refused() == [("port", f"Value error, {rule}")]
    with pytest.raises(AccordError) as error:
        read_settings(Settings)
    assert str(error.value) == f"ACCORD_PORT {rule}"


def test_a_shared_database_needs_shared_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_DATABASE_URL", SHARED)
    ((_, rule),) = refused()
    assert rule.startswith("Value error, ACCORD_KEYS_URL must name a second PostgreSQL database")
    monkeypatch.setenv("ACCORD_KEYS_URL", KEYS)
    assert Settings().keys == KEYS


def test_the_address_of_a_database_need_not_name_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_DATABASE_URL", "postgres://accord@db/accord")
    monkeypatch.setenv("ACCORD_KEYS_URL", "postgresql://accord@keys/keys")
    assert (Settings().database, Settings().keys) == (SHARED, KEYS)


@pytest.mark.parametrize("name", ["DATABASE_URL", "KEYS_URL"])
def test_what_is_no_address_of_a_database_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(f"ACCORD_{name}", "foo")
    ((setting, message),) = refused()
    assert (setting, message.partition(".")[0]) == (
        name.lower(),
        "Value error, is not the address of a database",
    )


def test_keys_never_lie_in_the_database_that_is_backed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_DATABASE_URL", SHARED)
    monkeypatch.setenv("ACCORD_KEYS_URL", SHARED)
    ((_, rule),) = refused()
    assert rule == (
        "Value error, ACCORD_KEYS_URL must not be the same as ACCORD_DATABASE_URL, because a copy of that"
        " database would then hold the keys too"
    )

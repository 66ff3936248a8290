"""Whatever a setting holds, it works or is refused in a sentence that names it and shows no secret."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import AccordError
from bot.environment import FILE_SUFFIX, Environment, read_settings
from scripts.configuration import CLASSES

NAMES = [
    (kind, f"{kind.model_config['env_prefix']}{name.upper()}")
    for kind in CLASSES
    for name in kind.model_fields
]
SECRET = "correct-horse-battery-staple"
TYPICAL = (
    "",
    " ",
    "\n",
    "x" * 100_000,
    "postgres://",
    "postgresql://",
    f"postgresql://accord:{SECRET}@[::1/accord",
    f"postgresql://accord:{SECRET}@db/accord?nonsense=1",
    f"mysql://accord:{SECRET}@db/accord",
    f"sqlite://{SECRET}",
    f"smtp://accord:{SECRET}@mail.example.org",
    f"smtps://accord:{SECRET}@mail.example.org:99999",
    f"https://accord:{SECRET}@[",
    f"xoxp-{SECRET}",
    SECRET,
    "http://[",
    "-1",
    "9" * 30,
    "1e5",
    "..",
    "/dev/null",
    "\udcff",
    "{",
    "[]",
    '[{"app_id": "a", "tenant_id": "b", "password_file": "/"}]',
    f'[{{"app_id": "a", "tenant_id": "b", "password": "{SECRET}", "x": 1}}]',
    f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----",
)
environment_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset whatever whoever runs the tests has set."""
    for name in [name for name in os.environ if name.startswith(("ACCORD_", "SLACK_", "TEAMS_"))]:
        monkeypatch.delenv(name)


def read(kind: type[Environment], name: str, value: str) -> str:
    """Return why a setting is refused, or an empty text."""
    os.environ[name] = value
    try:
        read_settings(kind)
    except AccordError as error:
        return str(error)
    finally:
        del os.environ[name]
    return ""


def check_refusal(refusal: str, name: str) -> None:
    if refusal:
        is_certificate = name.startswith("TEAMS_CERTIFICATE") and "certificate file" in refusal
        assert name in refusal or is_certificate or "must be set" in refusal or "missing" in refusal, refusal
        assert SECRET not in refusal
        assert len(refusal) < 600


@pytest.mark.parametrize("value", TYPICAL, ids=lambda value: ascii(value)[:30])
def test_a_typical_mistake_is_refused_in_a_sentence(value: str) -> None:
    for kind, name in NAMES:
        check_refusal(read(kind, name, value), name)


@given(place=st.sampled_from(NAMES), value=environment_text)
def test_any_text_is_accepted_or_refused_in_a_sentence(
    place: tuple[type[Environment], str], value: str
) -> None:
    check_refusal(read(*place, value), place[1])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(NAMES), content=st.binary())
def test_any_file_is_accepted_or_refused_in_a_sentence(
    place: tuple[type[Environment], str], content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(content)
    kind, name = place
    check_refusal(read(kind, f"{name}{FILE_SUFFIX}", str(tmp_path / "file")), name)


@pytest.mark.parametrize(("kind", "name"), NAMES, ids=lambda part: part if isinstance(part, str) else "")
def test_a_file_that_cannot_be_read_is_named(kind: type[Environment], name: str, tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\0")
    reasons = {
        "missing": f"{tmp_path}/missing, which cannot be read (No such file or directory)",
        "binary": f"{tmp_path}/binary, which is not text in UTF-8",
        "": f"{tmp_path}, which cannot be read (Is a directory)",
    }
    for file, reason in reasons.items():
        refusal = read(kind, f"{name}{FILE_SUFFIX}", str(tmp_path / file))
        assert refusal == f"{name}{FILE_SUFFIX} names {reason}"

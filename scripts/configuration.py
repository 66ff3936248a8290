"""Renders docs/operate/configuration.md and deploy/accord.env.example from the settings in the code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import cast

from pydantic.fields import FieldInfo

from adapters.slack.settings import SlackSettings
from adapters.teams.settings import TeamsSettings
from bot.environment import FILE_SUFFIX, ON_OR_OFF, TESTS, Environment
from bot.ops.doctor import TRUSTED_PROXIES
from bot.settings import ADDRESS, Settings

CLASSES: tuple[type[Environment], ...] = (Settings, SlackSettings, TeamsSettings)
LIBRARIES = "Read by libraries"
PAGE_WIDTH, EXAMPLE_WIDTH = 130, 98

INTRODUCTION = f"""\
# Configuration

Accord is set up by environment variables. All are optional: without any, it runs for this machine alone.
Accord reads them when it starts. After a change, start it again and run `accord check`. Accord does not start
with a value that cannot work. It says which one that is, and what to do.

**Keep each secret in a file.** Other programs may see environment variables. Add `{FILE_SUFFIX}` to the name
of a variable, and set that to the path of a file: `ACCORD_SECRET_KEY_FILE=/etc/accord/secret_key`. Only
Accord's user should be able to read the file. This works for each variable of Accord, Slack and Teams.

`deploy/accord.env.example` has all of them, to copy and fill in. `make pages` makes that file and this page
from the code.
"""
EXAMPLE_INTRODUCTION = """\
# The settings of Accord: take the # away from those that you need. All are optional.
# docs/operate/configuration.md explains them. `accord check` says what is missing or wrong.
"""


@dataclass(frozen=True, slots=True)
class DescribedSetting:
    name: str
    subject: str
    what: str
    kind: str
    default: str
    example: str
    needs: str = ""
    is_secret: bool = False


OTHERS = (
    DescribedSetting(
        TRUSTED_PROXIES,
        ADDRESS,
        "The web server in front. Accord believes what it says about the address of a visitor, and limits how"
        " often each address may try.",
        "IP addresses or networks, with commas between",
        "127.0.0.1",
        "10.0.0.1,172.16.0.0/12",
    ),
    DescribedSetting(
        "HTTPS_PROXY",
        LIBRARIES,
        "The proxy through which calls to Slack leave. Calls to Microsoft, to your mail server and to"
        " webhooks do not use it.",
        "an address that begins with `http://`",
        "",
        "http://proxy.example.org:3128",
        needs="`SLACK_BOT_TOKEN` or `SLACK_CLIENT_ID`",
    ),
    DescribedSetting(
        "SSL_CERT_FILE",
        LIBRARIES,
        "The certificate authorities that Accord trusts, instead of those of this machine. You need it where"
        " a firewall opens encrypted connections with a certificate of its own.",
        "a file with certificates as PEM",
        "",
        "/etc/ssl/certs/ca-certificates.crt",
    ),
)


def describe_settings() -> list[DescribedSetting]:
    """Return all settings, those of one subject together, in the order of the code. Those for tests are
    last."""
    described = [
        _describe(f"{kind.model_config['env_prefix']}{name.upper()}", field)
        for kind in CLASSES
        for name, field in kind.model_fields.items()
    ]
    described += OTHERS
    subjects = list(dict.fromkeys(setting.subject for setting in described))
    return sorted(described, key=lambda each: (each.subject == TESTS, subjects.index(each.subject)))


def _describe(name: str, field: FieldInfo) -> DescribedSetting:
    more = cast("dict[str, str]", field.json_schema_extra)
    (example,) = field.examples or [""]
    default = "" if more["secret"] or field.default is None else str(field.default)
    if more["kind"] == ON_OR_OFF:
        default = default or "off"
    return DescribedSetting(
        name,
        more["subject"],
        field.description or "",
        more["kind"],
        default,
        str(example),
        more["needs"],
        bool(more["secret"]),
    )


def render_page() -> str:
    """Return the page, with a heading for each subject and each setting."""
    subject, parts = "", [INTRODUCTION]
    for setting in describe_settings():
        if setting.subject != subject:
            subject = setting.subject
            parts.append(f"## {subject}\n")
        what, facts = "\n".join(_wrap(setting.what, PAGE_WIDTH)), "\n".join(_facts(setting))
        parts.append(f"### `{setting.name}`\n\n{what}\n\n{facts}\n")
    return "\n".join(parts)


def _facts(setting: DescribedSetting) -> Iterator[str]:
    yield f"- **Value:** {setting.kind}"
    yield f"- **Default:** {f'`{setting.default}`' if setting.default else 'not set'}"
    if setting.example:
        yield f"- **Example:** `{setting.example}`"
    if setting.needs:
        yield f"- **Needs:** {setting.needs}"
    if setting.is_secret:
        yield f"- **Secret:** keep it in a file, and set `{setting.name}{FILE_SUFFIX}` to its path"


def render_example() -> str:
    """Return a file of settings for systemd or Docker, all of them commented out. Those for tests are not in
    it."""
    subject, parts = "", [EXAMPLE_INTRODUCTION]
    for setting in describe_settings():
        if setting.subject == TESTS:
            continue
        if setting.subject != subject:
            subject = setting.subject
            parts.append(f"# --- {subject} ---\n")
        text = _plain(f"{setting.what} Value: {setting.kind}.")
        comment = "\n".join(f"# {line}" for line in _wrap(text, EXAMPLE_WIDTH))
        parts.append(f"{comment}\n#{_assignment(setting)}\n")
    return "\n".join(parts)


def _assignment(setting: DescribedSetting) -> str:
    if setting.is_secret:
        return f"{setting.name}{FILE_SUFFIX}=/etc/accord/{setting.name.lower().removeprefix('accord_')}"
    return f"{setting.name}={setting.example}"


def _wrap(text: str, width: int) -> list[str]:
    return wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _plain(text: str) -> str:
    """Return a text without Markdown's marks. A link becomes the path of its page."""
    return re.sub(r"\[\w+\]\((\w+\.md)[^)]*\)", r"docs/operate/\1", text).replace("`", "").replace("*", "")

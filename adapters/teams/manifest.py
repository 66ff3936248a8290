"""Builds the app package that an administrator uploads to Teams. Pure, except that it reads icons.

https://learn.microsoft.com/microsoft-365/extensibility/schema/
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.core.i18n import N_, Translator
from bot.language import commands as c
from bot.language.commands import Command
from bot.language.sentences import SENTENCES, Sentence
from bot.messages import privacy
from bot.settings import NO_LINKS, ServiceLinks

SCHEMA_VERSION = "1.29"
SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}"
VERSIONS_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
ICONS = Path(__file__).parent / "icons"
MAX_COMMANDS, MAX_DESCRIPTION = 12, 128  # in a list; characters
ACCENT_COLOUR = "#005EB8"
LANGUAGE = "en-gb"  # of the manifest itself
TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # of every file, so that the same app is the same package

NAME = "Accord: partnership check-ins"
SHORT = N_("See how your partnership is going: five taps, clear trends and what to do next.")
FULL = N_(
    "Accord asks the members of a partnership how the partnership itself is going: trust, shared purpose and"
    " power balance. It is for councils, NHS bodies, charities and funders who work together. Members answer"
    " five questions with a tap each. Everybody sees the same summary at the same moment. It shows trends,"
    " things to talk about and what you agreed to do next. Answers are confidential while a round is open,"
    " and anonymous once it has closed."
)
PERSONAL: tuple[type[Command], ...] = (
    c.StartCheckIn,
    c.ShowResults,
    c.ShowTrends,
    c.ListActions,
    c.ListMembers,
    c.OpenHub,
    c.JoinPartnership,
    c.ShowSettings,
    c.ShowMyData,
    c.LeavePartnership,
    c.ShowMenu,
    c.ShowHelp,
)
SHARED: tuple[type[Command], ...] = (
    c.ShowMenu,
    c.StartCheckIn,
    c.ShowResults,
    c.ShowTrends,
    c.ShowStatus,
    c.AddAction,
    c.CompleteAction,
    c.AddNote,
    c.AskTheme,
    c.SetSchedule,
    c.PostHere,
    c.ShowHelp,
)
# Only such as are answered in the private chat, and show neither answers nor a link that signs somebody in:
# a message that one person sees in a channel may be kept, and administrators can export it.
SLASH: tuple[type[Command], ...] = (
    c.ShowMenu,
    c.ShowResults,
    c.ShowTrends,
    c.ShowStatus,
    c.ListActions,
    c.ListMembers,
    c.ShowHelp,
)


@dataclass(frozen=True, slots=True)
class AppDetails:
    """The details of an app that its deployment decides. `app_id` identifies both the bot and the app;
    `version` has three numbers. With `slash_commands` people can type to the bot in a channel
    so that nobody else sees it, where Teams offers that."""

    app_id: str
    public_url: str
    version: str
    developer: str = "Accord"
    links: ServiceLinks = NO_LINKS
    slash_commands: bool = False


def package_version(release: str, made_at: datetime) -> str:
    """Return the version of a package of a release of Accord: the release's first two numbers, and the hours
    since 2026. Teams takes only a higher version as an upgrade, so any package that is made later is one."""
    major, minor = re.findall(r"\d+", release)[:2]
    return f"{major}.{minor}.{(made_at - VERSIONS_SINCE) // timedelta(hours=1)}"


def manifest(app: AppDetails, languages: Sequence[str] = ()) -> dict[str, Any]:
    """Return the manifest. `languages` are the codes of those that the package holds beside English.

    It has no personal tab: Accord's pages cannot be shown in a frame (adapters/web/middleware.py)."""
    links = app.links
    return {
        "$schema": f"{SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA_VERSION,
        "version": app.version,
        "id": app.app_id,
        "developer": {
            "name": app.developer,
            "websiteUrl": links.support or app.public_url,
            "privacyUrl": links.privacy or f"{app.public_url}{privacy.PATH}",
            "termsOfUseUrl": links.terms or app.public_url,
        },
        "localizationInfo": {
            "defaultLanguageTag": LANGUAGE,
            "additionalLanguages": [{"languageTag": code, "file": f"{code}.json"} for code in languages],
        },
        "name": {"short": "Accord", "full": NAME},
        "description": {"short": SHORT, "full": FULL},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT_COLOUR,
        "bots": [_bot(app)],
        "supportsChannelFeatures": "tier1",  # shared and private channels; not tried in a tenant
        "validDomains": [urlsplit(app.public_url).hostname or ""],
        "defaultInstallScope": "personal",
    }


def localisation(t: Translator, app: AppDetails) -> dict[str, str]:
    """Return the file of another language. The words to type stay as they are: all people can type them."""
    descriptions = {
        f"bots[0].commandLists[{number}].commands[{position}].description": command["description"]
        for number, (_, listed) in enumerate(_command_lists(app))
        for position, command in enumerate(commands(listed, t))
    }
    return {
        "$schema": f"{SCHEMAS}/MicrosoftTeams.Localization.schema.json",
        "name.short": "Accord",
        "name.full": NAME,
        "description.short": t(SHORT),
        "description.full": t(FULL),
        **descriptions,
    }


def commands(listed: Sequence[type[Command]], t: Translator) -> list[dict[str, str]]:
    """Return the sentences of these commands, each up to where people's own words begin, with its help and an
    example of such words, if there is room."""
    sentences = {sentence.command: sentence for sentence in SENTENCES}
    return [_command(sentences[command], t) for command in listed]


def package(app: AppDetails, translators: Mapping[str, Translator]) -> bytes:
    """Return the archive to upload, with the languages of these translators, which are named by their
    codes."""
    texts = {"manifest.json": manifest(app, [*translators])}
    texts |= {f"{code}.json": localisation(t, app) for code, t in translators.items()}
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as files:
        for name, content in texts.items():
            text = json.dumps(content, indent=2, ensure_ascii=False)
            files.writestr(ZipInfo(name, TIMESTAMP), text, ZIP_DEFLATED)
        for icon in ("color.png", "outline.png"):
            files.writestr(ZipInfo(icon, TIMESTAMP), (ICONS / icon).read_bytes())
    return archive.getvalue()


def _bot(app: AppDetails) -> dict[str, Any]:
    targeted = {"supportsTargetedMessages": True} if app.slash_commands else {}
    return {
        "botId": app.app_id,
        "scopes": ["personal", "team", "groupChat"],
        **targeted,
        "commandLists": [
            {**where, "commands": commands(listed, Translator())} for where, listed in _command_lists(app)
        ],
    }


def _command_lists(app: AppDetails) -> Iterator[tuple[dict[str, list[str]], Sequence[type[Command]]]]:
    """Yield where each list is offered, and its commands."""
    yield {"scopes": ["personal"]}, PERSONAL
    yield {"scopes": ["team", "groupChat"]}, SHARED
    if app.slash_commands:
        yield {"triggers": ["slash"], "scopes": ["team", "groupChat"]}, SLASH


def _command(sentence: Sentence, t: Translator) -> dict[str, str]:
    title = re.split(r"[<\[\"]", sentence.pattern)[0].strip()
    description, example = t(sentence.help), t(sentence.examples[0])
    with_example = description if example == title else f"{description}: {example}"
    shown = with_example if len(with_example) <= MAX_DESCRIPTION else description
    return {"title": title, "description": shown}

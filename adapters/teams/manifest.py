"""Builds the app package that an administrator uploads to Teams. Pure, except that it reads icons.

https://learn.microsoft.com/microsoft-365/extensibility/schema/
"""

import json
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.language.sentences import SENTENCES, Rank, Sentence

VERSION = "1.29"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
ICONS = Path(__file__).parent / "icons"
MAX_COMMANDS = 12  # in a list
ACCENT_COLOUR = "#005EB8"
TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # of every file, so that the same app is the same package

SHORT = "See how your partnership is going: five taps, clear trends and what to do next."
FULL = (
    "Accord asks the members of a partnership how the partnership itself is going: trust, shared purpose and"
    " power balance. It is for councils, NHS bodies, charities and funders who work together. Members answer"
    " five questions with a tap each. Everybody sees the same summary at the same moment. It shows trends,"
    " things to talk about and what you agreed to do next. Answers are confidential while a round is open,"
    " and anonymous once it has closed."
)


def manifest(app_id: str, public_url: str, version: str) -> dict[str, Any]:
    """`app_id` identifies both the bot and the app; `version` has three numbers."""
    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": version,
        "id": app_id,
        "developer": {
            "name": "Accord",
            "websiteUrl": public_url,
            "privacyUrl": public_url,
            "termsOfUseUrl": public_url,
        },
        "name": {"short": "Accord", "full": "Accord: partnership check-ins"},
        "description": {"short": SHORT, "full": FULL},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT_COLOUR,
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "commandLists": [
                    {"scopes": ["personal"], "commands": commands(filter(_is_for_members, SENTENCES))},
                    {"scopes": ["team", "groupChat"], "commands": commands(_shared_sentences())},
                ],
            }
        ],
        "validDomains": [urlsplit(public_url).hostname or ""],
        "defaultInstallScope": "personal",
    }


def commands(sentences: Iterable[Sentence]) -> list[dict[str, str]]:
    """Return the first sentences that people can type, each up to where their own words begin. Of those with
    the same first word (`schedule`, `schedule resume`), the shortest is listed."""
    listed: dict[str, dict[str, str]] = {}
    for sentence in sentences:
        title = _fixed_words(sentence.pattern)
        verb = title.partition(" ")[0]
        if sentence.typable and (verb not in listed or len(title) < len(listed[verb]["title"])):
            listed[verb] = {"title": title, "description": f"{sentence.help}: {sentence.examples[0]}"}
    return [*listed.values()][:MAX_COMMANDS]


def package(app_id: str, public_url: str, version: str) -> bytes:
    """Return the archive to upload."""
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as files:
        text = json.dumps(manifest(app_id, public_url, version), indent=2, ensure_ascii=False)
        files.writestr(ZipInfo("manifest.json", TIMESTAMP), text, ZIP_DEFLATED)
        for icon in ("color.png", "outline.png"):
            files.writestr(ZipInfo(icon, TIMESTAMP), (ICONS / icon).read_bytes())
    return archive.getvalue()


def _is_for_members(sentence: Sentence) -> bool:
    return sentence.private and sentence.rank <= Rank.MEMBER


def _shared_sentences() -> list[Sentence]:
    """Return the sentences for shared places, followed by those of coordinators and those that correct."""
    shared = [sentence for sentence in SENTENCES if not sentence.private or sentence.rank is Rank.COORDINATOR]
    return sorted(shared, key=lambda sentence: (_corrects(sentence), sentence.private))


def _corrects(sentence: Sentence) -> bool:
    return sentence.pattern.split()[0] in {"correct", "remove", "undo"}


def _fixed_words(pattern: str) -> str:
    return re.split(r"[<\[\"]", pattern)[0].strip()

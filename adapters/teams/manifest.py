"""What an administrator uploads to Teams, so that people find Accord there. Pure, but for reading its icons.

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
MOST_COMMANDS = 12  # of a list
COLOUR = "#005EB8"
ALWAYS = (1980, 1, 1, 0, 0, 0)  # so that the same app is the same package

SHORT = "How is our partnership going? Five taps, honest trends, something to do next."
FULL = (
    "Accord asks the members of a partnership (councils, NHS bodies, charities and funders who work together)"
    " how the partnership itself is going: trust, shared purpose and power balance. Members answer five"
    " questions with a tap each. Everybody sees the same summary at the same moment, with trends, alerts that"
    " invite to talk, and what was agreed to do next. Answers are confidential while a round is open, and"
    " anonymous once it has closed."
)


def manifest(app_id: str, public_url: str, version: str) -> dict[str, Any]:
    """`app_id` is the bot's, which is the app's too; `version` has three numbers."""
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
        "accentColor": COLOUR,
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "commandLists": [
                    {"scopes": ["personal"], "commands": commands(filter(_is_a_members, SENTENCES))},
                    {"scopes": ["team", "groupChat"], "commands": commands(_for_all())},
                ],
            }
        ],
        "validDomains": [urlsplit(public_url).hostname or ""],
        "defaultInstallScope": "personal",
    }


def commands(sentences: Iterable[Sentence]) -> list[dict[str, str]]:
    """The first of the sentences that people type, each up to where it needs their own words; of those that
    begin alike (`schedule`, `schedule resume`) the shortest."""
    listed: dict[str, dict[str, str]] = {}
    for each in sentences:
        title = _fixed(each.pattern)
        verb = title.partition(" ")[0]
        if each.typable and (verb not in listed or len(title) < len(listed[verb]["title"])):
            listed[verb] = {"title": title, "description": f"{each.help}: {each.pattern}"}
    return [*listed.values()][:MOST_COMMANDS]


def package(app_id: str, public_url: str, version: str) -> bytes:
    """The archive to upload."""
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as files:
        written = json.dumps(manifest(app_id, public_url, version), indent=2, ensure_ascii=False)
        files.writestr(ZipInfo("manifest.json", ALWAYS), written, ZIP_DEFLATED)
        for icon in ("color.png", "outline.png"):
            files.writestr(ZipInfo(icon, ALWAYS), (ICONS / icon).read_bytes())
    return archive.getvalue()


def _is_a_members(sentence: Sentence) -> bool:
    return sentence.private and sentence.rank <= Rank.MEMBER


def _for_all() -> list[Sentence]:
    """What is said where others are, and then what is said by whoever does so for them."""
    said = [each for each in SENTENCES if not each.private or each.rank is Rank.COORDINATOR]
    return sorted(said, key=lambda sentence: sentence.private)


def _fixed(pattern: str) -> str:
    return re.split(r"[<\[\"]", pattern)[0].strip()

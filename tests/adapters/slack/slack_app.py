"""The whole product, joined to Slack's API on this machine; what Slack sends comes in as it would, signed."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import SecretStr

from adapters.slack.settings import SlackSettings
from bot.app import Application, open_application
from bot.core.ports import Clock
from bot.settings import Settings
from tests.adapters.slack.signing import SECRET
from tests.adapters.slack.slack_api import SlackAPI
from tests.adapters.web.browser import HERE

MANY = {"client_id": "1.2", "client_secret": SecretStr("client secret")}
ONE = {"bot_token": SecretStr("xoxb-1")}


@asynccontextmanager
async def joined(
    api: SlackAPI,
    database_url: str,
    data: Path,
    clock: Clock,
    public_url: str = HERE,
    slack: Mapping[str, Any] = MappingProxyType(MANY),
) -> AsyncIterator[Application]:
    settings = Settings(data=data, database_url=database_url, public_url=public_url)
    wanted = {"signing_secret": SecretStr(SECRET), "api_url": f"{api.url}api/", **slack}
    async with open_application(settings, clock, chats=[SlackSettings.model_validate(wanted).open]) as accord:
        yield accord

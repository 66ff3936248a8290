"""Charts, put where Slack shows them from: uploaded once a workspace."""

from typing import Protocol

from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.words import clean
from bot.core.cards import Card, Chart

MOST_ALT = 1_000  # characters: https://docs.slack.dev/reference/methods/files.getUploadURLExternal
KEPT = 256


class Easel(Protocol):
    async def png(self, chart: Chart) -> bytes:
        """The picture, at twice its size."""


class Pictures:
    """Remembers the files of the charts that were shown last."""

    def __init__(self, easel: Easel):
        self._easel = easel
        self._files: LRUCache[tuple[str, Chart], str] = LRUCache(KEPT)

    async def of(self, client: AsyncWebClient, workspace: str, card: Card) -> dict[Chart, str]:
        """The files of the charts on a card. Raises what slack_sdk and aiohttp raise."""
        charts = [part for part in card.parts if isinstance(part, Chart)]
        return {chart: await self._file(client, workspace, chart) for chart in charts}

    async def _file(self, client: AsyncWebClient, workspace: str, chart: Chart) -> str:
        if file := self._files.get((workspace, chart)):
            return file
        drawn = await self._easel.png(chart)
        answer = await client.files_upload_v2(
            filename="trend.png",
            file=drawn,
            title=clean(chart.title, 200),
            alt_txt=clean(chart.alt, MOST_ALT),
        )
        file = self._files[workspace, chart] = str(answer["file"]["id"])
        return file

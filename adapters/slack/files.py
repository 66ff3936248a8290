"""Upload charts to Slack, once for each workspace."""

from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.block_kit import truncate
from bot.core.cards import Card, Chart
from bot.core.ports import PngRenderer

MAX_ALT = 1_000  # characters: https://docs.slack.dev/reference/methods/files.getUploadURLExternal
REMEMBERED = 256


class SlackFiles:
    """Uploads charts, and remembers the files of the last of them."""

    def __init__(self, chart_renderer: PngRenderer):
        self._chart_renderer = chart_renderer
        self._files: LRUCache[tuple[str, Chart], str] = LRUCache(REMEMBERED)

    async def of(self, client: AsyncWebClient, workspace: str, card: Card) -> dict[Chart, str]:
        """Return the files of the charts on a card. Raises what slack_sdk and aiohttp raise."""
        charts = [part for part in card.parts if isinstance(part, Chart)]
        return {chart: await self._file(client, workspace, chart) for chart in charts}

    async def _file(self, client: AsyncWebClient, workspace: str, chart: Chart) -> str:
        if file := self._files.get((workspace, chart)):
            return file
        png = await self._chart_renderer.png(chart)
        response = await client.files_upload_v2(
            filename="trend.png",
            file=png,
            title=truncate(chart.title, 200),
            alt_txt=truncate(chart.alt, MAX_ALT),
        )
        file = self._files[workspace, chart] = str(response["file"]["id"])
        return file

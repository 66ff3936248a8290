"""Draw charts in a worker process, and cache them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from cachetools import LRUCache

from adapters.charts import worker_process
from bot.core.cards import Chart, MarkTexts

Draw = Callable[..., bytes]
Option = bool | MarkTexts
WARM_UP = Chart("warm-up", "", "", "")


class ChartRenderer:
    """Draws one chart at a time in a process of its own, which starts with the first chart and is replaced if
    it dies. Keeps the last `most` pictures, of up to 100 KB each; several callers who ask for the same one
    wait for one drawing."""

    def __init__(self, most: int = 128) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._warming: asyncio.Task[bytes] | None = None
        self._pictures: LRUCache[tuple[Draw, Chart, tuple[Option, ...]], asyncio.Task[bytes]] = LRUCache(most)

    def warm_up(self) -> None:
        """Start the process now: that takes seconds, and a message with a chart has ten in all."""
        warming = asyncio.create_task(self.png(WARM_UP))
        warming.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._warming = warming  # kept: the loop alone would let it go

    async def png(
        self, chart: Chart, *, narrow: bool = False, dark: bool = False, small: bool = False
    ) -> bytes:
        """Return a PNG for chat, at twice its size. A `narrow` one, for a telephone, is half as wide, with
        letters of the same size; a `dark` one stands on a dark page. A `small` one has at most 1024 pixels
        each way."""
        return await self._picture(worker_process.png, chart, narrow, dark, small)

    async def svg(self, chart: Chart, texts: MarkTexts = (), *, narrow: bool = False) -> str:
        """Return an SVG element to stand inline in a page, as `inline_svg` describes it, without the chart's
        title and subtitle. A `narrow` one is half as wide, with letters of the same size. `texts` are those
        of the marks."""
        return (await self._picture(worker_process.svg, chart, texts, narrow)).decode()

    async def close(self) -> None:
        """End the process. What is still being drawn fails; a chart asked for later starts a new one."""
        pool, self._pool = self._pool, None
        if pool:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    async def _picture(self, draw: Draw, chart: Chart, *options: Option) -> bytes:
        key = (draw, chart, options)
        task = self._pictures.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = self._pictures[key] = asyncio.create_task(self._draw(draw, chart, *options))
        return await asyncio.shield(task)  # a caller who gives up must not stop it for the others

    async def _draw(self, draw: Draw, chart: Chart, *options: Option) -> bytes:
        try:
            return await self._in_process(draw, chart, *options)
        except BrokenProcessPool:
            return await self._in_process(draw, chart, *options)

    async def _in_process(self, draw: Draw, chart: Chart, *options: Option) -> bytes:
        # Spawned: a fork would copy the locks of this process's threads in whatever state they are.
        pool = self._pool = self._pool or ProcessPoolExecutor(
            1, get_context("spawn"), worker_process.initialise
        )
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, draw, chart, *options)
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = None
            raise

"""Check that charts can be drawn: the worker process, its library and the fonts."""

from pathlib import Path

from adapters.charts.renderer import ChartRenderer
from adapters.charts.worker_process import FONTS
from bot.core.cards import Chart
from bot.ops.doctor import Finding, error, ok

TEST_CHART = Chart("check", "A chart", "drawn to see whether it can be", "Nothing in particular.", ())
REMEDY = "Install Accord anew; on a small machine, give it 512 MB."


async def check_charts(chart_renderer: ChartRenderer, fonts: Path = FONTS) -> Finding:
    if not _has_fonts(fonts):
        return error("charts", f"Their letters are missing from {fonts}.", REMEDY)
    try:
        drawn = await chart_renderer.png(TEST_CHART)
    except Exception as raised:  # noqa: BLE001  any failure to draw is what this check reports
        return error("charts", f"None can be drawn ({type(raised).__name__}).", REMEDY)
    return ok("charts", f"They can be drawn: one has just been, of {len(drawn)} bytes.")


def _has_fonts(folder: Path) -> bool:
    return any(folder.glob("*.ttf"))

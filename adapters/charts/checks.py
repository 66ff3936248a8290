"""Whether charts can be drawn: the process, its library and the letters."""

from pathlib import Path

from adapters.charts.renderer import ChartRenderer
from adapters.charts.worker_process import FONTS
from bot.core.cards import Chart
from bot.ops.doctor import Finding, error, ok

TRIAL = Chart("check", "A chart", "drawn to see whether it can be", "Nothing in particular.", ())
AGAIN = "Install Accord anew; on a small machine, give it 512 MB."


async def check_charts(chart_renderer: ChartRenderer, fonts: Path = FONTS) -> Finding:
    if not _letters(fonts):
        return error("charts", f"Their letters are missing from {fonts}.", AGAIN)
    try:
        drawn = await chart_renderer.png(TRIAL)
    except Exception as raised:  # noqa: BLE001  whatever keeps it from drawing is what we want to know
        return error("charts", f"None can be drawn ({type(raised).__name__}).", AGAIN)
    return ok("charts", f"They can be drawn: one has just been, of {len(drawn)} bytes.")


def _letters(fonts: Path) -> list[str]:
    return [file.name for file in fonts.glob("*.ttf")]

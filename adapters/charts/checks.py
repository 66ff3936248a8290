"""Whether charts can be drawn: the process, its library and the letters."""

from pathlib import Path

from adapters.charts.drawing import FONTS
from adapters.charts.easel import Easel
from bot.core.cards import Chart
from bot.running.findings import Finding, well, wrong

TRIAL = Chart("check", "A chart", "drawn to see whether it can be", "Nothing in particular.", ())
AGAIN = "Install Accord anew; on a small machine, give it 512 MB."


async def of_charts(easel: Easel, fonts: Path = FONTS) -> Finding:
    if not _letters(fonts):
        return wrong("charts", f"Their letters are missing from {fonts}.", AGAIN)
    try:
        drawn = await easel.png(TRIAL)
    except Exception as error:  # noqa: BLE001  whatever keeps it from drawing is what we want to know
        return wrong("charts", f"None can be drawn ({type(error).__name__}).", AGAIN)
    return well("charts", f"They can be drawn: one has just been, of {len(drawn)} bytes.")


def _letters(fonts: Path) -> list[str]:
    return [file.name for file in fonts.glob("*.ttf")]

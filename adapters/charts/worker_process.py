"""Draw charts in a process of their own.

vl-convert holds the interpreter lock for the fifth of a second that it draws, and takes a second to start.
It is imported here only, once the process runs.
"""

import os
import re
import signal
import threading
from dataclasses import replace
from multiprocessing import parent_process
from pathlib import Path

from adapters.charts.dark import darken
from adapters.charts.inline_svg import inline_svg
from adapters.charts.marks import Description
from adapters.charts.spec import vega_spec
from bot.core.cards import Chart, MarkTexts

CHAT_WIDTH, PHONE_WIDTH = 720, 380  # units
SCALE = 2  # pixels to a unit, sharp on a telephone
# Pixels each way that Teams shows, unlike Slack and pages:
# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
MOST_PIXELS = 1024
FONTS = Path(__file__).parent / "fonts"


def initialise() -> None:
    """Prepare this process for drawing, and let it end with its parent."""
    import vl_convert

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the parent ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    vl_convert.register_font_directory(str(FONTS))


def draw(described: Description) -> str:
    """Draw a Vega-Lite specification as SVG. It can load no address."""
    import vl_convert

    return vl_convert.vegalite_to_svg(described, allowed_base_urls=[])


def png(chart: Chart, narrow: bool = False, dark: bool = False, small: bool = False) -> bytes:
    import vl_convert

    described = vega_spec(chart, PHONE_WIDTH if narrow else CHAT_WIDTH)
    described = darken(described) if dark else described
    drawn = draw(described)
    scale = min(SCALE, MOST_PIXELS / max(_size(drawn))) if small else SCALE
    return vl_convert.svg_to_png(drawn, scale=scale)


def _size(svg: str) -> tuple[float, float]:
    """Return the width and height of a picture, in units."""
    sizes = dict(re.findall(r' (width|height)="([\d.]+)"', svg.partition(">")[0]))
    return float(sizes["width"]), float(sizes["height"])


def svg(chart: Chart, texts: MarkTexts = (), narrow: bool = False) -> bytes:
    untitled = replace(chart, title="", subtitle="")  # a page has these as text
    described = vega_spec(untitled, PHONE_WIDTH if narrow else CHAT_WIDTH)
    return inline_svg(draw(described), chart, texts, narrow=narrow).encode()


def _end_with_parent() -> None:
    """End this process when its parent ends: a pool's process otherwise waits for work for ever, even if the
    parent was killed."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)

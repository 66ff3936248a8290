"""Draws charts. Runs in a process of its own: vl-convert holds the interpreter lock for all of the fifth of a
second that it draws, and takes a second to start. Only here is it imported, and only once that process
runs."""

import os
import signal
import struct
import threading
import zlib
from html import escape
from multiprocessing import parent_process
from pathlib import Path

from adapters.charts.layout import printable
from adapters.charts.spec import vega_spec
from bot.core.cards import Chart

CHAT, PHONE = 720, 380  # units wide
SCALE = 2  # pixels to a unit, sharp on a telephone
FONTS = Path(__file__).parent / "fonts"


def initialise() -> None:
    """Make this process ready to draw, and see that it never outlives the one it draws for."""
    import vl_convert

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the parent ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    vl_convert.register_font_directory(str(FONTS))


def png(chart: Chart) -> bytes:
    return _png(chart, CHAT)


def narrow_png(chart: Chart) -> bytes:
    return _png(chart, PHONE)


def _png(chart: Chart, width: int) -> bytes:
    import vl_convert

    drawn = vl_convert.vegalite_to_png(vega_spec(chart, width), scale=SCALE, allowed_base_urls=[])
    return _with_text(drawn, {"Title": printable(chart.title), "Description": printable(chart.alt)})


def svg(chart: Chart) -> bytes:
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(vega_spec(chart), allowed_base_urls=[])
    named = f"<title>{escape(printable(chart.title))}</title><desc>{escape(printable(chart.alt))}</desc>"
    opening, rest = drawn.removeprefix("<svg ").split(">", 1)
    return f'<svg role="img" lang="{escape(chart.language)}" {opening}>{named}{rest}'.encode()


def _with_text(picture: bytes, texts: dict[str, str]) -> bytes:
    """The PNG with these texts under their keywords, in chunks right after its header.
    https://www.w3.org/TR/png-3/#11iTXt"""
    header = 8 + 25  # the signature, and the chunk that always comes first
    chunks = b"".join(
        struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        for body in (b"iTXt" + key.encode() + bytes(5) + text.encode() for key, text in texts.items())
    )
    return picture[:header] + chunks + picture[header:]


def _end_with_parent() -> None:
    """A pool's process waits for work for ever, also when the parent was killed and none can come."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)

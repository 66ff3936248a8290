"""Trend charts: described once (`vega_spec`), drawn as PNG for chat and SVG for pages (`ChartRenderer`)."""

from adapters.charts.renderer import ChartRenderer
from adapters.charts.spec import vega_spec

__all__ = ["ChartRenderer", "vega_spec"]

"""Trend charts: described once (`vega`), drawn as PNG for chat and SVG for pages (`Easel`)."""

from adapters.charts.describe import vega
from adapters.charts.easel import Easel

__all__ = ["Easel", "vega"]

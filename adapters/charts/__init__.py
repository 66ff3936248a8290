"""Charts: `vega_spec` describes one, and `ChartRenderer` draws it as PNG for chat and SVG for pages."""

from adapters.charts.renderer import ChartRenderer
from adapters.charts.spec import vega_spec

__all__ = ["ChartRenderer", "vega_spec"]

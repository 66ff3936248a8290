"""Draws the outline icon of the Teams app from Accord's mark:

    python -m scripts.outline_icon

Microsoft asks for white on transparency: every visible pixel is white, and edges are smoothed by their
transparency alone.
https://learn.microsoft.com/microsoftteams/platform/concepts/design/design-teams-app-icon-store-appbar
"""

import re
from pathlib import Path

from PIL import Image, ImageDraw

MARK = Path("adapters/web/static/mark.svg")  # of 32 by 32 units
ICON = Path("adapters/teams/icons/outline.png")
SIZE, LINE_WIDTH = 32, 1.5  # pixels
OVERSAMPLING = 16


def draw(mark: str) -> Image.Image:
    """Return the circles of the mark as white outlines."""
    shape = Image.new("L", (SIZE * OVERSAMPLING,) * 2)
    pen = ImageDraw.Draw(shape)
    for circle in re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', mark):
        x, y, radius = (float(number) * OVERSAMPLING for number in circle)
        box = (x - radius, y - radius, x + radius, y + radius)
        pen.ellipse(box, outline=255, width=round(LINE_WIDTH * OVERSAMPLING))
    icon = Image.new("RGBA", (SIZE, SIZE), "white")
    icon.putalpha(shape.resize((SIZE, SIZE), Image.Resampling.BOX))
    return icon


if __name__ == "__main__":
    draw(MARK.read_text("utf-8")).save(ICON, optimize=True)

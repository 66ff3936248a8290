"""What makes every picture equally wide. Pure."""

from typing import Any

LEFT, RIGHT, EDGE = 26, 46, 20  # units for the scale, for the numbers at the right, and around it all


def strut(inner: int) -> dict[str, Any]:
    """A layer that keeps the room at both sides of a panel `inner` units wide, whatever its numbers."""
    across = {"x": {"value": -LEFT}, "x2": {"value": inner + RIGHT}}
    flat = {"y": {"value": 0}, "y2": {"value": 0}}
    return {"data": {"values": [{}]}, "mark": {"type": "rect", "opacity": 0}, "encoding": {**across, **flat}}

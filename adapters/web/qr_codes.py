"""Draws addresses as QR codes. The content security policy allows no picture within a page, so each has a
route of its own."""

from io import BytesIO

import segno
from starlette.responses import Response


def qr_code(address: str) -> Response:
    svg = BytesIO()
    segno.make(address, error="m", micro=False).save(
        svg, kind="svg", border=4, light="#fff", xmldecl=False, svgclass=None, lineclass=None, scale=8
    )
    return Response(svg.getvalue(), media_type="image/svg+xml")

"""Reads JSON that another server answers with, up to a size."""

import json
from typing import Any

import aiohttp

CHUNK_BYTES = 2**14


async def read_json(response: aiohttp.ClientResponse, max_bytes: int) -> Any:
    """Return what a body says. Raises ValueError if it is longer, or not JSON."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK_BYTES):
        body += chunk
        if len(body) > max_bytes:
            raise ValueError("The body is too long.")
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("The body is nested too deeply.") from error

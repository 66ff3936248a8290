"""The tables of the evidence hub, under the rules of `tables.py`. Pure."""

from typing import Any

import sqlalchemy as sa

from bot.core import models
from storage.metadata import table
from storage.types import JsonTuple, UtcDateTime, foreign_key, nullable, required

HUB_TABLES: dict[type[Any], sa.Table] = {
    models.ApiToken: table(
        "api_tokens",
        foreign_key("partnership", "partnerships", index=True),
        required("name"),
        required("scopes", JsonTuple),
        required("created_on", sa.Date),
        required("created_by"),
        required("expires_at", UtcDateTime, index=True),
        nullable("revoked_at", UtcDateTime),
    ),
}

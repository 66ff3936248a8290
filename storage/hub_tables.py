"""The tables of the evidence hub, under the rules of `tables.py`. Pure."""

from typing import Any

import sqlalchemy as sa

from bot.core import models, sharing, webhooks
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
    sharing.HubShare: table(
        "hub_shares",
        foreign_key("partnership", "partnerships"),
        required("number", sa.Integer),
        required("name"),
        required("parts", JsonTuple),
        required("made_by"),
        required("made_at", UtcDateTime),
        required("valid_until", sa.Date),
        required("stopped_by"),
        nullable("stopped_at", UtcDateTime),
        required("opened", sa.Integer),
        sa.UniqueConstraint("partnership", "number"),
    ),
    webhooks.Webhook: table(
        "webhooks",
        foreign_key("partnership", "partnerships", index=True),
        required("name"),
        required("sealed_url", sa.LargeBinary),
        required("sealed_secret", sa.LargeBinary),
        required("added_by"),
        required("added_at", UtcDateTime),
        nullable("sealed_earlier_secret", sa.LargeBinary),
        nullable("earlier_until_at", UtcDateTime),
        nullable("off_at", UtcDateTime),
    ),
}

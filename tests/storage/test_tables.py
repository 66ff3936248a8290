from dataclasses import fields
from typing import Any, get_args

import pytest

from bot.analysis.published import PublishedRound
from bot.core import deliveries, email, followups, models, outcomes, sharing
from bot.core.deliveries import ConversationLimit, ThreadRoot
from bot.core.ports import WebMessage
from bot.core.tenants import Tenant
from bot.core.webhooks import Webhook
from bot.rounds.send_window import DailyCheckIn
from storage.installations import StoredInstallation
from storage.tables import TABLES
from tests.storage import examples


def test_every_record_has_a_table_and_an_example() -> None:
    kept = {
        WebMessage,
        ThreadRoot,
        StoredInstallation,
        Tenant,
        Webhook,
        ConversationLimit,
        DailyCheckIn,
        PublishedRound,
        email.Mailbox,
        email.EmailOptOut,
    } | {
        kind
        for nouns in (models, followups, outcomes, sharing, deliveries)
        for kind in vars(nouns).values()
        if isinstance(kind, type) and hasattr(kind, "__slots__") and kind.__module__ == nouns.__name__
    } - {models.Address, deliveries.FailedDelivery}
    assert set(TABLES) == kept
    assert {type(example) for example in examples.EVERYTHING} == kept


@pytest.mark.parametrize("kind", TABLES)
def test_the_columns_are_the_fields_in_their_order(kind: type[Any]) -> None:
    own = ["wakes_at"] if kind is deliveries.Lane else []
    assert [column.name for column in TABLES[kind].columns] == [field.name for field in fields(kind)] + own


@pytest.mark.parametrize("kind", TABLES)
def test_a_column_may_be_empty_where_its_field_may_be_none(kind: type[Any]) -> None:
    empty = {field.name for field in fields(kind) if type(None) in get_args(field.type)}
    assert {column.name for column in TABLES[kind].columns if column.nullable} == empty

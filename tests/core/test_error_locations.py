"""What is said of a fault of ours where others can read it."""

import re
from collections.abc import Callable

import pytest

from bot.core.errors import locate_error
from bot.core.models import Address
from bot.delivery.rate_limit import LONG_AGO, UNLIMITED, ClaimPlanner, DueDelivery
from storage.keys import KeysDatabase


def ours() -> None:
    Address.parse("not an address")


def theirs_in_ours() -> None:
    KeysDatabase("user:secret@host")


def nobodys() -> None:
    raise ValueError("what somebody answered")


def deep() -> None:
    ClaimPlanner({}, {}, UNLIMITED).plan_claim([DueDelivery("a", "b", "c")], LONG_AGO, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ours, r"TypeError at bot/core/models\.py:\d+"),
        (theirs_in_ours, r"ArgumentError at storage/database\.py:\d+"),
        (nobodys, "ValueError"),
        (deep, r"TypeError at bot/delivery/rate_limit\.py:\d+"),
    ],
)
def test_it_is_the_kind_of_error_and_where_it_came_from_and_never_its_words(
    fault: Callable[[], None], said: str
) -> None:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - each of its own kind
        fault()
    assert re.fullmatch(said, locate_error(raised.value))
